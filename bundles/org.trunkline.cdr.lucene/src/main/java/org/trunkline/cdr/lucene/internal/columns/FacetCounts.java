package org.trunkline.cdr.lucene.internal.columns;

import java.nio.LongBuffer;

import org.trunkline.api.cdr.CdrSummary;

/** Sums over records of one segment, by their facets. One thread. */
public final class FacetCounts {
    /** Bounds of MOS classes are whole hundredths. */
    private static final int CLASS_STEP = 10;
    /** Some words of bits, whose rows fit into the nearest cache. */
    private static final int GATHERED = 4 * Long.SIZE;
    /** Where more than one of so many is found, the machine fetches the next row by itself. */
    private static final int SPARSE = 16;
    /** Rows that are read together. */
    private static final int ROWS = 1_024;
    private static final byte[] CLASS_OF = new byte[Short.MAX_VALUE / CLASS_STEP + 1];

    static {
        for (int i = 0; i < CLASS_OF.length; i++)
            for (int bound = 1; bound < CdrSummary.MOS_BOUNDS.size(); bound++)
                if (i >= Math.round(CdrSummary.MOS_BOUNDS.get(bound) * 1000 / CLASS_STEP))
                    CLASS_OF[i] = (byte) bound;
    }

    private final LeafColumns leaf;
    private final int[] calls;
    private final int[] rated;
    private final long[] talk;
    private final long[] mos;
    private final Bins durations = new Bins();
    private final Bins delays = new Bins();
    private final Bins ratings = new Bins();
    /** Records found, and what is fetched of them together. */
    private final int[] docs = new int[GATHERED];
    private final long[] figures = new long[GATHERED];
    private final char[] ords = new char[ROWS];
    private final long[] rows = new long[ROWS];
    private final long[] classes = new long[CdrSummary.MOS_BOUNDS.size()];

    /** Sums of one step of time. */
    public static final class Step {
        private long calls;
        private long answered;
        private long rated;
        private long mos;

        public long calls() {
            return calls;
        }

        public long answered() {
            return answered;
        }

        public long rated() {
            return rated;
        }

        /** Thousandths. */
        public long mos() {
            return mos;
        }

        public void add(long moreCalls, long moreAnswered, long moreRated, long moreMos) {
            calls += moreCalls;
            answered += moreAnswered;
            rated += moreRated;
            mos += moreMos;
        }

        public void add(Step other) {
            add(other.calls, other.answered, other.rated, other.mos);
        }

        public void subtract(Step other) {
            add(-other.calls, -other.answered, -other.rated, -other.mos);
        }
    }

    public FacetCounts(LeafColumns leaf) {
        this.leaf = leaf;
        calls = new int[leaf.facets().length];
        rated = new int[calls.length];
        talk = new long[calls.length];
        mos = new long[calls.length];
    }

    /** One that was written by {@link #longs}. */
    static FacetCounts read(LeafColumns leaf, LongBuffer longs) {
        var tally = new FacetCounts(leaf);
        for (int i = 0; i < tally.calls.length; i++) {
            tally.calls[i] = (int) longs.get();
            tally.rated[i] = (int) longs.get();
            tally.talk[i] = longs.get();
            tally.mos[i] = longs.get();
        }
        longs.get(tally.classes);
        tally.durations.read(longs);
        tally.delays.read(longs);
        tally.ratings.read(longs);
        return tally;
    }

    /** Another that can be changed. */
    public FacetCounts copy() {
        var copy = new FacetCounts(leaf);
        copy.add(this);
        return copy;
    }

    long[] longs() {
        var longs = LongBuffer.allocate(4 * calls.length + classes.length + 3 * Bins.SIZE);
        for (int i = 0; i < calls.length; i++)
            longs.put(calls[i]).put(rated[i]).put(talk[i]).put(mos[i]);
        longs.put(classes);
        durations.write(longs);
        delays.write(longs);
        ratings.write(longs);
        return longs.array();
    }

    /** Counts what was found between two records, as one step of time. */
    public void count(LeafHits hits, int from, int to, Step step) {
        if (hits.isAll()) {
            countAll(from, to, step);
            return;
        }
        boolean sparse = hits.count() < (hits.high() - hits.low()) / SPARSE;
        int end = Math.min(to, hits.high());
        int n = 1;
        for (int at = Math.max(from, hits.low()); at < end && n > 0; at = n > 0 ? docs[n - 1] + 1 : end) {
            n = hits.matches().fill(at, end, docs);
            count(n, sparse, step);
        }
    }

    /** The first of those gathered. */
    private void count(int n, boolean sparse, Step step) {
        if (n == 0)
            return;
        int first = docs[0];
        int span = docs[n - 1] - first + 1;
        if (sparse || span > ROWS || !leaf.fetch(first, span, ords, rows)) {
            leaf.fetch(docs, n, figures);
            for (int i = 0; i < n; i++)
                count(docs[i], leaf.ord(docs[i]), figures[i], step);
        } else if (span == n) {
            count(first, n, step);
        } else {
            for (int i = 0; i < n; i++)
                count(docs[i], ords[docs[i] - first], rows[docs[i] - first], step);
        }
        step.calls += n;
    }

