package org.trunkline.cdr.lucene.internal.columns;

import java.nio.CharBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import org.apache.lucene.util.FixedBitSet;
import org.trunkline.api.cdr.CdrField;
import org.trunkline.query.record.Facets;

/**
 * The columns of a segment that are counted over, in memory or mapped from their file: reading them value by value through
 * the index takes ten times longer. <b>Threads:</b> any.
 */
public final class LeafColumns {
    /** Records that are fetched together. */
    private static final int PIECE = 1_024;

    private final SegmentRows rows;
    private final SegmentRows.Checks checks;
    private final Facets[] facets;
    private final boolean[] answered;
    private final boolean few;
    private final CharBuffer narrow;
    private final IntBuffer wide;
    private final LongBuffer figures;
    private final int[] begins;
    private final IntBuffer listed;
    private final LongBuffer listedFigures;
    private final Map<CdrField, LeafValues> values = new ConcurrentHashMap<>();
    private volatile Optional<LeafPeriods> periods = Optional.empty();
    private volatile Optional<SegmentTotals> totals = Optional.empty();

    /** @param read of each text of facets: most segments have the same ones */
    LeafColumns(SegmentRows rows, Function<String, Facets> read) {
        this.rows = rows;
        checks = rows.checks();
        narrow = rows.narrow();
        wide = rows.wide();
        few = wide.capacity() == 0;
        figures = rows.figures();
        begins = rows.lists().begins();
        listed = rows.lists().records();
        listedFigures = rows.lists().figures();
        facets = new Facets[rows.facets().size()];
        answered = new boolean[facets.length];
        for (int i = 0; i < facets.length; i++) {
            facets[i] = read.apply(rows.facets().get(i));
            answered[i] = facets[i].answered();
        }
    }

    /** For {@link LeafTimes}. */
    LongBuffer times() {
        return rows.times();
    }

    /** What all records with the same facets cost, by the facets' number; empty where none cost anything. */
    public long[] costs() {
        return rows.costs();
    }

    public int size() {
        return rows.size();
    }

    /** All that occur, in the order of their numbers. */
    public Facets[] facets() {
        return facets;
    }

    /** How many records have them. */
    public int count(int ord) {
        return begins[ord + 1] - begins[ord];
    }

    /** Those with one of the facets wanted. */
    public FixedBitSet with(boolean[] wanted) {
        return with(wanted, count(wanted));
    }

    /** How many have one of the facets wanted. */
    public int count(boolean[] wanted) {
        int count = 0;
        for (int ord = 0; ord < wanted.length; ord++)
            count += wanted[ord] ? count(ord) : 0;
        return count;
    }

    private FixedBitSet with(boolean[] wanted, int count) {
        var found = new FixedBitSet(size());
        boolean most = count > size() / 2;
        if (most)
            found.set(0, size());
        long[] words = found.getBits();
        var records = new int[PIECE];
        for (int ord = 0; ord < wanted.length; ord++)
            for (int at = begins[ord]; at < begins[ord + 1] && wanted[ord] != most; at += PIECE) {
                int n = Math.min(PIECE, begins[ord + 1] - at);
                checks.records().look(at, n);
                listed.get(at, records, 0, n);
                for (int i = 0; i < n; i++)
                    words[records[i] >> 6] ^= 1L << records[i];
            }
        return found;
    }

    /** The place in the lists of the first of those with some facets that is not before a record. */
    int place(int ord, int doc) {
        if (doc <= 0)
            return begins[ord];
        if (doc >= size()) // a whole segment is asked for most often
            return begins[ord + 1];
        int low = begins[ord];
        int high = begins[ord + 1];
        while (low < high) {
            int middle = (low + high) >>> 1;
            checks.records().look(middle);
            if (listed.get(middle) < doc)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    /** Whether calls with these facets were answered. */
    boolean answered(int ord) {
        return answered[ord];
    }

    /** Of some records: one after the other each would wait for memory, at once they wait together. */
    void fetch(int[] docs, int count, long[] into) {
        for (int i = 0; i < count; i++)
            checks.figures().look(docs[i]);
        for (int i = 0; i < count; i++)
            into[i] = figures.get(docs[i]);
    }

    /** Of a stretch of records. @return whether the numbers of their facets are chars; else nothing was fetched */
    boolean fetch(int from, int count, char[] ords, long[] into) {
        if (few) {
            checks.ords().look(from, count);
            checks.figures().look(from, count);
            narrow.get(from, ords, 0, count);
            figures.get(from, into, 0, count);
        }
        return few;
    }

    /** A stretch of the lists. */
    void fetchListed(int from, int count, int[] records, long[] into) {
        checks.records().look(from, count);
        checks.listed().look(from, count);
        listed.get(from, records, 0, count);
        listedFigures.get(from, into, 0, count);
    }

    /** A record's duration, delay and MOS, for {@link SegmentRows}. */
    long figure(int doc) {
        checks.figures().look(doc);
        return figures.get(doc);
    }

    /** The number of a record's facets. */
    public int ord(int doc) {
        checks.ords().look(doc);
        return few ? narrow.get(doc) : wide.get(doc);
    }

    /** Milliseconds, or {@link SegmentRows#NONE}. */
    public int duration(int doc) {
        return SegmentRows.duration(figure(doc));
    }

    /** Milliseconds, or {@link SegmentRows#NONE}. */
    public int pdd(int doc) {
        return rows.delay(doc, figure(doc));
    }

    /** The same where the figure is at hand. */
    public int pdd(int doc, long figure) {
        return rows.delay(doc, figure);
    }

    /** Thousandths; 0 for none. */
    public int mos(int doc) {
        return SegmentRows.mos(figure(doc));
    }

    /** Of one of {@link Facets#FIELDS}. */
    public LeafValues values(CdrField field) {
        var known = values.get(field);
        return known != null ? known : values.computeIfAbsent(field, _ -> new LeafValues(facets, field));
    }

    public SegmentTotals totals() {
        var known = totals;
        return known.isPresent() ? known.get() : makeTotals();
    }

    private synchronized SegmentTotals makeTotals() {
        if (totals.isEmpty())
            totals = Optional.of(rows.totals().capacity() > 0 ? SegmentTotals.read(this, rows.totals()) : SegmentTotals.of(this));
        return totals.get();
    }

    /** What was counted last by trunk and step of time. */
    public Optional<LeafPeriods> periods() {
        return periods;
    }

    public void keep(LeafPeriods counted) {
        periods = Optional.of(counted);
    }

    /** Of memory that nobody else can have. */
    long bytes() {
        return (checks.mapped() ? 0 : 22L * size()) + 100L * facets.length;
    }
}
