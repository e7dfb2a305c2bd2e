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

    /** Something like speech: syllables of vowels with a gliding voice, so that codecs take it for speech, and cannot guess what comes next. */
    public static short[] speech(int rate, int samples) {
        var speech = new short[samples];
        double[] formants = {650, 1100, 2400};
        double phase = 0;
        for (int i = 0; i < samples; i++) {
            double at = (double) i / rate;
            double voice = 130 + 40 * Math.sin(2 * Math.PI * 1.7 * at) + 15 * Math.sin(2 * Math.PI * 5.3 * at);
            phase += voice / rate;
            double vowel = 0.7 + 0.5 * Math.sin(2 * Math.PI * 2.9 * at);
            double sum = 0;
            for (int harmonic = 1; harmonic * voice < rate * 0.45; harmonic++) {
                double loud = 0.02;
                for (double formant : formants)
                    loud += Math.exp(-Math.pow((harmonic * voice - formant * vowel) / 160, 2));
                sum += loud * Math.sin(2 * Math.PI * harmonic * phase);
            }
            double syllable = Math.pow(Math.sin(Math.PI * 3.1 * at), 2);
            speech[i] = (short) Math.clamp(Math.round(5000 * syllable * sum), Short.MIN_VALUE, Short.MAX_VALUE);
        }
        return speech;
    }

    /** Whether an Opus packet of one frame of 20 ms has the LBRR flag (RFC 6716 §4.2.3): behind the VAD flag, if it is not CELT. */
    public static boolean repeatsTheOneBefore(byte[] packet) {
        return packet.length > 1 && (packet[0] & 0x80) == 0 && (packet[1] & 0x40) != 0;
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
