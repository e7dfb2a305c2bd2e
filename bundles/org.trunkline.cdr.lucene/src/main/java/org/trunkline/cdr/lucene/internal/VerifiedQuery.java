package org.trunkline.cdr.lucene.internal;

import java.io.IOException;
import java.util.Objects;
import java.util.regex.Pattern;

import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SortedSetDocValues;
import org.apache.lucene.search.ConstantScoreWeight;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.ScorerSupplier;
import org.apache.lucene.search.ConstantScoreScorer;
import org.apache.lucene.search.TwoPhaseIterator;
import org.apache.lucene.search.Weight;

/** What a rough query finds, kept only where one of the record's values matches a pattern as a whole. */
final class VerifiedQuery extends Query {
    private static final float COST = 200;

    private final Query rough;
    private final String values;
    private final Pattern pattern;

    VerifiedQuery(Query rough, String values, Pattern pattern) {
        this.rough = rough;
        this.values = values;
        this.pattern = pattern;
    }

    @Override
    public Query rewrite(IndexSearcher searcher) throws IOException {
        var rewritten = rough.rewrite(searcher);
        return rewritten == rough ? this : new VerifiedQuery(rewritten, values, pattern);
    }

    @Override
    public Weight createWeight(IndexSearcher searcher, ScoreMode mode, float boost) throws IOException {
        var inner = rough.createWeight(searcher, ScoreMode.COMPLETE_NO_SCORES, boost);
        return new ConstantScoreWeight(this, boost) {
            @Override
            public ScorerSupplier scorerSupplier(LeafReaderContext leaf) throws IOException {
                var supplier = inner.scorerSupplier(leaf);
                if (supplier == null)
                    return null; // as Lucene says: no match in this segment
                var dictionary = DocValues.getSortedSet(leaf.reader(), values);
                return new ScorerSupplier() {
                    @Override
                    public Scorer get(long leadCost) throws IOException {
                        var found = supplier.get(leadCost).iterator();
                        return new ConstantScoreScorer(score(), mode, verify(found, dictionary));
                    }

                    @Override
                    public long cost() {
                        return supplier.cost();
                    }
                };
            }

            @Override
            public boolean isCacheable(LeafReaderContext leaf) {
                return true;
            }
        };
    }

    private TwoPhaseIterator verify(DocIdSetIterator found, SortedSetDocValues dictionary) {
        return new TwoPhaseIterator(found) {
            @Override
            public boolean matches() throws IOException {
                if (!dictionary.advanceExact(found.docID()))
                    return false;
                for (int i = dictionary.docValueCount(); i > 0; i--)
                    if (pattern.matcher(dictionary.lookupOrd(dictionary.nextOrd()).utf8ToString()).matches())
                        return true;
                return false;
            }

            @Override
            public float matchCost() {
                return COST;
            }
        };
    }

    @Override
    public void visit(QueryVisitor visitor) {
        rough.visit(visitor);
    }

    @Override
    public String toString(String field) {
        return values + ":" + pattern;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VerifiedQuery o && rough.equals(o.rough) && values.equals(o.values)
                && pattern.pattern().equals(o.pattern.pattern());
    }

    @Override
    public int hashCode() {
        return Objects.hash(values, pattern.pattern());
    }
}
