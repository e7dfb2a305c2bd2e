package org.trunkline.demo.internal;

/** Something like speech as G.711 A-law: syllables of three harmonics with pauses, so that a listener hears a voice. */
final class Voice {
    static final int PAYLOAD_TYPE = 8;
    static final int FRAME = 160; // 20 ms at 8 kHz
    private static final int RATE = 8000;

    private final byte[] samples;

    /** @param pitch fundamental in Hz, which tells one speaker from another */
    Voice(double pitch) {
        samples = new byte[RATE * 4];
        for (int i = 0; i < samples.length; i++) {
            double t = (double) i / RATE;
            double syllable = Math.max(0, Math.sin(2 * Math.PI * 3.1 * t));
            double sentence = t % 4 < 3 ? 1 : 0.02;
            double glide = pitch * (1 + 0.08 * Math.sin(2 * Math.PI * 0.7 * t));
            double sound = Math.sin(2 * Math.PI * glide * t) + 0.5 * Math.sin(2 * Math.PI * 3 * glide * t)
                    + 0.25 * Math.sin(2 * Math.PI * 7 * glide * t);
            samples[i] = aLaw((int) (sound * syllable * sentence * 6000));
        }
    }

    /** Copies the frame-th 20 ms, over and over. */
    void frame(long frame, byte[] to, int at) {
        int start = (int) (frame * FRAME % samples.length);
        System.arraycopy(samples, start, to, at, FRAME);
    }

    /** ITU-T G.711 A-law of a 16 bit sample. */
    static byte aLaw(int sample) {
        int sign = sample < 0 ? 0 : 0x80;
        int magnitude = Math.min(Math.abs(sample), 32635) >> 4; // 11 bits
        int exponent = magnitude < 16 ? 0 : 28 - Integer.numberOfLeadingZeros(magnitude);
        int mantissa = exponent == 0 ? magnitude & 0x0f : magnitude >> exponent - 1 & 0x0f;
        return (byte) ((sign | exponent << 4 | mantissa) ^ 0x55);
    }
}
