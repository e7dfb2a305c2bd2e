package org.trunkline.cdr.lucene.internal;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.LongStream;

import org.trunkline.api.cdr.CdrField;
import org.trunkline.api.cdr.CdrSummary;
import org.trunkline.api.cdr.CdrSummary.Bucket;
import org.trunkline.api.cdr.CdrSummary.Count;
import org.trunkline.api.cdr.CdrSummary.Spread;
import org.trunkline.api.cdr.CdrSummary.TrunkQuality;
import org.trunkline.cdr.lucene.internal.HitCache.TooLongException;

/**
 * Counts over a whole result, in one pass over its columns. Records lie in order of time, so a step of time is a stretch
 * of them in each segment; what is found in whole segments is known beforehand.
 */
final class Summary {
    private static final int MAX_VALUES = 50;
    /** Records that one thread takes at once. */
    private static final int PIECE = 1 << 17;
    private static final double MOS_SCALE = 1_000;

    /** What is counted: start of the first bucket and end of the last in milliseconds, and how many. */
    record Timeline(long start, long end, int buckets) {
        int steps() {
            return end > start ? buckets : 0;
        }

        long width() {
            return steps() == 0 ? 0 : Math.max(1, (end - start + steps() - 1) / steps());
        }
    }

    /** Records of one segment. */
    private record Piece(int leaf, int from, int to) {}

    private final List<LeafHits> hits = new ArrayList<>();
    private final List<LeafColumns> columns = new ArrayList<>();
    /** For each segment where the steps of time begin, the newest first. */
    private final List<int[]> bounds = new ArrayList<>();
    private final Timeline timeline;
    private final Map<Integer, Tally> tallies = new ConcurrentHashMap<>();
    private final Tally.Step[] steps;

    private Summary(List<LeafHits> found, Columns kept, Timeline timeline) throws IOException {
        this.timeline = timeline;
        steps = steps(timeline);
        for (var leaf : found) {
            if (leaf.count() == 0)
                continue;
            hits.add(leaf);
            columns.add(kept.of(leaf.leaf().reader()));
            bounds.add(bounds(leaf));
        }
    }

    static CdrSummary of(List<LeafHits> hits, Columns columns, Set<CdrField> fields, Timeline timeline,
            Workers workers, long maxNanos) throws IOException {
        var summary = new Summary(hits, columns, timeline);
        summary.count(workers, System.nanoTime() + maxNanos);
        return summary.result(fields);
    }

    private static Tally.Step[] steps(Timeline timeline) {
        var steps = new Tally.Step[timeline.steps() + 1]; // the last for what lies outside
        for (int i = 0; i < steps.length; i++)
            steps[i] = new Tally.Step();
        return steps;
    }

    private int[] bounds(LeafHits leaf) throws IOException {
        var at = new int[timeline.steps() + 1];
        for (int i = 0; i < at.length; i++)
            at[i] = leaf.times().firstBefore(leaf.leaf().reader(),
                    timeline.start() + (timeline.steps() - i) * timeline.width());
        return at;
    }

    private void count(Workers workers, long deadline) throws IOException {
        var pieces = new ArrayList<Piece>();
        for (int i = 0; i < hits.size(); i++) {
            var leaf = hits.get(i);
            if (leaf.isWhole()) {
                whole(i);
                continue;
            }
            for (int from = leaf.low(); from < leaf.high(); from += PIECE)
                pieces.add(new Piece(i, from, Math.min(leaf.high(), from + PIECE)));
        }
        workers.each(pieces.size(), i -> {
            if (System.nanoTime() - deadline > 0)
                throw new TooLongException();
            count(pieces.get(i));
        });
    }

    private void whole(int leaf) {
        var totals = columns.get(leaf).totals();
        tallies.put(leaf, totals.all());
        int[] at = bounds.get(leaf);
        for (int i = 0; i + 1 < at.length; i++)
            totals.add(at[i], at[i + 1], steps[timeline.steps() - 1 - i]);
    }

