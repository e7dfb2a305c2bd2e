package org.trunkline.cdr.lucene.internal.columns;

import java.nio.LongBuffer;

/**
 * What is asked most, over all records of a segment, counted once; and running sums by which a stretch of them is
 * known without a walk.
 */
public final class LeafTotals {
    private static final int BLOCK = 64;
    /** Of each block. */
    private static final int WORDS = 3;

    private final LeafColumns leaf;
    private final Tally all;
    private final TallySums sums;
    /** For each block what lies before it: answered, rated, and the sum of MOS. */
    private final LongBuffer before;

    private LeafTotals(Tally all, LongBuffer before) {
        leaf = all.leaf();
        this.all = all;
        this.before = before;
        sums = new TallySums(all);
    }

    /** Counts them. */
    static LeafTotals of(LeafColumns leaf) {
        var all = new Tally(leaf);
        var before = LongBuffer.allocate(length(leaf));
        var sum = new Tally.Step();
        for (int block = 0; block < before.capacity() / WORDS; block++) {
            before.put(sum.answered()).put(sum.rated()).put(sum.mos());
            all.countAll(block * BLOCK, Math.min(leaf.size(), (block + 1) * BLOCK), sum);
        }
        return new LeafTotals(all, before);
    }

    private static int length(LeafColumns leaf) {
        return WORDS * (leaf.size() / BLOCK + 1);
    }

    /** What {@link #longs} said of the same records. */
    static LeafTotals read(LeafColumns leaf, LongBuffer longs) {
        int length = length(leaf);
        return new LeafTotals(Tally.read(leaf, longs.slice(length, longs.capacity() - length)), longs.slice(0, length));
    }

    LongBuffer longs() {
        long[] tally = all.longs();
        return LongBuffer.allocate(before.capacity() + tally.length).put(before.duplicate().rewind()).put(tally).flip();
    }

    public Tally all() {
        return all;
    }

    /** Of all, by each facet. */
    public TallySums sums() {
        return sums;
    }

    /** Adds the sums of the records between two. */
    public void add(int from, int to, Tally.Step step) {
        var before = before(from);
        var until = before(to);
        step.add(to - from, until.answered() - before.answered(), until.rated() - before.rated(),
                until.mos() - before.mos());
    }

    private Tally.Step before(int doc) {
        int block = doc / BLOCK;
        var step = new Tally.Step();
        step.add(0, before.get(WORDS * block), before.get(WORDS * block + 1), before.get(WORDS * block + 2));
        for (int i = block * BLOCK; i < doc; i++) {
            int rating = leaf.mos(i);
            step.add(0, leaf.duration(i) >= 0 ? 1 : 0, rating > 0 ? 1 : 0, rating);
        }
        return step;
    }
}
