package org.trunkline.media.audio.codec;

/**
 * Fills gaps with what was heard before them, in the manner of ITU-T G.711 Appendix I: the last pitch period again and again,
 * fading out over 60 ms, and blending into what comes after the gap. Unlike there, nothing is delayed. Not thread-safe.
 */
public final class Concealment {
    private static final int LOWEST_PITCH_HERTZ = 66;
    private static final int HIGHEST_PITCH_HERTZ = 200;
    /** What is compared to find the pitch. */
    private static final int WINDOW_MILLIS = 20;
    private static final int FULL_MILLIS = 10;
    private static final int SILENT_MILLIS = 60;
    private static final int BLEND_MILLIS = 5;

    private final int rate;
    private final short[] heard;
    private final short[] period;
    private int pitch;
    /** Samples made since the gap began. */
    private int made;

    /** @param rate samples a second */
    public Concealment(int rate) {
        this.rate = rate;
        int longest = rate / LOWEST_PITCH_HERTZ;
        heard = new short[rate * WINDOW_MILLIS / 1000 + 2 * longest];
        period = new short[longest];
    }

    /** Remembers what was decoded, and after a gap blends its beginning with what filled the gap. */
    public void heard(short[] samples, int count) {
        if (made > 0) {
            int blend = Math.min(count, rate * BLEND_MILLIS / 1000);
            for (int i = 0; i < blend; i++)
                samples[i] = (short) ((next() * (blend - i) + samples[i] * i) / blend);
            made = 0;
        }
        remember(samples, count);
    }

    private void remember(short[] samples, int count) {
        int kept = Math.min(count, heard.length);
        System.arraycopy(heard, kept, heard, 0, heard.length - kept);
        System.arraycopy(samples, count - kept, heard, heard.length - kept, kept);
    }

    /** Makes what was lost. */
    public void fill(short[] samples, int count) {
        if (made == 0)
            begin();
        for (int i = 0; i < count; i++)
            samples[i] = next();
    }

    private void begin() {
        pitch = pitch();
        System.arraycopy(heard, heard.length - pitch, period, 0, pitch);
        int blend = pitch / 4; // its end leads to its beginning
        for (int i = 0; i < blend; i++) {
            int before = heard[heard.length - pitch - blend + i];
            int at = pitch - blend + i;
            period[at] = (short) ((period[at] * (blend - i) + before * i) / blend);
        }
    }

    private short next() {
        double millis = 1000.0 * made / rate;
        double volume = Math.clamp((SILENT_MILLIS - millis) / (SILENT_MILLIS - FULL_MILLIS), 0, 1);
        return (short) (volume * period[made++ % pitch]);
    }

    /** The shift at which what was heard last resembles what was before the most. */
    private int pitch() {
        int window = rate * WINDOW_MILLIS / 1000;
        int from = heard.length - window;
        int best = rate / HIGHEST_PITCH_HERTZ;
        double most = 0;
        for (int lag = best; lag <= period.length; lag++) {
            double product = 0;
            double energy = 1;
            for (int i = from; i < heard.length; i += 2) {
                product += heard[i] * (double) heard[i - lag];
                energy += heard[i - lag] * (double) heard[i - lag];
            }
            double alike = product / Math.sqrt(energy);
            if (alike > most) {
                most = alike;
                best = lag;
            }
        }
        return best;
    }
}
