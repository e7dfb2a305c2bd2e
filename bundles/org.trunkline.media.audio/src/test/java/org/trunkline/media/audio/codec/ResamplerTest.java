package org.trunkline.media.audio.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ResamplerTest {
    private static short[] converted(int from, int to, double hertz) {
        var in = Samples.sine(hertz, from, from, 10_000);
        var out = new short[to + 10];
        var resampler = new Resampler(from, to);
        int made = 0;
        var some = new short[from / 50];
        for (int at = 0; at < from; at += some.length) { // in pieces, as packets come
            System.arraycopy(in, at, some, 0, some.length);
            made += resampler.convert(some, some.length, out, made);
        }
        assertEquals(to, made);
        return out;
    }

    @Test
    void speechKeepsItsShapeAtEachRate() {
        for (int[] rates : new int[][] {{8000, 16_000}, {16_000, 8000}, {8000, 48_000}, {48_000, 8000}, {16_000, 48_000}, {48_000, 16_000}})
            for (int hertz : new int[] {200, 1000, 3000}) {
                var tone = converted(rates[0], rates[1], hertz);
                int milli = rates[1] / 1000;
                assertTrue(Samples.signalToNoise(tone, 20 * milli, 900 * milli, hertz, rates[1]) > 50, rates[0] + " to " + rates[1] + " at " + hertz);
                assertEquals(10_000, Samples.amplitude(tone, 20 * milli, 900 * milli), 300);
            }
    }

    @Test
    void whatTheLowerRateCannotHaveIsNotHeard() {
        assertTrue(Samples.amplitude(converted(16_000, 8000, 5500), 160, 7000) < 60);
        assertTrue(Samples.amplitude(converted(48_000, 16_000, 10_500), 320, 14_000) < 60);
    }
}
