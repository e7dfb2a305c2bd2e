package org.trunkline.cdr.lucene.internal.match;

import java.io.IOException;

import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.FixedBitSet;
import org.trunkline.api.cdr.AttributeAbout;
import org.trunkline.cdr.lucene.internal.columns.AttributeColumns;
import org.trunkline.cdr.lucene.internal.columns.SearchBudget;
import org.trunkline.query.record.AttributeTest;

/**
 * Records by the value of a plug-in's field. Each text of a segment is looked at once; of the records those that have the
 * field.
 */
public final class AttributeQuery extends SegmentQuery {
    private record Key(String column, AttributeTest test) {}

    private final AttributeAbout attribute;
    private final AttributeTest test;

    AttributeQuery(AttributeAbout attribute, AttributeTest test) {
        super(new Key(AttributeColumns.name(attribute), test));
        this.attribute = attribute;
        this.test = test;
    }

    @Override
    DocIdSetIterator find(LeafReaderContext leaf) throws IOException {
        String column = AttributeColumns.name(attribute);
        return AttributeColumns.isNumeric(attribute.type()) ? numbers(DocValues.getNumeric(leaf.reader(), column), leaf)
                : texts(DocValues.getSorted(leaf.reader(), column), leaf);
    }

    private DocIdSetIterator numbers(NumericDocValues values, LeafReaderContext leaf) throws IOException {
        var bits = new FixedBitSet(leaf.reader().maxDoc());
        int seen = 0;
        for (int doc = values.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = values.nextDoc()) {
            if (++seen % SearchBudget.STEP == 0 && SearchBudget.areReached())
                break;
            if (!(test instanceof AttributeTest.Between between) || between.contains(values.longValue()))
                bits.set(doc);
        }
        return found(bits);
    }

    private DocIdSetIterator texts(SortedDocValues values, LeafReaderContext leaf) throws IOException {
        var wanted = new FixedBitSet(Math.max(1, values.getValueCount()));
        for (int ord = 0; ord < values.getValueCount(); ord++) {
            if (ord % SearchBudget.VALUES == SearchBudget.VALUES - 1 && SearchBudget.areReached())
                break;
            if (!(test instanceof AttributeTest.Like like) || like.matches(values.lookupOrd(ord).utf8ToString()))
                wanted.set(ord);
        }
        if (wanted.cardinality() == 0)
            return DocIdSetIterator.empty();
        var bits = new FixedBitSet(leaf.reader().maxDoc());
        int seen = 0;
        for (int doc = values.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = values.nextDoc()) {
            if (++seen % SearchBudget.STEP == 0 && SearchBudget.areReached())
                break;
            if (wanted.get(values.ordValue()))
                bits.set(doc);
        }
        return found(bits);
    }
}
