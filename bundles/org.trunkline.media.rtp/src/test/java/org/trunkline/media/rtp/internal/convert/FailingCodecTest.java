package org.trunkline.media.rtp.internal.convert;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.trunkline.engine.port.media.Conversion;
import org.trunkline.engine.port.media.Conversion.Format;
import org.trunkline.engine.port.media.ConvertibleCodec;
import org.trunkline.engine.port.media.PluginCodec;
import org.trunkline.engine.port.media.RemoteMedia.Encoding;
import org.trunkline.media.audio.codec.AudioCodec;
import org.trunkline.media.audio.codec.AudioCodecs;
import org.trunkline.media.audio.codec.ExternalCodec;

/** For how long the codec of a plug-in has failed: only what was asked of it counts. */
class FailingCodecTest {
    private static final Encoding FOREIGN = new Encoding("L8", 8000);
    private static final Encoding PCMU = new Encoding("PCMU", 8000);

    private ConvertedStream stream = stream(FOREIGN, PCMU, this::codec);
    private boolean fails;
    private long now = -Duration.ofMillis(10).toNanos(); // of a clock that may begin anywhere
    private int sequence;

    private static ConvertedStream stream(Encoding from, Encoding to, Function<Encoding, Optional<AudioCodec>> codecs) {
        return new ConvertedStream(
                new Conversion(Map.of(96, from), new Format(0, to), Optional.empty(), Duration.ofMillis(20), Conversion.Parameters.NONE),
                codecs, 1, _ -> {});
    }

    private Optional<AudioCodec> codec(Encoding encoding) {
        return encoding.equals(FOREIGN) ? Optional.of(new ExternalCodec(new Foreign())) : AudioCodecs.inJava().of(encoding.name());
    }

    private final class Foreign implements PluginCodec {
        @Override
        public ConvertibleCodec described() {
            return new ConvertibleCodec(FOREIGN, -1, "L8/8000", "", false, Duration.ofMillis(20));
        }

        @Override
        public int sampleRate() {
            return 8000;
        }

        @Override
        public Stream open(String parameters) {
            return new Stream() {
                @Override
                public Optional<byte[]> encode(short[] samples) {
                    return Optional.empty();
                }

                @Override
                public Optional<short[]> decode(byte[] payload) {
                    return fails ? Optional.empty() : Optional.of(new short[payload.length]);
                }

                @Override
                public Optional<short[]> conceal(int samples) {
                    return Optional.empty();
                }

                @Override
                public void close() {}
            };
        }
    }

    private void packet(Duration after) {
        now += after.toNanos();
        sequence++;
        stream.take(ByteBuffer.allocate(12 + 160).put(0, (byte) 0x80).put(1, (byte) 96).putShort(2, (short) sequence).putInt(4, 160 * sequence), now);
    }

    private void packets(int count) {
        for (int i = 0; i < count; i++)
            packet(Duration.ofMillis(20));
    }

    @Test
    void whatLastsIsTold() {
        packets(10);
        assertEquals(Duration.ZERO, stream.failing());
        fails = true;
        packets(1);
        assertEquals(Duration.ZERO, stream.failing());
        packets(250);
        assertEquals(Duration.ofSeconds(5), stream.failing());
    }

    @Test
    void oneAnswerEndsIt() {
        fails = true;
        packets(200);
        fails = false;
        packets(1);
        assertEquals(Duration.ZERO, stream.failing());
        fails = true;
        packets(101);
        assertEquals(Duration.ofSeconds(2), stream.failing());
    }

    @Test
    void aPauseSaysNothing() {
        fails = true;
        packets(2);
        now += Duration.ofMinutes(10).toNanos();
        assertEquals(Duration.ofMillis(20), stream.failing());
        packet(Duration.ZERO);
        assertEquals(Duration.ofMillis(1020), stream.failing());
    }

    /** The plug-in went between offer and answer. */
    @ParameterizedTest
    @CsvSource({"L8,PCMU,5", "PCMU,L8,5", "telephone-event,PCMU,0", "CN,PCMU,0", "PCMU,PCMU,0"})
    void aCodecThatIsGoneFailsInBothDirections(String from, String to, int seconds) {
        stream = stream(new Encoding(from, 8000), new Encoding(to, 8000), encoding -> AudioCodecs.inJava().of(encoding.name()));
        packets(251);
        assertEquals(Duration.ofSeconds(seconds), stream.failing());
    }
}
