package org.trunkline.media.audio.mix;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.trunkline.media.audio.codec.AudioCodec;
import org.trunkline.media.audio.codec.AudioCodecs;
import org.trunkline.media.audio.codec.EncoderTuning;
import org.trunkline.media.audio.codec.Samples;

/** A conference hears lost packets of Opus out of those that follow (RFC 6716 §2.1.7), by either library. */
class JitterBufferFecTest {
    private static final int RATE = MixFormat.WIDE;
    private static final int FRAME = RATE / 50;
    private static final int PACKETS = 200;

    private static List<byte[]> packets(AudioCodec opus, String parameters) {
        var speech = Samples.speech(RATE, FRAME * PACKETS);
        var packets = new ArrayList<byte[]>();
        try (var encoder = opus.encoder(RATE, parameters)) {
            encoder.tune(new EncoderTuning(20, EncoderTuning.Rate.FULL));
            for (int i = 0; i < PACKETS; i++) {
                var payload = ByteBuffer.allocate(1500);
                encoder.encode(speech, i * FRAME, FRAME, payload);
                packets.add(Arrays.copyOf(payload.array(), payload.position()));
            }
        }
        return packets;
    }

    private static short[] heard(AudioCodec opus, List<byte[]> packets, boolean lossy) {
        var heard = new short[FRAME * PACKETS];
        var frame = new short[FRAME];
        try (var buffer = new JitterBuffer(RATE)) {
            for (int i = 0; i < PACKETS; i++) {
                if (!lossy || i % 10 != 5)
                    buffer.put(opus, 7, i, 960 * i, ByteBuffer.wrap(packets.get(i)), 20_000_000L * i);
                buffer.read(frame);
                System.arraycopy(frame, 0, heard, i * FRAME, FRAME);
            }
        }
        return heard;
    }

    /** What the loss of each tenth packet changes in what is heard, against all of it, in dB. */
    private static double signalToNoise(AudioCodec opus, String parameters) {
        var packets = packets(opus, parameters);
        var whole = heard(opus, packets, false);
        var lossy = heard(opus, packets, true);
        double signal = 0;
        double noise = 1;
        for (int i = 0; i < whole.length; i++) {
            signal += (double) whole[i] * whole[i];
            noise += Math.pow(whole[i] - lossy[i], 2);
        }
        return 10 * Math.log10(signal / noise);
    }

    @Test
    void aLostPacketIsHeardOutOfTheNextOne() {
        for (var codecs : List.of(AudioCodecs.standard(), AudioCodecs.inJava())) {
            var opus = codecs.of("opus").orElseThrow();
            double with = signalToNoise(opus, "useinbandfec=1");
            double without = signalToNoise(opus, "");
            assertTrue(with > without + 3, with + " dB with FEC, " + without + " dB without");
        }
    }
}
