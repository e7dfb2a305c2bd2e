package org.trunkline.engine.port.media;

import static java.util.Objects.requireNonNull;

import java.security.MessageDigest;

/**
 * How the media with one side is encrypted (RFC 3711, RFC 7714).
 *
 * @param sending master key and salt of what the node sends to that side, as many octets as the suite has
 * @param receiving the same of what the side sends
 */
public record SrtpKeys(Suite suite, byte[] sending, byte[] receiving) implements MediaSecurity {
    /** Named as in RFC 4568 §6.2 and RFC 7714 §14.2. */
    public enum Suite {
        AES_CM_128_HMAC_SHA1_80(16, 14, 10), AES_CM_128_HMAC_SHA1_32(16, 14, 4),
        AEAD_AES_128_GCM(16, 12, 16), AEAD_AES_256_GCM(32, 12, 16);

        private final int keyOctets;
        private final int saltOctets;
        private final int tagOctets;

        Suite(int keyOctets, int saltOctets, int tagOctets) {
            this.keyOctets = keyOctets;
            this.saltOctets = saltOctets;
            this.tagOctets = tagOctets;
        }

        public int keyOctets() {
            return keyOctets;
        }

        public int saltOctets() {
            return saltOctets;
        }

        /** Of master key and master salt together, as SDES writes them. */
        public int octets() {
            return keyOctets + saltOctets;
        }

        /** Of RTP; RTCP has ten where RTP has four. */
        public int tagOctets() {
            return tagOctets;
        }

        /** Whether encryption makes the tag too (RFC 7714). */
        public boolean isAead() {
            return this == AEAD_AES_128_GCM || this == AEAD_AES_256_GCM;
        }
    }

    public SrtpKeys {
        requireNonNull(suite);
        if (sending.length != suite.octets() || receiving.length != suite.octets())
            throw new IllegalArgumentException("a key and salt of " + suite.octets() + " octets are needed");
    }

    /** Compares keys in a time that tells nothing of them. */
    @Override
    public boolean equals(Object other) {
        return other instanceof SrtpKeys that && suite == that.suite && MessageDigest.isEqual(sending, that.sending)
                && MessageDigest.isEqual(receiving, that.receiving);
    }

    /** Tells nothing of the keys. */
    @Override
    public int hashCode() {
        return suite.hashCode();
    }

    /** Tells no key. */
    @Override
    public String toString() {
        return "SrtpKeys[" + suite + "]";
    }
}
