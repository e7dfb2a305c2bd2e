package org.trunkline.media.rtp.internal.srtp;

import java.util.Arrays;

import org.trunkline.engine.port.media.SrtpKeys.Suite;

/**
 * The session keys of one direction, for RTP or for RTCP, and what is done with them. Packets are arrays with room for
 * {@link SrtpContext#OVERHEAD} more, from place 0. Not thread-safe.
 */
sealed interface SrtpTransform permits CounterTransform, GaloisTransform {
    /** Octets of a report that are never encrypted. */
    int RTCP_HEADER = 8;
    /** Of the word behind a report: the rest is its index. */
    int ENCRYPTED = 0x8000_0000;

    /** @param label of the encryption key, 0 for RTP, 3 for RTCP; those of the others follow (RFC 3711 §4.3.2) */
    static SrtpTransform of(Suite suite, byte[] master, int label) {
        byte[] key = Arrays.copyOf(master, suite.keyOctets());
        byte[] salt = Arrays.copyOfRange(master, suite.keyOctets(), suite.octets());
        return suite.isAead()
                ? new GaloisTransform(derived(key, salt, label, suite.keyOctets()),
                        derived(key, salt, label + 2, suite.saltOctets()))
                : new CounterTransform(derived(key, salt, label, suite.keyOctets()),
                        derived(key, salt, label + 1, CounterTransform.AUTHENTICATION),
                        derived(key, salt, label + 2, suite.saltOctets()), suite.tagOctets());
    }

    /** RFC 3711 §4.3; with a longer key RFC 6188 §3, with the shorter salt of GCM that salt and zeros (RFC 7714 §11). */
    static byte[] derived(byte[] masterKey, byte[] masterSalt, int label, int length) {
        byte[] x = Arrays.copyOf(masterSalt, 16);
        x[7] ^= (byte) label;
        return Arrays.copyOf(new SrtpKeystream(masterKey).of(x, 0, length), length);
    }

    /**
     * Encrypts an RTP packet, and puts its tag behind it.
     *
     * @param from where its payload begins
     * @param index 48 bits
     */
    void seal(byte[] packet, int from, int length, int ssrc, long index);

    /** Verifies the authentication tag behind an RTP packet, which stays as it is. @param length without the tag */
    boolean isGenuine(byte[] packet, int from, int length, int ssrc, long index);

    /** Decrypts the RTP packet that was found genuine just before. */
    void open(byte[] packet, int from, int length, int ssrc, long index);

    /** Encrypts a report. @param index 31 bits @return its length with tag and index */
    int sealReport(byte[] packet, int length, int ssrc, int index);

    /** Where the word with the index of a report stands, below 0 where the report is too short for one. */
    int wordAt(int length);

    /** Verifies the authentication tag of a report, which stays as it is. @param length with tag and index */
    boolean isGenuineReport(byte[] packet, int length, int ssrc, int word);

    /** Decrypts the report that was found genuine just before, if its word says that it is encrypted. @return its length without tag and index */
    int openReport(byte[] packet, int length, int ssrc, int word);

    static int word(byte[] packet, int at) {
        return (packet[at] & 0xFF) << 24 | (packet[at + 1] & 0xFF) << 16 | (packet[at + 2] & 0xFF) << 8 | packet[at + 3] & 0xFF;
    }

    static void putWord(byte[] packet, int at, int word) {
        for (int i = 0; i < 4; i++)
            packet[at + i] = (byte) (word >>> 24 - 8 * i);
    }

    /** Source and index over an IV that holds the salt. @param at of the SSRC; the index of 48 bits stands behind it */
    static void vary(byte[] iv, int at, int ssrc, long index) {
        for (int i = 0; i < 4; i++)
            iv[at + i] ^= (byte) (ssrc >>> 24 - 8 * i);
        for (int i = 0; i < 6; i++)
            iv[at + 4 + i] ^= (byte) (index >>> 40 - 8 * i);
    }

    /** In a time that tells nothing of where they differ. */
    static boolean same(byte[] tag, byte[] packet, int at, int length) {
        int difference = 0;
        for (int i = 0; i < length; i++)
            difference |= tag[i] ^ packet[at + i];
        return difference == 0;
    }
}
