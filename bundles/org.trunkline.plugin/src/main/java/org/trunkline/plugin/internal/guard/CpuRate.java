package org.trunkline.plugin.internal.guard;

import java.util.ArrayDeque;

/** CPU time over the last ten seconds, from samples. <b>Threads:</b> any. */
public final class CpuRate {
    private static final long WINDOW = 10_000_000_000L;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MS = 1e6;

    private record Sample(long at, long cpu) {}

    private final ArrayDeque<Sample> samples = new ArrayDeque<>();

    /** @param cpu nanoseconds used so far, never less than before */
    public synchronized void sample(long now, long cpu) {
        samples.addLast(new Sample(now, cpu));
        while (samples.size() > 2 && now - samples.getFirst().at() > WINDOW)
            samples.removeFirst();
    }

    /** Milliseconds of CPU a second. */
    public synchronized double millisPerSecond() {
        if (samples.size() < 2)
            return 0;
        var first = samples.getFirst();
        var last = samples.getLast();
        return (last.cpu() - first.cpu()) / NANOS_PER_MS / Math.max(1e-3, (last.at() - first.at()) / NANOS_PER_SECOND);
    }
}
