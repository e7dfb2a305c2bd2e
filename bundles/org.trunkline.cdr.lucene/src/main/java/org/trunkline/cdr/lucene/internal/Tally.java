package org.trunkline.cdr.lucene.internal;

import java.nio.LongBuffer;

import org.trunkline.api.cdr.CdrSummary;

/** Sums over records of one segment, by their facets. One thread. */
final class Tally {
    /** Bounds of MOS classes are whole hundredths. */
    private static final int CLASS_STEP = 10;
    /** Some words of bits, whose rows fit into the nearest cache. */
    private static final int GATHERED = 4 * Long.SIZE;
    /** Where more than one of so many is found, the machine fetches the next row by itself. */
    private static final int SPARSE = 16;
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
    private final long[] classes = new long[CdrSummary.MOS_BOUNDS.size()];

    /** Sums of one step of time. */
    static final class Step {
        private long calls;
        private long answered;
        private long rated;
        private long mos;

        long calls() {
            return calls;
        }

        long answered() {
            return answered;
        }

        long rated() {
            return rated;
        }

        /** Thousandths. */
        long mos() {
            return mos;
        }

        void add(long moreCalls, long moreAnswered, long moreRated, long moreMos) {
            calls += moreCalls;
            answered += moreAnswered;
            rated += moreRated;
            mos += moreMos;
        }

        void add(Step other) {
            add(other.calls, other.answered, other.rated, other.mos);
        }
    }

    Tally(LeafColumns leaf) {
        this.leaf = leaf;
        calls = new int[leaf.facets().length];
        rated = new int[calls.length];
        talk = new long[calls.length];
        mos = new long[calls.length];
    }

    /** One that was written by {@link #longs}. */
    static Tally read(LeafColumns leaf, LongBuffer longs) {
        var tally = new Tally(leaf);
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
    void count(LeafHits hits, int from, int to, Step step) {
        if (hits.isAll()) {
            count(from, to, step);
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
        if (sparse)
            leaf.fetch(docs, n, figures);
        long answered = 0;
        long ratedCalls = 0;
        long mosSum = 0;
        for (int i = 0; i < n; i++) {
            long figure = sparse ? figures[i] : leaf.figure(docs[i]);
            int duration = SegmentRows.duration(figure);
            int rating = SegmentRows.mos(figure);
            add(leaf.ord(docs[i]), duration, leaf.pdd(docs[i], figure), rating);
            answered += duration >= 0 ? 1 : 0;
            ratedCalls += rating > 0 ? 1 : 0;
            mosSum += rating;
        }
        step.add(n, answered, ratedCalls, mosSum);
    }

    /** The same where all are found. */
    void count(int from, int to, Step step) {
        long answered = 0;
        long ratedCalls = 0;
        long mosSum = 0;
        for (int doc = from; doc < to; doc++) {
            long figure = leaf.figure(doc);
            int duration = SegmentRows.duration(figure);
            int rating = SegmentRows.mos(figure);
            add(leaf.ord(doc), duration, leaf.pdd(doc, figure), rating);
            answered += duration >= 0 ? 1 : 0;
            ratedCalls += rating > 0 ? 1 : 0;
            mosSum += rating;
        }
        step.add(to - from, answered, ratedCalls, mosSum);
    }

    /**
     * Counts those with the facets wanted between two records.
     *
     * @param bounds where steps of time begin, in order
     * @param steps the one before the first bound, and so on; one more than there are bounds
     */
    void count(boolean[] wanted, int from, int to, int[] bounds, Step[] steps) {
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
        long answered = 0;
        long ratedCalls = 0;
        long mosSum = 0;
        int i = from;
        for (; i < n && docs[i] < end; i++) {
            long figure = figures[i];
            int duration = SegmentRows.duration(figure);
            int rating = SegmentRows.mos(figure);
            add(ord, duration, leaf.pdd(docs[i], figure), rating);
            answered += duration >= 0 ? 1 : 0;
            ratedCalls += rating > 0 ? 1 : 0;
            mosSum += rating;
        }
        step.add(i - from, answered, ratedCalls, mosSum);
        return i;
    }

    private void add(int ord, int duration, int delay, int rating) {
        calls[ord]++;
        if (duration >= 0) {
            talk[ord] += duration;
            durations.add(duration);
        }
        if (delay >= 0)
            delays.add(delay);
        if (rating > 0) {
            rated[ord]++;
            mos[ord] += rating;
            ratings.add(rating);
            classes[CLASS_OF[rating / CLASS_STEP]]++;
        }
    }

    void add(Tally other) {
        for (int i = 0; i < calls.length; i++) {
            calls[i] += other.calls[i];
            rated[i] += other.rated[i];
            talk[i] += other.talk[i];
            mos[i] += other.mos[i];
        }
        durations.add(other.durations);
        delays.add(other.delays);
        ratings.add(other.ratings);
        for (int i = 0; i < classes.length; i++)
            classes[i] += other.classes[i];
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
    long[] classes() {
        return classes;
    }

    Bins durations() {
        return durations;
    }

    Bins delays() {
        return delays;
    }

    /** Of thousandths. */
    Bins ratings() {
        return ratings;
    }
}
