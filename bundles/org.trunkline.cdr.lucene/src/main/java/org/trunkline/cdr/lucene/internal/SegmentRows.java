package org.trunkline.cdr.lucene.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.search.DocIdSetIterator;

/**
 * What is counted of a segment, record by record, as it lies in memory and in {@link ColumnFiles}.
 *
 * @param facets texts of all that occur, by their numbers
 * @param narrow of each record the number of its facets; empty where there are too many of them
 * @param wide the same then
 * @param figures of each record its duration, delay and MOS
 * @param far delays that have no room there
 * @param costs what all records with the same facets cost, by the facets' number; empty where none cost anything
 */
record SegmentRows(List<String> facets, char[] narrow, int[] wide, long[] figures, Map<Integer, Integer> far, long[] costs) {
    /** Where a record has no such figure. */
    static final int NONE = -1;

    private static final int NARROW = 1 << 16;
    private static final int MOS_BITS = 13;
    private static final int MOS = (1 << MOS_BITS) - 1;
    private static final int NO_DELAY = (1 << Integer.SIZE - MOS_BITS) - 1;
    private static final int FAR = NO_DELAY - 1;
    private static final long NOTHING = figure(NONE, NO_DELAY, 0);

    private static long figure(int duration, int delay, int mos) {
        return (long) duration << Integer.SIZE | (delay << MOS_BITS | mos) & 0xFFFF_FFFFL;
    }

    /** Milliseconds, or {@link #NONE}. */
    static int duration(long figure) {
        return (int) (figure >> Integer.SIZE);
    }

    /** Thousandths; 0 for none. */
    static int mos(long figure) {
        return (int) figure & MOS;
    }

    /** Milliseconds, or {@link #NONE}. */
    int delay(int doc, long figure) {
        int delay = (int) figure >>> MOS_BITS;
        return delay < FAR ? delay : delay == NO_DELAY ? NONE : far.getOrDefault(doc, FAR);
    }

    int ord(int doc) {
        return wide.length == 0 ? narrow[doc] : wide[doc];
    }

    int size() {
        return figures.length;
    }

    /** Reads value by value: half a second for millions of records. */
    static SegmentRows of(LeafReader reader) throws IOException {
        var column = DocValues.getSorted(reader, IndexFields.FACETS);
        var facets = new ArrayList<String>();
        for (int ord = 0; ord < column.getValueCount(); ord++)
            facets.add(column.lookupOrd(ord).utf8ToString());
        boolean few = facets.size() <= NARROW;
        var rows = new SegmentRows(facets, new char[few ? reader.maxDoc() : 0], new int[few ? 0 : reader.maxDoc()],
                new long[reader.maxDoc()], new HashMap<>(), costs(reader, facets.size()));
        rows.fill(reader, column);
        return rows;
    }

    private void fill(LeafReader reader, SortedDocValues column) throws IOException {
        for (int doc = column.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = column.nextDoc()) {
            if (wide.length == 0)
                narrow[doc] = (char) column.ordValue();
            else
                wide[doc] = column.ordValue();
        }
        var durations = DocValues.getNumeric(reader, IndexFields.DURATION);
        var delays = DocValues.getNumeric(reader, IndexFields.PDD);
        var ratings = DocValues.getNumeric(reader, IndexFields.MOS);
        for (int doc = 0; doc < figures.length; doc++)
            figures[doc] = NOTHING;
        for (int doc = durations.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = durations.nextDoc())
            figures[doc] = figure((int) durations.longValue(), NO_DELAY, 0);
        for (int doc = delays.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = delays.nextDoc())
            figures[doc] = figure(duration(figures[doc]), near(doc, (int) delays.longValue()), 0);
        for (int doc = ratings.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = ratings.nextDoc())
            figures[doc] |= ratings.longValue() & MOS;
    }

    private int near(int doc, int delay) {
        if (delay < FAR)
            return delay;
        far.put(doc, delay);
        return FAR;
    }

    private static long[] costs(LeafReader reader, int facets) throws IOException {
        NumericDocValues column = DocValues.getNumeric(reader, IndexFields.COST);
        int doc = column.nextDoc();
        if (doc == DocIdSetIterator.NO_MORE_DOCS)
            return new long[0];
        var ords = DocValues.getSorted(reader, IndexFields.FACETS);
        var sums = new long[facets];
        for (; doc != DocIdSetIterator.NO_MORE_DOCS; doc = column.nextDoc())
            if (ords.advanceExact(doc))
                sums[ords.ordValue()] += column.longValue();
        return sums;
    }
}
