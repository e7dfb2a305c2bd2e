package org.trunkline.cdr.lucene.internal;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.FixedBitSet;
import org.trunkline.api.cdr.CdrField;

/**
 * The columns of a segment that are counted over, in memory: reading them value by value through the index takes ten
 * times longer. Sixteen bytes a record.
 */
final class LeafColumns {
    /** Where a record has no such figure. */
    static final int NONE = -1;

    private static final int NARROW = 1 << 16;
    private static final int ROW = 3;
    private static final int DURATION = 1;
    private static final int PDD = 2;
    private static final int MOS = NARROW - 1;

    private final Facets[] facets;
    private final boolean[] answered;
    /** The records of one facets after those of another, each in order; and where those of each begin. */
    private final int[] listed;
    private final int[] begins;
    /** Of each record its MOS and, above that, its facets; duration; delay: side by side, to be fetched at once. */
    private final int[] rows;
    /** The facets of each, where there are too many of them for half a number. */
    private final int[] wide;
    private final int size;
    private final long[] costs;
    private final Map<CdrField, LeafValues> values = new EnumMap<>(CdrField.class);
    private volatile Optional<LeafTotals> totals = Optional.empty();

    LeafColumns(LeafReader reader) throws IOException {
        var column = DocValues.getSorted(reader, IndexFields.FACETS);
        facets = new Facets[column.getValueCount()];
        begins = new int[facets.length + 1];
        answered = new boolean[facets.length];
        for (int i = 0; i < facets.length; i++) {
            facets[i] = Facets.of(column.lookupOrd(i).utf8ToString());
            answered[i] = facets[i].answered();
        }
        size = reader.maxDoc();
        rows = new int[ROW * size];
        boolean few = facets.length <= NARROW;
        wide = new int[few ? 0 : size];
        for (int doc = column.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = column.nextDoc()) {
            int ord = column.ordValue();
            begins[ord + 1]++;
            if (few)
                rows[ROW * doc] = ord << Short.SIZE;
            else
                wide[doc] = ord;
        }
        listed = list();
        for (var field : Facets.FIELDS)
            values.put(field, new LeafValues(facets, field));
        figures(reader, IndexFields.DURATION, DURATION);
        figures(reader, IndexFields.PDD, PDD);
        var ratings = DocValues.getNumeric(reader, IndexFields.MOS);
        for (int doc = ratings.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = ratings.nextDoc())
            rows[ROW * doc] |= (int) ratings.longValue() & MOS;
        costs = costs(reader);
    }

    private long[] costs(LeafReader reader) throws IOException {
        var column = DocValues.getNumeric(reader, IndexFields.COST);
        int doc = column.nextDoc();
        if (doc == DocIdSetIterator.NO_MORE_DOCS)
            return new long[0];
        var sums = new long[facets.length];
        for (; doc != DocIdSetIterator.NO_MORE_DOCS; doc = column.nextDoc())
            sums[ord(doc)] += column.longValue();
        return sums;
    }

    /** What all records with the same facets cost, by the facets' number; empty where none cost anything. */
    long[] costs() {
        return costs;
    }

    /** Makes of counts, each at the place of the next, where each begins; and puts the records there. */
    private int[] list() {
        for (int ord = 0; ord < facets.length; ord++)
            begins[ord + 1] += begins[ord];
        int[] next = begins.clone();
        var all = new int[size];
        for (int doc = 0; doc < all.length; doc++)
            all[next[ord(doc)]++] = doc;
        return all;
    }

    private void figures(LeafReader reader, String field, int place) throws IOException {
        NumericDocValues column = DocValues.getNumeric(reader, field);
        int next = 0;
        for (int doc = column.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = column.nextDoc()) {
            while (next < doc)
                rows[ROW * next++ + place] = NONE;
            rows[ROW * next++ + place] = (int) column.longValue();
        }
        while (next < size)
            rows[ROW * next++ + place] = NONE;
    }

    int size() {
        return size;
    }

    /** All that occur, in the order of their numbers. */
    Facets[] facets() {
        return facets;
    }

    /** How many records have them. */
    int count(int ord) {
        return begins[ord + 1] - begins[ord];
    }

    /** Those with one of the facets wanted. @param count how many they are */
    FixedBitSet with(boolean[] wanted, int count) {
        var found = new FixedBitSet(size());
        boolean most = count > size() / 2;
        if (most)
            found.set(0, size());
        long[] words = found.getBits();
        for (int ord = 0; ord < wanted.length; ord++)
            if (wanted[ord] != most)
                for (int i = begins[ord]; i < begins[ord + 1]; i++)
                    words[listed[i] >> 6] ^= 1L << listed[i];
        return found;
    }

    /** Whether calls with these facets were answered. */
    boolean answered(int ord) {
        return answered[ord];
    }

    /**
     * What {@link #ord(int, int)} and {@link #mosOf} tell of some records: one after the other each would wait for
     * memory, at once they wait together.
     */
    void fetch(int[] docs, int count, int[] heads) {
        for (int i = 0; i < count; i++)
            heads[i] = rows[ROW * docs[i]];
    }

    int head(int doc) {
        return rows[ROW * doc];
    }

    /** @param head as fetched */
    int ord(int doc, int head) {
        return wide.length == 0 ? head >>> Short.SIZE : wide[doc];
    }

    /** Thousandths; 0 for none. @param head as fetched */
    static int mosOf(int head) {
        return head & MOS;
    }

    /** The number of a record's facets. */
    int ord(int doc) {
        return wide.length == 0 ? rows[ROW * doc] >>> Short.SIZE : wide[doc];
    }

    /** Milliseconds, or {@link #NONE}. */
    int duration(int doc) {
        return rows[ROW * doc + DURATION];
    }

    /** Milliseconds, or {@link #NONE}. */
    int pdd(int doc) {
        return rows[ROW * doc + PDD];
    }

    /** Thousandths; 0 for none. */
    int mos(int doc) {
        return rows[ROW * doc] & MOS;
    }

    /** Of one of {@link Facets#FIELDS}. */
    LeafValues values(CdrField field) {
        return Objects.requireNonNull(values.get(field));
    }

    LeafTotals totals() {
        var known = totals;
        return known.isPresent() ? known.get() : makeTotals();
    }

    private synchronized LeafTotals makeTotals() {
        if (totals.isEmpty())
            totals = Optional.of(new LeafTotals(this));
        return totals.get();
    }

    long bytes() {
        return 4L * (rows.length + wide.length + listed.length + begins.length) + 500L * facets.length;
    }
}
