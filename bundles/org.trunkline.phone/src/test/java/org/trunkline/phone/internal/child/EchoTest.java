package org.trunkline.phone.internal.child;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;

import org.junit.jupiter.api.Test;

class EchoTest {
    private static final double SECONDS = 1.5;

    /** Syllables of coloured noise. */
    private static DoubleUnaryOperator voice() {
        var random = new Random(7);
        var last = new double[1];
        return seconds -> {
            last[0] = 0.7 * last[0] + 0.3 * random.nextGaussian();
            return 0.3 * last[0] * Math.max(0, Math.sin(2 * Math.PI * 3 * seconds));
        };
    }

    private static double[] recorded(int delayMs, double level, DoubleUnaryOperator beside) {
        var all = new double[(int) (SECONDS * Echo.HERTZ)];
        for (int i = 0; i < all.length; i++) {
            double seconds = (i + 0.5) / Echo.HERTZ;
            double since = seconds - delayMs / 1000.0;
            all[i] = beside.applyAsDouble(seconds) + (since < 0 ? 0 : level * Echo.tone(since));
        }
        return all;
    }

    @Test
    void findsDelayAndLevelBesideAVoice() {
        var echo = Echo.find(recorded(120, 0.5, voice())).orElseThrow();
        assertEquals(120, echo.delayMs(), 1);
        assertEquals(0.5, echo.level(), 0.1);
        assertEquals("echo", echo.verdict());
        assertEquals("good", Echo.find(recorded(120, 0.05, _ -> 0)).orElseThrow().verdict());
        assertEquals("late", Echo.find(recorded(450, 0.05, _ -> 0)).orElseThrow().verdict());
    }

    @Test
    void noOtherSoundIsTakenForIt() {
        assertEquals(Optional.empty(), Echo.find(recorded(0, 0, voice())));
        assertEquals(Optional.empty(), Echo.find(recorded(0, 0, _ -> 0)));
        assertEquals(Optional.empty(), Echo.find(recorded(0, 0, _ -> 0.1)));
        for (int hertz : new int[] {50, 440, 1_000, 1_650})
            assertEquals(Optional.empty(), Echo.find(recorded(0, 0, seconds -> 0.3 * Math.sin(2 * Math.PI * hertz * seconds))), hertz + " Hz");
        assertEquals(Optional.empty(), Echo.find(new double[0]));
    }

    @Test
    void aRecordingIsReducedToItsMeans() {
        var recording = new Recording(1);
        var pcm = new byte[2 * 44_100];
        for (int i = 0; i < 44_100; i++)
            pcm[2 * i + 1] = (byte) (i < 22_050 ? 32 : 64);
        recording.add(pcm, 1, 44_100);
        var reduced = recording.reduced(Echo.HERTZ);
        assertEquals(Echo.HERTZ, reduced.length);
        assertEquals(0.25, Arrays.stream(reduced, 0, 1_900).max().orElseThrow());
        assertEquals(0.5, Arrays.stream(reduced, 2_100, 4_000).min().orElseThrow());
    }
}
