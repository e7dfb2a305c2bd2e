package org.trunkline.cdr.lucene.internal;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

import org.trunkline.api.cdr.CdrField;

/** What was tallied in one segment by facets, as sums by each value of some fields. */
final class TallySums {
    private final LeafColumns leaf;
    private final Map<CdrField, long[]> counts = new EnumMap<>(CdrField.class);
    private final long[] calls;
    private final long[] answered;
    private final long[] rated;
    private final long[] mos;
    private long total;
    private long allAnswered;
    private long talk;

    TallySums(Tally tally, Set<CdrField> fields) {
        leaf = tally.leaf();
        var some = new int[tally.calls().length]; // most have nothing where few records were found
        int n = 0;
        for (int ord = 0; ord < some.length; ord++)
            if (tally.calls()[ord] > 0)
                some[n++] = ord;
        for (var field : fields)
            counts.put(field, count(tally, some, n, field));
        int trunks = leaf.values(CdrField.TRUNK).names().size();
        calls = new long[trunks];
        answered = new long[trunks];
        rated = new long[trunks];
        mos = new long[trunks];
        for (int i = 0; i < n; i++)
            add(tally, some[i]);
    }

    private static long[] count(Tally tally, int[] some, int n, CdrField field) {
        var values = tally.leaf().values(field);
        var sums = new long[values.names().size()];
        for (int i = 0; i < n; i++)
            values.add(some[i], tally.calls()[some[i]], sums);
        return sums;
    }

    private void add(Tally tally, int ord) {
        int count = tally.calls()[ord];
        int of = leaf.answered(ord) ? count : 0;
        total += count;
        allAnswered += of;
        talk += tally.talk()[ord];
        int trunk = leaf.values(CdrField.TRUNK).first(ord);
        if (trunk == LeafValues.NONE)
            return;
        calls[trunk] += count;
        answered[trunk] += of;
        rated[trunk] += tally.rated()[ord];
        mos[trunk] += tally.mos()[ord];
    }

    LeafColumns leaf() {
        return leaf;
    }

    /** By {@link LeafValues#names}; of a field that was asked for. */
    long[] counts(CdrField field) {
        return counts.getOrDefault(field, new long[0]);
    }

    long total() {
        return total;
    }

    long answered() {
        return allAnswered;
    }

    /** Milliseconds. */
    long talk() {
        return talk;
    }

    /** Of each trunk: calls, those answered, those with a MOS, and the sum of that in thousandths. */
    long[][] ofTrunk() {
        return new long[][] { calls, answered, rated, mos };
    }
}
