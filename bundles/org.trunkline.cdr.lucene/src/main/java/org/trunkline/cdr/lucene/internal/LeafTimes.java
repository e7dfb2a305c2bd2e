package org.trunkline.cdr.lucene.internal;

import java.io.IOException;

import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NumericDocValues;

/** Start times of every 64th record of a segment, whose records lie newest first: finds a time in few steps. */
final class LeafTimes {
    private static final int STEP = 64;

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
        return in(reader).firstBefore(time);
    }

    /** To seek several times, for one thread. */
    Search in(LeafReader reader) throws IOException {
        return new Search(reader.getNumericDocValues(IndexFields.STARTED));
    }

    /** Seeks times in the segment. */
    final class Search {
        private final NumericDocValues started;

        Search(NumericDocValues started) {
            this.started = started;
        }

        /** As {@link LeafTimes#firstBefore}. */
        int firstBefore(long time) throws IOException {
            int low = 0; // all samples below it are at or after the time
            int high = samples.length;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (samples[middle] >= time)
                    low = middle + 1;
                else
                    high = middle;
            }
            return low == 0 ? 0 : between((low - 1) * STEP + 1, Math.min(maxDoc, low * STEP), time);
        }

        /** @param from the sample before it is not before the time */
        private int between(int from, int to, long time) throws IOException {
            int first = from;
            int last = to;
            while (first < last) {
                int middle = (first + last) >>> 1;
                if (started.advanceExact(middle) && started.longValue() >= time)
                    first = middle + 1;
                else
                    last = middle;
            }
            return first;
        }
    }

    long newest() {
        return samples.length == 0 ? Long.MIN_VALUE : samples[0];
    }
}
