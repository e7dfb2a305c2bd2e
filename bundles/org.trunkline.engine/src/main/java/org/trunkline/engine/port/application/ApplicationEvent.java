package org.trunkline.engine.port.application;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

import org.trunkline.domain.call.Direction;
import org.trunkline.domain.call.Party;
import org.trunkline.domain.cdr.Cause;

/** What happens to a call that an application has. */
public sealed interface ApplicationEvent {
    /** The first. @param reason why the call came to the application @param transferredBy subscriber who transferred it, after its answer */
    record Offered(Direction direction, Party from, Party to, String reason, Optional<String> transferredBy) implements ApplicationEvent {
        public Offered {
            requireNonNull(direction);
            requireNonNull(from);
            requireNonNull(to);
            requireNonNull(reason);
            requireNonNull(transferredBy);
        }

        /** Not transferred by a subscriber. */
        public Offered(Direction direction, Party from, Party to, String reason) {
            this(direction, from, to, reason, Optional.empty());
        }
    }

    /** The caller acknowledged the answer. */
    record Answered() implements ApplicationEvent {}

    /** The caller pressed a key: 0-9, *, #, A-D. */
    record Digit(char digit) implements ApplicationEvent {}

    /** Keys were collected. @param digits may be empty */
    record Gathered(String command, String digits) implements ApplicationEvent {}

    /** @param whole false where it was stopped */
    record PlaybackEnded(String command, boolean whole) implements ApplicationEvent {}

    /** @param file name in the application's folder */
    record Recorded(String command, String file, Duration length) implements ApplicationEvent {}

    /** The other leg answered. */
    record Bridged(String command) implements ApplicationEvent {}

    /** @param reason names what was wrong */
    record CommandFailed(String command, String reason) implements ApplicationEvent {}

    /** The last: the call is over, or without a cause, the application has left it. */
    record HungUp(Optional<Cause> cause) implements ApplicationEvent {
        public HungUp {
            requireNonNull(cause);
        }
    }
}