    private void count(Piece piece) {
        var tally = new Tally(columns.get(piece.leaf()));
        var own = steps(timeline);
        int[] at = bounds.get(piece.leaf());
        int from = piece.from();
        for (int i = 0; i <= at.length && from < piece.to(); i++) {
            int to = Math.min(piece.to(), i == at.length ? piece.to() : at[i]);
            if (to > from) {
                boolean within = i > 0 && i < at.length;
                tally.count(hits.get(piece.leaf()), from, to, own[within ? timeline.steps() - i : timeline.steps()]);
                from = to;
            }
        }
        synchronized (this) {
            tallies.merge(piece.leaf(), tally, (one, other) -> {
                one.add(other);
                return one;
            });
            for (int i = 0; i < steps.length; i++)
                steps[i].add(own[i]);
        }
    }

    /** Figures of a trunk. */
    private static final class OfTrunk {
        private long calls;
        private long answered;
        private long rated;
        private long mos;
    }

    private CdrSummary result(Set<CdrField> fields) {
        var counts = new EnumMap<CdrField, Map<String, Long>>(CdrField.class);
        fields.forEach(field -> counts.put(field, new HashMap<>()));
        var trunks = new TreeMap<String, OfTrunk>();
        long total = 0;
        long answered = 0;
        long talk = 0;
        for (var tally : tallies.values()) {
            counts.forEach((field, values) -> add(tally, field, values));
            var names = tally.leaf().values(CdrField.TRUNK);
            var ofTrunks = names.names().stream().map(name -> trunks.computeIfAbsent(name, _ -> new OfTrunk())).toList();
            for (int ord = 0; ord < tally.calls().length; ord++) {
                int calls = tally.calls()[ord];
                int answeredCalls = tally.leaf().answered(ord) ? calls : 0;
                total += calls;
                answered += answeredCalls;
                talk += tally.talk()[ord];
                for (int name : names.of(ord)) {
                    var trunk = ofTrunks.get(name);
                    trunk.calls += calls;
                    trunk.answered += answeredCalls;
                    trunk.rated += tally.rated()[ord];
                    trunk.mos += tally.mos()[ord];
                }
            }
        }
        var facets = new EnumMap<CdrField, List<Count>>(CdrField.class);
        counts.forEach((field, values) -> facets.put(field, most(values)));
        var byTrunk = trunks.entrySet().stream().filter(e -> e.getValue().calls > 0)
                .map(e -> new TrunkQuality(e.getKey(), e.getValue().calls, e.getValue().answered, e.getValue().rated,
                        mean(e.getValue().mos, e.getValue().rated)))
                .toList();
        var ratings = sum(Tally::ratings);
        var spreads = List.of(spread(CdrField.DURATION, sum(Tally::durations), 1),
                spread(CdrField.PDD, sum(Tally::delays), 1), spread(CdrField.MOS, ratings, MOS_SCALE));
        return new CdrSummary(total, answered, Duration.ofMillis(talk), facets, Duration.ofMillis(timeline.width()),
                buckets(), classes(), byTrunk, spreads);
    }

    private static void add(Tally tally, CdrField field, Map<String, Long> counts) {
        var values = tally.leaf().values(field);
        var sums = new long[values.names().size()];
        for (int ord = 0; ord < tally.calls().length; ord++)
            for (int value : values.of(ord))
                sums[value] += tally.calls()[ord];
        for (int i = 0; i < sums.length; i++)
            if (sums[i] > 0)
                counts.merge(values.names().get(i), sums[i], Long::sum);
    }

    private Bins sum(Function<Tally, Bins> figure) {
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

    private static double mean(long sum, long count) {
        return count == 0 ? 0 : sum / MOS_SCALE / count;
    }

    private static List<Count> most(Map<String, Long> counts) {
        return counts.entrySet().stream().map(e -> new Count(e.getKey(), e.getValue()))
                .sorted(Comparator.comparingLong(Count::count).reversed().thenComparing(Count::value))
                .limit(MAX_VALUES).toList();
    }
}
