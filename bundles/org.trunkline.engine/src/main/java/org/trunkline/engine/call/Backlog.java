package org.trunkline.engine.call;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

import org.trunkline.engine.port.signaling.AdmissionSnapshot.Load;

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
    private final Runnable changed;
    private volatile long lastWait;
    private volatile Load told = Load.EASY;

    /** @param changed told after {@link #load} changed: then read it again */
    Backlog(Runnable changed) {
        this(System::nanoTime, changed);
    }

    /** @param nanos like {@link System#nanoTime} */
    Backlog(LongSupplier nanos, Runnable changed) {
        this.nanos = nanos;
        this.changed = changed;
    }

    /** @return when, for {@link #begun} */
    long posted() {
        waiting.incrementAndGet();
        tell();
        return nanos.getAsLong();
    }

    void begun(long posted) {
        waiting.decrementAndGet();
        lastWait = nanos.getAsLong() - posted;
        tell();
    }

    /** Looks again after telling: another thread may have changed it meanwhile, and seen that this one was told already. */
    private void tell() {
        for (var now = load(); !now.equals(told); now = load()) {
            told = now;
            changed.run();
        }
    }

    /** New calls that nobody has begun with. */
    int waiting() {
        return waiting.get();
    }

    Load load() {
        int now = waiting.get();
        if (now <= FEW)
            return Load.EASY;
        return new Load(now >= AHEAD, now > MANY || lastWait > LONG_NANOS);
    }
}
