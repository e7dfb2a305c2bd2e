package org.trunkline.media.audio.codec;

/**
 * Changes the sample rate by a ratio of small whole numbers: a windowed sinc (Blackman), of which each sample needs one phase.
 * Delays by half its length, about 1.5 ms of the lower rate. Not thread-safe.
 */
public final class Resampler {
    /** Zero crossings of the sinc to both sides; with it telephone speech is flat to 3.4 kHz. */
    private static final int CROSSINGS = 12;
    /** Of the lower rate; the rest is the filter's slope. */
    private static final double CUTOFF = 0.45;

    private final int up;
    private final int down;
    private final double[][] phases;
    private final double[] last;
    private int at;
    private int phase;

    /** @param from samples a second that come @param to samples a second that go */
    public Resampler(int from, int to) {
        int common = common(from, to);
        up = to / common;
        down = from / common;
        int length = 2 * CROSSINGS * Math.max(up, down) / up;
        phases = filter(up, length, CUTOFF * Math.min(1.0 / up, 1.0 / down));
        last = new double[length];
    }

    private static int common(int a, int b) {
        return b == 0 ? a : common(b, a % b);
    }

    /** @param cutoff of the rate that has all phases */
    private static double[][] filter(int up, int length, double cutoff) {
        int taps = up * length;
        var phases = new double[up][length];
        for (int phase = 0; phase < up; phase++) {
            double sum = 0;
            for (int i = 0; i < length; i++) {
                int tap = i * up + phase;
                double from = tap - (taps - 1) / 2.0;
                double sinc = from == 0 ? 2 * cutoff : Math.sin(2 * Math.PI * cutoff * from) / (Math.PI * from);
                double turn = 2 * Math.PI * tap / (taps - 1);
                phases[phase][i] = sinc * (0.42 - 0.5 * Math.cos(turn) + 0.08 * Math.cos(2 * turn));
                sum += phases[phase][i];
            }
            for (int i = 0; i < length; i++)
                phases[phase][i] /= sum;
        }
        return phases;
    }

    /** At most how many samples come of so many. */
    public int most(int count) {
        return (count * up + up - 1) / down + 1;
    }

    /**
     * @param count of the samples in {@code from}
     * @param into gets them from {@code place} on
     * @return how many
     */
    public int convert(short[] from, int count, short[] into, int place) {
        int made = 0;
        for (int i = 0; i < count; i++) {
            at = at == 0 ? last.length - 1 : at - 1;
            last[at] = from[i];
            for (; phase < up; phase += down)
                into[place + made++] = sample(phases[phase]);
            phase -= up;
        }
        return made;
    }

    private short sample(double[] taps) {
        double sum = 0;
        int first = last.length - at;
        for (int i = 0; i < first; i++)
            sum += taps[i] * last[at + i];
        for (int i = first; i < taps.length; i++)
            sum += taps[i] * last[i - first];
        return (short) Math.clamp(Math.round(sum), Short.MIN_VALUE, Short.MAX_VALUE);
    }
}
