package org.trunkline.media.audio;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Hears keys as tones in speech of 8 kHz (DTMF, ITU-T Q.23, Q.24), by Goertzel filters over blocks of 13 ms: two blocks make a key,
 * two without it end it. Not thread-safe.
 */
public final class KeyDetector {
    private static final int BLOCK = 102;
    private static final String KEYS = "123A456B789C*0#D";
    private static final char NONE = 0;
    /** About -40 dBm0 of each tone. */
    private static final double LEAST = 5.0e7;
    /** 8 dB: how much louder than the row the column may be. */
    private static final double TWIST = 6.3;
    /** 4 dB: how much softer. */
    private static final double REVERSE_TWIST = 2.5;
    /** 8 dB: how much softer the other tones of its kind are. */
    private static final double PEAK = 6.3;
    /** Of what two pure tones would have: speech is more than these. */
    private static final double SHARE = 0.82;

    /** Filters of four tones. */
    private static final class Tones {
        private final double[] factors = new double[4];
        private final double[] last = new double[4];
        private final double[] beforeLast = new double[4];

        Tones(int... hertz) {
            for (int i = 0; i < hertz.length; i++)
                factors[i] = 2 * Math.cos(2 * Math.PI * hertz[i] / Sound.RATE);
        }

        void hear(short sample) {
            for (int i = 0; i < factors.length; i++) {
                double now = sample + factors[i] * last[i] - beforeLast[i];
                beforeLast[i] = last[i];
                last[i] = now;
            }
        }

        double power(int i) {
            return last[i] * last[i] + beforeLast[i] * beforeLast[i] - factors[i] * last[i] * beforeLast[i];
        }

        /** -1 where none stands out. */
        int loudest() {
            int best = 0;
            for (int i = 1; i < factors.length; i++)
                if (power(i) > power(best))
                    best = i;
            for (int i = 0; i < factors.length; i++)
                if (i != best && power(i) * PEAK > power(best))
                    return -1;
            return power(best) < LEAST ? -1 : best;
        }

        void clear() {
            Arrays.fill(last, 0);
            Arrays.fill(beforeLast, 0);
        }
    }

    private final Tones rows = new Tones(697, 770, 852, 941);
    private final Tones columns = new Tones(1209, 1336, 1477, 1633);
    private double energy;
    private int heard;
    private char before = NONE;
    private char held = NONE;

    /** @param pressed told of each key once, when it begins */
    public void hear(short[] samples, int count, Consumer<Character> pressed) {
        for (int i = 0; i < count; i++) {
            rows.hear(samples[i]);
            columns.hear(samples[i]);
            energy += (double) samples[i] * samples[i];
            if (++heard == BLOCK)
                block(pressed);
        }
    }

    private void block(Consumer<Character> pressed) {
        char key = key();
        if (key != held && before != held) {
            held = key == before ? key : NONE;
            if (held != NONE)
                pressed.accept(held);
        }
        before = key;
        rows.clear();
        columns.clear();
        energy = 0;
        heard = 0;
    }

    private char key() {
        int row = rows.loudest();
        int column = columns.loudest();
        if (row < 0 || column < 0)
            return NONE;
        double low = rows.power(row);
        double high = columns.power(column);
        boolean twisted = high > low * TWIST || low > high * REVERSE_TWIST;
        return twisted || low + high < SHARE * energy * BLOCK / 2 ? NONE : KEYS.charAt(4 * row + column);
    }
}
