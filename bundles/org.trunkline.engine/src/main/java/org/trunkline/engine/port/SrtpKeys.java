package org.trunkline.engine.port;

import static java.util.Objects.requireNonNull;

import java.security.MessageDigest;

/**
 * How the media with one side is encrypted (RFC 3711).
 *
 * @param sending master key and salt of what the node sends to that side, 30 octets
 * @param receiving the same of what the side sends
 */
public record SrtpKeys(Suite suite, byte[] sending, byte[] receiving) {
    /** Key and salt. */
    public static final int OCTETS = 30;

    /** Named as in RFC 4568 §6.2. */
    public enum Suite {
        AES_CM_128_HMAC_SHA1_80(10), AES_CM_128_HMAC_SHA1_32(4);

        private final int tagOctets;

        Suite(int tagOctets) {
            this.tagOctets = tagOctets;
        }

        /** Of RTP; RTCP always has ten. */
        public int tagOctets() {
            return tagOctets;
        }
    }

    public SrtpKeys {
        requireNonNull(suite);
        if (sending.length != OCTETS || receiving.length != OCTETS)
            throw new IllegalArgumentException("a key and salt of " + OCTETS + " octets are needed");
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
