package org.trunkline.media.rtp.internal.srtp;

import java.security.GeneralSecurityException;

import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES in Galois counter mode (RFC 7714), by the JDK: it makes about a kilobyte of objects for each packet, and takes less than
 * half the time of the best that Java code without the processor's instructions reached.
 */
final class GaloisTransform implements SrtpTransform {
    static final int TAG = 16;
    private static final int TAG_BITS = 8 * TAG;
    private static final int WORD = 4;
    private static final int SALT = 12;

    private final Cipher cipher;
    private final SecretKeySpec key;
    private final byte[] salt;
    private final byte[] iv = new byte[SALT];
    /** The readable header of a report, and its index. */
    private final byte[] open = new byte[RTCP_HEADER + WORD];
    /** Of the packet that was last found genuine. */
    private byte[] plain = new byte[2048];

    GaloisTransform(byte[] key, byte[] salt) {
        this.key = new SecretKeySpec(key, "AES");
        this.salt = salt;
        try {
            cipher = Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES is missing", e); // every Java has it
        }
    }

    @Override
    public void seal(byte[] packet, int from, int length, int ssrc, long index) {
        try {
            begin(Cipher.ENCRYPT_MODE, ssrc, index);
            cipher.updateAAD(packet, 0, from);
            cipher.doFinal(packet, from, length - from, packet, from);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // there is room, and no index comes twice
        }
    }

    @Override
    public boolean isGenuine(byte[] packet, int from, int length, int ssrc, long index) {
        return opens(packet, from, packet, from, length + TAG, ssrc, index);
    }

    @Override
    public void open(byte[] packet, int from, int length, int ssrc, long index) {
        System.arraycopy(plain, 0, packet, from, length - from);
    }

    @Override
    public int sealReport(byte[] packet, int length, int ssrc, int index) {
        try {
            begin(Cipher.ENCRYPT_MODE, ssrc, index);
            cipher.updateAAD(openPart(packet, index | ENCRYPTED));
            cipher.doFinal(packet, RTCP_HEADER, length - RTCP_HEADER, packet, RTCP_HEADER);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // there is room, and no index comes twice
        }
        SrtpTransform.putWord(packet, length + TAG, index | ENCRYPTED);
        return length + TAG + WORD;
    }

    @Override
    public int wordAt(int length) {
        return length < RTCP_HEADER + TAG + WORD ? -1 : length - WORD;
    }

    @Override
    public boolean isGenuineReport(byte[] packet, int length, int ssrc, int word) {
        int tag = length - WORD - TAG;
        int index = word & ~ENCRYPTED;
        if ((word & ENCRYPTED) != 0)
            return opens(openPart(packet, word), open.length, packet, RTCP_HEADER, tag + TAG, ssrc, index);
        byte[] readable = new byte[tag + WORD]; // all of it, with the word right behind (RFC 7714 §9.3)
        System.arraycopy(packet, 0, readable, 0, tag);
        SrtpTransform.putWord(readable, tag, word);
        return opens(readable, readable.length, packet, tag, tag + TAG, ssrc, index);
    }

    @Override
    public int openReport(byte[] packet, int length, int ssrc, int word) {
        int end = length - WORD - TAG;
        if ((word & ENCRYPTED) != 0)
            System.arraycopy(plain, 0, packet, RTCP_HEADER, end - RTCP_HEADER);
        return end;
    }

    private byte[] openPart(byte[] packet, int word) {
        System.arraycopy(packet, 0, open, 0, RTCP_HEADER);
        SrtpTransform.putWord(open, RTCP_HEADER, word);
        return open;
    }

    /** @param readableOctets authenticated, not encrypted @param to end of the tag */
    private boolean opens(byte[] readable, int readableOctets, byte[] packet, int from, int to, int ssrc, long index) {
        if (plain.length < to - from)
            plain = new byte[to - from];
        try {
            begin(Cipher.DECRYPT_MODE, ssrc, index);
            cipher.updateAAD(readable, 0, readableOctets);
            cipher.doFinal(packet, from, to - from, plain, 0);
            return true;
        } catch (AEADBadTagException _) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // there is room
        }
    }

    private void begin(int mode, int ssrc, long index) throws GeneralSecurityException {
        System.arraycopy(salt, 0, iv, 0, SALT);
        SrtpTransform.vary(iv, 2, ssrc, index);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, iv));
    }
}
