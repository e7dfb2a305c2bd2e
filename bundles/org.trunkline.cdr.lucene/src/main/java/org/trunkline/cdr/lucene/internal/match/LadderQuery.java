package org.trunkline.cdr.lucene.internal.match;

import java.io.IOException;

import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.FixedBitSet;
import org.trunkline.cdr.lucene.internal.columns.IndexFields;
import org.trunkline.cdr.lucene.internal.columns.SearchBudget;
import org.trunkline.query.value.LadderPattern;

/** Records whose ladder is such: each order of steps is looked at once, and times only where the order fits. */
public final class LadderQuery extends SegmentQuery {
    private final LadderPattern pattern;

    LadderQuery(LadderPattern pattern) {
        super(pattern);
        this.pattern = pattern;
    }

    public LadderPattern pattern() {
        return pattern;
    }

    @Override
    DocIdSetIterator find(LeafReaderContext context) throws IOException {
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
            return DocIdSetIterator.empty();
        var gaps = DocValues.getBinary(context.reader(), IndexFields.GAPS);
        for (int doc = orders.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = orders.nextDoc()) {
            if (doc % SearchBudget.STEP == 0 && SearchBudget.areReached())
                break;
            int ord = orders.ordValue();
            if (codes[ord] != null && (!pattern.timed() || matches(codes[ord], times[ord], gaps, doc)))
                bits.set(doc);
        }
        return found(bits);
    }

    private boolean matches(byte[][] codes, long[][] times, BinaryDocValues gaps, int doc) throws IOException {
        if (!gaps.advanceExact(doc))
            return false;
        StepColumns.read(gaps.binaryValue(), times);
        return pattern.matches(codes, times);
    }
}
