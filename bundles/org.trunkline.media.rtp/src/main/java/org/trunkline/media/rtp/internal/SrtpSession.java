package org.trunkline.media.rtp.internal;

import java.security.GeneralSecurityException;
import java.util.Arrays;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Session keys of one direction for RTP or RTCP (RFC 3711 §4.3), and what is done with them. Not thread-safe. */
final class SrtpSession {
    private static final int KEY = 16;
    private static final int SALT = 14;
    private static final int AUTHENTICATION = 20;
    private static final int MAC = 20;

    private final SrtpKeystream cipher;
    private final byte[] salt;
    private final Mac mac;
    private final byte[] iv = new byte[16];
    private final byte[] tag = new byte[MAC];
    private final byte[] roc = new byte[4];

    /** @param label of the encryption key, 0 for RTP, 3 for RTCP; those of the others follow (RFC 3711 §4.3.2) */
    SrtpSession(byte[] master, int label) {
        byte[] masterKey = Arrays.copyOf(master, KEY);
        byte[] masterSalt = Arrays.copyOfRange(master, KEY, KEY + SALT);
        cipher = new SrtpKeystream(derived(masterKey, masterSalt, label, KEY));
        byte[] authentication = derived(masterKey, masterSalt, label + 1, AUTHENTICATION);
        salt = derived(masterKey, masterSalt, label + 2, SALT);
        try {
            mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(authentication, "HmacSHA1"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA1 is missing", e); // every Java has it
        }
    }

    static byte[] derived(byte[] masterKey, byte[] masterSalt, int label, int length) {
        byte[] x = Arrays.copyOf(masterSalt, 16);
        x[7] ^= (byte) label;
        return Arrays.copyOf(new SrtpKeystream(masterKey).of(x, length), length);
    }

    /** Encrypts or decrypts in place. @param index of the packet, 48 bits of RTP or 31 of RTCP */
    void crypt(byte[] packet, int from, int to, int ssrc, long index) {
        System.arraycopy(salt, 0, iv, 0, SALT);
        iv[14] = 0;
        iv[15] = 0;
        for (int i = 0; i < 4; i++)
            iv[4 + i] ^= (byte) (ssrc >>> 24 - 8 * i);
        for (int i = 0; i < 6; i++)
            iv[8 + i] ^= (byte) (index >>> 40 - 8 * i);
        cipher.apply(iv, packet, from, to);
    }

    /** The whole tag; valid until the next. @param rollover of RTP */
    byte[] tag(byte[] packet, int length, int rollover) {
        mac.update(packet, 0, length);
        for (int i = 0; i < 4; i++)
            roc[i] = (byte) (rollover >>> 24 - 8 * i);
        mac.update(roc, 0, 4);
        return finished();
    }

    /** Of RTCP, whose index stands in the packet. */
    byte[] tag(byte[] packet, int length) {
        mac.update(packet, 0, length);
        return finished();
    }

    private byte[] finished() {
        try {
            mac.doFinal(tag, 0);
            return tag;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // there is room
        }
    }

    /** In a time that tells nothing of where they differ. */
    static boolean same(byte[] tag, byte[] packet, int at, int length) {
        int difference = 0;
        for (int i = 0; i < length; i++)
            difference |= tag[i] ^ packet[at + i];
        return difference == 0;
    }
}
