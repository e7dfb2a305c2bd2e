package org.trunkline.examples.g729;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Pattern;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.trunkline.spi.audio.AudioCodec;
import org.trunkline.spi.audio.AudioStream;
import org.trunkline.spi.audio.CodecFormat;

/** ITU-T G.729 with Annex B at 8 kbit/s: ten octets for 10 ms, two for comfort noise at the end of a payload (RFC 3551 §4.5.6). */
@Component
public final class G729 implements AudioCodec {
    private static final CodecFormat FORMAT = new CodecFormat("G729", 8_000, 8_000, 10, 18, 1, "annexb=yes");
    /** RFC 4856 §2.1.9; anything else means yes. */
    private static final Pattern NO_SILENCE = Pattern.compile("(?i)(.*;)?\\s*annexb\\s*=\\s*no\\s*(;.*)?");
    /** 120 ms. */
    private static final int MOST_FRAMES = 12;

    private final Bcg729 library;
    private final Map<Long, Stream<Bcg729.Encoder>> encoders = new ConcurrentHashMap<>();
    private final Map<Long, Stream<Bcg729.Decoder>> decoders = new ConcurrentHashMap<>();

    /** A coder, made when it is first needed. A call that was late may still use it when it is to be closed, hence the lock. */
    private static final class Stream<T extends AutoCloseable> {
        private final Function<AudioStream, T> maker;
        private T coder;
        private boolean closed;

        Stream(Function<AudioStream, T> maker) {
            this.maker = maker;
        }

        synchronized <R> R use(AudioStream of, Function<T, R> work, R otherwise) {
            if (closed)
                return otherwise;
            if (coder == null)
                coder = maker.apply(of);
            return work.apply(coder);
        }

        synchronized void close() {
            closed = true;
            if (coder != null)
                try {
                    coder.close();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                } finally {
                    coder = null;
                }
        }
    }

    /** @throws IllegalStateException if the system has no bcg729 */
    @Activate
    public G729() {
        library = Bcg729.load();
    }

    @Override
    public CodecFormat format() {
        return FORMAT;
    }

    @Override
    public byte[] encode(AudioStream stream, short[] samples) {
        return encoders.computeIfAbsent(stream.id(), _ -> new Stream<>(of -> library.encoder(!NO_SILENCE.matcher(of.parameters()).matches())))
                .use(stream, encoder -> encoded(encoder, samples), new byte[0]);
    }

    /** A payload has comfort noise as its last frame only, so silence before speech of the same packet is left out. */
    private static byte[] encoded(Bcg729.Encoder encoder, short[] samples) {
        var payload = new byte[samples.length / Bcg729.SAMPLES * Bcg729.SPEECH];
        int speech = 0;
        int noise = 0;
        for (int from = 0; from + Bcg729.SAMPLES <= samples.length; from += Bcg729.SAMPLES) {
            int count = encoder.encode(samples, from, payload, speech);
            if (count == Bcg729.SPEECH)
                speech += count;
            noise = count == Bcg729.NOISE ? count : 0;
        }
        return Arrays.copyOf(payload, speech + noise);
    }

    @Override
    public short[] decode(AudioStream stream, byte[] payload) {
        int speech = payload.length / Bcg729.SPEECH;
        int rest = payload.length % Bcg729.SPEECH;
        int frames = speech + (rest == 0 ? 0 : 1);
        if (rest != 0 && rest != Bcg729.NOISE || frames > MOST_FRAMES)
            return new short[0];
        return decoder(stream).use(stream, decoder -> {
            var samples = new short[frames * Bcg729.SAMPLES];
            for (int i = 0; i < frames; i++)
                decoder.decode(payload, i * Bcg729.SPEECH, i < speech ? Bcg729.SPEECH : Bcg729.NOISE, samples, i * Bcg729.SAMPLES);
            return samples;
        }, new short[0]);
    }

    @Override
    public short[] conceal(AudioStream stream, int count) {
        return decoder(stream).use(stream, decoder -> {
            var samples = new short[count];
            for (int at = 0; at + Bcg729.SAMPLES <= count; at += Bcg729.SAMPLES)
                decoder.conceal(samples, at);
            return samples;
        }, new short[count]);
    }

    private Stream<Bcg729.Decoder> decoder(AudioStream stream) {
        return decoders.computeIfAbsent(stream.id(), _ -> new Stream<>(of -> library.decoder()));
    }

    @Override
    public void close(AudioStream stream) {
        close(encoders.remove(stream.id()));
        close(decoders.remove(stream.id()));
    }

    private static void close(Stream<?> stream) {
        if (stream != null)
            stream.close();
    }

    @Deactivate
    void closeAll() {
        encoders.values().forEach(Stream::close);
        decoders.values().forEach(Stream::close);
    }
}
