package org.trunkline.cdr.lucene.internal;

import java.io.IOException;

import org.apache.lucene.index.LeafReader;

/** Start times of every 1024th record of a segment, whose records lie newest first: finds a time in few steps. */
final class LeafTimes {
    private static final int STEP = 1024;

    private final long[] samples;
    private final int maxDoc;

    LeafTimes(LeafReader reader) throws IOException {
        maxDoc = reader.maxDoc();
        samples = new long[(maxDoc + STEP - 1) / STEP];
        var started = reader.getNumericDocValues(IndexFields.STARTED);
        for (int i = 0; i < samples.length; i++) {
            started.advance(i * STEP);
            samples[i] = started.longValue();
        }
    }

    /** The first record that began before the time, in milliseconds; one past the last if none did. */
    int firstBefore(LeafReader reader, long time) throws IOException {
        int low = 0; // all samples below it are at or after the time
        int high = samples.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (samples[middle] >= time)
                low = middle + 1;
            else
                high = middle;
        }
        if (low == 0)
            return 0;
        var started = reader.getNumericDocValues(IndexFields.STARTED);
        int first = (low - 1) * STEP + 1; // the sample before it is not before the time
        int last = Math.min(maxDoc, low * STEP);
        while (first < last) {
            int middle = (first + last) >>> 1;
            if (started.advanceExact(middle) && started.longValue() >= time)
                first = middle + 1;
            else
                last = middle;
        }
        return first;
    }

    long newest() {
        return samples.length == 0 ? Long.MIN_VALUE : samples[0];
    }
}
