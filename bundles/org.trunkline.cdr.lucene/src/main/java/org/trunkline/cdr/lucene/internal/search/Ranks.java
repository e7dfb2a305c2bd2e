package org.trunkline.cdr.lucene.internal.search;

import java.io.IOException;
import java.util.Optional;

import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.MultiDocValues;
import org.apache.lucene.index.MultiDocValues.MultiSortedDocValues;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.OrdinalMap;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.util.LongValues;
import org.trunkline.api.cdr.CdrField;
import org.trunkline.api.cdr.CdrOrder;
import org.trunkline.cdr.lucene.internal.columns.AttributeColumns;
import org.trunkline.cdr.lucene.internal.columns.IndexFields;

/** Numbers that order records as a field does, from 0 to 2^32. One thread. */
final class Ranks {
    private static final long LAST = (1L << 32) - 1;
    private final CdrOrder order;
    private final boolean numeric;
    private final Optional<OrdinalMap> global;
    private NumericDocValues numbers = DocValues.emptyNumeric();
    private SortedDocValues words = DocValues.emptySorted();
    private LongValues toGlobal = LongValues.IDENTITY;

    Ranks(IndexReader reader, CdrOrder order) throws IOException {
        this.order = order;
        numeric = order.attribute().isPresent() ? AttributeColumns.isNumeric(order.attribute().get()) : switch (order.field()) {
            case DURATION, PDD, MOS, LOSS, JITTER, COST -> true;
            default -> false;
        };
        global = numeric ? Optional.empty() : map(reader, words());
    }

    /** None where there is but one segment. */
    private static Optional<OrdinalMap> map(IndexReader reader, String field) throws IOException {
        return MultiDocValues.getSortedValues(reader, field) instanceof MultiSortedDocValues many
                ? Optional.of(many.mapping) : Optional.empty();
    }

    void in(LeafReaderContext leaf) throws IOException {
        if (numeric) {
            numbers = DocValues.getNumeric(leaf.reader(), order.fieldName());
            return;
        }
        words = DocValues.getSorted(leaf.reader(), words());
        toGlobal = global.map(map -> map.getGlobalOrds(leaf.ord)).orElse(LongValues.IDENTITY);
    }

    private String words() {
        return order.attribute().orElseGet(() -> IndexFields.value(order.field()));
    }

    /** Times of plug-ins by the second; numbers of theirs that have more than 32 bits by the nearest that has not. */
    private static long rank(String column, long value) {
        long rank = AttributeColumns.isTime(column) ? Math.floorDiv(value, 1_000) : Math.clamp(value, Integer.MIN_VALUE,
                Integer.MAX_VALUE) - Integer.MIN_VALUE;
        return Math.clamp(rank, 0, LAST - 1);
    }

    /** Costs may be larger than there is room for: those are told apart by their first seven digits. */
    private long rank(long value) {
        if (order.attribute().isPresent())
            return rank(order.attribute().get(), value);
        return order.field() == CdrField.COST ? Float.floatToIntBits(value) : value;
    }

    long of(int doc) throws IOException {
        long rank;
        if (numeric)
            rank = numbers.advanceExact(doc) ? rank(numbers.longValue()) : -1;
        else
            rank = words.advanceExact(doc) ? toGlobal.get(words.ordValue()) : -1;
        return rank < 0 ? LAST : order.descending() ? LAST - 1 - rank : rank;
    }
}
