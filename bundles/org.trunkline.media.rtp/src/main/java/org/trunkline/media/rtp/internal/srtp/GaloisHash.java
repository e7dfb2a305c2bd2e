package org.trunkline.media.rtp.internal.srtp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * GHASH (NIST SP 800-38D §6.4): a sum of 16-octet blocks times powers of a secret, in the field of 2^128.
 *
 * <p>Products without carries are made of ordinary ones: where three of four bits are left out of the factors, a
 * column's sum has no room to reach the next one kept. No table is looked up, so that the time taken tells nothing of
 * the secret. Not thread-safe.
 */
final class GaloisHash {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int BLOCK = 16;
    private static final long EVERY_FOURTH = 0x1111_1111_1111_1111L;

    private final long high;
    private final long low;
    private final long both;
    private final long highReversed;
    private final long lowReversed;
    private final long bothReversed;
    private final byte[] rest = new byte[BLOCK];
    private long sumHigh;
    private long sumLow;

    /** @param secret its first 16 octets */
    GaloisHash(byte[] secret) {
        high = (long) LONGS.get(secret, 0);
        low = (long) LONGS.get(secret, 8);
        both = high ^ low;
        highReversed = Long.reverse(high);
        lowReversed = Long.reverse(low);
        bothReversed = highReversed ^ lowReversed;
    }

    void begin() {
        sumHigh = 0;
        sumLow = 0;
    }

    /** Adds octets, with zeros behind them where they do not fill a block. */
    void update(byte[] bytes, int from, int to) {
        int at = from;
        for (; at + BLOCK <= to; at += BLOCK)
            add((long) LONGS.get(bytes, at), (long) LONGS.get(bytes, at + 8));
        if (at == to)
            return;
        for (int i = 0; i < BLOCK; i++)
            rest[i] = at + i < to ? bytes[at + i] : 0;
        add((long) LONGS.get(rest, 0), (long) LONGS.get(rest, 8));
    }

    /** Ends with the number of octets that were open, and of those hidden. */
    void end(int openOctets, int hiddenOctets, byte[] result) {
        add(8L * openOctets, 8L * hiddenOctets);
        LONGS.set(result, 0, sumHigh);
        LONGS.set(result, 8, sumLow);
    }

    private void add(long blockHigh, long blockLow) {
        long a = sumHigh ^ blockHigh;
        long b = sumLow ^ blockLow;
        long aReversed = Long.reverse(a);
        long bReversed = Long.reverse(b);

        // three products of halves instead of four (Karatsuba), each in two parts; the upper ones are the lower ones of
        // the reversed factors
        long lowPart = product(b, low);
        long highPart = product(a, high);
        long middlePart = product(a ^ b, both) ^ lowPart ^ highPart;
        long lowUpper = product(bReversed, lowReversed);
        long highUpper = product(aReversed, highReversed);
        long middleUpper = product(aReversed ^ bReversed, bothReversed) ^ lowUpper ^ highUpper;

        reduce(lowPart, upper(lowUpper) ^ middlePart, highPart ^ upper(middleUpper), upper(highUpper));
    }

    private static long upper(long reversed) {
        return Long.reverse(reversed) >>> 1;
    }

    /** The lower 64 bits of a product without carries. */
    private static long product(long x, long y) {
        long x0 = x & EVERY_FOURTH;
        long x1 = x & EVERY_FOURTH << 1;
        long x2 = x & EVERY_FOURTH << 2;
        long x3 = x & EVERY_FOURTH << 3;
        long y0 = y & EVERY_FOURTH;
        long y1 = y & EVERY_FOURTH << 1;
        long y2 = y & EVERY_FOURTH << 2;
        long y3 = y & EVERY_FOURTH << 3;
        long z0 = x0 * y0 ^ x1 * y3 ^ x2 * y2 ^ x3 * y1;
        long z1 = x0 * y1 ^ x1 * y0 ^ x2 * y3 ^ x3 * y2;
        long z2 = x0 * y2 ^ x1 * y1 ^ x2 * y0 ^ x3 * y3;
        long z3 = x0 * y3 ^ x1 * y2 ^ x2 * y1 ^ x3 * y0;
        return z0 & EVERY_FOURTH | z1 & EVERY_FOURTH << 1 | z2 & EVERY_FOURTH << 2 | z3 & EVERY_FOURTH << 3;
    }

    /** 255 bits in words from the lowest, modulo x^128 + x^7 + x^2 + x + 1; powers stand from left to right. */
    private void reduce(long w0, long w1, long w2, long w3) {
        long v3 = w3 << 1 | w2 >>> 63;
        long v2 = w2 << 1 | w1 >>> 63;
        long v1 = w1 << 1 | w0 >>> 63;
        long v0 = w0 << 1;
        v2 ^= v0 ^ v0 >>> 1 ^ v0 >>> 2 ^ v0 >>> 7;
        v1 ^= v0 << 63 ^ v0 << 62 ^ v0 << 57;
        v3 ^= v1 ^ v1 >>> 1 ^ v1 >>> 2 ^ v1 >>> 7;
        v2 ^= v1 << 63 ^ v1 << 62 ^ v1 << 57;
        sumHigh = v3;
        sumLow = v2;
    }
}
