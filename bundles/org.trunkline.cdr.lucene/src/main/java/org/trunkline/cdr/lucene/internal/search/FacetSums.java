package org.trunkline.cdr.lucene.internal.search;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.trunkline.api.cdr.CdrField;
import org.trunkline.api.cdr.CdrSummary.Count;
import org.trunkline.api.cdr.CdrSummary.TrunkQuality;
import org.trunkline.cdr.lucene.internal.columns.SegmentFacetCounts;

/** Adds up what was tallied by facets in each segment. */
final class FacetSums {
    private static final int MAX_VALUES = 50;

    private final Map<CdrField, Map<String, Long>> counts = new EnumMap<>(CdrField.class);
    private final Map<String, OfTrunk> trunks = new TreeMap<>();
    private long total;
    private long answered;
    private long talk;

    /** Figures of a trunk. */
    private static final class OfTrunk {
        private long calls;
        private long answered;
        private long rated;
        private long mos;
    }

    FacetSums(Set<CdrField> fields) {
        fields.forEach(field -> counts.put(field, new HashMap<>()));
    }

    /** Those of one segment. */
    void add(SegmentFacetCounts sums) {
        total += sums.total();
        answered += sums.answered();
        talk += sums.talk();
        counts.forEach((field, of) -> {
            var names = sums.leaf().values(field).names();
            long[] added = sums.counts(field);
            for (int i = 0; i < added.length; i++)
                if (added[i] > 0)
                    of.merge(names.get(i), added[i], Long::sum);
        });
        addTrunks(sums);
    }

    private void addTrunks(SegmentFacetCounts sums) {
        var names = sums.leaf().values(CdrField.TRUNK).names();
        long[][] added = sums.ofTrunk();
        for (int i = 0; i < names.size(); i++) {
            if (added[0][i] == 0)
                continue;
            var trunk = trunks.computeIfAbsent(names.get(i), _ -> new OfTrunk());
            trunk.calls += added[0][i];
            trunk.answered += added[1][i];
            trunk.rated += added[2][i];
            trunk.mos += added[3][i];
        }
    }

    long total() {
        return total;
    }

    long answered() {
        return answered;
    }

    /** Milliseconds. */
    long talk() {
        return talk;
    }

    Map<CdrField, List<Count>> facets() {
        var facets = new EnumMap<CdrField, List<Count>>(CdrField.class);
        counts.forEach((field, values) -> facets.put(field, most(values)));
        return facets;
    }

    List<TrunkQuality> byTrunk() {
        return trunks.entrySet().stream().map(e -> of(e.getKey(), e.getValue())).toList();
    }

    private static TrunkQuality of(String name, OfTrunk it) {
        return new TrunkQuality(name, it.calls, it.answered, it.rated, Summary.mean(it.mos, it.rated));
    }

    private static List<Count> most(Map<String, Long> counts) {
        return counts.entrySet().stream().map(e -> new Count(e.getKey(), e.getValue()))
                .sorted(Comparator.comparingLong(Count::count).reversed().thenComparing(Count::value))
                .limit(MAX_VALUES).toList();
    }
}
