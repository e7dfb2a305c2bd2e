package org.trunkline.cdr.lucene.internal;

import java.io.IOException;
import java.util.Objects;

import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.ConstantScoreScorerSupplier;
import org.apache.lucene.search.ConstantScoreWeight;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.ScorerSupplier;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.BitSetIterator;
import org.apache.lucene.util.FixedBitSet;
import org.jspecify.annotations.Nullable;
import org.trunkline.api.cdr.CdrField;

/** Records with a figure from one to another, both included; read from the columns in memory where it is there. */
final class FigureQuery extends Query {
    private final CdrField field;
    private final long low;
    private final long high;
    private final Columns columns;

    FigureQuery(CdrField field, long low, long high, Columns columns) {
        this.field = field;
        this.low = low;
        this.high = high;
        this.columns = columns;
    }

    CdrField field() {
        return field;
    }

    boolean contains(long value) {
        return value >= low && value <= high;
    }

    @Override
    public Query rewrite(IndexSearcher searcher) throws IOException {
        return switch (field) {
            case DURATION, PDD, MOS -> this;
            default -> NumericDocValuesField.newSlowRangeQuery(field.fieldName(), low, high).rewrite(searcher);
        };
    }

    @Override
    public Weight createWeight(IndexSearcher searcher, ScoreMode mode, float boost) {
        return new ConstantScoreWeight(this, boost) {
            @Override
            public @Nullable ScorerSupplier scorerSupplier(LeafReaderContext context) throws IOException {
                var bits = find(columns.of(context.reader()));
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

    private FixedBitSet find(LeafColumns leaf) {
        var bits = new FixedBitSet(leaf.size());
        switch (field) {
            case DURATION -> {
                for (int doc = 0; doc < leaf.size(); doc++)
                    if (leaf.duration(doc) >= low && leaf.duration(doc) <= high)
                        bits.set(doc);
            }
            case PDD -> {
                for (int doc = 0; doc < leaf.size(); doc++)
                    if (leaf.pdd(doc) >= low && leaf.pdd(doc) <= high)
                        bits.set(doc);
            }
            default -> {
                for (int doc = 0; doc < leaf.size(); doc++)
                    if (leaf.mos(doc) > 0 && leaf.mos(doc) >= low && leaf.mos(doc) <= high)
                        bits.set(doc);
            }
        }
        return bits;
    }

    @Override
    public void visit(QueryVisitor visitor) {
        visitor.visitLeaf(this);
    }

    @Override
    public String toString(String of) {
        return field.fieldName() + ":[" + low + " TO " + high + "]";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FigureQuery o && field == o.field && low == o.low && high == o.high;
    }

    @Override
    public int hashCode() {
        return Objects.hash(field, low, high);
    }
}
