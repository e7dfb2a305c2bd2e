package org.trunkline.cdr.lucene.internal;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

import org.apache.lucene.util.FixedBitSet;
import org.trunkline.api.cdr.CdrField;

/**
 * The columns of a segment that are counted over, in memory: reading them value by value through the index takes ten
 * times longer. Twice: by record, and those of one facets after those of another, for what is found by facets then lies
 * side by side. Twenty-two bytes a record.
 */
final class LeafColumns {
    private final SegmentRows rows;
    private final Facets[] facets;
    private final boolean[] answered;
    /** The records of one facets after those of another, each in order; their figures; and where those of each begin. */
    private final int[] listed;
    private final long[] listedFigures;
    private final int[] begins;
    private final Map<CdrField, LeafValues> values = new EnumMap<>(CdrField.class);
    private volatile Optional<LeafTotals> totals = Optional.empty();

    /** @param read of each text of facets: most segments have the same ones */
    LeafColumns(SegmentRows rows, Function<String, Facets> read) {
        this.rows = rows;
        facets = new Facets[rows.facets().size()];
        answered = new boolean[facets.length];
        for (int i = 0; i < facets.length; i++) {
            facets[i] = read.apply(rows.facets().get(i));
            answered[i] = facets[i].answered();
        }
        for (var field : Facets.FIELDS)
            values.put(field, new LeafValues(facets, field));
        begins = begins();
        listed = new int[rows.size()];
        listedFigures = new long[rows.size()];
        int[] next = begins.clone();
        for (int doc = 0; doc < listed.length; doc++) {
            int at = next[rows.ord(doc)]++;
            listed[at] = doc;
            listedFigures[at] = rows.figures()[doc];
        }
    }

    private int[] begins() {
        var at = new int[facets.length + 1];
        for (int doc = 0; doc < rows.size(); doc++)
            at[rows.ord(doc) + 1]++;
        for (int ord = 0; ord < facets.length; ord++)
            at[ord + 1] += at[ord];
        return at;
    }

    /** What all records with the same facets cost, by the facets' number; empty where none cost anything. */
    long[] costs() {
        return rows.costs();
    }

    int size() {
        return rows.size();
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

    /** The place in the lists of the first of those with some facets that is not before a record. */
    int place(int ord, int doc) {
        if (doc <= 0)
            return begins[ord];
        int found = Arrays.binarySearch(listed, begins[ord], begins[ord + 1], doc);
        return found < 0 ? -found - 1 : found;
    }

    /** The record at a place in the lists. */
    int listed(int place) {
        return listed[place];
    }

    /** As {@link #figure} of that record. */
    long listedFigure(int place) {
        return listedFigures[place];
    }

    /** Whether calls with these facets were answered. */
    boolean answered(int ord) {
        return answered[ord];
    }

    /** Of some records: one after the other each would wait for memory, at once they wait together. */
    void fetch(int[] docs, int count, long[] figures) {
        long[] all = rows.figures();
        for (int i = 0; i < count; i++)
            figures[i] = all[docs[i]];
    }

    /** A record's duration, delay and MOS, for {@link SegmentRows}. */
    long figure(int doc) {
        return rows.figures()[doc];
    }

    /** The number of a record's facets. */
    int ord(int doc) {
        return rows.ord(doc);
    }

    /** Milliseconds, or {@link SegmentRows#NONE}. */
    int duration(int doc) {
        return SegmentRows.duration(figure(doc));
    }

    /** Milliseconds, or {@link SegmentRows#NONE}. */
    int pdd(int doc) {
        return rows.delay(doc, figure(doc));
    }

    /** The same where the figure is at hand. */
    int pdd(int doc, long figure) {
        return rows.delay(doc, figure);
    }

    /** Thousandths; 0 for none. */
    int mos(int doc) {
        return SegmentRows.mos(figure(doc));
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
        return 22L * size() + 100L * facets.length;
    }
}
