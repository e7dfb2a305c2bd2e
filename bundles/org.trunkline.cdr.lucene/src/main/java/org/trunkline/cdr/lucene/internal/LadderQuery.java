package org.trunkline.cdr.lucene.internal;

import java.io.IOException;

import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocValues;
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
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.FixedBitSet;
import org.jspecify.annotations.Nullable;

/** Records whose ladder is such: each order of steps is looked at once, and times only where the order fits. */
final class LadderQuery extends Query {
    private final LadderPattern pattern;

    LadderQuery(LadderPattern pattern) {
        this.pattern = pattern;
    }

    LadderPattern pattern() {
        return pattern;
    }

    @Override
    public Weight createWeight(IndexSearcher searcher, ScoreMode mode, float boost) {
        return new ConstantScoreWeight(this, boost) {
            @Override
            public @Nullable ScorerSupplier scorerSupplier(LeafReaderContext context) throws IOException {
                var bits = find(context);
                int count = bits.cardinality();
                return count == 0 ? null // as Lucene says: no match in this segment
                        : ConstantScoreScorerSupplier.fromIterator(new BitSetIterator(bits, count), score(), mode,
                                bits.length());
            }

            @Override
            public boolean isCacheable(LeafReaderContext context) {
                return true;
            }
        };
    }

    private FixedBitSet find(LeafReaderContext context) throws IOException {
        var bits = new FixedBitSet(context.reader().maxDoc());
        var orders = DocValues.getSorted(context.reader(), IndexFields.STEPS);
        var codes = new byte[orders.getValueCount()][][];
        var times = new long[codes.length][][]; // of each order, filled for each record
        boolean some = false;
        for (int ord = 0; ord < codes.length; ord++) {
            byte[][] order = StepColumns.codes(orders.lookupOrd(ord));
            if (pattern.couldMatch(order)) {
                codes[ord] = order;
                times[ord] = StepColumns.times(order, new BytesRef());
                some = true;
            }
        }
        if (!some)
            return bits;
        var gaps = DocValues.getBinary(context.reader(), IndexFields.GAPS);
        for (int doc = orders.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = orders.nextDoc()) {
            int ord = orders.ordValue();
            if (codes[ord] != null && (!pattern.timed() || matches(codes[ord], times[ord], gaps, doc)))
                bits.set(doc);
        }
        return bits;
    }

    private boolean matches(byte[][] codes, long[][] times, BinaryDocValues gaps, int doc) throws IOException {
        if (!gaps.advanceExact(doc))
            return false;
        StepColumns.read(gaps.binaryValue(), times);
        return pattern.matches(codes, times);
    }

    @Override
    public void visit(QueryVisitor visitor) {
        visitor.visitLeaf(this);
    }

    @Override
    public String toString(String field) {
        return pattern.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LadderQuery o && pattern.equals(o.pattern);
    }

    @Override
    public int hashCode() {
        return pattern.hashCode();
    }
}
