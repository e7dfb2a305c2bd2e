package org.trunkline.cdr.lucene.internal;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

import org.apache.lucene.search.DocIdSetIterator;
import org.trunkline.api.cdr.CdrField;
import org.trunkline.api.cdr.CdrSearch.TrunkPeriod;

/** Calls by trunk and step of time. Each step is a stretch of records in each segment; threads share the steps. */
final class TrunkPeriods {
    private static final int MAX_STEPS = 5_000;
    /** Steps that one thread takes at once. */
    private static final int SHARE = 8;
    private static final double PART = 0.95;

    /** One segment: where the steps begin, the newest first, and which trunk each of the facets has. */
    private record Leaf(LeafHits hits, LeafColumns columns, int[] bounds, int[] trunkOf) {}

    /** Sums of one trunk in one step. */
    private static final class Sums {
        private final Bins delays = new Bins();
        private long calls;
        private long answered;
        private long talk;

        TrunkPeriod take(Instant start, String trunk) {
            var period = new TrunkPeriod(start, trunk, calls, answered, Duration.ofMillis(talk),
                    Duration.ofMillis(Math.round(delays.percentile(PART))));
            delays.clear();
            calls = 0;
            answered = 0;
            talk = 0;
            return period;
        }
    }

    private final List<Leaf> leaves = new ArrayList<>();
    private final List<String> trunks;
    private final long first;
    private final long step;
    private final int steps;

    /** @param start of the oldest found @param end after the newest, in milliseconds, as the next */
    TrunkPeriods(List<LeafHits> found, Columns columns, long start, long end, long step) throws IOException {
        long count = (end - Math.floorDiv(start, step) * step + step - 1) / step;
        this.step = count <= MAX_STEPS ? step : step * ((count + MAX_STEPS - 1) / MAX_STEPS);
        first = Math.floorDiv(start, this.step) * this.step;
        steps = (int) ((end - first + this.step - 1) / this.step);
        var names = new TreeSet<String>();
        for (var leaf : found)
            if (leaf.count() > 0)
                names.addAll(columns.of(leaf.leaf().reader()).values(CdrField.TRUNK).names());
        trunks = List.copyOf(names);
        for (var leaf : found)
            if (leaf.count() > 0)
                leaves.add(leaf(leaf, columns.of(leaf.leaf().reader())));
    }

    private Leaf leaf(LeafHits hits, LeafColumns columns) throws IOException {
        var bounds = new int[steps + 1];
        var search = hits.times().in(hits.leaf().reader());
        for (int i = 0; i <= steps; i++)
            bounds[i] = search.firstBefore(first + (steps - i) * step);
        var values = columns.values(CdrField.TRUNK);
        var trunkOf = new int[columns.facets().length];
        int[] numbers = values.names().stream().mapToInt(trunks::indexOf).toArray();
        for (int ord = 0; ord < trunkOf.length; ord++) {
            int name = values.first(ord);
            trunkOf[ord] = name == LeafValues.NONE ? trunks.size() : numbers[name];
        }
        return new Leaf(hits, columns, bounds, trunkOf);
    }

    List<TrunkPeriod> count(Workers workers) throws IOException {
        int shares = (steps + SHARE - 1) / SHARE;
        var found = new ArrayList<List<TrunkPeriod>>();
        for (int i = 0; i < shares; i++)
            found.add(new ArrayList<>());
        var sums = ThreadLocal.withInitial(this::sums);
        workers.each(shares, share -> {
            for (int i = share * SHARE; i < Math.min(steps, (share + 1) * SHARE); i++)
                count(i, sums.get(), found.get(share));
        });
        return found.stream().flatMap(List::stream).toList();
    }

    /** One for each trunk, and one for calls without. */
    private Sums[] sums() {
        var sums = new Sums[trunks.size() + 1];
        for (int i = 0; i < sums.length; i++)
            sums[i] = new Sums();
        return sums;
    }

    private void count(int number, Sums[] sums, List<TrunkPeriod> found) {
        for (var leaf : leaves) {
            int from = Math.max(leaf.hits().low(), leaf.bounds()[steps - 1 - number]);
            int to = Math.min(leaf.hits().high(), leaf.bounds()[steps - number]);
            if (leaf.hits().isAll())
                for (int doc = from; doc < to; doc++)
                    add(leaf, doc, sums);
            else
                for (int doc = leaf.hits().next(from); doc < to && doc != DocIdSetIterator.NO_MORE_DOCS; doc = leaf.hits()
                        .next(doc + 1))
                    add(leaf, doc, sums);
        }
        var start = Instant.ofEpochMilli(first + number * step);
        for (int i = 0; i < trunks.size(); i++)
            if (sums[i].calls > 0)
                found.add(sums[i].take(start, trunks.get(i)));
    }

    private static void add(Leaf leaf, int doc, Sums[] sums) {
        var of = sums[leaf.trunkOf()[leaf.columns().ord(doc)]];
        of.calls++;
        long figure = leaf.columns().figure(doc);
        int duration = SegmentRows.duration(figure);
        if (duration >= 0) {
            of.answered++;
            of.talk += duration;
        }
        int delay = leaf.columns().pdd(doc, figure);
        if (delay >= 0)
            of.delays.add(delay);
    }
}
