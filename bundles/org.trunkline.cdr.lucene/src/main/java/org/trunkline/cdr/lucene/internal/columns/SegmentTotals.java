package org.trunkline.cdr.lucene.internal.columns;

import java.nio.LongBuffer;

/**
 * What is asked most, over all records of a segment, counted once; and running sums by which a stretch of them is
 * known without a walk.
 */
public final class SegmentTotals {
    private static final int BLOCK = 64;
    /** Of each block. */
    private static final int WORDS = 3;

    private final LeafColumns leaf;
    private final FacetCounts all;
    private final SegmentFacetCounts sums;
    /** For each block what lies before it: answered, rated, and the sum of MOS. */
    private final LongBuffer before;

    private SegmentTotals(FacetCounts all, LongBuffer before) {
        leaf = all.leaf();
        this.all = all;
        this.before = before;
        sums = new SegmentFacetCounts(all);
    }

    /** Counts them. */
    static SegmentTotals of(LeafColumns leaf) {
        var all = new FacetCounts(leaf);
        var before = LongBuffer.allocate(length(leaf));
        var sum = new FacetCounts.Step();
        for (int block = 0; block < before.capacity() / WORDS; block++) {
            before.put(sum.answered()).put(sum.rated()).put(sum.mos());
            all.countAll(block * BLOCK, Math.min(leaf.size(), (block + 1) * BLOCK), sum);
        }
        return new SegmentTotals(all, before);
    }

    private static int length(LeafColumns leaf) {
        return WORDS * (leaf.size() / BLOCK + 1);
    }

    /** What {@link #longs} said of the same records. */
    static SegmentTotals read(LeafColumns leaf, LongBuffer longs) {
        int length = length(leaf);
        return new SegmentTotals(FacetCounts.read(leaf, longs.slice(length, longs.capacity() - length)), longs.slice(0, length));
    }

    LongBuffer longs() {
        long[] tally = all.longs();
        return LongBuffer.allocate(before.capacity() + tally.length).put(before.duplicate().rewind()).put(tally).flip();
    }

    public FacetCounts all() {
        return all;
    }

    /** Of all, by each facet. */
    public SegmentFacetCounts sums() {
        return sums;
    }

    /** Adds the sums of the records between two. */
    public void add(int from, int to, FacetCounts.Step step) {
        var before = before(from);
        var until = before(to);
        step.add(to - from, until.answered() - before.answered(), until.rated() - before.rated(),
                until.mos() - before.mos());
    }

    private FacetCounts.Step before(int doc) {
        int block = doc / BLOCK;
        var step = new FacetCounts.Step();
        step.add(0, before.get(WORDS * block), before.get(WORDS * block + 1), before.get(WORDS * block + 2));
        for (int i = block * BLOCK; i < doc; i++) {
            int rating = leaf.mos(i);
            step.add(0, leaf.duration(i) >= 0 ? 1 : 0, rating > 0 ? 1 : 0, rating);
        }
        return step;
    }
}
