package org.trunkline.sip.jain.internal;

import java.io.IOException;
import java.time.Duration;

/** Whether a connection is still of use. <b>Threads:</b> any. */
final class Life {
    /** A connection that has said nothing yet, or never came up. */
    private static final Duration FIRST_WORD = Duration.ofSeconds(30);
    /** Phones keep theirs alive every two minutes at most (RFC 5626 §4.4.1). */
    private static final Duration SILENCE = Duration.ofMinutes(10);
    /** Its peer takes nothing any more, and whoever sends there stands still. */
    private static final Duration STUCK = Duration.ofSeconds(10);
    private static final long NEVER = 0;

    /** Puts bytes into a connection. */
    interface Sending {
        void send() throws IOException;
    }

    private final long opened = System.nanoTime();
    private volatile long used = NEVER;
    private volatile long sending = NEVER;

    /** Something was said. */
    void used() {
        used = System.nanoTime();
    }

    /** One at a time. */
    void send(Sending it) throws IOException {
        sending = System.nanoTime();
        try {
            it.send();
        } finally {
            sending = NEVER;
        }
    }

    boolean isOver(long now) {
        long last = used;
        return isStuck(now) || (last == NEVER ? now - opened > FIRST_WORD.toNanos() : now - last > SILENCE.toNanos());
    }

    boolean isStuck(long now) {
        long since = sending;
        return since != NEVER && now - since > STUCK.toNanos();
    }
}
