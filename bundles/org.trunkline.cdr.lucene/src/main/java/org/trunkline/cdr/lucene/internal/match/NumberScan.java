package org.trunkline.cdr.lucene.internal.match;

import java.io.IOException;

import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.FixedBitSet;
import org.trunkline.cdr.lucene.internal.columns.IndexFields;
import org.trunkline.cdr.lucene.internal.columns.SearchBudget;
import org.trunkline.query.value.NumberPattern;

/** Records whose number matches, where many numbers do: each number of a segment is looked at once. */
public final class NumberScan extends SegmentQuery {
    private final String field;
    private final NumberPattern pattern;

    /** @param field {@code from} or {@code to} */
    public NumberScan(String field, NumberPattern pattern) {
        super(new NumberQuery.Key(field, pattern));
        this.field = field;
        this.pattern = pattern;
    }

    @Override
    public DocIdSetIterator find(LeafReaderContext leaf) throws IOException {
        var values = DocValues.getSorted(leaf.reader(), field + IndexFields.VALUE);
        var wanted = new FixedBitSet(Math.max(1, values.getValueCount()));
        for (int ord = 0; ord < values.getValueCount(); ord++) {
            if (ord % SearchBudget.VALUES == 0 && SearchBudget.areReached())
                break;
            if (anyForm(values.lookupOrd(ord)))
                wanted.set(ord);
        }
        return found(bits(leaf.reader().maxDoc(), values, wanted));
    }

    private static FixedBitSet bits(int size, SortedDocValues values, FixedBitSet wanted) throws IOException {
        var bits = new FixedBitSet(size);
        for (int doc = values.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = values.nextDoc()) {
            if (doc % SearchBudget.STEP == 0 && SearchBudget.areReached())
                break;
            if (wanted.get(values.ordValue()))
                bits.set(doc);
        }
        return bits;
    }

    private boolean anyForm(BytesRef value) {
        String text = value.utf8ToString();
        int from = 0;
        for (int at = 0; at <= text.length(); at++) {
            if (at == text.length() || text.charAt(at) == IndexFields.NEXT_FORM) {
                if (pattern.matches(text.substring(from, at)))
                    return true;
                from = at + 1;
            }
        }
        return false;
    }
}
