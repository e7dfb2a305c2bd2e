package org.trunkline.cdr.lucene.internal;

import java.util.ArrayList;
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

    /** Those of one segment; of its facets most have nothing where few records were found. */
    void add(Tally tally) {
        var some = new int[tally.calls().length];
        int n = 0;
        for (int ord = 0; ord < some.length; ord++)
            if (tally.calls()[ord] > 0)
                some[n++] = ord;
        for (int i = 0; i < n; i++) {
            int ord = some[i];
            total += tally.calls()[ord];
            answered += tally.leaf().answered(ord) ? tally.calls()[ord] : 0;
            talk += tally.talk()[ord];
        }
        for (var field : counts.entrySet())
            add(tally, some, n, field.getKey(), field.getValue());
        addTrunks(tally, some, n);
    }

    private static void add(Tally tally, int[] some, int n, CdrField field, Map<String, Long> counts) {
        var values = tally.leaf().values(field);
        var sums = new long[values.names().size()];
        for (int i = 0; i < n; i++)
            for (int value : values.of(some[i]))
                sums[value] += tally.calls()[some[i]];
        for (int i = 0; i < sums.length; i++)
            if (sums[i] > 0)
                counts.merge(values.names().get(i), sums[i], Long::sum);
    }

    private void addTrunks(Tally tally, int[] some, int n) {
        var values = tally.leaf().values(CdrField.TRUNK);
        var ofTrunks = new ArrayList<OfTrunk>();
        for (String name : values.names())
            ofTrunks.add(trunks.computeIfAbsent(name, _ -> new OfTrunk()));
        for (int i = 0; i < n; i++) {
            int ord = some[i];
            for (int name : values.of(ord)) {
                var trunk = ofTrunks.get(name);
                trunk.calls += tally.calls()[ord];
                trunk.answered += tally.leaf().answered(ord) ? tally.calls()[ord] : 0;
                trunk.rated += tally.rated()[ord];
                trunk.mos += tally.mos()[ord];
            }
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
        return trunks.entrySet().stream().filter(e -> e.getValue().calls > 0)
                .map(e -> new TrunkQuality(e.getKey(), e.getValue().calls, e.getValue().answered, e.getValue().rated,
                        Summary.mean(e.getValue().mos, e.getValue().rated)))
                .toList();
    }

    private static List<Count> most(Map<String, Long> counts) {
        return counts.entrySet().stream().map(e -> new Count(e.getKey(), e.getValue()))
                .sorted(Comparator.comparingLong(Count::count).reversed().thenComparing(Count::value))
                .limit(MAX_VALUES).toList();
    }
}
