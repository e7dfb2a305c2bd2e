package org.trunkline.engine;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

import org.trunkline.domain.border.BorderStatus;

/** Counts what was refused, by reason. Reasons are few and fixed, never what a peer sent. <b>Threads:</b> any. */
public final class Refusals {
    private final Map<String, LongAdder> counts = new ConcurrentSkipListMap<>();

    public void count(String reason) {
        counts.computeIfAbsent(reason, _ -> new LongAdder()).increment();
    }

    public long of(String reason) {
        var count = counts.get(reason);
        return count == null ? 0 : count.sum();
    }

    /** By name. */
    public List<BorderStatus.Refusals> list() {
        return counts.entrySet().stream().map(e -> new BorderStatus.Refusals(e.getKey(), e.getValue().sum())).toList();
    }
}
