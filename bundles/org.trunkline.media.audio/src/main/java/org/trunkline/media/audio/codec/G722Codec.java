package org.trunkline.media.audio.codec;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;
import org.trunkline.media.audio.internal.g722.G722Decoder;
import org.trunkline.media.audio.internal.g722.G722Encoder;

/** ITU-T G.722 at 64 kbit/s: 16 kHz, an octet for two samples. Its RTP clock is half of that by mistake (RFC 3551 §4.5.2). */
final class G722Codec implements AudioCodec {
    private static final int RATE = 16_000;

    @Override
    public String name() {
        return "G722";
    }

    @Override
    public int clockRate() {
        return 8000;
    }

    @Override
    public int payloadType() {
        return 9;
    }

    @Override
    public int sampleRate() {
        return RATE;
    }

    @Override
    public Decoder decoder(int rate) {
        return new Decoder() {
            private final G722Decoder decoder = new G722Decoder();
            private final Concealment concealment = new Concealment(RATE);

            @Override
            public int decode(ByteBuffer payload, short[] samples) {
                int octets = Math.min(payload.remaining(), samples.length / 2);
                for (int i = 0; i < octets; i++)
                    decoder.decode(payload.get(payload.position() + i), samples, 2 * i);
                concealment.heard(samples, 2 * octets);
                return 2 * octets;
            }

            @Override
            public void conceal(@Nullable ByteBuffer next, short[] samples, int count) {
                concealment.fill(samples, count);
            }
        };
    }

    @Override
    public Encoder encoder(int rate) {
        var encoder = new G722Encoder();
        return (samples, from, count, payload) -> {
            for (int i = from; i + 1 < from + count; i += 2)
                payload.put(encoder.encode(samples[i], samples[i + 1]));
        };
    }
}
