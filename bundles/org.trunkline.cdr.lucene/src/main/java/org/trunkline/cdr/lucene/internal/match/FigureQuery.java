package org.trunkline.cdr.lucene.internal.match;

import java.io.IOException;

import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.util.FixedBitSet;
import org.trunkline.api.cdr.CdrField;
import org.trunkline.cdr.lucene.internal.columns.Columns;

/** Records with a figure from one to another, both included; read from the columns in memory where it is there. */
public final class FigureQuery extends SegmentQuery {
    private record Key(CdrField field, long low, long high) {
        @Override
        public String toString() {
            return field.fieldName() + ":[" + low + " TO " + high + "]";
        }
    }

    private final CdrField field;
    private final long low;
    private final long high;
    private final Columns columns;

    FigureQuery(CdrField field, long low, long high, Columns columns) {
        super(new Key(field, low, high));
        this.field = field;
        this.low = low;
        this.high = high;
        this.columns = columns;
    }

    public CdrField field() {
        return field;
    }

    public boolean contains(long value) {
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
    DocIdSetIterator find(LeafReaderContext context) throws IOException {
        var leaf = columns.of(context.reader());
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
        return found(bits);
    }
}
