package org.trunkline.cdr.lucene.internal.columns;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.search.DocIdSetIterator;

/**
 * What is counted of a segment, as it lies in memory, or in {@link ColumnFiles}: twice, by record, and those of one facets
 * after those of another, for what is found by facets then lies side by side. Outside the heap, 22 bytes a record.
 *
 * @param facets texts of all that occur, by their numbers
 * @param narrow of each record the number of its facets; empty where there are too many of them
 * @param wide the same then
 * @param figures of each record its duration, delay and MOS
 * @param lists the same by facets
 * @param times for {@link LeafTimes}
 * @param far delays that have no room there
 * @param costs what all records with the same facets cost, by the facets' number; empty where none cost anything
 * @param totals as {@link SegmentTotals} writes them; empty where they were not counted yet
 * @param checks what is looked at before these are read
 */
record SegmentRows(List<String> facets, CharBuffer narrow, IntBuffer wide, LongBuffer figures, Lists lists, LongBuffer times,
        Map<Integer, Integer> far, long[] costs, LongBuffer totals, Checks checks) {

    /**
     * The records of one facets after those of another, each in order.
     *
     * @param begins where those of each facets begin, and where the last end
     * @param records by their place
     * @param figures the same
     */
    record Lists(int[] begins, IntBuffer records, LongBuffer figures) {}

    /** @param mapped whether the system may take the memory back, for all is in a file */
    record Checks(ChecksummedBuffer ords, ChecksummedBuffer figures, ChecksummedBuffer records, ChecksummedBuffer listed, boolean mapped) {}

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

    int size() {
        return figures.capacity();
    }

    private static ByteBuffer room(int count, int bytes) {
        return ByteBuffer.allocateDirect(Math.multiplyExact(count, bytes)).order(ByteOrder.nativeOrder());
    }

    /** @param narrow and the next two as in the record */
    static SegmentRows of(List<String> facets, CharBuffer narrow, IntBuffer wide, LongBuffer figures, LongBuffer times,
            Map<Integer, Integer> far, long[] costs) {
        // read-only as those of files are: what counts is compiled for one kind of buffer
        var lists = lists(facets.size(), narrow, wide, figures);
        var checks = new Checks(wide.capacity() > 0 ? ChecksummedBuffer.of(wide, Integer.BYTES) : ChecksummedBuffer.of(narrow, Character.BYTES),
                ChecksummedBuffer.of(figures, Long.BYTES), ChecksummedBuffer.of(lists.records(), Integer.BYTES), ChecksummedBuffer.of(figures, Long.BYTES), false);
        return new SegmentRows(facets, narrow.asReadOnlyBuffer(), wide.asReadOnlyBuffer(), figures.asReadOnlyBuffer(), lists,
                times, far, costs, LongBuffer.allocate(0), checks);
    }

    private static Lists lists(int facets, CharBuffer narrow, IntBuffer wide, LongBuffer figures) {
        int size = figures.capacity();
        boolean few = wide.capacity() == 0;
        var begins = new int[facets + 1];
        for (int doc = 0; doc < size; doc++)
            begins[(few ? narrow.get(doc) : wide.get(doc)) + 1]++;
        for (int ord = 0; ord < facets; ord++)
            begins[ord + 1] += begins[ord];
        var records = room(size, Integer.BYTES).asIntBuffer();
        var listed = room(size, Long.BYTES).asLongBuffer();
        int[] next = begins.clone();
        for (int doc = 0; doc < size; doc++) {
            int at = next[few ? narrow.get(doc) : wide.get(doc)]++;
            records.put(at, doc);
            listed.put(at, figures.get(doc));
        }
        return new Lists(begins, records.asReadOnlyBuffer(), listed.asReadOnlyBuffer());
    }

    /** Reads value by value: half a second for millions of records. */
    static SegmentRows of(LeafReader reader) throws IOException {
        var column = DocValues.getSorted(reader, IndexFields.FACETS);
        var facets = new ArrayList<String>();
        for (int ord = 0; ord < column.getValueCount(); ord++)
            facets.add(column.lookupOrd(ord).utf8ToString());
        boolean few = facets.size() <= NARROW;
        var narrow = room(few ? reader.maxDoc() : 0, Character.BYTES).asCharBuffer();
        var wide = room(few ? 0 : reader.maxDoc(), Integer.BYTES).asIntBuffer();
        for (int doc = column.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = column.nextDoc()) {
            if (few)
                narrow.put(doc, (char) column.ordValue());
            else
                wide.put(doc, column.ordValue());
        }
        var figures = room(reader.maxDoc(), Long.BYTES).asLongBuffer();
        var far = new HashMap<Integer, Integer>();
        fill(reader, figures, far);
        return of(facets, narrow, wide, figures, LeafTimes.samples(reader), far, costs(reader, facets.size()));
    }

    private static void fill(LeafReader reader, LongBuffer figures, Map<Integer, Integer> far) throws IOException {
        var durations = DocValues.getNumeric(reader, IndexFields.DURATION);
        var delays = DocValues.getNumeric(reader, IndexFields.PDD);
        var ratings = DocValues.getNumeric(reader, IndexFields.MOS);
        for (int doc = 0; doc < figures.capacity(); doc++)
            figures.put(doc, NOTHING);
        for (int doc = durations.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = durations.nextDoc())
            figures.put(doc, figure((int) durations.longValue(), NO_DELAY, 0));
        for (int doc = delays.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = delays.nextDoc())
            figures.put(doc, figure(duration(figures.get(doc)), near(doc, (int) delays.longValue(), far), 0));
        for (int doc = ratings.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = ratings.nextDoc())
            figures.put(doc, figures.get(doc) | ratings.longValue() & MOS);
    }

    private static int near(int doc, int delay, Map<Integer, Integer> far) {
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
