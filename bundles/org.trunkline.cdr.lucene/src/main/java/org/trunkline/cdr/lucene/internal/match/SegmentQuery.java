package org.trunkline.cdr.lucene.internal.match;

import java.io.IOException;

import org.apache.lucene.index.LeafReaderContext;
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

/** A query that knows by itself which records of a segment it finds; what is known does not change with the segment. */
abstract class SegmentQuery extends Query {
    private final Object key;

    /** @param key what two queries of a class have in common that find the same */
    SegmentQuery(Object key) {
        this.key = key;
    }

    /** What it finds; {@link DocIdSetIterator#empty} where nothing. */
    abstract DocIdSetIterator find(LeafReaderContext leaf) throws IOException;

    static DocIdSetIterator found(FixedBitSet bits) {
        int count = bits.cardinality();
        return count == 0 ? DocIdSetIterator.empty() : new BitSetIterator(bits, count);
    }

    @Override
    public final Weight createWeight(IndexSearcher searcher, ScoreMode mode, float boost) {
        return new ConstantScoreWeight(this, boost) {
            @Override
            public @Nullable ScorerSupplier scorerSupplier(LeafReaderContext leaf) throws IOException {
                var found = find(leaf);
                return found.cost() == 0 ? null // as Lucene says: no match in this segment
                        : ConstantScoreScorerSupplier.fromIterator(found, score(), mode, leaf.reader().maxDoc());
            }

            @Override
            public boolean isCacheable(LeafReaderContext leaf) {
                return true;
            }
        };
    }

    @Override
    public final void visit(QueryVisitor visitor) {
        visitor.visitLeaf(this);
    }

    @Override
    public final String toString(String field) {
        return key.toString();
    }

    @Override
    public final boolean equals(Object other) {
        return sameClassAs(other) && key.equals(((SegmentQuery) other).key);
    }

    @Override
    public final int hashCode() {
        return 31 * classHash() + key.hashCode();
    }
}
