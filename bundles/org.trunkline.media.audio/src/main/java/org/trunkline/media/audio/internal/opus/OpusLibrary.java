package org.trunkline.media.audio.internal.opus;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/** Something that encodes and decodes Opus (RFC 6716), one channel. */
public interface OpusLibrary {
    /** Of ten: more costs CPU time that nobody hears. */
    int COMPLEXITY = 5;
    /** Octets of a frame at most (RFC 6716 §3.4). */
    int LONGEST = 1275;

    /** What it is, for the log. */
    String version();

    /** Whether its decoder is right at each rate, and not only at 48 kHz. */
    boolean decodesToAnyRate();

    /** One that is to be tuned before its first packet. @param rate 8000, 12000, 16000, 24000 or 48000 */
    Encoder encoder(int rate);

    /** @param rate as for the encoder */
    Decoder decoder(int rate);

    /** State of one stream in one direction. */
    interface Coder extends AutoCloseable {
        /** Frees its memory; it must not be used any more. */
        @Override
        default void close() {}
    }

    interface Encoder extends Coder {
        /** @param into has room for {@link #LONGEST} octets at its position, which moves behind them */
        void encode(short[] samples, int from, int count, ByteBuffer into);

        /**
         * From the next packet on.
         *
         * @param bitRate bit/s
         * @param fec whether packets may repeat the one before (RFC 6716 §2.1.7)
         * @param lossPercent packets that are expected to be lost; 0 makes FEC needless
         */
        void tune(int bitRate, boolean fec, int lossPercent);
    }

    interface Decoder extends Coder {
        /**
         * @param packet from position to limit; null for a lost one
         * @param lost whether what the packet repeats of the one before is wanted
         * @param count samples that there is room for; of what was lost, that are missing
         * @return how many samples; 0 or less where it is not Opus
         */
        int decode(@Nullable ByteBuffer packet, boolean lost, short[] samples, int count);
    }

    /** The system's own library, else the one in Java, at half the speed. */
    static OpusLibrary best() {
        return LibOpus.load().map(OpusLibrary.class::cast).orElseGet(ConcentusOpus::new);
    }

    /** The one in Java. */
    static OpusLibrary inJava() {
        return new ConcentusOpus();
    }
}
