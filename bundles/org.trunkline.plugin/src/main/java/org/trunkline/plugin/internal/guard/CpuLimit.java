package org.trunkline.plugin.internal.guard;

import java.util.List;

import org.trunkline.domain.part.Said;

/**
 * Tells when a plug-in computes too much by itself, for a second and a half. Its calls are left out: they have budgets,
 * and work that the house gives may take what it takes. One thread.
 */
public final class CpuLimit {
    private static final long PATIENCE = 1_500_000_000L;
    private static final long SAMPLE = 450_000_000L;
    private static final double PERCENT = 100;

    private final int percent;
    private long lastAt;
    private long lastCpu;
    private long overSince = Long.MAX_VALUE;

    /** @param percent of one core @param cpu nanoseconds used outside of calls until now */
    public CpuLimit(int percent, long now, long cpu) {
        this.percent = percent;
        lastAt = now;
        lastCpu = cpu;
    }

    /** @param cpu nanoseconds used outside of calls so far */
    public Said check(long now, long cpu) {
        if (now - lastAt < SAMPLE)
            return Said.NOTHING;
        double used = PERCENT * (cpu - lastCpu) / (now - lastAt);
        if (used <= percent)
            overSince = Long.MAX_VALUE;
        else if (overSince == Long.MAX_VALUE)
            overSince = lastAt;
        lastAt = now;
        lastCpu = cpu;
        if (overSince == Long.MAX_VALUE || now - overSince < PATIENCE)
            return Said.NOTHING;
        return new Said("plugin-cpu", List.of(String.valueOf(Math.round(used)), String.valueOf(percent)),
                "It used " + Math.round(used) + "% of a CPU core by itself; its limit is " + percent
                        + "%. It may loop: update it, or ask its publisher.");
    }
}
