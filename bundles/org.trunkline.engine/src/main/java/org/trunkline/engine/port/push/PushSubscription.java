package org.trunkline.engine.port.push;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/**
 * A phone that a push message wakes (RFC 8599 §4.1, with the provider {@code webpush}).
 *
 * @param endpoint https URI of the push resource (RFC 8030 §2), {@code pn-prid} of the registration. Its knowledge is the right to
 *        use it
 * @param keys of the encryption of messages; empty for messages without content
 * @param contact URI of the registration that named it last, without push parameters; empty where that was before the node started
 * @param revision changes with each registration that names it
 * @param until when it expires unless the phone registers again
 */
public record PushSubscription(String username, String endpoint, Optional<Keys> keys, String contact, long revision, Instant until) {
    /**
     * Keys of a browser (RFC 8291 §3.1), base64url without padding.
     *
     * @param publicKey uncompressed point of P-256, 65 bytes
     * @param secret 16 bytes
     */
    public record Keys(String publicKey, String secret) {
        public Keys {
            requireNonNull(publicKey);
            requireNonNull(secret);
        }

        /** Tells no key. */
        @Override
        public String toString() {
            return "Keys";
        }
    }

    public PushSubscription {
        requireNonNull(username);
        requireNonNull(endpoint);
        requireNonNull(keys);
        requireNonNull(contact);
        requireNonNull(until);
    }

    /** Whether both are stored as the same row with the same content. */
    public boolean storedAs(PushSubscription other) {
        return username.equals(other.username) && endpoint.equals(other.endpoint) && keys.equals(other.keys) && until.equals(other.until);
    }

    /** Tells neither endpoint nor keys. */
    @Override
    public String toString() {
        return "PushSubscription[" + username + "]";
    }
}
