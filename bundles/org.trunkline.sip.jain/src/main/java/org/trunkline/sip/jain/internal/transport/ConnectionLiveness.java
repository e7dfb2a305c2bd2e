package org.trunkline.sip.jain.internal.transport;

import java.io.IOException;
import java.time.Duration;

/** Whether a connection is still of use. <b>Threads:</b> any. */
final class ConnectionLiveness {
    /** A connection that has said nothing yet, or never came up. */
    private static final Duration FIRST_WORD = Duration.ofSeconds(30);
    /** Not all phones keep theirs alive (RFC 5626 §4.4.1), and a call that is held says nothing for 15 min (RFC 4028). */
    private static final Duration SILENCE = Duration.ofMinutes(20);
    /** As long as a request waits for its first answer (RFC 3261 timers B and F), or nearly. */
    private static final Duration UNANSWERED = Duration.ofSeconds(30);
    /** Its peer reads nothing any more, and threads that send there block. */
    private static final Duration STUCK = Duration.ofSeconds(10);
    private static final long NEVER = 0;

    /** Puts bytes into a connection. */
    interface Sending {
        void send() throws IOException;
    }

    private final long opened = System.nanoTime();
    private volatile long used = NEVER;
    private volatile long heard = opened;
    private volatile long sending = NEVER;
    private volatile boolean finished;

    /** Something was said. */
    void used() {
        used = System.nanoTime();
    }

    /** The peer said something. */
    void heard() {
        heard = System.nanoTime();
        used();
    }

    /** The peer has said nothing for as long as it may think about a request. */
    boolean isDeaf(long now) {
        return now - heard >= UNANSWERED.toNanos();
    }

    /** Whatever still comes is thrown away. */
    void finish() {
        finished = true;
    }

    boolean finished() {
        return finished;
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
        return isStuck() || (last == NEVER ? now - opened > FIRST_WORD.toNanos() : now - last > SILENCE.toNanos());
    }

    /** It is over for nothing but its silence. */
    boolean isSilent() {
        return used != NEVER && !isStuck();
    }

    boolean isStuck() {
        return isStuck(System.nanoTime());
    }

    boolean isStuck(long now) {
        long since = sending;
        return since != NEVER && now - since > STUCK.toNanos();
    }
}
