package org.trunkline.spi.testkit;

import java.nio.ByteBuffer;

import org.trunkline.spi.audio.AudioCodec;
import org.trunkline.spi.audio.AudioStream;
import org.trunkline.spi.audio.CodecFormat;

/** Samples as they are, the high octet first (RFC 3551 §4.5.11). */
final class LinearCodec implements AudioCodec {
    private static final int MOST_SAMPLES = 960;

    @Override
    public CodecFormat format() {
        return new CodecFormat("L16", 8_000, 8_000, 10, -1, 1, "");
    }

    @Override
    public byte[] encode(AudioStream stream, short[] samples) {
        var payload = new byte[samples.length * 2];
        ByteBuffer.wrap(payload).asShortBuffer().put(samples);
        return payload;
    }

    @Override
    public short[] decode(AudioStream stream, byte[] payload) {
        var samples = new short[Math.min(payload.length / 2, MOST_SAMPLES)];
        ByteBuffer.wrap(payload).asShortBuffer().get(samples);
        return samples;
    }

    @Override
    public short[] conceal(AudioStream stream, int samples) {
        return new short[samples];
    }

    @Override
    public void close(AudioStream stream) {}
}
