package org.trunkline.cdr.lucene.internal.search;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.LongStream;

import org.apache.lucene.index.DocValues;
import org.trunkline.api.cdr.CdrField;
import org.trunkline.api.cdr.CdrSummary;
import org.trunkline.api.cdr.CdrSummary.Bucket;
import org.trunkline.api.cdr.CdrSummary.Spread;
import org.trunkline.cdr.lucene.internal.columns.Bins;
import org.trunkline.cdr.lucene.internal.columns.Columns;
import org.trunkline.cdr.lucene.internal.columns.FacetCounts;
import org.trunkline.cdr.lucene.internal.columns.IndexFields;
import org.trunkline.cdr.lucene.internal.columns.LeafColumns;
import org.trunkline.cdr.lucene.internal.columns.LeafHits;
import org.trunkline.cdr.lucene.internal.columns.SearchBudget;
import org.trunkline.cdr.lucene.internal.columns.SegmentFacetCounts;
import org.trunkline.cdr.lucene.internal.columns.Workers;
import org.trunkline.cdr.lucene.internal.search.HitCache.Hits;
import org.trunkline.domain.cost.Amount;
import org.trunkline.domain.cost.Cost;

/**
 * Counts over a whole result, in one pass over its columns. Records lie in order of time, so a step of time is a stretch
 * of them in each segment; what is found in whole segments is known beforehand.
 */
final class Summary {
    /** Records found that one thread takes at once. */
    private static final int PIECE = 1 << 17;
    private static final double MOS_SCALE = 1_000;

    /** Records of one segment. */
    private record Piece(int leaf, int from, int to) {}

    /** What was found in each segment; where nearly all was, what was not: that is taken from the segment's totals. */
    private final List<LeafHits> hits = new ArrayList<>();
    private final List<Boolean> without = new ArrayList<>();
    private final List<LeafColumns> columns = new ArrayList<>();
    /** For each segment where the steps of time begin, the newest first. */
    private final List<int[]> bounds = new ArrayList<>();
    private final Timeline timeline;
    private final Map<Integer, FacetCounts> tallies = new ConcurrentHashMap<>();
    private final FacetCounts.Step[] steps;
    /** Millionths, by currency. */
    private final Map<String, Long> costs = new TreeMap<>();

    private Summary(List<LeafHits> found, Columns kept, Timeline timeline) throws IOException {
        this.timeline = timeline;
        steps = steps(timeline);
        for (var leaf : found) {
            if (leaf.count() == 0)
                continue;
            var others = leaf.isWhole() ? Optional.<LeafHits>empty() : leaf.fewerOthers();
            hits.add(others.orElse(leaf));
            without.add(others.isPresent());
            columns.add(kept.of(leaf.leaf().reader()));
            bounds.add(bounds(leaf));
        }
    }

    /** Counting itself is bounded by what was found, some nanoseconds a record. */
    static CdrSummary of(Hits hits, Columns columns, Set<CdrField> fields, Timeline timeline, Workers workers, SearchBudget bounds)
            throws IOException {
        var summary = new Summary(hits.leaves(), columns, timeline);
        summary.count(workers);
        return summary.result(fields, bounds);
    }

    private static FacetCounts.Step[] steps(Timeline timeline) {
        var steps = new FacetCounts.Step[timeline.steps() + 1]; // the last for what lies outside
        for (int i = 0; i < steps.length; i++)
            steps[i] = new FacetCounts.Step();
        return steps;
    }

    private int[] bounds(LeafHits leaf) throws IOException {
        var at = new int[timeline.steps() + 1];
        if (timeline.steps() == 0)
            return at;
        var search = leaf.times().in(leaf.leaf().reader());
        for (int i = 0; i < at.length; i++)
            at[i] = search.firstBefore(timeline.start() + (timeline.steps() - i) * timeline.width());
        return at;
    }

    private void count(Workers workers) throws IOException {
        var pieces = new ArrayList<Piece>();
        for (int i = 0; i < hits.size(); i++) {
            var leaf = hits.get(i);
            if (without.get(i) || leaf.isWhole())
                whole(i);
            if (leaf.isWhole())
                continue;
            int many = leaf.count() / PIECE + 1;
            int step = (leaf.high() - leaf.low() + many - 1) / many;
            for (int from = leaf.low(); from < leaf.high(); from += step)
                pieces.add(new Piece(i, from, Math.min(leaf.high(), from + step)));
        }
        workers.each(pieces.size(), i -> count(pieces.get(i)));
    }

    private void whole(int leaf) {
        var totals = columns.get(leaf).totals();
        add(columns.get(leaf), columns.get(leaf).costs(), 1);
        tallies.put(leaf, without.get(leaf) ? totals.all().copy() : totals.all());
        int[] at = bounds.get(leaf);
        for (int i = 0; i + 1 < at.length; i++)
            totals.add(at[i], at[i + 1], steps[timeline.steps() - 1 - i]);
    }

