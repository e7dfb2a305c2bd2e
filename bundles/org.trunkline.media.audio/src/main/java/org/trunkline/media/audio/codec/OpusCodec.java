package org.trunkline.media.audio.codec;

import java.nio.ByteBuffer;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;
import org.trunkline.media.audio.internal.opus.OpusLibrary;

/** Opus (RFC 6716, RFC 7587), which takes samples of any rate of the telephone. */
final class OpusCodec implements AudioCodec {
    private static final int RATE = 48_000;

    private final OpusLibrary library;

    OpusCodec(OpusLibrary library) {
        this.library = library;
    }

    @Override
    public String name() {
        return "opus";
    }

    @Override
    public int clockRate() {
        return RATE;
    }

    /** RFC 7587 §7: always two channels there. */
    @Override
    public String mapping() {
        return "opus/48000/2";
    }

    /** RFC 7587 §6.1: one channel, no more than is of use, the packet before repeated, and nothing while nobody speaks. */
    @Override
    public String parameters(int rate) {
        return rate >= RATE ? "useinbandfec=1"
                : "maxplaybackrate=" + rate + ";sprop-maxcapturerate=" + rate + ";stereo=0;useinbandfec=1;usedtx=1";
    }

    @Override
    public int sampleRate() {
        return RATE;
    }

    @Override
    public boolean takes(int rate) {
        return rate == 8000 || rate == 16_000 || rate == RATE;
    }

    @Override
    public boolean makes(int rate) {
        return rate == RATE || takes(rate) && library.decodesToAnyRate();
    }

    @Override
    public Decoder decoder(int rate) {
        var decoder = library.decoder(rate);
        return new Decoder() {
            @Override
            public int decode(ByteBuffer payload, short[] samples) {
                return Math.max(0, decoder.decode(payload, false, samples, samples.length));
            }

            /** Of a longer gap only the last packet can be in the next; before that its own concealment has to do. */
            @Override
            public void conceal(@Nullable ByteBuffer next, short[] samples, int count) {
                if (decoder.decode(next, next != null, samples, count) < count)
                    Arrays.fill(samples, 0, count, (short) 0);
            }

            @Override
            public void close() {
                decoder.close();
            }
        };
    }

    @Override
    public String followed(String parameters) {
        return OpusReceiver.of(parameters).parameters();
    }

    @Override
    public boolean isTunable() {
        return true;
    }

    @Override
    public Encoder encoder(int rate) {
        return encoder(rate, "");
    }

    @Override
    public Encoder encoder(int rate, String parameters) {
        var receiver = OpusReceiver.of(parameters);
        var encoder = library.encoder(rate);
        Encoder made = new Encoder() {
            @Override
            public void encode(short[] samples, int from, int count, ByteBuffer payload) {
                encoder.encode(samples, from, count, payload);
            }

            /** Without FEC too the expected loss is of use: frames depend less on those before. */
            @Override
            public void tune(EncoderTuning now) {
                encoder.tune(receiver.bitRate(now.rate(), rate), receiver.fec(), now.lossPercent());
            }

            @Override
            public void close() {
                encoder.close();
            }
        };
        made.tune(EncoderTuning.UNKNOWN);
        return made;
    }
}
