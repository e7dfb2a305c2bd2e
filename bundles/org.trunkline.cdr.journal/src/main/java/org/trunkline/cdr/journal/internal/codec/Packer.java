package org.trunkline.cdr.journal.internal.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Packs bytes by references to what was said before, as LZ77 does, and to a text known beforehand. It packs half as well as
 * deflate, for a quarter of the time. One thread packs at a time.
 *
 * <p><b>Shape:</b> again and again a number of plain bytes, these, length of a repetition less {@link #SHORTEST}, how far
 * back it begins; ends with plain bytes, which may be none.
 */
final class Packer {
    private static final int SHORTEST = 6;
    private static final int HASH_BITS = 13;
    /** Of the places within a repetition that later ones may refer to. */
    private static final int STEP = 4;
    private static final long MULTIPLIER = 0x9E3779B185EBCA87L;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    /** Leaves the first {@link #SHORTEST} bytes of eight. */
    private static final int SHIFT = Long.SIZE - SHORTEST * Byte.SIZE;

    private final byte[] known;
    private final int[] prepared = new int[1 << HASH_BITS];
    private final int[] table = new int[1 << HASH_BITS];

    /** @param known text that is likely; part of the format */
    Packer(byte[] known) {
        this.known = known;
        for (int i = 0; i + Long.BYTES <= known.length; i++)
            prepared[hash(start(known, i))] = i + 1;
    }

    /** @param bytes the known text, then what is to be packed, up to {@code end} */
    void pack(byte[] bytes, int end, ByteSink out) {
        System.arraycopy(prepared, 0, table, 0, table.length);
        int plain = known.length;
        int at = plain;
        int last = end - Long.BYTES;
        while (at <= last) {
            long start = start(bytes, at);
            int slot = hash(start);
            int match = table[slot] - 1;
            table[slot] = at + 1;
            if (match < 0 || start(bytes, match) != start) {
                at += 1 + (at - plain >> 6); // what does not repeat is passed over faster and faster
                continue;
            }
            int length = Arrays.mismatch(bytes, match + SHORTEST, end, bytes, at + SHORTEST, end);
            length = SHORTEST + (length < 0 ? end - at - SHORTEST : length);
            length = Math.min(length, end - at);
            piece(bytes, plain, at, out);
            out.number(length - SHORTEST);
            out.number(at - match);
            for (int i = at + 1; i < at + length && i <= last; i += STEP)
                table[hash(start(bytes, i))] = i + 1;
            at += length;
            plain = at;
        }
        piece(bytes, plain, end, out);
    }

    private static void piece(byte[] bytes, int from, int to, ByteSink out) {
        out.number(to - from);
        out.raw(bytes, from, to - from);
    }

    private static long start(byte[] bytes, int at) {
        return (long) LONGS.get(bytes, at) << SHIFT;
    }

    private static int hash(long start) {
        return (int) (start * MULTIPLIER >>> Long.SIZE - HASH_BITS);
    }

    /**
     * Safe for threads.
     *
     * @param length of the plain bytes
     * @throws RuntimeException as {@link ByteSource} where the bytes are not what {@link #pack} makes
     */
    byte[] unpack(ByteSource in, int length) {
        var plain = Arrays.copyOf(known, known.length + length);
        int at = known.length;
        for (;;) {
            int piece = in.count();
            byte[] bytes = in.raw(piece);
            System.arraycopy(bytes, 0, plain, at, piece);
            at += piece;
            if (at == plain.length)
                return Arrays.copyOfRange(plain, known.length, plain.length);
            int repeated = Math.addExact(in.integer(), SHORTEST);
            int from = at - in.integer();
            if (from < 0 || from >= at || repeated > plain.length - at)
                throw new IllegalArgumentException("a repetition of " + repeated + " bytes at " + at);
            for (int end = at + repeated; at < end;)
                plain[at++] = plain[from++];
        }
    }
}
