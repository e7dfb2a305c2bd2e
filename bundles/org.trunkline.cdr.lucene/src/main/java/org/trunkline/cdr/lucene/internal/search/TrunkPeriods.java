package org.trunkline.cdr.lucene.internal.search;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

import org.apache.lucene.search.DocIdSetIterator;
import org.trunkline.api.cdr.CdrField;
import org.trunkline.api.cdr.CdrSearch.TrunkPeriod;
import org.trunkline.cdr.lucene.internal.columns.Columns;
import org.trunkline.cdr.lucene.internal.columns.LeafColumns;
import org.trunkline.cdr.lucene.internal.columns.LeafHits;
import org.trunkline.cdr.lucene.internal.columns.LeafPeriods;
import org.trunkline.cdr.lucene.internal.columns.LeafValues;
import org.trunkline.cdr.lucene.internal.columns.TrunkHistogram;
import org.trunkline.cdr.lucene.internal.columns.Workers;

/**
 * Calls by trunk and step of time. Each step is a stretch of records in each segment; threads share the steps. Of whole
 * segments what was counted is kept.
 */
final class TrunkPeriods {
    private static final int MAX_STEPS = 5_000;
    /** Steps that one thread takes at once. */
    private static final int SHARE = 8;
    /** Shorter steps are asked for days, which is fast, and would take more room. */
    private static final long LONG_STEP_MS = 3_600_000;

    /**
     * One segment.
     *
     * @param bounds where the steps begin, the newest first
     * @param numbers of its trunks among all
     * @param trunkOf which trunk each of the facets has
     * @param kept what is known of it
     * @param made where it is to be kept
     */
    private record Leaf(LeafHits hits, LeafColumns columns, int[] bounds, int[] numbers, int[] trunkOf,
            Optional<LeafPeriods> kept, Optional<LeafPeriods> made) {}

    /** Of one thread: of all segments, and of one. */
    private record Counted(TrunkHistogram all, TrunkHistogram one) {}

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
        boolean whole = hits.isWhole() && step >= LONG_STEP_MS;
        var kept = whole ? columns.periods().filter(it -> it.step() == step) : Optional.<LeafPeriods>empty();
        return new Leaf(hits, columns, bounds, numbers, trunkOf, kept,
                whole && kept.isEmpty() ? place(bounds, numbers.length) : Optional.empty());
    }

    /** For as many steps as the segment has, where that is not too much to keep. */
    private Optional<LeafPeriods> place(int[] bounds, int ofTrunks) {
        int newest = 0;
        while (newest < steps && bounds[newest + 1] == 0)
            newest++;
        int oldest = steps - 1;
        while (oldest > newest && bounds[oldest] == bounds[steps])
            oldest--;
        long from = first / step + steps - 1 - oldest;
        int count = oldest - newest + 1;
        return (long) count * ofTrunks > LeafPeriods.MOST_CELLS ? Optional.empty()
                : Optional.of(new LeafPeriods(step, from, count, ofTrunks));
    }

    List<TrunkPeriod> count(Workers workers) throws IOException {
        int shares = (steps + SHARE - 1) / SHARE;
        var found = new ArrayList<List<TrunkPeriod>>();
        for (int i = 0; i < shares; i++)
            found.add(new ArrayList<>());
        int all = trunks.size() + 1;
        var sums = ThreadLocal.withInitial(() -> new Counted(new TrunkHistogram(all), new TrunkHistogram(all)));
        workers.each(shares, share -> {
            for (int i = share * SHARE; i < Math.min(steps, (share + 1) * SHARE); i++)
                count(i, sums.get(), found.get(share));
        });
        leaves.forEach(leaf -> leaf.made().ifPresent(leaf.columns()::keep));
        return found.stream().flatMap(List::stream).toList();
    }

    private void count(int number, Counted sums, List<TrunkPeriod> found) {
        for (var leaf : leaves) {
            if (leaf.kept().isPresent())
                leaf.kept().get().addTo(sums.all(), first / step + number, leaf.numbers());
            else
                count(leaf, number, sums);
        }
        var start = Instant.ofEpochMilli(first + number * step);
        for (int i = 0; i < trunks.size(); i++)
            if (sums.all().calls(i) > 0)
                found.add(sums.all().take(i, start, Duration.ofMillis(step), trunks.get(i)));
    }

    private void count(Leaf leaf, int number, Counted sums) {
        int from = Math.max(leaf.hits().low(), leaf.bounds()[steps - 1 - number]);
        int to = Math.min(leaf.hits().high(), leaf.bounds()[steps - number]);
        if (from >= to)
            return;
        if (leaf.made().isPresent()) {
            sums.one().add(leaf.columns(), leaf.trunkOf(), from, to);
            for (int trunk = 0; trunk < leaf.numbers().length; trunk++)
                if (sums.one().calls(leaf.numbers()[trunk]) > 0) {
                    var cell = sums.one().takeCell(leaf.numbers()[trunk]);
                    leaf.made().get().put(first / step + number, trunk, cell);
                    sums.all().add(leaf.numbers()[trunk], cell);
                }
        } else if (leaf.hits().isAll()) {
            sums.all().add(leaf.columns(), leaf.trunkOf(), from, to);
        } else {
            for (int doc = leaf.hits().next(from); doc < to && doc != DocIdSetIterator.NO_MORE_DOCS; doc = leaf.hits()
                    .next(doc + 1))
                sums.all().add(leaf.columns(), leaf.trunkOf(), doc);
        }
    }
}
