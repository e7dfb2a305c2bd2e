package org.trunkline.cdr.lucene.internal.columns;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

import org.trunkline.api.cdr.CdrSearch.TrunkPeriod;

/** Sums of each trunk in one step of time, and of calls without. One thread's. */
public final class TrunkHistogram {
    /** Those of one trunk and step in a segment. @param delays of each bin that occurs its number, then how many */
    record Cell(int calls, int answered, long talk, int[] delays) {}

    private static final double PART = 0.95;
    /** Records that are fetched together. */
    private static final int PIECE = 1_024;

    private final int[] calls;
    private final int[] answered;
    private final long[] talk;
    /** As {@link Bins} has them, trunk by trunk. */
    private final int[] delays;
    private final char[] ords = new char[PIECE];
    private final long[] figures = new long[PIECE];

    public TrunkHistogram(int trunks) {
        calls = new int[trunks];
        answered = new int[trunks];
        talk = new long[trunks];
        delays = new int[trunks * Bins.SIZE];
    }

    public int calls(int trunk) {
        return calls[trunk];
    }

    /** Counts a stretch of records, all of them. @param trunkOf of each facets */
    public void add(LeafColumns leaf, int[] trunkOf, int from, int to) {
        for (int at = from; at < to; at += PIECE) {
            int n = Math.min(PIECE, to - at);
            if (leaf.fetch(at, n, ords, figures))
                for (int i = 0; i < n; i++)
                    add(leaf, at + i, trunkOf[ords[i]], figures[i]);
            else
                for (int doc = at; doc < at + n; doc++)
                    add(leaf, trunkOf, doc);
        }
    }

    public void add(LeafColumns leaf, int[] trunkOf, int doc) {
        add(leaf, doc, trunkOf[leaf.ord(doc)], leaf.figure(doc));
    }

    private void add(LeafColumns leaf, int doc, int trunk, long figure) {
        int duration = SegmentRows.duration(figure);
        int some = ~duration >>> 31; // 1 where there is one, without a branch
        calls[trunk]++;
        answered[trunk] += some;
        talk[trunk] += duration & -some;
        int delay = leaf.pdd(doc, figure);
        if (delay >= 0)
            delays[trunk * Bins.SIZE + Bins.of(delay)]++;
    }

    public void add(int trunk, Cell cell) {
        calls[trunk] += cell.calls();
        answered[trunk] += cell.answered();
        talk[trunk] += cell.talk();
        int[] of = cell.delays();
        for (int i = 0; i < of.length; i += 2)
            delays[trunk * Bins.SIZE + of[i]] += of[i + 1];
    }

    /** What was counted of a trunk, and begins anew. */
    public Cell takeCell(int trunk) {
        var found = new int[2 * Bins.SIZE];
        int n = 0;
        for (int bin = 0; bin < Bins.SIZE; bin++) {
            int count = delays[trunk * Bins.SIZE + bin];
            if (count > 0) {
                found[n++] = bin;
                found[n++] = count;
            }
        }
        var cell = new Cell(calls[trunk], answered[trunk], talk[trunk], Arrays.copyOf(found, n));
        clear(trunk);
        return cell;
    }

    /** The same as it is shown. */
    public TrunkPeriod take(int trunk, Instant start, Duration step, String name) {
        double delay = Bins.percentile(PART, delays, trunk * Bins.SIZE, (trunk + 1) * Bins.SIZE);
        var period = new TrunkPeriod(start, name, calls[trunk], answered[trunk], Duration.ofMillis(talk[trunk]),
                Duration.ofMillis(Math.round(delay)), step);
        clear(trunk);
        return period;
    }

    private void clear(int trunk) {
        calls[trunk] = 0;
        answered[trunk] = 0;
        talk[trunk] = 0;
        Arrays.fill(delays, trunk * Bins.SIZE, (trunk + 1) * Bins.SIZE, 0);
    }
}
