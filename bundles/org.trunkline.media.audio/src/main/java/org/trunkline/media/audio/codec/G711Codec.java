package org.trunkline.media.audio.codec;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/** ITU-T G.711, 8 kHz, an octet a sample. */
final class G711Codec implements AudioCodec {
    private static final int RATE = 8000;

    private final boolean aLaw;

    G711Codec(boolean aLaw) {
        this.aLaw = aLaw;
    }

    @Override
    public String name() {
        return aLaw ? "PCMA" : "PCMU";
    }

    @Override
    public int clockRate() {
        return RATE;
    }

    @Override
    public int payloadType() {
        return aLaw ? 8 : 0;
    }

    @Override
    public int sampleRate() {
        return RATE;
    }

    @Override
    public Decoder decoder(int rate) {
        return new Decoder() {
            private final Concealment concealment = new Concealment(RATE);

            @Override
            public int decode(ByteBuffer payload, short[] samples) {
                int count = Math.min(payload.remaining(), samples.length);
                for (int i = 0; i < count; i++)
                    samples[i] = G711.decode(payload.get(payload.position() + i), aLaw);
                concealment.heard(samples, count);
                return count;
            }

            @Override
            public void conceal(@Nullable ByteBuffer next, short[] samples, int count) {
                concealment.fill(samples, count);
            }
        };
    }

    @Override
    public Encoder encoder(int rate) {
        return (samples, from, count, payload) -> {
            for (int i = from; i < from + count; i++)
                payload.put(G711.encode(samples[i], aLaw));
        };
    }
}
