package org.trunkline.sip.jain.internal;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * How many new calls a second are taken while more come than can be served. Without a bound all would wait, be sent
 * again, and fail; so where messages wait too long for a while fewer calls are taken, and slowly more once they do not
 * (additive increase, multiplicative decrease). Whoever is refused is told at once. <b>Threads:</b> any.
 */
final class Admission {
    private static final long WINDOW_NANOS = Duration.ofMillis(100).toNanos();
    /** Before T1, when its sender would send it again. */
    private static final Duration TOO_LONG = Duration.ofMillis(200);
    /** A collector's pause, or a machine busy with something else for a moment, is no overload. */
    private static final int WINDOWS_OF_PATIENCE = 10;
    private static final double LESS = 0.85;
    private static final double LEAST = 5;

    private final Supplier<Duration> waiting;
    private final LongSupplier nanos;
    private long windowEnds;
    private int asked;
    private int taken;
    private int longWindows;
    private boolean limited;
    /** Calls for each window. */
    private double limit;
    private double left;

    /** @param waiting how long messages wait now before they are read */
    Admission(Supplier<Duration> waiting, LongSupplier nanos) {
        this.waiting = waiting;
        this.nanos = nanos;
        this.windowEnds = nanos.getAsLong() + WINDOW_NANOS;
    }

    /** Whether one more call is taken. */
    synchronized boolean admits() {
        long now = nanos.getAsLong();
        if (now >= windowEnds) {
            turn((now - windowEnds) / WINDOW_NANOS + 1);
            windowEnds = now + WINDOW_NANOS;
        }
        asked++;
        if (limited && left < 1)
            return false;
        left--;
        taken++;
        return true;
    }

    private void turn(long windows) {
        boolean slow = waiting.get().compareTo(TOO_LONG) > 0;
        longWindows = slow ? longWindows + 1 : 0;
        if (slow && !limited && longWindows >= WINDOWS_OF_PATIENCE) {
            limited = true;
            limit = Math.max(LEAST, (double) taken / windows * LESS);
        } else if (slow && limited) {
            limit = Math.max(LEAST, limit * LESS);
        } else if (limited) {
            limit = limit * 1.02 + 0.5;
            limited = asked > limit * windows / 2; // nobody asks for as much any more
        }
        left = Math.min(limit * 2, Math.max(0, left) + limit * windows);
        asked = 0;
        taken = 0;
    }
}
