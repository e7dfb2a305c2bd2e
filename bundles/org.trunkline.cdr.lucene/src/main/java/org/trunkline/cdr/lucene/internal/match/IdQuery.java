package org.trunkline.cdr.lucene.internal.match;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.LongPredicate;

import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.DocIdSetBuilder;
import org.trunkline.cdr.lucene.internal.columns.Columns;
import org.trunkline.cdr.lucene.internal.columns.IndexFields;
import org.trunkline.domain.call.CallId;

/**
 * The record of a call id. An id begins with its time, and segments lie in order of time: so twenty bits of the rest
 * are enough to know which few records to read.
 */
public final class IdQuery extends SegmentQuery {
    private record Key(CallId id, boolean anywhere) {
        @Override
        public String toString() {
            return id.value();
        }
    }

    private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int TIME_DIGITS = 10;
    private static final int CHANCE_DIGITS = 4;
    /** Between the id and the start of its record. */
    private static final long NEAR_MS = 2_000;

    private final CallId id;
    private final boolean anywhere;
    private final LongPredicate isIt;
    private final Columns columns;

    /**
     * @param anywhere whether to look also where the record began at another time than the id says; takes longer
     * @param isIt whether the record at a position of the journal has this id
     */
    IdQuery(CallId id, boolean anywhere, LongPredicate isIt, Columns columns) {
        super(new Key(id, anywhere));
        this.id = id;
        this.anywhere = anywhere;
        this.isIt = isIt;
        this.columns = columns;
    }

    public CallId id() {
        return id;
    }

    /** What the index keeps of an id. */
    public static long chance(CallId id) {
        return number(id.value(), id.value().length() - CHANCE_DIGITS, id.value().length());
    }

    /** When the call began: ten digits are 48 bits of time and two of chance. */
    private static long time(CallId id) {
        return number(id.value(), 0, TIME_DIGITS) >>> TIME_DIGITS * 5 - 48;
    }

    private static long number(String digits, int from, int to) {
        long value = 0;
        for (int i = from; i < to; i++)
            value = value << 5 | DIGITS.indexOf(digits.charAt(i));
        return value;
    }

    @Override
    DocIdSetIterator find(LeafReaderContext context) throws IOException {
        var reader = context.reader();
        var docs = new DocIdSetBuilder(reader.maxDoc());
        var times = columns.times(reader);
        int from = anywhere ? 0 : times.firstBefore(reader, time(id) + NEAR_MS);
        int to = anywhere ? reader.maxDoc() : times.firstBefore(reader, time(id) - NEAR_MS);
        look(context, from, to, docs);
        return docs.build().iterator();
    }

    private void look(LeafReaderContext context, int from, int to, DocIdSetBuilder docs) throws IOException {
        var chances = DocValues.getNumeric(context.reader(), IndexFields.ID);
        var positions = DocValues.getNumeric(context.reader(), IndexFields.POSITION);
        long wanted = chance(id);
        for (int doc = from < to ? chances.advance(from) : DocIdSetIterator.NO_MORE_DOCS; doc < to; doc = chances.nextDoc())
            if (chances.longValue() == wanted && positions.advanceExact(doc) && is(positions.longValue()))
                docs.grow(1).add(doc);
    }

    private boolean is(long position) throws IOException {
        try {
            return isIt.test(position);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
