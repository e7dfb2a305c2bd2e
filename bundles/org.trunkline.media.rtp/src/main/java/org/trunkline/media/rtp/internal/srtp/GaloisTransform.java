package org.trunkline.media.rtp.internal.srtp;

/**
 * AES in Galois counter mode (RFC 7714). Not the GCM of the JDK, which has to be set up, with new objects, for each
 * packet.
 */
final class GaloisTransform implements SrtpTransform {
    static final int TAG = 16;
    private static final int WORD = 4;
    private static final int SALT = 12;
    private static final int BLOCK = 16;
    /** Block 1 of the key stream hides the tag; the payload's follow it (NIST SP 800-38D §7.1). */
    private static final int TAG_BLOCK = 1;

    private final SrtpKeystream cipher;
    private final GaloisHash hash;
    private final byte[] salt;
    private final byte[] iv = new byte[BLOCK];
    private final byte[] tag = new byte[TAG];
    private final byte[] given = new byte[TAG];
    /** What a report says openly: its header and its index. */
    private final byte[] open = new byte[RTCP_HEADER + WORD];

    GaloisTransform(byte[] key, byte[] salt) {
        cipher = new SrtpKeystream(key);
        this.salt = salt;
        hash = new GaloisHash(cipher.of(new byte[BLOCK], 0, BLOCK));
    }

    @Override
    public void seal(byte[] packet, int from, int length, int ssrc, long index) {
        byte[] bits = bits(ssrc, index, length - from);
        mix(bits, packet, from, length);
        hash.begin();
        hash.update(packet, 0, from);
        hash.update(packet, from, length);
        finish(from, length - from, bits);
        System.arraycopy(tag, 0, packet, length, TAG);
    }

    @Override
    public boolean isGenuine(byte[] packet, int from, int length, int ssrc, long index) {
        hash.begin();
        hash.update(packet, 0, from);
        hash.update(packet, from, length);
        finish(from, length - from, bits(ssrc, index, 0));
        return SrtpTransform.same(tag, packet, length, TAG);
    }

    @Override
    public void open(byte[] packet, int from, int length, int ssrc, long index) {
        mix(bits(ssrc, index, length - from), packet, from, length);
    }

    @Override
    public int sealReport(byte[] packet, int length, int ssrc, int index) {
        byte[] bits = bits(ssrc, index, length - RTCP_HEADER);
        mix(bits, packet, RTCP_HEADER, length);
        signReport(packet, length, index | ENCRYPTED, bits);
        System.arraycopy(tag, 0, packet, length, TAG);
        SrtpTransform.putWord(packet, length + TAG, index | ENCRYPTED);
        return length + TAG + WORD;
    }

    @Override
    public int wordAt(int length) {
        return length < RTCP_HEADER + TAG + WORD ? -1 : length - WORD;
    }

    @Override
    public boolean isGenuineReport(byte[] packet, int length, int ssrc, int word) {
        int plain = length - WORD - TAG;
        byte[] bits = bits(ssrc, word & ~ENCRYPTED, 0);
        System.arraycopy(packet, plain, given, 0, TAG);
        if ((word & ENCRYPTED) != 0) {
            signReport(packet, plain, word, bits);
        } else { // all of it is open, with the word right behind (RFC 7714 §9.3)
            SrtpTransform.putWord(packet, plain, word);
            hash.begin();
            hash.update(packet, 0, plain + WORD);
            finish(plain + WORD, 0, bits);
            System.arraycopy(given, 0, packet, plain, WORD);
        }
        return SrtpTransform.same(tag, given, 0, TAG);
    }

    @Override
    public int openReport(byte[] packet, int length, int ssrc, int word) {
        int plain = length - WORD - TAG;
        if ((word & ENCRYPTED) != 0)
            mix(bits(ssrc, word & ~ENCRYPTED, plain - RTCP_HEADER), packet, RTCP_HEADER, plain);
        return plain;
    }

    private void signReport(byte[] packet, int length, int word, byte[] bits) {
        System.arraycopy(packet, 0, open, 0, RTCP_HEADER);
        SrtpTransform.putWord(open, RTCP_HEADER, word);
        hash.begin();
        hash.update(open, 0, open.length);
        hash.update(packet, RTCP_HEADER, length);
        finish(open.length, length - RTCP_HEADER, bits);
    }

    /** The block that hides the tag, and those for so many octets behind it. */
    private byte[] bits(int ssrc, long index, int octets) {
        System.arraycopy(salt, 0, iv, 0, SALT);
        SrtpTransform.vary(iv, 2, ssrc, index);
        return cipher.of(iv, TAG_BLOCK, BLOCK + octets);
    }

    private static void mix(byte[] bits, byte[] packet, int from, int to) {
        for (int i = from; i < to; i++)
            packet[i] ^= bits[BLOCK + i - from];
    }

    private void finish(int openOctets, int hiddenOctets, byte[] bits) {
        hash.end(openOctets, hiddenOctets, tag);
        for (int i = 0; i < TAG; i++)
            tag[i] ^= bits[i];
    }
}
