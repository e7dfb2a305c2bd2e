package org.trunkline.cdr.lucene.internal.match;

import java.io.IOException;
import java.util.Optional;

import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.BitSetIterator;
import org.trunkline.cdr.lucene.internal.columns.Columns;
import org.trunkline.cdr.lucene.internal.columns.FacetTest;
import org.trunkline.cdr.lucene.internal.columns.Matches;

/** Records with such facets. The test is asked of each facets value of a segment, not of each record. */
public final class FacetQuery extends SegmentQuery {
    private final FacetTest test;
    private final Columns columns;

    FacetQuery(FacetTest test, Columns columns) {
        super(test);
        this.test = test;
        this.columns = columns;
    }

    public FacetTest test() {
        return test;
    }

    /** What it finds in a segment that has nothing taken out of it. */
    public Matches matches(LeafReaderContext context) throws IOException {
        var leaf = columns.of(context.reader());
        boolean[] wanted = test.over(leaf);
        return new Matches.Many(leaf.with(wanted), Optional.of(wanted));
    }

    @Override
    DocIdSetIterator find(LeafReaderContext context) throws IOException {
        var leaf = columns.of(context.reader());
        boolean[] wanted = test.over(leaf);
        int count = leaf.count(wanted);
        return count == 0 ? DocIdSetIterator.empty() : count == leaf.size() ? DocIdSetIterator.all(leaf.size())
                : new BitSetIterator(leaf.with(wanted), count);
    }
}
