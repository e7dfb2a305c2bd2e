package org.trunkline.media.audio.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.trunkline.media.audio.internal.opus.OpusLibrary;

/** Tones through two codecs, gaps, frames of other lengths. */
class TranscoderTest {
    private static final int TONE = 1000;
    private static final double LOUD = 8000;

    /** The system's Opus, where there is one, and the one in Java. */
    private static final List<AudioCodecs> BOTH = List.of(AudioCodecs.standard(), AudioCodecs.inJava());

    /** Packets of a tone. */
    private static List<ByteBuffer> packets(AudioCodec codec, int millis, int count) {
        var tone = Samples.sine(TONE, codec.sampleRate(), codec.sampleRate() / 1000 * millis * count, LOUD);
        var encoder = codec.encoder(codec.sampleRate());
        int frame = codec.sampleRate() / 1000 * millis;
        return java.util.stream.IntStream.range(0, count).mapToObj(i -> {
            var payload = ByteBuffer.allocate(2000);
            encoder.encode(tone, i * frame, frame, payload);
            return payload.flip();
        }).toList();
    }

    /** What of packets is heard at the far end. */
    private static final class Heard {
        final AudioCodec codec;
        final AudioCodec.Decoder decoder;
        final short[] samples;
        final short[] some;
        int length;
        int packets;

        Heard(AudioCodec codec) {
            this.codec = codec;
            decoder = codec.decoder(codec.sampleRate());
            samples = new short[codec.sampleRate() * 4];
            some = new short[codec.sampleRate() * AudioCodec.LONGEST_MILLIS / 1000];
        }

        void all(Transcoder from) {
            var payload = ByteBuffer.allocate(2000);
            while (from.encode(payload.clear())) {
                int count = decoder.decode(payload.flip(), some);
                System.arraycopy(some, 0, samples, length, count);
                length += count;
                packets++;
            }
        }

        double ratio(int fromMillis) {
            int from = codec.sampleRate() / 1000 * fromMillis;
            return Samples.signalToNoise(samples, from, length - from, TONE, codec.sampleRate());
        }

        double amplitude(int fromMillis, int millis) {
            int milli = codec.sampleRate() / 1000;
            return Samples.amplitude(samples, fromMillis * milli, millis * milli);
        }
    }

    @Test
    void aClosedTranscoderHoldsNoMemoryOutsideTheHeap() {
        assumeFalse(OpusLibrary.best().version().equals(OpusLibrary.inJava().version()), "this system has no libopus");
        var codecs = AudioCodecs.standard();
        var opus = codecs.of("opus").orElseThrow();
        var pcma = codecs.of("PCMA").orElseThrow();
        var toOpus = new Transcoder(pcma, opus, 20);
        var toPcma = new Transcoder(opus, pcma, 20);
        toOpus.close();
        toOpus.close();
        toPcma.close();
        toOpus.decode(packets(pcma, 20, 1).getFirst());
        assertThrows(IllegalStateException.class, () -> toOpus.encode(ByteBuffer.allocate(2000)));
        assertThrows(IllegalStateException.class, () -> toPcma.decode(packets(opus, 20, 1).getFirst()));
    }

    @Test
    void aToneArrivesFromEachCodecInEachOther() {
        for (var codecs : BOTH)
            for (var from : codecs.all())
                for (var to : codecs.all()) {
                    var transcoder = new Transcoder(from, to, 20);
                    var heard = new Heard(to);
                    for (var packet : packets(from, 20, 50)) {
                        assertEquals(transcoder.rate() / 50, transcoder.decode(packet));
                        heard.all(transcoder);
                    }
                    String pair = from.name() + " to " + to.name();
                    assertEquals(50, heard.packets, 1, pair);
                    assertTrue(heard.ratio(300) > (pair.contains("opus") ? 15 : 20), pair + ": " + heard.ratio(300) + " dB, " + heard.packets + " packets");
                    assertEquals(LOUD, heard.amplitude(300, 600), LOUD / 8, pair);
                }
    }

    @Test
    void framesOfAnyLengthBecomeFramesOfOne() {
        var codecs = AudioCodecs.inJava();
        var transcoder = new Transcoder(codecs.of("PCMA").orElseThrow(), codecs.of("PCMU").orElseThrow(), 20);
        var heard = new Heard(codecs.of("PCMU").orElseThrow());
        for (var packet : packets(codecs.of("PCMA").orElseThrow(), 30, 10)) {
            assertEquals(240, transcoder.decode(packet));
            heard.all(transcoder);
        }
        assertEquals(15, heard.packets);
        assertTrue(heard.ratio(0) > 30, heard.ratio(0) + " dB");
        transcoder.decode(packets(codecs.of("PCMA").orElseThrow(), 10, 1).getFirst());
        assertEquals(80, transcoder.drop());
        assertEquals(0, transcoder.drop());
    }

    @Test
    void aLostPacketIsNotHeard() {
        for (var codecs : BOTH)
            for (var from : codecs.all()) {
                var to = codecs.of("PCMA").orElseThrow();
                var transcoder = new Transcoder(from, to, 20);
                var heard = new Heard(to);
                var packets = packets(from, 20, 50);
                for (int i = 0; i < packets.size(); i++) {
                    if (i % 10 == 9)
                        continue;
                    if (i % 10 == 0 && i > 0)
                        transcoder.conceal(packets.get(i), transcoder.rate() / 50);
                    transcoder.decode(packets.get(i));
                    heard.all(transcoder);
                }
                double least = from.name().equals("opus") ? LOUD / 6 : LOUD / 2; // it comes back softly
                for (int at = 100; at < 900; at += 20)
                    assertTrue(heard.amplitude(at, 20) > least, from.name() + ": a gap at " + at + " ms: " + heard.amplitude(at, 10));
            }
    }

    @Test
    void aLongGapFadesOut() {
        for (String name : List.of("PCMA", "G722")) {
            var codec = AudioCodecs.inJava().of(name).orElseThrow();
            var decoder = codec.decoder(codec.sampleRate());
            int milli = codec.sampleRate() / 1000;
            var samples = new short[120 * milli];
            for (var packet : packets(codec, 20, 10))
                decoder.decode(packet, samples);
            decoder.conceal(null, samples, 100 * milli);
            assertEquals(LOUD, Samples.amplitude(samples, 0, 10 * milli), LOUD / 5, name);
            assertTrue(Samples.amplitude(samples, 30 * milli, 20 * milli) < LOUD / 1.5, name);
            assertEquals(0, Samples.amplitude(samples, 60 * milli, 40 * milli), name);
        }
    }

    @Test
    void whatIsNoOpusMakesNoSamples() {
        var random = new Random(16);
        for (var codecs : BOTH) {
            var decoder = codecs.of("opus").orElseThrow().decoder(48_000);
            var samples = new short[5760];
            assertEquals(0, decoder.decode(ByteBuffer.allocate(0), samples));
            assertEquals(0, decoder.decode(ByteBuffer.wrap(new byte[] {(byte) 0xFF}), samples), "a count of frames is missing");
            for (int i = 0; i < 2000; i++) {
                var octets = new byte[random.nextInt(200)];
                random.nextBytes(octets);
                int count = decoder.decode(ByteBuffer.wrap(octets), samples);
                assertFalse(count < 0 || count > samples.length, () -> "seed 16: " + count);
            }
        }
    }
}
