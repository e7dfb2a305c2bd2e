package org.trunkline.cdr.lucene.internal.columns;

import java.nio.LongBuffer;

/** Counts of figures for percentiles: exact up to 128, then 64 bins to each doubling, so within a hundredth. */
public final class Bins {
    private static final int EXACT_BITS = 7;
    /** How many bins there are; {@link #write} writes so many. */
    static final int SIZE = (31 - EXACT_BITS + 2) << EXACT_BITS - 1;

    private final int[] counts = new int[SIZE];

    static int of(int value) {
        int shift = Math.max(0, 32 - EXACT_BITS - Integer.numberOfLeadingZeros(value));
        return (shift << EXACT_BITS - 1) + (value >>> shift);
    }

    public void add(int value) {
        counts[of(value)]++;
    }

    public void add(Bins other) {
        for (int i = 0; i < SIZE; i++)
            counts[i] += other.counts[i];
    }

    /** Of what was counted before. */
    void subtract(Bins other) {
        for (int i = 0; i < SIZE; i++)
            counts[i] -= other.counts[i];
    }

    public long count() {
        long sum = 0;
        for (int count : counts)
            sum += count;
        return sum;
    }

    /** @param part 0..1 @return the middle of the bin that the value at this part falls into; 0 where there are none */
    public double percentile(double part) {
        return percentile(part, counts, 0, SIZE);
    }

    /** The same of counts that lie from a place to another. */
    public static double percentile(double part, int[] counts, int from, int to) {
        long all = 0;
        for (int i = from; i < to; i++)
            all += counts[i];
        long above = all - Math.max(1, (long) Math.ceil(part * all));
        for (int i = to - 1; i >= from && all > 0; i--) {
            above -= counts[i];
            if (above < 0)
                return middle(i - from);
        }
        return 0;
    }

    private static double middle(int bin) {
        int half = 1 << EXACT_BITS - 1;
        if (bin < 2 * half)
            return bin;
        int shift = bin / half - 1;
        long low = (long) (bin - shift * half) << shift;
        return low + ((1L << shift) - 1) / 2.0;
    }

    void write(LongBuffer out) {
        for (int count : counts)
            out.put(count);
    }

    /** Instead of what was counted. */
    void read(LongBuffer in) {
        for (int i = 0; i < SIZE; i++)
            counts[i] = (int) in.get();
    }
}
