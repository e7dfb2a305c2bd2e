package org.trunkline.cdr.lucene.internal;

import static java.util.stream.Collectors.toMap;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.SortedSetDocValues;
import org.apache.lucene.search.DocIdSetIterator;
import org.trunkline.api.cdr.CdrField;
import org.trunkline.api.cdr.CdrSummary;
import org.trunkline.api.cdr.CdrSummary.Bucket;
import org.trunkline.api.cdr.CdrSummary.Count;
import org.trunkline.api.cdr.CdrSummary.TrunkQuality;
import org.trunkline.cdr.lucene.internal.HitCache.TooLongException;

/** Counts over a whole result, in one pass over its columns. */
final class Summary {
    private static final int MAX_VALUES = 50;
    private static final int LOOK_AT_CLOCK = 1 << 14;
    private static final double MOS_SCALE = 1_000;

    /** Figures of a trunk. */
    private static final class OfTrunk {
        private long calls;
        private long answered;
        private long rated;
        private long mos;
    }

    private final Map<CdrField, Map<String, Long>> facets = new HashMap<>();
    private final Map<String, OfTrunk> trunks = new TreeMap<>();
    private final long[] mosClasses = new long[CdrSummary.MOS_BOUNDS.size()];
    private final long start;
    private final long width;
    private final long[] calls;
    private final long[] answeredCalls;
    private final long[] rated;
    private final long[] mosSums;
    private final long deadline;
    private long total;
    private long answered;
    private long talkMs;

    private Summary(Set<CdrField> fields, long start, long end, int buckets, long deadline) {
        for (var field : fields)
            facets.put(field, new HashMap<>());
        this.start = start;
        int steps = end > start ? buckets : 0;
        width = steps == 0 ? 0 : Math.max(1, (end - start + steps - 1) / steps);
        calls = new long[steps];
        answeredCalls = new long[steps];
        rated = new long[steps];
        mosSums = new long[steps];
        this.deadline = deadline;
    }

    /**
     * @param start of the first bucket, in milliseconds
     * @param end of the last one, exclusive
     */
    static CdrSummary of(List<LeafHits> hits, Set<CdrField> fields, long start, long end, int buckets, long maxNanos)
            throws IOException {
        var summary = new Summary(fields, start, end, buckets, System.nanoTime() + maxNanos);
        for (var leaf : hits)
            if (leaf.count() > 0)
                summary.new Leaf(leaf).count();
        return summary.result();
    }

    /** One segment's columns. */
    private final class Leaf {
        private final LeafHits hits;
        private final NumericDocValues durations;
        private final NumericDocValues starts;
        private final NumericDocValues ratings;
        private final SortedDocValues trunkNames;
        private final OfTrunk[] ofTrunk;
        private final Map<CdrField, SortedDocValues> single = new HashMap<>();
        private final List<SortedDocValues> singles = new ArrayList<>();
        private final List<long[]> singleCounts = new ArrayList<>();
        private final Map<CdrField, long[]> counts = new HashMap<>();
        private final SortedSetDocValues codecs;
        private final long[] codecCounts;

        Leaf(LeafHits hits) throws IOException {
            this.hits = hits;
            LeafReader reader = hits.leaf().reader();
            durations = DocValues.getNumeric(reader, IndexFields.DURATION);
            starts = DocValues.getNumeric(reader, IndexFields.STARTED);
            ratings = DocValues.getNumeric(reader, IndexFields.MOS);
            trunkNames = DocValues.getSorted(reader, CdrField.TRUNK.fieldName() + IndexFields.VALUE);
            ofTrunk = new OfTrunk[trunkNames.getValueCount()];
            for (int i = 0; i < ofTrunk.length; i++)
                ofTrunk[i] = trunks.computeIfAbsent(trunkNames.lookupOrd(i).utf8ToString(), _ -> new OfTrunk());
            for (var field : facets.keySet()) {
                if (field == CdrField.CODEC || field == CdrField.ANSWERED)
                    continue;
                var values = DocValues.getSorted(reader, field.fieldName() + IndexFields.VALUE);
                var count = new long[values.getValueCount()];
                single.put(field, values);
                counts.put(field, count);
                singles.add(values);
                singleCounts.add(count);
            }
            codecs = DocValues.getSortedSet(reader, CdrField.CODEC.fieldName() + IndexFields.VALUE);
            codecCounts = new long[facets.containsKey(CdrField.CODEC) ? (int) codecs.getValueCount() : 0];
        }

