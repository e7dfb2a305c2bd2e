package org.trunkline.domain.cdr;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.trunkline.domain.call.CallId;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.domain.quality.StreamReport;

/**
 * A call that the node places over a trunk to try it, as far as it has come.
 *
 * @param id of its record, and of the live call
 * @param steps SIP messages between node and trunk, in order
 * @param answeredAfter from the INVITE; empty while there is no answer
 * @param codec agreed on
 * @param streams from {@code CALLER}: what the node sent; from {@code CALLEE}: what the trunk sent
 * @param end empty while the call lasts
 */
public record TestCall(CallId id, String trunk, String number, Instant startedAt, List<Step> steps, Optional<Duration> answeredAfter,
        Optional<String> codec, List<StreamReport> streams, Optional<End> end) {
    /** One message. @param label method, or status code and phrase @param after since the call began */
    public record Step(String label, boolean sent, Duration after) {
        public Step {
            requireNonNull(label);
            requireNonNull(after);
        }
    }

    /**
     * What it came to.
     *
     * @param ok answered, and media came back
     * @param sipStatus final status of the INVITE
     * @param said the result in words
     */
    public record End(boolean ok, int sipStatus, Cause cause, LocalizableText said) {
        public End {
            requireNonNull(cause);
            requireNonNull(said);
        }
    }

    public TestCall {
        requireNonNull(id);
        requireNonNull(trunk);
        requireNonNull(number);
        requireNonNull(startedAt);
        steps = List.copyOf(steps);
        requireNonNull(answeredAfter);
        requireNonNull(codec);
        streams = List.copyOf(streams);
        requireNonNull(end);
    }
}
