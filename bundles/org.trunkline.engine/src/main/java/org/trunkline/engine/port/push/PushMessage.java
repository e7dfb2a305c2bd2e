package org.trunkline.engine.port.push;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * What a phone that sleeps is told of a call.
 *
 * @param topic the same for all messages of one call (RFC 8030 §5.4): up to 32 characters of base64url, not to be guessed
 * @param caller the name shown, or the number
 * @param number number or username of the caller, {@code anonymous} where it is hidden
 * @param life how long the push service keeps it for a phone without a network (RFC 8030 §5.2)
 */
public record PushMessage(Kind kind, String topic, String caller, String number, Duration life) {
    /** What happened. */
    public enum Kind {
        /** A call: the phone registers to take it. */
        RINGS,
        /** The caller gave up, or waited too long. */
        MISSED,
        /** Another phone answered, or declined for all. */
        TAKEN
    }

    public PushMessage {
        requireNonNull(kind);
        requireNonNull(topic);
        requireNonNull(caller);
        requireNonNull(number);
        requireNonNull(life);
    }

    /** Tells no number. */
    @Override
    public String toString() {
        return "PushMessage[" + kind + "]";
    }
}
