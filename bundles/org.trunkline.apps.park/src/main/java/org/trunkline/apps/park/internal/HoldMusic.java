package org.trunkline.apps.park.internal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Quiet music for parked callers, composed here and free of anybody's rights: broken chords, 16 seconds, then again. */
final class HoldMusic {
    private static final int RATE = 8000;
    private static final int HEADER = 44;
    private static final double NOTE_SECONDS = 0.5;
    /** Semitones from A at 220 Hz: A minor, F, C and G, each twice. */
    private static final int[][] CHORDS = {{0, 3, 7, 12}, {0, 7, 3, 12}, {-4, 0, 3, 8}, {-4, 3, 0, 8}, {-9, -5, -2, 3}, {-9, -2, -5, 3},
            {-2, 2, 5, 10}, {-2, 5, 2, 10}};
    /** About -20 dBm0: two notes sound at a time. */
    private static final double LEVEL = 2600;

    private HoldMusic() {}

    /** A WAV file: mono, 8 kHz, 16-bit. */
    static byte[] wave() {
        int perNote = (int) (NOTE_SECONDS * RATE);
        int samples = perNote * CHORDS.length * CHORDS[0].length;
        var sound = new double[samples];
        int note = 0;
        for (int[] chord : CHORDS)
            for (int tone : chord)
                strike(sound, note++ * perNote, 2 * perNote, 220 * Math.pow(2, tone / 12.0));
        var out = header(samples);
        for (double each : sound)
            out.putShort((short) Math.clamp(Math.round(each), Short.MIN_VALUE, Short.MAX_VALUE));
        return out.array();
    }

    /** A note that fades while the next one sounds; the last one ends in the beginning. */
    private static void strike(double[] sound, int from, int length, double hertz) {
        for (int i = 0; i < length; i++) {
            double time = i / (double) RATE;
            double fade = Math.min(1, time / 0.02) * Math.exp(-2.5 * time) * Math.min(1, (length - i) / (0.05 * RATE));
            double value = Math.sin(2 * Math.PI * hertz * time) + 0.3 * Math.sin(4 * Math.PI * hertz * time);
            sound[(from + i) % sound.length] += LEVEL * fade * value;
        }
    }

    private static ByteBuffer header(int samples) {
        var out = ByteBuffer.allocate(HEADER + 2 * samples).order(ByteOrder.LITTLE_ENDIAN);
        out.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(HEADER - 8 + 2 * samples).put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII));
        out.putInt(16).putShort((short) 1).putShort((short) 1).putInt(RATE).putInt(2 * RATE).putShort((short) 2).putShort((short) 16);
        return out.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(2 * samples);
    }
}
