package org.trunkline.media.audio.codec;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.trunkline.engine.port.media.PluginCodec;

/** A codec of a plug-in. What the plug-in does not answer is concealed, and silence after 60 ms. */
public final class ExternalCodec implements AudioCodec {
    private static final int USUAL_MILLIS = 20;

    private final PluginCodec codec;

    public ExternalCodec(PluginCodec codec) {
        this.codec = codec;
    }

    @Override
    public String name() {
        return codec.described().encoding().name();
    }

    @Override
    public int clockRate() {
        return codec.described().encoding().clockRate();
    }

    @Override
    public String mapping() {
        return codec.described().mapping();
    }

    @Override
    public String parameters(int rate) {
        return codec.described().parameters();
    }

    @Override
    public int payloadType() {
        return codec.described().payloadType();
    }

    @Override
    public int sampleRate() {
        return codec.sampleRate();
    }

    @Override
    public Decoder decoder(int rate) {
        return decoder(rate, "");
    }

    @Override
    public Encoder encoder(int rate) {
        return encoder(rate, "");
    }

    @Override
    public Decoder decoder(int rate, String parameters) {
        return new ExternalDecoder(parameters);
    }

    @Override
    public Encoder encoder(int rate, String parameters) {
        return new ExternalEncoder(parameters);
    }

    private int samples(int millis) {
        return sampleRate() / 1000 * millis;
    }

    private final class ExternalDecoder implements Decoder {
        private final PluginCodec.Stream stream;
        private final Concealment concealment = new Concealment(sampleRate());
        private final int frame = samples((int) codec.described().frame().toMillis());
        private int usual = samples(USUAL_MILLIS);
        private boolean answers = true;

        ExternalDecoder(String parameters) {
            stream = codec.open(parameters);
        }

        @Override
        public int decode(ByteBuffer payload, short[] samples) {
            var octets = new byte[payload.remaining()];
            payload.get(payload.position(), octets);
            var decoded = stream.decode(octets);
            answers = decoded.isPresent();
            if (decoded.isEmpty()) {
                concealment.fill(samples, usual);
                return usual;
            }
            int count = Math.min(decoded.get().length, samples.length);
            System.arraycopy(decoded.get(), 0, samples, 0, count);
            if (count > 0) {
                usual = count;
                concealment.heard(samples, count);
            }
            return count;
        }

        @Override
        public void conceal(@Nullable ByteBuffer next, short[] samples, int count) {
            Optional<short[]> made = stream.conceal((count + frame - 1) / frame * frame);
            answers = made.isPresent();
            if (made.isEmpty()) {
                concealment.fill(samples, count);
                return;
            }
            System.arraycopy(made.get(), 0, samples, 0, count);
            concealment.heard(samples, count);
        }

        @Override
        public boolean answers() {
            return answers;
        }

        @Override
        public void close() {
            stream.close();
        }
    }

    private final class ExternalEncoder implements Encoder {
        private final PluginCodec.Stream stream;
        private boolean answers = true;

        ExternalEncoder(String parameters) {
            stream = codec.open(parameters);
        }

        @Override
        public void encode(short[] samples, int from, int count, ByteBuffer payload) {
            var encoded = stream.encode(Arrays.copyOfRange(samples, from, from + count));
            answers = encoded.isPresent();
            encoded.ifPresent(payload::put);
        }

        @Override
        public boolean answers() {
            return answers;
        }

        @Override
        public void close() {
            stream.close();
        }
    }
}
