package org.trunkline.engine.call;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * New calls that wait for a processor. Work for calls in progress waits with them, so where the wait is long it is
 * better spent on those: a caller who is refused at once tries elsewhere, one who waits asks again and again.
 */
final class Backlog {
    private static final int FEW = 32;
    /** Work for the others while the thread that reads waits for a processor itself: with 16 they ran dry (ADR 20). */
    static final int AHEAD = 64;
    static final int MANY = 1000;
    private static final long LONG_NANOS = 500_000_000;

    private final AtomicInteger waiting = new AtomicInteger();
    private final LongSupplier nanos;
    private volatile long lastWait;

    Backlog() {
        this(System::nanoTime);
    }

    /** @param nanos like {@link System#nanoTime} */
    Backlog(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** @return when, for {@link #begun} */
    long posted() {
        waiting.incrementAndGet();
        return nanos.getAsLong();
    }

    void begun(long posted) {
        waiting.decrementAndGet();
        lastWait = nanos.getAsLong() - posted;
    }

    /** New calls that nobody has begun with. */
    int waiting() {
        return waiting.get();
    }

    /** More would only wait here for those before them. */
    boolean behind() {
        return waiting.get() >= AHEAD;
    }

    boolean tooLong() {
        int now = waiting.get();
        return now > MANY || now > FEW && lastWait > LONG_NANOS;
    }
}
