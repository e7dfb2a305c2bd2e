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

    private final Facets[] facets;
    private final boolean[] answered;
    /** The records of one facets after those of another, each in order; and where those of each begin. */
    private final int[] listed;
    private final int[] begins;
    /** Which of the facets a record has: the one or the other, by how many there are. */
    private final char[] narrow;
    private final int[] wide;
    private final int[] duration;
    private final int[] pdd;
    private final short[] mos;
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
        int size = reader.maxDoc();
        boolean few = facets.length <= NARROW;
        narrow = new char[few ? size : 0];
        wide = new int[few ? 0 : size];
        for (int doc = column.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = column.nextDoc()) {
            int ord = column.ordValue();
            begins[ord + 1]++;
            if (few)
                narrow[doc] = (char) ord;
            else
                wide[doc] = ord;
        }
        listed = list();
        for (var field : Facets.FIELDS)
            values.put(field, new LeafValues(facets, field));
        duration = figures(reader, IndexFields.DURATION);
        pdd = figures(reader, IndexFields.PDD);
        mos = new short[size];
        var ratings = DocValues.getNumeric(reader, IndexFields.MOS);
        for (int doc = ratings.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = ratings.nextDoc())
            mos[doc] = (short) ratings.longValue();
    }

    /** Makes of counts, each at the place of the next, where each begins; and puts the records there. */
    private int[] list() {
        for (int ord = 0; ord < facets.length; ord++)
            begins[ord + 1] += begins[ord];
        int[] next = begins.clone();
        var all = new int[Math.max(narrow.length, wide.length)];
        for (int doc = 0; doc < all.length; doc++)
            all[next[ord(doc)]++] = doc;
        return all;
    }

    private static int[] figures(LeafReader reader, String field) throws IOException {
        var all = new int[reader.maxDoc()];
        NumericDocValues column = DocValues.getNumeric(reader, field);
        int next = 0;
        for (int doc = column.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = column.nextDoc()) {
            while (next < doc)
                all[next++] = NONE;
            all[doc] = (int) column.longValue();
            next = doc + 1;
        }
        while (next < all.length)
            all[next++] = NONE;
        return all;
    }

    int size() {
        return mos.length;
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

    /** The number of a record's facets. */
    int ord(int doc) {
        return wide.length == 0 ? narrow[doc] : wide[doc];
    }

    /** Milliseconds, or {@link #NONE}. */
    int duration(int doc) {
        return duration[doc];
    }

    /** Milliseconds, or {@link #NONE}. */
    int pdd(int doc) {
        return pdd[doc];
    }

    /** Thousandths; 0 for none. */
    int mos(int doc) {
        return mos[doc];
    }

    /** Of one of {@link Facets#FIELDS}. */
    LeafValues values(CdrField field) {
        return Objects.requireNonNull(values.get(field));
    }

    LeafTotals totals() {
        var known = totals;
        if (known.isPresent())
            return known.get();
        var made = new LeafTotals(this);
        totals = Optional.of(made);
        return made;
    }

    long bytes() {
        return 4L * (duration.length + pdd.length + wide.length + listed.length + begins.length) + 2L * (narrow.length + mos.length)
                + 500L * facets.length;
    }
}
