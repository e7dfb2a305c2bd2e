package org.trunkline.media.rtp.internal.srtp;

import java.security.GeneralSecurityException;

import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES in counter mode (RFC 3711 §4.1.1), with its blocks made by ECB: a cipher in CTR mode has to be set up, with new
 * objects, for each packet.
 */
final class SrtpKeystream {
    private static final int BLOCK = 16;
    /** As long as a datagram can be. */
    private static final int BLOCKS = 65_536 / BLOCK + 1;

    private final Cipher cipher;
    private byte[] counters = new byte[16 * BLOCK];
    private byte[] stream = new byte[16 * BLOCK];

    SrtpKeystream(byte[] key) {
        try {
            cipher = Cipher.getInstance("AES/ECB/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES is missing", e); // every Java has it
        }
    }

    /**
     * @param iv 16 octets, the last two of them, whatever they are, for the count of blocks
     * @param first that count begins with
     * @return valid until the next
     */
    byte[] of(byte[] iv, int first, int length) {
        int blocks = (length + BLOCK - 1) / BLOCK;
        if (blocks > BLOCKS)
            throw new IllegalArgumentException("length: " + length);
        if (blocks * BLOCK > counters.length) {
            counters = new byte[blocks * BLOCK];
            stream = new byte[blocks * BLOCK];
        }
        for (int i = 0; i < blocks; i++) {
            System.arraycopy(iv, 0, counters, i * BLOCK, BLOCK - 2);
            counters[i * BLOCK + 14] = (byte) (first + i >>> 8);
            counters[i * BLOCK + 15] = (byte) (first + i);
        }
        try {
            cipher.update(counters, 0, blocks * BLOCK, stream, 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // there is room
        }
        return stream;
    }

    /** In place. */
    void apply(byte[] iv, byte[] data, int from, int to) {
        byte[] bits = of(iv, 0, to - from);
        for (int i = from; i < to; i++)
            data[i] ^= bits[i - from];
    }
}
