package org.trunkline.engine.directory;

import java.time.Duration;
import java.util.List;

import org.trunkline.engine.directory.digest.DigestAlgorithm;

/**
 * Technical settings of the directory.
 *
 * @param realm digest realm, and the domain of the node's URIs; passwords are made for it
 * @param region ISO 3166 code by which subscribers' national numbers are read, or empty
 * @param ringTime how long a subscriber's phones ring
 * @param digest challenges in the order offered
 * @param codes pickup code and emergency numbers
 * @param anyDigestUri whether credentials may be for another URI than the request's, as some phones write them
 * @param secret at least 32 random bytes, the same after a restart: nonces and contacts are derived from it
 */
public record DirectorySettings(String realm, String region, Duration ringTime, List<DigestAlgorithm> digest,
        DialCodes codes, boolean anyDigestUri, byte[] secret) {
    private static final int SHORTEST_SECRET = 32;

    public DirectorySettings {
        if (secret.length < SHORTEST_SECRET)
            throw new IllegalArgumentException("secret of " + secret.length + " bytes");
        digest = List.copyOf(digest);
        secret = secret.clone();
    }

    public DirectorySettings(String realm, String region, Duration ringTime, List<DigestAlgorithm> digest,
            byte[] secret) {
        this(realm, region, ringTime, digest, DialCodes.USUAL, false, secret);
    }

    /** Tells no secret. */
    @Override
    public String toString() {
        return "DirectorySettings[" + realm + "]";
    }
}
