package org.trunkline.spi.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.trunkline.spi.audio.AudioCodec;
import org.trunkline.spi.audio.AudioStream;
import org.trunkline.spi.audio.CodecFormat;

/** What each {@link AudioCodec} must do, whatever it encodes. */
public abstract class AudioCodecContract {
    private static final int PACKETS = 100;
    private static final int LARGEST_PAYLOAD = 1275;
    private static final int LONGEST_MILLIS = 120;

    /** A codec as the node would make it. */
    protected abstract AudioCodec codec() throws Exception;

    /** What {@code a=fmtp} of the other side says in the tests; nothing unless overridden. */
    protected String parameters() {
        return "";
    }

    /** Signal to noise ratio that the codec keeps for a tone of 440 Hz, in dB: 10 unless overridden. */
    protected double expectedRatio() {
        return 10;
    }

    private AudioStream stream(long id) {
        return new AudioStream(id, parameters());
    }

    /** Of the longest frame that fits it: 20 ms, or one frame of 30. */
    private static int packet(CodecFormat format) {
        return format.sampleRate() / 1000 * (format.frameMillis() == 30 ? 30 : 20);
    }

    private static short[] tone(CodecFormat format, int from, int count) {
        var samples = new short[count];
        for (int i = 0; i < count; i++)
            samples[i] = (short) (8_000 * Math.sin(2 * Math.PI * 440 * (from + i) / format.sampleRate()));
        return samples;
    }

    /** What arrives of the tone, with the lost packets concealed. */
    private short[] sent(AudioCodec codec, long id, int packets, Set<Integer> lost) {
        var format = codec.format();
        int packet = packet(format);
        var encoder = stream(id);
        var decoder = stream(id + 1);
        var heard = new short[packets * packet];
        for (int i = 0; i < packets; i++) {
            var payload = codec.encode(encoder, tone(format, i * packet, packet));
            assertTrue(payload.length > 0 && payload.length <= LARGEST_PAYLOAD, payload.length + " octets for a tone");
            var samples = lost.contains(i) ? codec.conceal(decoder, packet) : codec.decode(decoder, payload);
            assertEquals(packet, samples.length, "samples of packet " + i);
            System.arraycopy(samples, 0, heard, i * packet, packet);
        }
        codec.close(encoder);
        codec.close(decoder);
        return heard;
    }

    /** Power of the tone to that of all else, in dB. @param from the first sample that counts */
    private static double ratio(CodecFormat format, short[] samples, int from) {
        double sine = 0;
        double cosine = 0;
        double energy = 0;
        for (int i = from; i < samples.length; i++) {
            double turn = 2 * Math.PI * 440 * i / format.sampleRate();
            sine += samples[i] * Math.sin(turn);
            cosine += samples[i] * Math.cos(turn);
            energy += (double) samples[i] * samples[i];
        }
        double tone = 2 * (sine * sine + cosine * cosine) / (samples.length - from);
        assertTrue(tone > 0, "nothing is heard of the tone");
        return 10 * Math.log10(tone / Math.max(1, energy - tone));
    }

    @Test
    void theFormatCanBeUsedAndIsTheSameEachTime() throws Exception {
        var codec = codec();
        var format = codec.format();
        assertEquals(format, codec.format());
        assertTrue(format.name().matches("[A-Za-z0-9][A-Za-z0-9._+-]{0,39}"), format.name());
        assertTrue(Set.of(8_000, 16_000, 32_000, 48_000).contains(format.sampleRate()), "sampleRate " + format.sampleRate());
        assertTrue(format.clockRate() >= 8_000 && format.clockRate() <= 96_000, "clockRate " + format.clockRate());
        assertTrue(Set.of(10, 20, 30).contains(format.frameMillis()), "frameMillis " + format.frameMillis());
        assertTrue(format.payloadType() >= -1 && format.payloadType() <= 34, "payloadType " + format.payloadType());
        assertTrue(format.channels() == 1 || format.channels() == 2, "channels " + format.channels());
        assertTrue(format.parameters().length() <= 200 && !format.parameters().contains("\n"), "parameters " + format.parameters());
    }

    @Test
    void aToneIsHeardAsItWas() throws Exception {
        var codec = codec();
        var heard = sent(codec, 1, PACKETS, Set.of());
        double ratio = ratio(codec.format(), heard, heard.length / 2);
        assertTrue(ratio >= expectedRatio(), "the tone is only " + ratio + " dB above the noise");
    }

    @Test
    void packetsOfEachLengthAreDecodedWhole() throws Exception {
        var codec = codec();
        var format = codec.format();
        for (int millis : new int[] {10, 20, 30, 40, 60})
            if (millis % format.frameMillis() == 0) {
                int count = format.sampleRate() / 1000 * millis;
                var payload = codec.encode(stream(10 + millis), tone(format, 0, count));
                assertEquals(count, codec.decode(stream(100 + millis), payload).length, millis + " ms");
            }
    }

    @Test
    void whatIsLostIsReplacedByAsMuch() throws Exception {
        var codec = codec();
        var heard = sent(codec, 1_000, PACKETS, Set.of(40, 65, 66));
        assertTrue(ratio(codec.format(), heard, heard.length * 4 / 5) > 0, "after a loss the tone is not heard any more");
    }

    @Test
    void streamsDoNotDisturbEachOther() throws Exception {
        var codec = codec();
        var alone = sent(codec, 2_000, PACKETS, Set.of());
        try (var threads = Executors.newFixedThreadPool(4)) {
            var together = threads.invokeAll(IntStream.range(0, 8)
                    .<Callable<short[]>>mapToObj(i -> () -> sent(codec, 3_000 + 10 * i, PACKETS, Set.of())).toList());
            for (var each : together)
                assertArrayEquals(alone, each.get());
        }
    }

    @Test
    void anyPayloadIsBorne() throws Exception {
        var codec = codec();
        var random = new Random(74);
        int most = codec.format().sampleRate() / 1000 * LONGEST_MILLIS;
        for (int i = 0; i < 500; i++) {
            var payload = new byte[random.nextInt(200)];
            random.nextBytes(payload);
            int seed = i;
            var samples = codec.decode(stream(5_000), payload);
            assertNotNull(samples);
            assertTrue(samples.length <= most, () -> samples.length + " samples of " + Arrays.toString(payload) + ", number " + seed);
        }
    }

    @Test
    void aStreamCanBeClosedTwiceOrUnused() throws Exception {
        var codec = codec();
        codec.close(stream(6_000));
        codec.encode(stream(6_001), tone(codec.format(), 0, packet(codec.format())));
        codec.close(stream(6_001));
        codec.close(stream(6_001));
    }

    @Test
    void packetsComeWithinTheBudget() throws Exception {
        var codec = codec();
        var samples = tone(codec.format(), 0, packet(codec.format()));
        Budget.kept(AudioCodec.class, () -> codec.decode(stream(7_001), codec.encode(stream(7_000), samples)));
    }
}
