package org.trunkline.domain.config;

import static java.util.Objects.requireNonNull;

/**
 * Somebody with a phone: may register and call. The password is kept apart, as digest hashes.
 *
 * @param username user part of the AOR, as checked by {@link Names#isUsername}
 * @param displayName caller name shown to others, or empty
 * @param srtp of the subscriber's phones; {@link Srtp#REQUIRE} presupposes that they register over TLS
 */
public record Subscriber(String username, String displayName, boolean enabled, CallHandling handling, Srtp srtp) {
    public Subscriber {
        requireNonNull(displayName);
        requireNonNull(handling);
        requireNonNull(srtp);
        if (!Names.isUsername(username))
            throw new IllegalArgumentException("username: " + username);
    }

    /** One whose phones may do as they can. */
    public Subscriber(String username, String displayName, boolean enabled, CallHandling handling) {
        this(username, displayName, enabled, handling, Srtp.OFFER);
    }

    /** One whose calls just ring. */
    public Subscriber(String username, String displayName, boolean enabled) {
        this(username, displayName, enabled, CallHandling.PLAIN);
    }
}
