package org.trunkline.media.audio;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;

import org.junit.jupiter.api.Test;

class KeyDetectorTest {
    private static final String KEYS = "123A456B789C*0#D";
    private static final int[] ROWS = {697, 770, 852, 941};
    private static final int[] COLUMNS = {1209, 1336, 1477, 1633};

    private final StringBuilder heard = new StringBuilder();
    private final KeyDetector detector = new KeyDetector();
    private final Random random = new Random(24);

    /** @param off how far the frequencies are, as a ratio @param twist column against row, as a ratio of amplitudes */
    private void press(char key, int millis, double amplitude, double off, double twist) {
        int at = KEYS.indexOf(key);
        var samples = new short[8 * millis];
        for (int i = 0; i < samples.length; i++)
            samples[i] = (short) (amplitude * (Math.sin(2 * Math.PI * ROWS[at / 4] * off * i / 8000)
                    + twist * Math.sin(2 * Math.PI * COLUMNS[at % 4] * off * i / 8000)) + 20 * random.nextGaussian());
        hear(samples);
    }

    private void pause(int millis) {
        hear(new short[8 * millis]);
    }

    /** In pieces, as packets come. */
    private void hear(short[] samples) {
        var some = new short[160];
        for (int at = 0; at < samples.length; at += some.length) {
            int count = Math.min(some.length, samples.length - at);
            System.arraycopy(samples, at, some, 0, count);
            detector.hear(some, count, heard::append);
        }
    }

    @Test
    void eachKeyIsHeardOnceAndSoIsTheSameAgain() {
        for (char key : (KEYS + KEYS).toCharArray())
            for (int again = 0; again < 2; again++) {
                press(key, 50, 6000, 1, 1);
                pause(50);
            }
        assertEquals((KEYS + KEYS).replaceAll("(.)", "$1$1"), heard.toString());
    }

    @Test
    void aKeyThatIsHeldIsOne() {
        press('5', 3000, 6000, 1, 1);
        assertEquals("5", heard.toString());
    }

    @Test
    void softTwistedAndSomewhatWrongTonesAreHeard() {
        press('1', 60, 300, 1, 1);
        pause(60);
        press('2', 60, 4000, 1.012, 1);
        pause(60);
        press('3', 60, 4000, 0.988, 1);
        pause(60);
        press('4', 60, 3000, 1, 1.9);
        pause(60);
        press('6', 60, 5000, 1, 0.7);
        pause(60);
        assertEquals("12346", heard.toString());
    }

    @Test
    void whatIsTooShortOrTooTwistedIsNoKey() {
        press('1', 18, 6000, 1, 1);
        pause(60);
        press('2', 100, 3000, 1, 4);
        pause(60);
        press('3', 100, 6000, 1.04, 1);
        pause(60);
        assertEquals("", heard.toString());
    }

    @Test
    void noiseAndVowelsAreNoKeys() {
        var samples = new short[8000 * 60];
        for (int i = 0; i < samples.length; i++) {
            double pitch = 110 + 60 * Math.sin(i / 9000.0);
            double voice = 0;
            for (int harmonic = 1; harmonic < 14; harmonic++)
                voice += Math.sin(2 * Math.PI * pitch * harmonic * i / 8000) / (1 + Math.abs(harmonic * pitch - 700) / 300);
            samples[i] = (short) (2500 * voice * Math.max(0, Math.sin(i / 1200.0)) + 400 * random.nextGaussian());
        }
        hear(samples);
        var noise = new short[8000 * 60];
        for (int i = 0; i < noise.length; i++)
            noise[i] = (short) (6000 * random.nextGaussian());
        hear(noise);
        assertEquals("", heard.toString(), "seed 24");
    }
}
