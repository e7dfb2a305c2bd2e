package org.trunkline.cdr.lucene.internal.columns;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.trunkline.api.cdr.CdrField;

/** What was tallied in one segment by facets, as sums by each value of a field. <b>Threads:</b> any. */
public final class SegmentFacetCounts {
    private final LeafColumns leaf;
    private final FacetCounts tally;
    /** Those facets of which there are any. */
    private final int[] some;
    private final Map<CdrField, long[]> counts = new ConcurrentHashMap<>();
    private final long[] calls;
    private final long[] answered;
    private final long[] rated;
    private final long[] mos;
    private long total;
    private long allAnswered;
    private long talk;

    public SegmentFacetCounts(FacetCounts tally) {
        this.tally = tally;
        leaf = tally.leaf();
        var found = new int[tally.calls().length]; // most have nothing where few records were found
        int n = 0;
        for (int ord = 0; ord < found.length; ord++)
            if (tally.calls()[ord] > 0)
                found[n++] = ord;
        some = Arrays.copyOf(found, n);
        int trunks = leaf.values(CdrField.TRUNK).names().size();
        calls = new long[trunks];
        answered = new long[trunks];
        rated = new long[trunks];
        mos = new long[trunks];
        for (int ord : some)
            add(ord);
    }

    private long[] count(CdrField field) {
        var values = leaf.values(field);
        var sums = new long[values.names().size()];
        for (int ord : some)
            values.add(ord, tally.calls()[ord], sums);
        return sums;
    }

    private void add(int ord) {
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

    public LeafColumns leaf() {
        return leaf;
    }

    /** By {@link LeafValues#names}; counted when first asked for. */
    public long[] counts(CdrField field) {
        return counts.computeIfAbsent(field, this::count);
    }

    public long total() {
        return total;
    }

    public long answered() {
        return allAnswered;
    }

    /** Milliseconds. */
    public long talk() {
        return talk;
    }

    /** Of each trunk: calls, those answered, those with a MOS, and the sum of that in thousandths. */
    public long[][] ofTrunk() {
        return new long[][] { calls, answered, rated, mos };
    }
}
