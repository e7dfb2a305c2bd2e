package org.trunkline.cdr.lucene.internal;

import java.io.IOException;

import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.search.ConstantScoreScorerSupplier;
import org.apache.lucene.search.ConstantScoreWeight;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.ScorerSupplier;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.BitSetIterator;
import org.apache.lucene.util.FixedBitSet;
import org.jspecify.annotations.Nullable;

/** Records with such facets. The test is asked of each facets value of a segment, not of each record. */
final class FacetQuery extends Query {
    /** Where so many of the records match, walking over the column takes less than walking over the lists. */
    private static final int SHARE_TO_SCAN = 8;

    private final FacetTest test;
    private final Columns columns;

    FacetQuery(FacetTest test, Columns columns) {
        this.test = test;
        this.columns = columns;
    }

    FacetTest test() {
        return test;
    }

    @Override
    public Weight createWeight(IndexSearcher searcher, ScoreMode mode, float boost) {
        return new ConstantScoreWeight(this, boost) {
            @Override
            public @Nullable ScorerSupplier scorerSupplier(LeafReaderContext context) throws IOException {
                var leaf = columns.of(context.reader());
                boolean[] wanted = test.over(leaf);
                long count = 0;
                for (int i = 0; i < wanted.length; i++)
                    count += wanted[i] ? leaf.counts()[i] : 0;
                if (count == 0)
                    return null; // as Lucene says: no match in this segment
                var found = count == leaf.size() ? DocIdSetIterator.all(leaf.size())
                        : new BitSetIterator(find(context.reader(), leaf, wanted, count), count);
                return ConstantScoreScorerSupplier.fromIterator(found, score(), mode, leaf.size());
            }

            @Override
            public boolean isCacheable(LeafReaderContext context) {
                return true;
            }
        };
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

    @Override
    public void visit(QueryVisitor visitor) {
        visitor.visitLeaf(this);
    }

    @Override
    public String toString(String field) {
        return test.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FacetQuery o && test.equals(o.test);
    }

    @Override
    public int hashCode() {
        return test.hashCode();
    }
}