        void count() throws IOException {
            int seen = 0;
            for (int doc = hits.next(0); doc != DocIdSetIterator.NO_MORE_DOCS; doc = hits.next(doc + 1)) {
                if (++seen % LOOK_AT_CLOCK == 0 && System.nanoTime() - deadline > 0)
                    throw new TooLongException();
                figures(doc);
                for (int i = 0; i < singles.size(); i++)
                    if (singles.get(i).advanceExact(doc))
                        singleCounts.get(i)[singles.get(i).ordValue()]++;
                if (codecCounts.length > 0 && codecs.advanceExact(doc))
                    for (int n = codecs.docValueCount(); n > 0; n--)
                        codecCounts[(int) codecs.nextOrd()]++;
            }
            total += seen;
            for (var entry : single.entrySet())
                for (int i = 0; i < entry.getValue().getValueCount(); i++)
                    add(entry.getKey(), entry.getValue().lookupOrd(i).utf8ToString(), counts.get(entry.getKey())[i]);
            for (int i = 0; i < codecCounts.length; i++)
                add(CdrField.CODEC, codecs.lookupOrd(i).utf8ToString(), codecCounts[i]);
        }

        private void figures(int doc) throws IOException {
            boolean wasAnswered = durations.advanceExact(doc);
            int mos = ratings.advanceExact(doc) ? (int) ratings.longValue() : 0;
            if (wasAnswered) {
                answered++;
                talkMs += durations.longValue();
            }
            if (mos > 0)
                mosClasses[mosClass(mos)]++;
            if (trunkNames.advanceExact(doc)) {
                var trunk = ofTrunk[trunkNames.ordValue()];
                trunk.calls++;
                trunk.answered += wasAnswered ? 1 : 0;
                trunk.rated += mos > 0 ? 1 : 0;
                trunk.mos += mos;
            }
            if (width > 0 && starts.advanceExact(doc)) {
                int bucket = (int) ((starts.longValue() - start) / width);
                if (bucket >= 0 && bucket < calls.length) {
                    calls[bucket]++;
                    answeredCalls[bucket] += wasAnswered ? 1 : 0;
                    rated[bucket] += mos > 0 ? 1 : 0;
                    mosSums[bucket] += mos;
                }
            }
        }
    }

    private static int mosClass(int mos) {
        int found = 0;
        for (int i = 1; i < CdrSummary.MOS_BOUNDS.size(); i++)
            if (mos >= CdrSummary.MOS_BOUNDS.get(i) * MOS_SCALE)
                found = i;
        return found;
    }

    private void add(CdrField field, String value, long count) {
        if (count > 0)
            facets.getOrDefault(field, new HashMap<>()).merge(value, count, Long::sum);
    }

    private CdrSummary result() {
        if (facets.containsKey(CdrField.ANSWERED)) {
            add(CdrField.ANSWERED, "true", answered);
            add(CdrField.ANSWERED, "false", total - answered);
        }
        var timeline = new ArrayList<Bucket>();
        for (int i = 0; i < calls.length; i++)
            timeline.add(new Bucket(Instant.ofEpochMilli(start + i * width), calls[i], answeredCalls[i],
                    mean(mosSums[i], rated[i])));
        var classes = new ArrayList<Long>();
        for (long count : mosClasses)
            classes.add(count);
        var byTrunk = trunks.entrySet().stream().filter(e -> e.getValue().calls > 0)
                .map(e -> new TrunkQuality(e.getKey(), e.getValue().calls, e.getValue().answered, e.getValue().rated,
                        mean(e.getValue().mos, e.getValue().rated)))
                .toList();
        return new CdrSummary(total, answered, Duration.ofMillis(talkMs),
                facets.entrySet().stream().collect(toMap(Map.Entry::getKey, e -> most(e.getValue()))),
                Duration.ofMillis(width), timeline, classes, byTrunk);
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
