package org.trunkline.cdr.lucene.internal.columns;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

import org.trunkline.api.Partial;

/**
 * How far one search may go. What would run away is ended, and what was found until then is the answer. <b>Threads:</b>
 * any.
 */
public final class SearchBudget {
    /** Values that a pattern may stand for in a segment. */
    public static final int MOST_TERMS = 10_000;
    /** Records looked at between two looks at the clock. */
    public static final int STEP = 1 << 14;
    /** Values held against a pattern between two looks. */
    public static final int VALUES = 1 << 8;
    private static final ScopedValue<SearchBudget> CURRENT = ScopedValue.newInstance();

    private final LongSupplier nanos;
    private final long end;
    private final BooleanSupplier givenUp;
    private volatile Optional<Partial> partial = Optional.empty();

    /** @param nanos a clock that only goes forth */
    public SearchBudget(LongSupplier nanos, long maxNanos) {
        this(nanos, maxNanos, () -> false);
    }

    /** @param givenUp true once nobody waits for the answer any more */
    public SearchBudget(LongSupplier nanos, long maxNanos, BooleanSupplier givenUp) {
        this.nanos = nanos;
        this.givenUp = givenUp;
        end = nanos.getAsLong() + maxNanos;
    }

    /** Work in which {@link #areReached} asks these. */
    public <T, X extends Throwable> T in(ScopedValue.CallableOp<T, X> work) throws X {
        return ScopedValue.where(CURRENT, this).call(work);
    }

    /** Whether the search that this thread works for is to end. */
    public static boolean areReached() {
        return CURRENT.isBound() && CURRENT.get().isOver();
    }

    /** The search that this thread works for leaves values out. */
    public static void tooManyTerms() {
        if (CURRENT.isBound())
            CURRENT.get().end(Partial.TERMS);
    }

    public boolean isOver() {
        if (givenUp.getAsBoolean() || nanos.getAsLong() - end > 0)
            end(Partial.TIME);
        return partial.equals(Optional.of(Partial.TIME));
    }

    private void end(Partial why) {
        partial = Optional.of(why);
    }

    /** Why something was left out; empty where nothing was. */
    public Optional<Partial> partial() {
        return partial;
    }
}
