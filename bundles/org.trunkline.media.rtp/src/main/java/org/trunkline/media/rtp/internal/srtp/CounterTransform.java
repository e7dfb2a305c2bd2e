package org.trunkline.media.rtp.internal.srtp;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * AES in counter mode and HMAC-SHA1 (RFC 3711 §4). The HMAC (RFC 2104) is made of two digests here: the JDK's makes an
 * array for each.
 */
final class CounterTransform implements SrtpTransform {
    static final int AUTHENTICATION = 20;
    private static final int MAC = 20;
    private static final int SHA1_BLOCK = 64;
    private static final int SALT = 14;
    /** Of reports, whatever RTP has. */
    private static final int REPORT_TAG = 10;
    private static final int WORD = 4;

    private final SrtpKeystream cipher;
    private final byte[] salt;
    private final MessageDigest sha1;
    private final byte[] innerKey;
    private final byte[] outerKey;
    private final int tagOctets;
    private final byte[] iv = new byte[16];
    private final byte[] tag = new byte[MAC];
    private final byte[] roc = new byte[4];

    CounterTransform(byte[] key, byte[] authentication, byte[] salt, int tagOctets) {
        this.cipher = new SrtpKeystream(key);
        this.salt = salt;
        this.tagOctets = tagOctets;
        try {
            sha1 = MessageDigest.getInstance("SHA-1");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SHA-1 is missing", e); // every Java has it
        }
        innerKey = padded(authentication, 0x36);
        outerKey = padded(authentication, 0x5C);
    }

    private static byte[] padded(byte[] key, int with) {
        byte[] block = Arrays.copyOf(key, SHA1_BLOCK);
        for (int i = 0; i < block.length; i++)
            block[i] ^= (byte) with;
        return block;
    }

    @Override
    public void seal(byte[] packet, int from, int length, int ssrc, long index) {
        crypt(packet, from, length, ssrc, index);
        sign(packet, length, (int) (index >>> 16));
        System.arraycopy(tag, 0, packet, length, tagOctets);
    }

    @Override
    public boolean isGenuine(byte[] packet, int from, int length, int ssrc, long index) {
        sign(packet, length, (int) (index >>> 16));
        return SrtpTransform.same(tag, packet, length, tagOctets);
    }

    @Override
    public void open(byte[] packet, int from, int length, int ssrc, long index) {
        crypt(packet, from, length, ssrc, index);
    }

    @Override
    public int sealReport(byte[] packet, int length, int ssrc, int index) {
        crypt(packet, RTCP_HEADER, length, ssrc, index);
        SrtpTransform.putWord(packet, length, index | ENCRYPTED);
        sign(packet, length + WORD);
        System.arraycopy(tag, 0, packet, length + WORD, REPORT_TAG);
        return length + WORD + REPORT_TAG;
    }

    @Override
    public int wordAt(int length) {
        int at = length - REPORT_TAG - WORD;
        return at < RTCP_HEADER ? -1 : at;
    }

    @Override
    public boolean isGenuineReport(byte[] packet, int length, int ssrc, int word) {
        sign(packet, length - REPORT_TAG);
        return SrtpTransform.same(tag, packet, length - REPORT_TAG, REPORT_TAG);
    }

    @Override
    public int openReport(byte[] packet, int length, int ssrc, int word) {
        int plain = wordAt(length);
        if ((word & ENCRYPTED) != 0)
            crypt(packet, RTCP_HEADER, plain, ssrc, word & ~ENCRYPTED);
        return plain;
    }

    private void crypt(byte[] packet, int from, int to, int ssrc, long index) {
        System.arraycopy(salt, 0, iv, 0, SALT);
        iv[14] = 0;
        iv[15] = 0;
        SrtpTransform.vary(iv, 4, ssrc, index);
        cipher.apply(iv, packet, from, to);
    }

    private void sign(byte[] packet, int length, int rollover) {
        begin(packet, length);
        SrtpTransform.putWord(roc, 0, rollover);
        sha1.update(roc);
        finish();
    }

    private void sign(byte[] packet, int length) {
        begin(packet, length);
        finish();
    }

    private void begin(byte[] packet, int length) {
        sha1.update(innerKey);
        sha1.update(packet, 0, length);
    }

    private void finish() {
        try {
            sha1.digest(tag, 0, MAC);
            sha1.update(outerKey);
            sha1.update(tag);
            sha1.digest(tag, 0, MAC);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // there is room
        }
    }
}
