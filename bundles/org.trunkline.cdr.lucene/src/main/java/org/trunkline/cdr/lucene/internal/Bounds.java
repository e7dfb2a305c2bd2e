package org.trunkline.cdr.lucene.internal;

import java.util.Optional;
import java.util.function.LongSupplier;

import org.trunkline.api.Partial;

/**
 * How far one search may go. What would run away is ended, and what was found until then is the answer. <b>Threads:</b>
 * any.
 */
final class Bounds {
    /** Values that a pattern may stand for in a segment. */
    static final int MOST_TERMS = 10_000;
    /** Records looked at between two looks at the clock. */
    static final int STEP = 1 << 14;
    /** Values held against a pattern between two looks. */
    static final int VALUES = 1 << 8;
    private static final ScopedValue<Bounds> CURRENT = ScopedValue.newInstance();

    private final LongSupplier nanos;
    private final long end;
    private volatile Optional<Partial> partial = Optional.empty();

    /** @param nanos a clock that only goes forth */
    Bounds(LongSupplier nanos, long maxNanos) {
        this.nanos = nanos;
        end = nanos.getAsLong() + maxNanos;
    }

    /** Work in which {@link #areReached} asks these. */
    <T, X extends Throwable> T in(ScopedValue.CallableOp<T, X> work) throws X {
        return ScopedValue.where(CURRENT, this).call(work);
    }

    /** Whether the search that this thread works for is to end. */
    static boolean areReached() {
        return CURRENT.isBound() && CURRENT.get().isOver();
    }

    /** The search that this thread works for leaves values out. */
    static void tooManyTerms() {
        if (CURRENT.isBound())
            CURRENT.get().end(Partial.TERMS);
    }

    boolean isOver() {
        if (nanos.getAsLong() - end > 0)
            end(Partial.TIME);
        return partial.equals(Optional.of(Partial.TIME));
    }

    private void end(Partial why) {
        partial = Optional.of(why);
    }

    /** Why something was left out; empty where nothing was. */
    Optional<Partial> partial() {
        return partial;
    }
}