    private void count(Piece piece) throws IOException {
        add(columns.get(piece.leaf()), costs(piece), without.get(piece.leaf()) ? -1 : 1);
        var tally = new FacetCounts(columns.get(piece.leaf()));
        var own = steps(timeline);
        int[] at = bounds.get(piece.leaf());
        var wanted = hits.get(piece.leaf()).matches().facets();
        if (wanted.isPresent())
            tally.count(wanted.get(), piece.from(), piece.to(), at, newestFirst(own));
        else
            count(piece, tally, at, own);
        add(piece.leaf(), tally, own);
    }

    private synchronized void add(int leaf, FacetCounts tally, FacetCounts.Step[] own) {
        boolean taken = without.get(leaf);
        tallies.merge(leaf, tally, (one, other) -> {
            if (taken)
                one.subtract(other);
            else
                one.add(other);
            return one;
        });
        for (int i = 0; i < steps.length; i++)
            if (taken)
                steps[i].subtract(own[i]);
            else
                steps[i].add(own[i]);
    }

    /** As the bounds of a segment lie: what is after the last step and before the first lies outside. */
    private static FacetCounts.Step[] newestFirst(FacetCounts.Step[] steps) {
        int outside = steps.length - 1;
        var turned = new FacetCounts.Step[steps.length + 1];
        for (int i = 0; i < turned.length; i++)
            turned[i] = steps[i == 0 || i > outside ? outside : outside - i];
        return turned;
    }

    private void count(Piece piece, FacetCounts tally, int[] at, FacetCounts.Step[] own) {
        int from = piece.from();
        for (int i = 0; i <= at.length && from < piece.to(); i++) {
            int to = Math.min(piece.to(), i == at.length ? piece.to() : at[i]);
            if (to > from) {
                boolean within = i > 0 && i < at.length;
                tally.count(hits.get(piece.leaf()), from, to, own[within ? timeline.steps() - i : timeline.steps()]);
                from = to;
            }
        }
    }

    /** Read where it lies: few ask, and few records have one. */
    private long[] costs(Piece piece) throws IOException {
        var leaf = columns.get(piece.leaf());
        if (leaf.costs().length == 0)
            return leaf.costs();
        var found = hits.get(piece.leaf());
        var column = DocValues.getNumeric(found.leaf().reader(), IndexFields.COST);
        var sums = new long[leaf.costs().length];
        var wanted = found.matches().facets();
        if (wanted.isPresent() && piece.from() == 0 && piece.to() == leaf.size()) {
            for (int ord = 0; ord < sums.length; ord++)
                sums[ord] = wanted.get()[ord] ? leaf.costs()[ord] : 0;
            return sums;
        }
        for (int doc = found.next(piece.from()); doc < piece.to(); doc = found.next(doc + 1))
            if (column.advanceExact(doc))
                sums[leaf.ord(doc)] += column.longValue();
        return sums;
    }

    private synchronized void add(LeafColumns leaf, long[] sums, int sign) {
        for (int ord = 0; ord < sums.length; ord++)
            if (sums[ord] > 0)
                costs.merge(leaf.facets()[ord].of(CdrField.CURRENCY).getFirst(), sign * sums[ord], Long::sum);
    }

    private CdrSummary result(Set<CdrField> fields, SearchBudget bounds) {
        var sums = new FacetSums(fields);
        tallies.forEach((leaf, tally) -> sums.add(hits.get(leaf).isWhole() ? columns.get(leaf).totals().sums()
                : new SegmentFacetCounts(tally)));
        var ratings = sum(FacetCounts::ratings);
        var spreads = List.of(spread(CdrField.DURATION, sum(FacetCounts::durations), 1),
                spread(CdrField.PDD, sum(FacetCounts::delays), 1), spread(CdrField.MOS, ratings, MOS_SCALE));
        return new CdrSummary(sums.total(), sums.answered(), Duration.ofMillis(sums.talk()), sums.facets(),
                Duration.ofMillis(timeline.width()), buckets(), classes(), sums.byTrunk(), spreads, bounds.partial(),
                costs.entrySet().stream().filter(e -> e.getValue() > 0).map(e -> new Cost(new Amount(e.getValue()), e.getKey())).toList());
    }

    private Bins sum(Function<FacetCounts, Bins> figure) {
        var sum = new Bins();
        tallies.values().forEach(tally -> sum.add(figure.apply(tally)));
        return sum;
    }

    private static Spread spread(CdrField field, Bins bins, double scale) {
        return new Spread(field, bins.count(), bins.percentile(0.05) / scale, bins.percentile(0.5) / scale,
                bins.percentile(0.9) / scale, bins.percentile(0.95) / scale, bins.percentile(0.99) / scale);
    }

    private List<Bucket> buckets() {
        var buckets = new ArrayList<Bucket>();
        for (int i = 0; i < timeline.steps(); i++)
            buckets.add(new Bucket(Instant.ofEpochMilli(timeline.start() + i * timeline.width()), steps[i].calls(),
                    steps[i].answered(), mean(steps[i].mos(), steps[i].rated())));
        return buckets;
    }

    private List<Long> classes() {
        var classes = new long[CdrSummary.MOS_BOUNDS.size()];
        for (var tally : tallies.values())
            for (int i = 0; i < classes.length; i++)
                classes[i] += tally.classes()[i];
        return LongStream.of(classes).boxed().toList();
    }

    static double mean(long sum, long count) {
        return count == 0 ? 0 : sum / MOS_SCALE / count;
    }
}
