package org.trunkline.spi.call;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

import org.trunkline.domain.call.CallId;
import org.trunkline.domain.call.Direction;
import org.trunkline.domain.call.Party;
import org.trunkline.domain.cdr.Cause;

/** An event of a call that an application controls. {@code number} counts the call's events from 1. */
public sealed interface CallEvent {
    CallId call();

    int number();

    /**
     * The call is the application's now; nothing was answered yet.
     *
     * @param reason why it came here
     * @param transferredBy username of the subscriber who transferred an answered call here; empty for a call that was dialled or forwarded
     */
    record Offered(CallId call, int number, Direction direction, Party from, Party to, String reason, Optional<String> transferredBy)
            implements CallEvent {
        public Offered {
            requireNonNull(call);
            requireNonNull(direction);
            requireNonNull(from);
            requireNonNull(to);
            requireNonNull(reason);
            requireNonNull(transferredBy);
        }

        /** Not transferred by a subscriber. */
        public Offered(CallId call, int number, Direction direction, Party from, Party to, String reason) {
            this(call, number, direction, from, to, reason, Optional.empty());
        }
    }

    /** The application was away and has the call still. @param answered whether the caller was answered */
    record Resumed(CallId call, int number, Party from, Party to, boolean answered) implements CallEvent {
        public Resumed {
            requireNonNull(call);
            requireNonNull(from);
            requireNonNull(to);
        }
    }

    /** The caller acknowledged the answer. */
    record Answered(CallId call, int number) implements CallEvent {}

    /** The caller pressed a key (RFC 4733): 0-9, *, #, A-D. */
    record Digit(CallId call, int number, char digit) implements CallEvent {}

    /** A {@link CallCommand.Gather} is over. @param digits may be empty */
    record Gathered(CallId call, int number, String command, String digits) implements CallEvent {}

    /** A {@link CallCommand.Play} is over. @param whole false where it was stopped */
    record PlaybackEnded(CallId call, int number, String command, boolean whole) implements CallEvent {}

    /** A {@link CallCommand.Record} is over. @param file name in the plug-in's folder */
    record Recorded(CallId call, int number, String command, String file, Duration length) implements CallEvent {}

    /** The other leg of a {@link CallCommand.Bridge} or {@link CallCommand.Transfer} answered. */
    record Bridged(CallId call, int number, String command) implements CallEvent {}

    /** A command failed. @param reason names the error */
    record CommandFailed(CallId call, int number, String command, String reason) implements CallEvent {}

    /** The call is over; the last event. */
    record HungUp(CallId call, int number, Optional<Cause> cause) implements CallEvent {
        public HungUp {
            requireNonNull(cause);
        }
    }
}
