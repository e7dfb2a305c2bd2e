package org.trunkline.cdr.lucene.internal;

import java.util.Set;

/**
 * What is asked most, over all records of a segment, counted once; and running sums by which a stretch of them is
 * known without a walk.
 */
final class LeafTotals {
    private static final int BLOCK = 64;

    private final LeafColumns leaf;
    private final Tally all;
    private final TallySums sums;
    private final int[] answered;
    private final int[] rated;
    private final long[] mos;

    LeafTotals(LeafColumns leaf) {
        this.leaf = leaf;
        all = new Tally(leaf);
        int blocks = leaf.size() / BLOCK + 1;
        answered = new int[blocks];
        rated = new int[blocks];
        mos = new long[blocks];
        var before = new Tally.Step();
        for (int block = 0; block < blocks; block++) {
            answered[block] = (int) before.answered();
            rated[block] = (int) before.rated();
            mos[block] = before.mos();
            all.count(block * BLOCK, Math.min(leaf.size(), (block + 1) * BLOCK), before);
        }
        sums = new TallySums(all, Set.copyOf(Facets.FIELDS));
    }

    Tally all() {
        return all;
    }

    /** Of all, by each facet. */
    TallySums sums() {
        return sums;
    }

    /** Adds the sums of the records between two. */
    void add(int from, int to, Tally.Step step) {
        var before = before(from);
        var until = before(to);
        step.add(to - from, until.answered() - before.answered(), until.rated() - before.rated(),
                until.mos() - before.mos());
    }

    private Tally.Step before(int doc) {
        int block = doc / BLOCK;
        var sums = new Tally.Step();
        sums.add(0, answered[block], rated[block], mos[block]);
        for (int i = block * BLOCK; i < doc; i++) {
            int rating = leaf.mos(i);
            sums.add(0, leaf.duration(i) >= 0 ? 1 : 0, rating > 0 ? 1 : 0, rating);
        }
        return sums;
    }
}
