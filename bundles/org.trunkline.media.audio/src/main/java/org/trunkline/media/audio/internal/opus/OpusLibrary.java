package org.trunkline.media.audio.internal.opus;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/** Something that encodes and decodes Opus (RFC 6716), one channel. */
public interface OpusLibrary {
    /** bit/s; what speech of any bandwidth needs to sound as it was. */
    int BIT_RATE = 32_000;
    /** Of ten: more costs CPU time that nobody hears. */
    int COMPLEXITY = 5;
    /** Per cent of loss that each packet is made to survive by repeating the one before (in-band FEC). */
    int EXPECTED_LOSS = 5;
    /** Octets of a frame at most (RFC 6716 §3.4). */
    int LONGEST = 1275;

    /** What it is, for the log. */
    String version();

    /** Whether its decoder is right at each rate, and not only at 48 kHz. */
    boolean decodesToAnyRate();

    /** @param rate 8000, 12000, 16000, 24000 or 48000 */
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
