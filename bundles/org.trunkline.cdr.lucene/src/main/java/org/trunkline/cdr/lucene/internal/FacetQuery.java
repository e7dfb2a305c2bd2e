package org.trunkline.cdr.lucene.internal;

import java.io.IOException;

import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.BitSetIterator;
import org.apache.lucene.util.FixedBitSet;

/** Records with such facets. The test is asked of each facets value of a segment, not of each record. */
final class FacetQuery extends SegmentQuery {
    /** Where so many of the records match, walking over the column takes less than walking over the lists. */
    private static final int SHARE_TO_SCAN = 8;

    private final FacetTest test;
    private final Columns columns;

    FacetQuery(FacetTest test, Columns columns) {
        super(test);
        this.test = test;
        this.columns = columns;
    }

    FacetTest test() {
        return test;
    }

    @Override
    DocIdSetIterator find(LeafReaderContext context) throws IOException {
        var leaf = columns.of(context.reader());
        boolean[] wanted = test.over(leaf);
        long count = 0;
        for (int i = 0; i < wanted.length; i++)
            count += wanted[i] ? leaf.counts()[i] : 0;
        return count == 0 ? DocIdSetIterator.empty() : count == leaf.size() ? DocIdSetIterator.all(leaf.size())
                : new BitSetIterator(find(context.reader(), leaf, wanted, count), count);
    }

    private static FixedBitSet find(LeafReader reader, LeafColumns leaf, boolean[] wanted, long count)
            throws IOException {
        var bits = new FixedBitSet(leaf.size());
        if (count > leaf.size() / SHARE_TO_SCAN) {
            for (int doc = 0; doc < leaf.size(); doc++)
                if (wanted[leaf.ord(doc)])
                    bits.set(doc);
            return bits;
        }
        var terms = reader.terms(IndexFields.FACETS).iterator();
        PostingsEnum postings = null;
        for (int ord = 0; terms.next() != null; ord++) { // in the column's order
            if (wanted[ord]) {
                postings = terms.postings(postings, PostingsEnum.NONE);
                postings.nextDoc();
                postings.intoBitSet(DocIdSetIterator.NO_MORE_DOCS, bits, 0);
            }
        }
        return bits;
    }
}
