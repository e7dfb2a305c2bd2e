package org.trunkline.cdr.lucene.internal;

import java.io.IOException;
import java.util.Objects;

import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.search.ConstantScoreScorer;
import org.apache.lucene.search.ConstantScoreWeight;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.ScorerSupplier;
import org.apache.lucene.search.TwoPhaseIterator;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/** Records whose number is such as a whole: found by its grams; where these may lie apart, looked at closer. */
final class NumberQuery extends Query {
    private static final float COST = 200;

    private final String field;
    private final String pattern;
    private final Query grams;
    private final boolean sure;

    /**
     * @param field {@code from} or {@code to}
     * @param pattern a {@link Glob}
     * @param grams finds at least those
     * @param sure whether it finds no others
     */
    NumberQuery(String field, String pattern, Query grams, boolean sure) {
        this.field = field;
        this.pattern = pattern;
        this.grams = grams;
        this.sure = sure;
    }

    String field() {
        return field;
    }

    String pattern() {
        return pattern;
    }

    @Override
    public Query rewrite(IndexSearcher searcher) throws IOException {
        var rewritten = grams.rewrite(searcher);
        return sure ? rewritten : rewritten == grams ? this : new NumberQuery(field, pattern, rewritten, false);
    }

    @Override
    public Weight createWeight(IndexSearcher searcher, ScoreMode mode, float boost) throws IOException {
        var inner = grams.createWeight(searcher, ScoreMode.COMPLETE_NO_SCORES, boost);
        return new ConstantScoreWeight(this, boost) {
            @Override
            public @Nullable ScorerSupplier scorerSupplier(LeafReaderContext leaf) throws IOException {
                var supplier = inner.scorerSupplier(leaf);
                if (supplier == null)
                    return null; // as Lucene says: no match in this segment
                var values = DocValues.getSorted(leaf.reader(), field + IndexFields.VALUE);
                return new ScorerSupplier() {
                    @Override
                    public Scorer get(long leadCost) throws IOException {
                        var found = supplier.get(leadCost).iterator();
                        return new ConstantScoreScorer(score(), mode, new Closer(found, values));
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

    /** Many records have the same number: what was decided last is remembered for a while. */
    private final class Closer extends TwoPhaseIterator {
        private static final int KEPT = 1 << 10;
        private final SortedDocValues values;
        private final int[] decided = new int[KEPT];
        private final boolean[] matched = new boolean[KEPT];

        Closer(DocIdSetIterator found, SortedDocValues values) {
            super(found);
            this.values = values;
        }

        @Override
        public boolean matches() throws IOException {
            if (!values.advanceExact(approximation.docID()))
                return false;
            int ord = values.ordValue();
            int slot = ord & KEPT - 1;
            if (decided[slot] != ord + 1) {
                matched[slot] = anyForm(pattern, values.lookupOrd(ord));
                decided[slot] = ord + 1;
            }
            return matched[slot];
        }

        @Override
        public float matchCost() {
            return COST;
        }
    }

    private static boolean anyForm(String pattern, BytesRef value) {
        String text = value.utf8ToString();
        int from = 0;
        for (int at = 0; at <= text.length(); at++) {
            if (at == text.length() || text.charAt(at) == RecordDocument.NEXT_FORM) {
                if (Glob.matches(pattern, text.substring(from, at)))
                    return true;
                from = at + 1;
            }
        }
        return false;
    }

    @Override
    public void visit(QueryVisitor visitor) {
        grams.visit(visitor);
    }

    @Override
    public String toString(String of) {
        return field + ":" + pattern;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NumberQuery o && field.equals(o.field) && pattern.equals(o.pattern);
    }

    @Override
    public int hashCode() {
        return Objects.hash(field, pattern);
    }
}
