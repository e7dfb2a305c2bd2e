package org.trunkline.plugin.internal.guard;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

import org.trunkline.api.plugin.PluginStatus.InterfaceCost;

/** Calls of one extension point: how many, how they ended, how long the last 1,000 took. <b>Threads:</b> any. */
public final class CallCounts {
    private static final int KEPT = 1_000;
    private static final double NANOS_PER_MS = 1e6;

    private final LongAdder failed = new LongAdder();
    private final LongAdder late = new LongAdder();
    private final AtomicLong calls = new AtomicLong();
    private final AtomicLongArray last = new AtomicLongArray(KEPT);

    void ended(long nanos) {
        last.lazySet((int) (calls.getAndIncrement() % KEPT), nanos);
    }

    void failed() {
        failed.increment();
    }

    void late() {
        late.increment();
    }

    InterfaceCost cost(String name) {
        long count = calls.get();
        var times = new long[(int) Math.min(count, KEPT)];
        for (int i = 0; i < times.length; i++)
            times[i] = last.get(i);
        Arrays.sort(times);
        double p99 = times.length == 0 ? 0 : times[(int) Math.ceil(times.length * 0.99) - 1] / NANOS_PER_MS;
        return new InterfaceCost(name, count, failed.sum(), late.sum(), p99);
    }
}
