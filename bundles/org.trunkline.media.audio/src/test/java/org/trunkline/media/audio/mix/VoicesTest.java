package org.trunkline.media.audio.mix;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.trunkline.media.audio.codec.AudioCodec;
import org.trunkline.media.audio.codec.AudioCodecs;

class VoicesTest {
    private static final AudioCodec PCMA = AudioCodecs.inJava().of("PCMA").orElseThrow();
    private static final int FRAME = 160;

    private final Voices voices = new Voices(MixFormat.NARROW);

    /** So many packets of 20 ms that say always the same, all at their time. */
    private static void says(Voices.Voice voice, int value, int packets) {
        var samples = new short[FRAME];
        Arrays.fill(samples, (short) value);
        for (int i = 0; i < packets; i++) {
            var payload = ByteBuffer.allocate(FRAME);
            PCMA.encoder(MixFormat.NARROW).encode(samples, 0, FRAME, payload);
            voice.take(PCMA, 7, i, i * FRAME, payload.flip(), i * 20_000_000L);
        }
    }

    private short[] heard(int count, int rate, int there) {
        var samples = new short[count];
        Arrays.fill(samples, (short) there);
        voices.add(samples, count, rate);
        return samples;
    }

    @Test
    void whatIsThereStaysWhereNobodySpeaks() {
        var silent = new short[FRAME];
        Arrays.fill(silent, (short) 5);
        assertArrayEquals(silent, heard(FRAME, MixFormat.NARROW, 5));
        voices.join();
        assertArrayEquals(silent, heard(FRAME, MixFormat.NARROW, 5));
    }

    @Test
    void allAreAddedInPortionsOfAnySize() {
        says(voices.join(), 1000, 5);
        says(voices.join(), 300, 5);
        for (int count : new int[] {80, 80, 240, 160, 7})
            for (short sample : heard(count, MixFormat.NARROW, 20))
                assertEquals(1320, sample, 60);
    }

    @Test
    void theyAreHeardAtTheRateOfWhatIsThere() {
        says(voices.join(), 1000, 6);
        heard(2 * FRAME, MixFormat.WIDE, 0);
        short[] samples = heard(2 * FRAME, MixFormat.WIDE, 0);
        for (int i = FRAME; i < samples.length; i++)
            assertEquals(1000, samples[i], 60, "sample " + i);
    }

    @Test
    void aLoudSumIsBent() {
        says(voices.join(), 30_000, 4);
        for (short sample : heard(FRAME, MixFormat.NARROW, 30_000))
            assertTrue(sample > 24_000, String.valueOf(sample));
    }

    @Test
    void whoLeftIsNotHeard() {
        var one = voices.join();
        says(one, 1000, 4);
        voices.leave(one);
        voices.leave(one);
        assertArrayEquals(new short[FRAME], heard(FRAME, MixFormat.NARROW, 0));
    }
}
