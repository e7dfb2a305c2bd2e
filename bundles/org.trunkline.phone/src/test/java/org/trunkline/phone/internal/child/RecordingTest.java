package org.trunkline.phone.internal.child;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

class RecordingTest {
    private static String verdict(IntUnaryOperator sample) {
        var recording = new Recording(1);
        var pcm = new byte[960];
        for (int begin = 0; begin < 48_000; begin += 480) {
            for (int i = 0; i < 480; i++) {
                int value = sample.applyAsInt(begin + i);
                pcm[2 * i] = (byte) value;
                pcm[2 * i + 1] = (byte) (value >> 8);
            }
            recording.add(pcm, 1, 48_000);
        }
        return recording.verdict();
    }

    private static IntUnaryOperator tone(double loudness) {
        return i -> (int) Math.clamp(Math.round(Math.sin(2 * Math.PI * 440 * i / 48_000) * 32_767 * loudness), -32_768, 32_767);
    }

    @Test
    void saysWhatIsWrong() {
        assertEquals("nothing", new Recording(1).verdict());
        assertEquals("silent", verdict(_ -> 0));
        assertEquals("silent", verdict(i -> i % 3 - 1));
        assertEquals("quiet", verdict(tone(0.01)));
        assertEquals("good", verdict(tone(0.3)));
        assertEquals("clipping", verdict(tone(1.5)));
    }

    @Test
    void aCallThatWaitsIsQuieterThanOneThatRings() {
        assertEquals(Tone.INCOMING, Tone.of(false, true, true));
        assertEquals(Tone.WAITING, Tone.of(true, true, false));
        assertEquals(Tone.RINGBACK, Tone.of(true, false, true));
        assertEquals(Tone.NONE, Tone.of(true, false, false));
        assertTrue(loudest(Tone.WAITING) > 0);
        assertTrue(loudest(Tone.WAITING) < loudest(Tone.INCOMING) / 2);
    }

    private static double loudest(Tone tone) {
        return IntStream.range(0, 48_000).mapToDouble(i -> Math.abs(tone.sample(i / 48_000.0))).max().orElseThrow();
    }

    @Test
    void tonesKeepTheirRhythm() {
        assertEquals(0, Tone.NONE.sample(0.5));
        assertEquals(0, Tone.RINGBACK.sample(3));
        assertEquals(Tone.RINGBACK.sample(0.2503), Tone.RINGBACK.sample(5.2503), 1e-6);
        assertEquals(0.35, loudest(Tone.INCOMING), 0.01);
    }
}
