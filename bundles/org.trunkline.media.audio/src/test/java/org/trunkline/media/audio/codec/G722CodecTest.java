package org.trunkline.media.audio.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

import org.junit.jupiter.api.Test;

/**
 * Compares with g722.dat, which spandsp 0.0.6 made: the codes of {@link #signal()}, what they decode to, and what
 * {@link #codes()} decode to.
 */
class G722CodecTest {
    private static final int SAMPLES = 6400;
    private static final int CODES = 1600;

    private final AudioCodec codec = AudioCodecs.inJava().of("g722").orElseThrow();
    private final ByteBuffer known = known();

    private static ByteBuffer known() {
        try (var file = G722CodecTest.class.getResourceAsStream("/g722.dat")) {
            return ByteBuffer.wrap(file.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Soft and loud noise, a square wave that clips every stage, and a saw tooth. */
    private static short[] signal() {
        var samples = new short[SAMPLES];
        int state = 722;
        for (int i = 0; i < SAMPLES; i++) {
            state = state * 1_103_515_245 + 12_345 & 0x7FFF_FFFF;
            int noise = (state >> 15) - 32_768;
            samples[i] = (short) switch (i / 1600) {
                case 0 -> Math.floorDiv(noise, 4);
                case 1 -> noise;
                case 2 -> i / 23 % 2 == 1 ? Short.MAX_VALUE : Short.MIN_VALUE;
                default -> (i % 160 - 80) * 100 + Math.floorDiv(noise, 64);
            };
        }
        return samples;
    }

    private static byte[] codes() {
        var codes = new byte[CODES];
        int state = 64;
        for (int i = 0; i < CODES; i++) {
            state = state * 1_103_515_245 + 12_345 & 0x7FFF_FFFF;
            codes[i] = (byte) (state >> 20);
        }
        return codes;
    }

    private static short[] expected(ByteBuffer from, int at, int count) {
        var samples = new short[count];
        from.slice(at, 2 * count).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(samples);
        return samples;
    }

    private short[] decoded(byte[] codes) {
        var decoder = codec.decoder(codec.sampleRate());
        var all = new short[2 * codes.length];
        var some = new short[codec.sampleRate() * AudioCodec.LONGEST_MILLIS / 1000];
        for (int at = 0; at < codes.length; at += 160) {
            int count = decoder.decode(ByteBuffer.wrap(codes, at, 160), some);
            assertEquals(320, count);
            System.arraycopy(some, 0, all, 2 * at, count);
        }
        return all;
    }

    @Test
    void encodesToTheSameBits() {
        var payload = ByteBuffer.allocate(SAMPLES / 2);
        var encoder = codec.encoder(codec.sampleRate());
        var signal = signal();
        for (int at = 0; at < SAMPLES; at += 320)
            encoder.encode(signal, at, 320, payload);
        assertArrayEquals(Arrays.copyOf(known.array(), SAMPLES / 2), payload.array());
    }

    @Test
    void decodesToTheSameSamples() {
        assertSame(expected(known, SAMPLES / 2, SAMPLES), decoded(Arrays.copyOf(known.array(), SAMPLES / 2)));
        assertSame(expected(known, SAMPLES / 2 + 2 * SAMPLES, 2 * CODES), decoded(codes()));
    }

    /** What is too loud for a sample is as loud as one can be (G.722 §4.4), and wraps around in spandsp. */
    private static void assertSame(short[] expected, short[] actual) {
        for (int i = 0; i < expected.length; i++)
            if (actual[i] == Short.MAX_VALUE || actual[i] == Short.MIN_VALUE)
                expected[i] = actual[i];
        assertArrayEquals(expected, actual);
    }

    @Test
    void aToneOfAnyPitchKeepsItsShape() {
        for (int hertz : new int[] {300, 1000, 3000, 5000}) {
            var tone = Samples.sine(hertz, 16_000, 16_000, 10_000);
            var payload = ByteBuffer.allocate(8000);
            codec.encoder(16_000).encode(tone, 0, tone.length, payload);
            var back = decoded(payload.array());
            double ratio = Samples.signalToNoise(back, 3200, 9600, hertz, 16_000);
            assertTrue(ratio > (hertz < 4000 ? 25 : 14), hertz + " Hz: " + ratio + " dB");
        }
    }
}
