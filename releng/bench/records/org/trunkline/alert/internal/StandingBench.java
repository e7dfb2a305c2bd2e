package org.trunkline.alert.internal;

import static java.time.ZoneOffset.UTC;

import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.List;

import org.trunkline.api.cdr.QueryException;
import org.trunkline.spi.record.RecordBatch.Entry;

/** What it takes to compare each record with the searches of alerts. */
public final class StandingBench {
    private static final int BATCH = 500;

    private final StandingSearches standing;
    private long matches;

    /** @param searches each with a value of its own: a trunk, a number, an address; one in a hundred needs to see all records */
    public StandingBench(int searches, Instant now) throws QueryException {
        standing = new StandingSearches(() -> now, UTC, List::of);
        for (int i = 0; i < searches; i++)
            standing.add(switch (i % 5) {
                case 0 -> "trunk:\"Carrier " + i + "\" AND cause:(busy OR declined)";
                case 1 -> "from:+4685001" + i + " duration:>1h";
                case 2 -> "to:+4670" + 1_000_000 + i + " OR from:" + i;
                case 3 -> "peer:10." + i % 250 + ".0.1 mos:<3.5";
                default -> i % 100 == 4 ? "to:*" + i : "route:" + i + " status:5xx";
            }, found -> matches += found.size());
    }

    /** @return CPU, in microseconds a record */
    public double micros(List<Entry> records) {
        var threads = ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadCpuTime();
        for (int from = 0; from < records.size(); from += BATCH)
            standing.offer(records.subList(from, Math.min(records.size(), from + BATCH)));
        return (threads.getCurrentThreadCpuTime() - before) / 1000.0 / records.size();
    }

    public long matches() {
        return matches;
    }
}
