package org.trunkline.engine.port.config;

import static java.util.Objects.requireNonNull;

/**
 * What is kept of a subscriber's password: H(username:realm:password) as lower-case hex (RFC 8760 §2.4).
 *
 * @param realm the realm both were made for
 */
public record DigestSecret(String realm, String md5, String sha256) {
    public DigestSecret {
        requireNonNull(realm);
        requireNonNull(md5);
        requireNonNull(sha256);
    }

    /** Tells nothing of the hashes. */
    @Override
    public String toString() {
        return "DigestSecret[" + realm + "]";
    }
}
