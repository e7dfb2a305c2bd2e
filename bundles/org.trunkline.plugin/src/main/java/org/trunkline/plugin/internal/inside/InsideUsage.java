package org.trunkline.plugin.internal.inside;

import java.util.List;

import org.trunkline.api.plugin.PluginAbout.Limits;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.plugin.internal.guard.CpuLimit;
import org.trunkline.plugin.internal.guard.CpuRate;
import org.trunkline.plugin.internal.guard.Patience;
import org.trunkline.plugin.internal.guard.PluginThreads;

/** What the threads of a plug-in inside the node use, against its limits. Checked by one thread, read by any. */
final class InsideUsage {
    private static final long PERIOD = 500_000_000L;
    private static final double NANOS_PER_SECOND = 1e9;

    private final PluginThreads threads;
    private final Limits limits;
    private final CpuRate rate = new CpuRate();
    private final CpuLimit limit;
    private long lastAt = System.nanoTime();
    private long lastAllocated;
    private long cpu;
    private long lastCpu;
    private long others;
    private long lastOthers;
    private volatile long allocatedLastSecond;

    InsideUsage(PluginThreads threads, Limits limits, Patience patience) {
        this.threads = threads;
        this.limits = limits;
        limit = new CpuLimit(limits.cpuPercent(), patience.cpu().toNanos(), lastAt, 0, 0);
    }

    double cpuMillisPerSecond() {
        return rate.millisPerSecond();
    }

    long allocatedLastSecond() {
        return allocatedLastSecond;
    }

    /** @return {@link LocalizableText#NOTHING} within the limits */
    LocalizableText check(long now) {
        int count = threads.count();
        if (count > limits.threads())
            return new LocalizableText("plugin-threads", List.of(String.valueOf(count), String.valueOf(limits.threads())),
                    "It has " + count + " threads; its limit is " + limits.threads()
                            + ". Update the plug-in, or ask its publisher.");
        if (now - lastAt < PERIOD)
            return LocalizableText.NOTHING;
        var used = threads.usage();
        double seconds = (now - lastAt) / NANOS_PER_SECOND;
        // of threads that ended, what they used since the last look is not known
        cpu += Math.max(0, used.calls() + used.others() - lastCpu);
        others += Math.max(0, used.others() - lastOthers);
        allocatedLastSecond = (long) (Math.max(0, used.allocated() - lastAllocated) / seconds);
        lastCpu = used.calls() + used.others();
        lastOthers = used.others();
        lastAllocated = used.allocated();
        lastAt = now;
        rate.sample(now, cpu);
        return limit.check(now, others, cpu - others);
    }
}
