package org.trunkline.cdr.lucene.internal.index;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

import org.apache.lucene.index.LogDocMergePolicy;
import org.apache.lucene.index.MergeTrigger;
import org.apache.lucene.index.SegmentInfos;
import org.jspecify.annotations.Nullable;

/**
 * Neighbours in time stay together, and none is merged over and over, or beyond a million records. A segment with
 * something taken out is written again alone: else all of them would become one.
 */
public final class NeighbourMerges extends LogDocMergePolicy {
    static final int FACTOR = 10;
    private static final int MIN_DOCS = 100;
    /** Of a segment that is made of others: ten of these together are minutes of work, and a search gains nothing. */
    private static final int MOST_DOCS = 1_000_000;

    private final BooleanSupplier settled;

    /** @param settled whether the node has done what it has to do first */
    public NeighbourMerges(BooleanSupplier settled) {
        this(MOST_DOCS, settled);
    }

    /** @param mostDocs of a segment that is made of others */
    public NeighbourMerges(int mostDocs, BooleanSupplier settled) {
        this.settled = settled;
        setMergeFactor(FACTOR);
        setMinMergeDocs(MIN_DOCS);
        setMaxMergeDocs(mostDocs);
    }

    @Override
    public @Nullable MergeSpecification findMerges(MergeTrigger trigger, SegmentInfos segments, MergeContext context)
            throws IOException {
        return settled.getAsBoolean() ? super.findMerges(trigger, segments, context) : null; // none
    }

    @Override
    public @Nullable MergeSpecification findForcedDeletesMerges(SegmentInfos segments, MergeContext context) throws IOException {
        var merges = new MergeSpecification();
        for (var segment : segments)
            if (!context.getMergingSegments().contains(segment) && context.numDeletesToMerge(segment) > 0)
                merges.add(new OneMerge(List.of(segment)));
        return Optional.of(merges).filter(some -> !some.merges.isEmpty()).orElse(null); // as Lucene says: none
    }
}
