package org.trunkline.cdr.lucene.internal.match;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

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
import org.trunkline.cdr.lucene.internal.columns.SearchBudget;

/** What any of many queries finds; of too many, the first ones, and the search is marked so. Lucene's own refuses them. */
public final class AnyQuery extends Query {
    private final List<Query> parts;

    AnyQuery(List<Query> parts) {
        this.parts = List.copyOf(parts);
    }

    public List<Query> parts() {
        return parts;
    }

    @Override
    public Weight createWeight(IndexSearcher searcher, ScoreMode mode, float boost) throws IOException {
        var weights = new ArrayList<Weight>();
        for (int i = 0; i < parts.size() && !isEnough(i); i++)
            weights.add(searcher.rewrite(parts.get(i)).createWeight(searcher, ScoreMode.COMPLETE_NO_SCORES, 1));
        return new ConstantScoreWeight(this, boost) {
            @Override
            public @Nullable ScorerSupplier scorerSupplier(LeafReaderContext leaf) throws IOException {
                var bits = find(weights, leaf);
                int count = bits.cardinality();
                return count == 0 ? null // as Lucene says: no match in this segment
                        : ConstantScoreScorerSupplier.fromIterator(new BitSetIterator(bits, count), score(), mode,
                                leaf.reader().maxDoc());
            }

            @Override
            public boolean isCacheable(LeafReaderContext leaf) {
                return true;
            }
        };
    }

    private static boolean isEnough(int count) {
        if (count == SearchBudget.MOST_TERMS)
            SearchBudget.tooManyTerms();
        return count == SearchBudget.MOST_TERMS || SearchBudget.areReached();
    }

    private static FixedBitSet find(List<Weight> weights, LeafReaderContext leaf) throws IOException {
        var bits = new FixedBitSet(leaf.reader().maxDoc());
        for (var weight : weights) {
            if (SearchBudget.areReached())
                break;
            var scorer = weight.scorer(leaf);
            if (scorer == null)
                continue;
            var found = scorer.iterator();
            found.nextDoc();
            found.intoBitSet(DocIdSetIterator.NO_MORE_DOCS, bits, 0);
        }
        return bits;
    }

    @Override
    public void visit(QueryVisitor visitor) {
        visitor.visitLeaf(this);
    }

    @Override
    public String toString(String field) {
        return "any of " + parts.size();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AnyQuery o && parts.equals(o.parts);
    }

    @Override
    public int hashCode() {
        return parts.hashCode();
    }
}
