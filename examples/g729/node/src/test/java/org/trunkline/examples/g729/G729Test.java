package org.trunkline.examples.g729;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.trunkline.spi.audio.AudioCodec;
import org.trunkline.spi.audio.AudioStream;
import org.trunkline.spi.testkit.AudioCodecContract;

/** Skipped where the system has no bcg729. */
class G729Test extends AudioCodecContract {
    private static final int PACKET = 160;

    private final List<G729> made = new ArrayList<>();

    @BeforeAll
    static void isInstalled() {
        try {
            Bcg729.load();
        } catch (IllegalStateException e) {
            assumeTrue(false, e.getMessage());
        }
    }

    @AfterEach
    void close() {
        made.forEach(G729::closeAll);
    }

    @Override
    protected AudioCodec codec() {
        var codec = new G729();
        made.add(codec);
        return codec;
    }

    @Override
    protected String parameters() {
        return "annexb=no"; // a tone is no speech for a detector of speech
    }

    @Override
    protected double expectedRatio() {
        return 8; // a codec of speech
    }

    /** Octets of each packet of a voice that becomes silent. */
    private List<Integer> packets(String parameters) {
        var codec = codec();
        var stream = new AudioStream(1, parameters);
        var lengths = new ArrayList<Integer>();
        for (int i = 0; i < 100; i++) {
            var samples = new short[PACKET];
            for (int n = 0; i < 50 && n < PACKET; n++)
                samples[n] = (short) ((n * 7 % 61 - 30) * 200);
            lengths.add(codec.encode(stream, samples).length);
        }
        return lengths;
    }

    @Test
    void silenceIsNotSentUnlessTheOtherSideWantsIt() {
        assertTrue(packets("").subList(60, 100).stream().anyMatch(length -> length == 0), "by default, and where annexb is not named");
        assertTrue(packets("annexb=yes").stream().anyMatch(length -> length % Bcg729.SPEECH == Bcg729.NOISE), "its noise is described first");
        assertTrue(packets("annexb=no").stream().allMatch(length -> length == 2 * Bcg729.SPEECH));
        assertTrue(packets("bitrate=8; AnnexB = No").stream().allMatch(length -> length == 2 * Bcg729.SPEECH));
    }

    @Test
    void comfortNoiseAfterSpeechIsAFrameOfItsOwn() {
        assertEquals(2 * 80, codec().decode(new AudioStream(1, ""), new byte[Bcg729.SPEECH + Bcg729.NOISE]).length);
        assertEquals(80, codec().decode(new AudioStream(2, ""), new byte[Bcg729.NOISE]).length);
    }

    @Test
    void whatIsNoG729IsNotDecoded() {
        assertEquals(0, codec().decode(new AudioStream(1, ""), new byte[7]).length);
        assertEquals(12 * 80, codec().decode(new AudioStream(1, ""), new byte[120]).length);
        assertEquals(0, codec().decode(new AudioStream(1, ""), new byte[122]).length);
        assertEquals(0, codec().decode(new AudioStream(1, ""), new byte[500]).length);
    }
}
