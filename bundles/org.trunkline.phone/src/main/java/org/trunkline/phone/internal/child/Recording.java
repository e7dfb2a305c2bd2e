package org.trunkline.phone.internal.child;

/** What a microphone gave in some seconds. <b>Threads:</b> any. */
final class Recording {
    private static final int MOST_RATE = 48_000;
    /** Of full scale: below it there is no voice, only what the converter makes by itself. */
    private static final double SILENT = 0.0005;
    private static final double QUIET = 0.02;
    private static final double FULL = 0.999;
    /** Of all samples. */
    private static final double CLIPPED = 0.001;

    private final short[] samples;
    private int count;
    private int rate = MOST_RATE;
    private double last;

    Recording(int seconds) {
        samples = new short[seconds * MOST_RATE];
    }

    /** @param pcm 16 bits, little-endian; of several channels the first counts */
    synchronized void add(byte[] pcm, int channels, int samplesPerSecond) {
        rate = samplesPerSecond;
        double loudest = 0;
        for (int i = 0; i + 1 < pcm.length && count < samples.length; i += 2 * channels) {
            short value = (short) (pcm[i] & 0xff | pcm[i + 1] << 8);
            samples[count++] = value;
            loudest = Math.max(loudest, Math.abs(value / 32_768.0));
        }
        last = loudest;
    }

    /** Of the last piece, 0 to 1. */
    synchronized double level() {
        return last;
    }

    synchronized double peak() {
        double peak = 0;
        for (int i = 0; i < count; i++)
            peak = Math.max(peak, Math.abs(samples[i] / 32_768.0));
        return peak;
    }

    /** @return -1 to 1; silence after its end */
    synchronized double at(double seconds) {
        int i = (int) (seconds * rate);
        return i < count ? samples[i] / 32_768.0 : 0;
    }

    /** At a lower rate, each sample the mean of those that it stands for. @param hertz samples a second */
    synchronized double[] reduced(int hertz) {
        var all = new double[(int) ((long) count * hertz / rate)];
        for (int i = 0; i < all.length; i++) {
            int from = (int) ((long) i * rate / hertz);
            int to = (int) ((i + 1L) * rate / hertz);
            double sum = 0;
            for (int at = from; at < to; at++)
                sum += samples[at] / 32_768.0;
            all[i] = sum / (to - from);
        }
        return all;
    }

    /** {@code nothing}, {@code silent}, {@code clipping}, {@code quiet} or {@code good}. */
    synchronized String verdict() {
        if (count == 0)
            return "nothing";
        int clipped = 0;
        for (int i = 0; i < count; i++)
            if (Math.abs(samples[i] / 32_768.0) >= FULL)
                clipped++;
        double peak = peak();
        return peak < SILENT ? "silent" : clipped > count * CLIPPED ? "clipping" : peak < QUIET ? "quiet" : "good";
    }
}
