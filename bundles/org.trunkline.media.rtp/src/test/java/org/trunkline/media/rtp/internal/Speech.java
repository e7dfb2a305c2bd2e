package org.trunkline.media.rtp.internal;

/** Something that encoders take for speech, and the trace that in-band FEC leaves in their packets. */
final class Speech {
    private Speech() {}

    /** Syllables of a gliding voice. */
    static short[] samples(int rate, int count) {
        var samples = new short[count];
        double phase = 0;
        for (int i = 0; i < count; i++) {
            double at = (double) i / rate;
            double voice = 130 + 40 * Math.sin(2 * Math.PI * 1.7 * at);
            phase += voice / rate;
            double sum = 0;
            for (int harmonic = 1; harmonic < 20; harmonic++)
                sum += Math.sin(2 * Math.PI * harmonic * phase) / harmonic;
            samples[i] = (short) (6000 * Math.pow(Math.sin(Math.PI * 3.1 * at), 2) * sum);
        }
        return samples;
    }

    /** Whether the Opus payload of an RTP packet, one frame of 20 ms, has the LBRR flag (RFC 6716 §4.2.3). */
    static boolean isRepeated(byte[] packet) {
        return packet.length > 13 && (packet[12] & 0x80) == 0 && (packet[13] & 0x40) != 0;
    }
}
