package org.trunkline.media.audio.codec;

/** Tones, and how much of one is in what was heard. */
public final class Samples {
    private Samples() {}

    public static short[] sine(double hertz, int rate, int samples, double amplitude) {
        var sine = new short[samples];
        for (int i = 0; i < samples; i++)
            sine[i] = (short) Math.round(amplitude * Math.sin(2 * Math.PI * hertz * i / rate));
        return sine;
    }

    /** The tone of that frequency against all else, in dB, by the sine that fits best. */
    public static double signalToNoise(short[] samples, int from, int length, double hertz, int rate) {
        double sine = 0;
        double cosine = 0;
        double all = 0;
        for (int i = from; i < from + length; i++) {
            sine += samples[i] * Math.sin(2 * Math.PI * hertz * i / rate);
            cosine += samples[i] * Math.cos(2 * Math.PI * hertz * i / rate);
            all += (double) samples[i] * samples[i];
        }
        double tone = 2 * (sine * sine + cosine * cosine) / length;
        return 10 * Math.log10(tone / Math.max(1, all - tone));
    }

    public static double amplitude(short[] samples, int from, int length) {
        double all = 0;
        for (int i = from; i < from + length; i++)
            all += (double) samples[i] * samples[i];
        return Math.sqrt(2 * all / length);
    }
}
