package org.trunkline.plugin.internal.guard;

import java.util.List;

import org.trunkline.domain.part.LocalizableText;

/**
 * Tells when a plug-in computes too much by itself for too long. Its calls are left out: they have budgets,
 * and work that the house gives may take what it takes. While they are busy, its own threads may be as busy again: they
 * help with that work. One thread.
 */
public final class CpuLimit {
    private static final long SAMPLE = 450_000_000L;
    private static final double PERCENT = 100;

    private final int percent;
    private final long patience;
    private long lastAt;
    private long lastOwn;
    private long lastCalls;
    private long overSince = Long.MAX_VALUE;

    /** @param percent of one core @param patience nanoseconds that it may use more @param own nanoseconds used outside of calls until now @param calls in calls */
    public CpuLimit(int percent, long patience, long now, long own, long calls) {
        this.percent = percent;
        this.patience = patience;
        lastAt = now;
        lastOwn = own;
        lastCalls = calls;
    }

    /** @param own nanoseconds used outside of calls so far @param calls in calls */
    public LocalizableText check(long now, long own, long calls) {
        if (now - lastAt < SAMPLE)
            return LocalizableText.NOTHING;
        double used = PERCENT * (own - lastOwn) / (now - lastAt);
        double helping = Math.clamp(PERCENT * (calls - lastCalls) / (now - lastAt), 0, PERCENT);
        if (used <= percent + helping)
            overSince = Long.MAX_VALUE;
        else if (overSince == Long.MAX_VALUE)
            overSince = lastAt;
        lastAt = now;
        lastOwn = own;
        lastCalls = calls;
        if (overSince == Long.MAX_VALUE || now - overSince < patience)
            return LocalizableText.NOTHING;
        return new LocalizableText("plugin-cpu", List.of(String.valueOf(Math.round(used)), String.valueOf(percent)),
                "It used " + Math.round(used) + "% of a CPU core; its limit is " + percent
                        + "%. It may loop: update it, or ask its publisher.");
    }
}
