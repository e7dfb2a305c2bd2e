package org.trunkline.engine.port.push;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * What a phone that sleeps is told of a call or a text message.
 *
 * @param topic the same for all messages of one call, and for those about the text messages of one sender (RFC 8030 §5.4): up to 32 characters of base64url, not to be guessed
 * @param caller the name shown, or the number
 * @param number number or username of the caller, {@code anonymous} where it is hidden
 * @param text beginning of the text message, for a sender that may show it; empty for a call, a file, and what has no text
 * @param life how long the push service keeps it for a phone without a network (RFC 8030 §5.2)
 */
public record PushMessage(Kind kind, String topic, String caller, String number, String text, Duration life) {
    /** What happened. */
    public enum Kind {
        /** A call: the phone registers to take it. */
        RINGS,
        /** The caller gave up, or waited too long. */
        MISSED,
        /** Another phone answered, or declined for all. */
        TAKEN,
        /** A text message waits: the phone registers to get it. */
        MESSAGE;

        /** Whether the phone has to do something. */
        public boolean wakes() {
            return this == RINGS || this == MESSAGE;
        }
    }

    public PushMessage {
        requireNonNull(kind);
        requireNonNull(topic);
        requireNonNull(caller);
        requireNonNull(number);
        requireNonNull(text);
        requireNonNull(life);
    }

    /** Tells no number and no text. */
    @Override
    public String toString() {
        return "PushMessage[" + kind + "]";
    }
}
