package org.trunkline.media.audio.internal.opus;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

import io.github.jaredmdobson.concentus.OpusApplication;
import io.github.jaredmdobson.concentus.OpusDecoder;
import io.github.jaredmdobson.concentus.OpusEncoder;
import io.github.jaredmdobson.concentus.OpusException;

/** Opus in Java, by Concentus. */
final class ConcentusOpus implements OpusLibrary {
    @Override
    public String version() {
        return "Concentus";
    }

    /** Music decoded to less than 48 kHz is silence. */
    @Override
    public boolean decodesToAnyRate() {
        return false;
    }

    @Override
    public Encoder encoder(int rate) {
        try {
            var encoder = new OpusEncoder(rate, 1, OpusApplication.OPUS_APPLICATION_VOIP);
            encoder.setComplexity(COMPLEXITY);
            return new JavaEncoder(encoder);
        } catch (OpusException e) {
            throw new IllegalArgumentException("rate: " + rate, e);
        }
    }

    @Override
    public Decoder decoder(int rate) {
        try {
            var decoder = new OpusDecoder(rate, 1);
            return (packet, lost, samples, count) -> decode(decoder, packet, lost, samples, count);
        } catch (OpusException e) {
            throw new IllegalArgumentException("rate: " + rate, e);
        }
    }

    private static final class JavaEncoder implements Encoder {
        private final OpusEncoder encoder;
        private final byte[] octets = new byte[LONGEST];

        JavaEncoder(OpusEncoder encoder) {
            this.encoder = encoder;
        }

        @Override
        public void encode(short[] samples, int from, int count, ByteBuffer into) {
            try {
                into.put(octets, 0, encoder.encode(samples, from, count, octets, 0, octets.length));
            } catch (OpusException e) {
                throw new IllegalArgumentException(count + " samples", e);
            }
        }

        @Override
        public void tune(int bitRate, boolean fec, int lossPercent) {
            encoder.setBitrate(bitRate);
            encoder.setUseInbandFEC(fec);
            encoder.setPacketLossPercent(lossPercent);
        }
    }

    private static int decode(OpusDecoder decoder, @Nullable ByteBuffer packet, boolean lost, short[] samples, int count) {
        try {
            if (packet == null)
                return decoder.decode(null, 0, 0, samples, 0, count, false);
            if (!packet.hasRemaining())
                return 0;
            byte[] octets = new byte[packet.remaining()];
            packet.get(packet.position(), octets);
            return decoder.decode(octets, 0, octets.length, samples, 0, count, lost);
        } catch (OpusException | RuntimeException | AssertionError e) { // it is not always the first that it throws for bad packets
            return 0;
        }
    }
}
