package org.trunkline.media.audio.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trunkline.media.audio.codec.EncoderTuning.Rate;

/** What the loss at the receiver does to Opus, by either library. */
class OpusLossTest {
    private static final List<AudioCodec> BOTH = List.of(AudioCodecs.standard().of("opus").orElseThrow(), AudioCodecs.inJava().of("opus").orElseThrow());
    private static final EncoderTuning NONE = new EncoderTuning(0, Rate.FULL);
    private static final EncoderTuning SOME = new EncoderTuning(10, Rate.REDUCED);
    private static final EncoderTuning MUCH = new EncoderTuning(20, Rate.LOW);
    private static final String FEC = "minptime=10; useinbandfec=1";
    private static final int PACKETS = 150;

    /** Packets of 20 ms. */
    private static List<byte[]> packets(AudioCodec.Encoder encoder, int rate, int from) {
        var speech = Samples.speech(rate, rate / 50 * (from + PACKETS));
        var packets = new ArrayList<byte[]>();
        var payload = ByteBuffer.allocate(1500);
        for (int i = from; i < from + PACKETS; i++) {
            encoder.encode(speech, i * rate / 50, rate / 50, payload.clear());
            packets.add(Arrays.copyOf(payload.array(), payload.position()));
        }
        return packets;
    }

    private static long withFec(List<byte[]> packets) {
        return packets.stream().filter(Samples::repeatsTheOneBefore).count();
    }

    /** bit/s, once the encoder has settled. */
    private static double rate(List<byte[]> packets) {
        return packets.stream().skip(20).mapToInt(packet -> packet.length).average().orElseThrow() * 8 * 50;
    }

    @ParameterizedTest
    @ValueSource(ints = {8000, 16_000})
    void packetsRepeatTheOneBeforeOnlyWhereLossIsExpected(int rate) {
        for (var codec : BOTH)
            try (var encoder = codec.encoder(rate, FEC)) {
                assertTrue(withFec(packets(encoder, rate, 0)) > PACKETS / 4, "nothing is known yet, at " + rate);
                encoder.tune(NONE);
                assertEquals(0, withFec(packets(encoder, rate, 0).subList(2, PACKETS)), "none is lost, at " + rate);
                encoder.tune(SOME);
                assertTrue(withFec(packets(encoder, rate, 0)) > PACKETS / 2, "at " + rate);
            }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "useinbandfec=0", "minptime=10;stereo=1", "useinbandfec=1x"})
    void aReceiverThatDoesNotAskForItGetsNone(String parameters) {
        for (var codec : BOTH)
            try (var encoder = codec.encoder(16_000, parameters)) {
                encoder.tune(SOME);
                assertEquals(0, withFec(packets(encoder, 16_000, 0)));
            }
    }

    @ParameterizedTest
    @ValueSource(ints = {8000, 16_000})
    void theRateFollowsTheSteps(int rate) {
        for (var codec : BOTH)
            try (var encoder = codec.encoder(rate, FEC)) {
                double full = rate(packets(encoder, rate, 0));
                encoder.tune(SOME);
                double reduced = rate(packets(encoder, rate, 0));
                encoder.tune(MUCH);
                var low = packets(encoder, rate, 0);
                assertTrue(reduced < full * 0.85 && rate(low) < reduced * 0.85, full + ", " + reduced + ", " + rate(low));
                assertEquals(rate == 8000 ? 16_000 : 20_000, rate(low), 1500);
                assertTrue(withFec(low) > PACKETS / 2, "FEC within the lower rate, in " + withFec(low));
                encoder.tune(NONE);
                assertEquals(full, rate(packets(encoder, rate, 0)), full / 4);
            }
    }

    @Test
    void theReceiversOwnBoundIsKept() {
        for (var codec : BOTH)
            try (var bounded = codec.encoder(16_000, FEC + ";maxaveragebitrate=12000")) {
                assertTrue(rate(packets(bounded, 16_000, 0)) < 14_000);
                bounded.tune(MUCH);
                assertTrue(rate(packets(bounded, 16_000, 0)) < 14_000);
            }
    }

    @Test
    void whatIsSaidInOneWayIsFollowedInOne() {
        var opus = BOTH.getFirst();
        assertEquals("useinbandfec=1", opus.followed("minptime=10; useinbandfec=1 ;maxaveragebitrate=64000"));
        assertEquals("", opus.followed("maxaveragebitrate=many;cbr=1"));
        assertEquals("maxaveragebitrate=6000", opus.followed("maxaveragebitrate=1;useinbandfec=2"));
        assertEquals("useinbandfec=1;maxaveragebitrate=20000", opus.followed("maxaveragebitrate=20000;useinbandfec=1"));
        assertEquals(new OpusReceiver(true, 20_000), OpusReceiver.of(opus.followed("maxaveragebitrate=20000;useinbandfec=1")));
        assertEquals("", BOTH.getFirst().followed(""));
    }

    /** RFC 6716 §2.1.7: the packet after a lost one holds what was lost, at a lower rate. Measured against what was heard without loss. */
    @Test
    void aLostPacketIsMadeOfTheNextOne() {
        for (var codec : BOTH)
            for (int rate : new int[] {8000, 16_000})
                try (var encoder = codec.encoder(rate, FEC)) {
                    encoder.tune(SOME);
                    var packets = packets(encoder, rate, 0);
                    double repeated = lossNoise(codec, packets, true);
                    double guessed = lossNoise(codec, packets, false);
                    assertTrue(repeated > guessed + 3, "at " + rate + ": " + repeated + " dB of the next, " + guessed + " dB without");
                }
    }

    /** Signal to noise in the lost frames, dB. */
    private static double lossNoise(AudioCodec codec, List<byte[]> packets, boolean withNext) {
        int frame = 960;
        try (var whole = codec.decoder(48_000); var lossy = codec.decoder(48_000)) {
            var right = new short[5760];
            var heard = new short[5760];
            double signal = 1;
            double noise = 1;
            for (int i = 0; i < packets.size(); i++) {
                whole.decode(ByteBuffer.wrap(packets.get(i)), right);
                boolean lost = i % 10 == 9 && i + 1 < packets.size() && Samples.repeatsTheOneBefore(packets.get(i + 1));
                if (!lost) {
                    lossy.decode(ByteBuffer.wrap(packets.get(i)), heard);
                    continue;
                }
                lossy.conceal(withNext ? ByteBuffer.wrap(packets.get(i + 1)) : null, heard, frame);
                for (int n = 0; n < frame; n++) {
                    signal += (double) right[n] * right[n];
                    noise += (double) (right[n] - heard[n]) * (right[n] - heard[n]);
                }
            }
            return 10 * Math.log10(signal / noise);
        }
    }
}
