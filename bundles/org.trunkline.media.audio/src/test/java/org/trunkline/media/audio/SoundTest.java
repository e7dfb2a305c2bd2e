package org.trunkline.media.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.trunkline.engine.port.media.Audio;
import org.trunkline.engine.port.media.AudioException;

/** Tones and WAV files. */
class SoundTest {
    private static short[] all(Sound sound, int most) {
        var samples = new short[most];
        return Arrays.copyOf(samples, sound.read(samples));
    }

    private static Sound tone(String name) throws AudioException {
        return Sound.of(new Audio.Tone(name), Sound.RATE);
    }

    /** How much of a frequency is there (Goertzel); of a sine about its amplitude. */
    static double power(short[] samples, int from, int length, double hertz, int rate) {
        double factor = 2 * Math.cos(2 * Math.PI * hertz / rate);
        double one = 0;
        double two = 0;
        for (int i = from; i < from + length; i++) {
            double now = samples[i] + factor * one - two;
            two = one;
            one = now;
        }
        return 2 * Math.sqrt(one * one + two * two - factor * one * two) / length;
    }

    private static void assertTone(short[] samples, int from, int length, int hertz) {
        assertEquals(7000, power(samples, from, length, hertz, Sound.RATE), 400, hertz + " Hz at " + from);
        assertTrue(power(samples, from, length, hertz + 60, Sound.RATE) < 1500, "and no other");
        int crossings = 0;
        for (int i = from + 1; i < from + length; i++)
            if (samples[i - 1] < 0 != samples[i] < 0)
                crossings++;
        assertEquals(2.0 * hertz * length / Sound.RATE, crossings, 2);
    }

    @Test
    void anUnobtainableNumberIsThreeRisingTones() throws Exception {
        var samples = all(tone("unobtainable"), 40_000);
        assertEquals((330 * 3 + 1000) * 8, samples.length);
        assertTone(samples, 100, 2400, 950);
        assertTone(samples, 2640 + 100, 2400, 1400);
        assertTone(samples, 5280 + 100, 2400, 1800);
        for (int i = 7920; i < samples.length; i++)
            assertEquals(0, samples[i]);
    }

    @Test
    void cadencesAreThoseOfE180() throws Exception {
        assertCadence("ringback", 8000, 40_000);
        assertCadence("busy", 4000, 8000);
        assertCadence("congestion", 2000, 4000);
    }

    private static void assertCadence(String name, int on, int whole) throws AudioException {
        var samples = all(tone(name), 100_000);
        assertEquals(whole, samples.length, name);
        assertTone(samples, 50, on - 100, 425);
        assertEquals(0, samples[on]);
        assertEquals(0, samples[whole - 1]);
    }

    @Test
    void aToneBeginsAgain() throws Exception {
        var busy = tone("busy");
        var first = all(busy, 10_000);
        busy.rewind();
        assertArrayEquals(first, all(busy, 10_000));
    }

    @Test
    void anUnknownToneIsRefused() {
        assertTrue(assertThrows(AudioException.class, () -> tone("bells")).getMessage().contains("bells"));
    }

    // ---- WAV files

    /** @param law 1 for PCM, 6, 7 */
    static byte[] wave(int law, int channels, int rate, int bits, byte[] samples) {
        return ByteBuffer.allocate(44 + 8 + samples.length).order(ByteOrder.LITTLE_ENDIAN)
                .put("RIFF".getBytes()).putInt(44 + samples.length).put("WAVE".getBytes())
                .put("LIST".getBytes()).putInt(0)
                .put("fmt ".getBytes()).putInt(16).putShort((short) law).putShort((short) channels).putInt(rate)
                .putInt(rate * channels * bits / 8).putShort((short) (channels * bits / 8)).putShort((short) bits)
                .put("data".getBytes()).putInt(samples.length).put(samples).array();
    }

    private static byte[] pcm(short... samples) {
        var bytes = ByteBuffer.allocate(2 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
        for (short sample : samples)
            bytes.putShort(sample);
        return bytes.array();
    }

    private static short[] sine(int hertz, int rate, int samples) {
        var sine = new short[samples];
        for (int i = 0; i < samples; i++)
            sine[i] = (short) (8000 * Math.sin(2 * Math.PI * hertz * i / rate));
        return sine;
    }

    private static short[] played(byte[] file) throws AudioException {
        return all(Sound.of(new Audio.Wave(file), Sound.RATE), 100_000);
    }

    @Test
    void filesAreDecoded() throws Exception {
        short[] some = {0, 1000, -1000, Short.MAX_VALUE, Short.MIN_VALUE};
        assertArrayEquals(some, played(wave(1, 1, 8000, 16, pcm(some))));
        assertArrayEquals(new short[] {8, -8, 32256}, played(wave(6, 1, 8000, 8, new byte[] {(byte) 0xD5, 0x55, (byte) 0xAA})));
        assertArrayEquals(new short[] {0, 32124}, played(wave(7, 1, 8000, 8, new byte[] {(byte) 0xFF, (byte) 0x80})));
    }

    @Test
    void sixteenKilohertzKeepsSpeechAndFoldsNothingBack() throws Exception {
        var speech = played(wave(1, 1, 16_000, 16, pcm(sine(1000, 16_000, 16_000))));
        assertEquals(8000, speech.length);
        assertEquals(8000, power(speech, 200, 4000, 1000, 8000), 100);
        var high = played(wave(1, 1, 16_000, 16, pcm(sine(6000, 16_000, 16_000))));
        assertTrue(power(high, 200, 4000, 2000, 8000) < 40, "6 kHz would be heard as 2 kHz");
    }

    @Test
    void aFileThatWasCutOffIsPlayedAsFarAsItGoes() throws Exception {
        var file = wave(1, 1, 8000, 16, pcm(sine(440, 8000, 800)));
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(file.length - 1604, -1);
        assertEquals(799, played(Arrays.copyOf(file, file.length - 1)).length);
    }

    @Test
    void whatCannotBePlayedIsNamed() {
        refused("RIFF", new byte[] {1, 2, 3});
        refused("2 channels", wave(1, 2, 8000, 16, new byte[8]));
        refused("44100", wave(1, 1, 44_100, 16, new byte[8]));
        refused("24 bits", wave(1, 1, 8000, 24, new byte[9]));
        refused("no format", Arrays.copyOf(wave(1, 1, 8000, 16, new byte[8]), 20));
        refused("no samples", Arrays.copyOf(wave(1, 1, 8000, 16, new byte[8]), 44));
    }

    private static void refused(String part, byte[] file) {
        String message = assertThrows(AudioException.class, () -> Sound.of(new Audio.Wave(file), Sound.RATE)).getMessage();
        assertTrue(message.contains(part), message);
    }
}
