package org.trunkline.cdr.lucene.internal.columns;

import java.io.IOException;
import java.nio.LongBuffer;

import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NumericDocValues;

/** Start times of every 64th record of a segment, whose records lie newest first: finds a time in few steps. */
public final class LeafTimes {
    private static final int STEP = 64;

    private final LongBuffer samples;
    private final int maxDoc;

    LeafTimes(LongBuffer samples, int maxDoc) {
        this.samples = samples;
        this.maxDoc = maxDoc;
    }

    static int count(int maxDoc) {
        return (maxDoc + STEP - 1) / STEP;
    }

    /** Reads them. */
    static LongBuffer samples(LeafReader reader) throws IOException {
        var samples = LongBuffer.allocate(count(reader.maxDoc()));
        var started = reader.getNumericDocValues(IndexFields.STARTED);
        for (int i = 0; i < samples.capacity(); i++) {
            started.advance(i * STEP);
            samples.put(i, started.longValue());
        }
        return samples;
    }

    /** The first record that began before the time, in milliseconds; one past the last if none did. */
    public int firstBefore(LeafReader reader, long time) throws IOException {
        return in(reader).firstBefore(time);
    }

    /** To seek several times, for one thread. */
    public Search in(LeafReader reader) throws IOException {
        return new Search(reader.getNumericDocValues(IndexFields.STARTED));
    }

    /** Seeks times in the segment. */
    public final class Search {
        private final NumericDocValues started;

        Search(NumericDocValues started) {
            this.started = started;
        }

        /** As {@link LeafTimes#firstBefore}. */
        public int firstBefore(long time) throws IOException {
            int low = 0; // all samples below it are at or after the time
            int high = samples.capacity();
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (samples.get(middle) >= time)
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

    public long newest() {
        return samples.capacity() == 0 ? Long.MIN_VALUE : samples.get(0);
    }
}
