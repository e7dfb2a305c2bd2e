package org.trunkline.media.rtp.internal.audio;

/** Every other sample, after a low-pass filter: 16 kHz to 8 kHz. Not thread-safe. */
final class Decimator {
    private static final int TAPS = 47;
    /** Of the 16 kHz; telephone speech ends at 3400 Hz. */
    private static final double CUTOFF = 3600.0 / 16_000;
    private static final double[] FILTER = filter();

    private final double[] last = new double[TAPS];
    private int at;

    /** A windowed sinc (Blackman), of gain one at 0 Hz. */
    private static double[] filter() {
        var taps = new double[TAPS];
        double sum = 0;
        for (int i = 0; i < TAPS; i++) {
            double from = i - (TAPS - 1) / 2.0;
            double sinc = from == 0 ? 2 * CUTOFF : Math.sin(2 * Math.PI * CUTOFF * from) / (Math.PI * from);
            double turn = 2 * Math.PI * i / (TAPS - 1);
            taps[i] = sinc * (0.42 - 0.5 * Math.cos(turn) + 0.08 * Math.cos(2 * turn));
            sum += taps[i];
        }
        for (int i = 0; i < TAPS; i++)
            taps[i] /= sum;
        return taps;
    }

    /** One sample of two. */
    short half(short first, int second) {
        put(first);
        put(second);
        double sum = 0;
        for (int i = 0; i < TAPS; i++)
            sum += FILTER[i] * last[(at + i) % TAPS];
        return (short) Math.clamp(Math.round(sum), Short.MIN_VALUE, Short.MAX_VALUE);
    }

    private void put(double sample) {
        last[at] = sample;
        at = (at + 1) % TAPS;
    }
}
