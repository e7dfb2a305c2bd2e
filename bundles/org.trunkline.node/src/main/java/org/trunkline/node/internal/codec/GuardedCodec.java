package org.trunkline.node.internal.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Predicate;

import org.trunkline.engine.port.media.ConvertibleCodec;
import org.trunkline.engine.port.media.PluginCodec;
import org.trunkline.spi.audio.AudioCodec;
import org.trunkline.spi.audio.AudioStream;
import org.trunkline.spi.audio.CodecFormat;

/** A codec whose answers are checked. The guard of the plug-in keeps the deadline and counts what fails. */
final class GuardedCodec implements PluginCodec {
    /** Octets of a payload that fits a packet. */
    private static final int LARGEST_PAYLOAD = 1275;
    private static final int LONGEST_MILLIS = 120;
    /** Streams in place of late ones, which are kept to be closed. */
    private static final int MOST_LATE = 64;

    private final AudioCodec codec;
    private final CodecFormat format;
    private final AtomicLong ids;

    /** @param ids of the streams of all codecs */
    GuardedCodec(AudioCodec codec, CodecFormat format, AtomicLong ids) {
        this.codec = codec;
        this.format = format;
        this.ids = ids;
    }

    CodecFormat format() {
        return format;
    }

    /** A packet that nobody hears, there and back, so that the first call finds classes and libraries loaded. */
    void rehearse() {
        try (var there = open(""); var back = open("")) {
            there.encode(new short[format.frameSamples() * 2]).ifPresent(back::decode);
        }
    }

    @Override
    public ConvertibleCodec described() {
        return CodecFormats.described(format);
    }

    @Override
    public int sampleRate() {
        return format.sampleRate();
    }

    @Override
    public Stream open(String parameters) {
        return new GuardedStream(parameters);
    }

    private final class GuardedStream implements Stream {
        private final String parameters;
        private final List<AudioStream> late = new ArrayList<>(0);
        private AudioStream now;

        GuardedStream(String parameters) {
            this.parameters = parameters;
            now = next();
        }

        private AudioStream next() {
            return new AudioStream(ids.incrementAndGet(), parameters);
        }

        @Override
        public Optional<byte[]> encode(short[] samples) {
            return ask(stream -> codec.encode(stream, samples), payload -> payload.length <= LARGEST_PAYLOAD);
        }

        @Override
        public Optional<short[]> decode(byte[] payload) {
            return ask(stream -> codec.decode(stream, payload), this::fits);
        }

        @Override
        public Optional<short[]> conceal(int samples) {
            return ask(stream -> codec.conceal(stream, samples), made -> made.length == samples);
        }

        private boolean fits(short[] samples) {
            return samples.length <= format.sampleRate() / 1000 * LONGEST_MILLIS;
        }

        private <T> Optional<T> ask(Function<AudioStream, T> question, Predicate<T> usable) {
            try {
                return Optional.of(question.apply(now)).filter(usable);
            } catch (RuntimeException | LinkageError e) { // the guard has counted it; the call may still run with this stream
                if (late.size() < MOST_LATE)
                    late.add(now);
                now = next();
                return Optional.empty();
            }
        }

        @Override
        public void close() {
            late.add(now);
            for (var stream : late)
                try {
                    codec.close(stream);
                } catch (RuntimeException | LinkageError e) {
                    // the guard has counted it; the others hold something too
                }
            late.clear();
        }
    }
}