    /** Rows that were read, but for how many they are. */
    private void count(int first, int n, Step step) {
        for (int i = 0; i < n; i++)
            count(first + i, ords[i], rows[i], step);
    }

    /** The same where all are found. */
    void countAll(int from, int to, Step step) {
        for (int at = from; at < to; at += ROWS) {
            int n = Math.min(ROWS, to - at);
            if (leaf.fetch(at, n, ords, rows))
                count(at, n, step);
            else
                for (int doc = at; doc < at + n; doc++)
                    count(doc, leaf.ord(doc), leaf.figure(doc), step);
            step.calls += n;
        }
    }

    /**
     * Counts those with the facets wanted between two records.
     *
     * @param bounds where steps of time begin, in order
     * @param steps the one before the first bound, and so on; one more than there are bounds
     */
    public void count(boolean[] wanted, int from, int to, int[] bounds, Step[] steps) {
        for (int ord = 0; ord < wanted.length; ord++)
            if (wanted[ord])
                count(ord, leaf.place(ord, from), leaf.place(ord, to), bounds, steps);
    }

    private void count(int ord, int from, int to, int[] bounds, Step[] steps) {
        int step = 0;
        for (int at = from; at < to; at += GATHERED) {
            int n = Math.min(GATHERED, to - at);
            leaf.fetchListed(at, n, docs, figures);
            for (int i = 0; i < n;) {
                while (step < bounds.length && docs[i] >= bounds[step])
                    step++;
                i = count(ord, i, n, step == bounds.length ? Integer.MAX_VALUE : bounds[step], steps[step]);
            }
        }
    }

    /** Those fetched from one on that lie before a record. @return the first that does not */
    private int count(int ord, int from, int n, int end, Step step) {
        int answered = 0;
        int ratedCalls = 0;
        long talkSum = 0;
        long mosSum = 0;
        int i = from;
        for (; i < n && docs[i] < end; i++) {
            long figure = figures[i];
            int duration = SegmentRows.duration(figure);
            if (duration >= 0) {
                answered++;
                talkSum += duration;
                durations.add(duration);
            }
            int delay = leaf.pdd(docs[i], figure);
            if (delay >= 0)
                delays.add(delay);
            int rating = SegmentRows.mos(figure);
            if (rating > 0) {
                ratedCalls++;
                mosSum += rating;
                rate(rating);
            }
        }
        calls[ord] += i - from;
        talk[ord] += talkSum;
        rated[ord] += ratedCalls;
        mos[ord] += mosSum;
        step.add(i - from, answered, ratedCalls, mosSum);
        return i;
    }

    private void count(int doc, int ord, long figure, Step step) {
        calls[ord]++;
        int duration = SegmentRows.duration(figure);
        if (duration >= 0) {
            step.answered++;
            talk[ord] += duration;
            durations.add(duration);
        }
        int delay = leaf.pdd(doc, figure);
        if (delay >= 0)
            delays.add(delay);
        int rating = SegmentRows.mos(figure);
        if (rating > 0) {
            step.rated++;
            step.mos += rating;
            rated[ord]++;
            mos[ord] += rating;
            rate(rating);
        }
    }

    private void rate(int rating) {
        ratings.add(rating);
        classes[CLASS_OF[rating / CLASS_STEP]]++;
    }

    public void add(FacetCounts other) {
        add(other, 1);
        durations.add(other.durations);
        delays.add(other.delays);
        ratings.add(other.ratings);
    }

    /** Takes out what was counted before. */
    public void subtract(FacetCounts other) {
        add(other, -1);
        durations.subtract(other.durations);
        delays.subtract(other.delays);
        ratings.subtract(other.ratings);
    }

    private void add(FacetCounts other, int sign) {
        for (int i = 0; i < calls.length; i++) {
            calls[i] += sign * other.calls[i];
            rated[i] += sign * other.rated[i];
            talk[i] += sign * other.talk[i];
            mos[i] += sign * other.mos[i];
        }
        for (int i = 0; i < classes.length; i++)
            classes[i] += sign * other.classes[i];
    }

    LeafColumns leaf() {
        return leaf;
    }

    int[] calls() {
        return calls;
    }

    int[] rated() {
        return rated;
    }

    /** Milliseconds. */
    long[] talk() {
        return talk;
    }

    /** Thousandths. */
    long[] mos() {
        return mos;
    }

    /** By {@link CdrSummary#MOS_BOUNDS}. */
    public long[] classes() {
        return classes;
    }

    public Bins durations() {
        return durations;
    }

    public Bins delays() {
        return delays;
    }

    /** Of thousandths. */
    public Bins ratings() {
        return ratings;
    }
}
