package org.trunkline.media.audio.codec;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * A speech codec, one channel, 16-bit samples.
 *
 * <p><b>Threads:</b> the codec by any; each coder by one at a time.
 */
public interface AudioCodec {
    /** Packets of more are not decoded. */
    int LONGEST_MILLIS = 120;

    /** Encoding name of the registry of RTP payload formats, as in SDP. */
    String name();

    /** Hz of the RTP timestamp, which need not be that of the samples. */
    int clockRate();

    /** What it is in {@code a=rtpmap} after the payload type: {@code opus/48000/2}. */
    default String mapping() {
        return name() + '/' + clockRate();
    }

    /**
     * What it says in {@code a=fmtp} after the payload type; empty for nothing.
     *
     * @param rate samples a second that are of use, at most
     */
    default String parameters(int rate) {
        return "";
    }

    /** Payload type of RFC 3551, -1 for one that each SDP names. */
    default int payloadType() {
        return -1;
    }

    /** Samples a second that it is made for. */
    int sampleRate();

    /** Whether its encoder takes samples at that rate. */
    default boolean takes(int rate) {
        return rate == sampleRate();
    }

    /** Whether its decoder makes samples at that rate. */
    default boolean makes(int rate) {
        return rate == sampleRate();
    }

    /** @param rate that it {@link #makes} */
    Decoder decoder(int rate);

    /** @param rate that it {@link #takes} */
    Encoder encoder(int rate);

    /** @param parameters what {@code a=fmtp} of the sender says; empty for nothing */
    default Decoder decoder(int rate, String parameters) {
        return decoder(rate);
    }

    /** @param parameters what {@code a=fmtp} of the receiver says; empty for nothing */
    default Encoder encoder(int rate, String parameters) {
        return encoder(rate);
    }

    /**
     * What of a receiver's {@code a=fmtp} its encoder follows, written in one way: receivers that agree in it can share an encoder.
     *
     * @param parameters empty for nothing
     */
    default String followed(String parameters) {
        return "";
    }

    /** Whether its encoder follows {@link Encoder#tune}. */
    default boolean isTunable() {
        return false;
    }

    /** What it needs to convert one stream. */
    interface Coder extends AutoCloseable {
        /** Whether it did what it was last asked for; false where it is the code of a plug-in that failed. */
        default boolean answers() {
            return true;
        }

        /** Frees memory outside the heap, which the garbage collector would notice late. It must not be used any more. */
        @Override
        default void close() {}
    }

    /** Samples out of payloads, in their order. */
    interface Decoder extends Coder {
        /**
         * @param payload of one packet, from position to limit
         * @param samples has room for {@link #LONGEST_MILLIS}
         * @return how many samples; 0 where the payload cannot be decoded
         */
        int decode(ByteBuffer payload, short[] samples);

        /**
         * Replaces a packet that was lost.
         *
         * @param count of samples to make
         * @param next payload of the packet after the gap, which may carry what was lost; null where it is not there yet
         */
        void conceal(@Nullable ByteBuffer next, short[] samples, int count);
    }

    /** Payloads out of samples. */
    interface Encoder extends Coder {
        /**
         * @param from place of the first sample
         * @param count of 10, 20, 40 or 60 ms
         * @param payload gets the octets at its position; none where nothing is to be sent
         */
        void encode(short[] samples, int from, int count, ByteBuffer payload);

        /** What comes next is made for that; nothing changes where the codec is not {@link AudioCodec#isTunable tunable}. */
        default void tune(EncoderTuning now) {}
    }
}
