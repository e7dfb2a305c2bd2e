package org.trunkline.domain.config;

import static java.util.Objects.requireNonNull;

/** How a trunk registers outward (RFC 3261 §10.2). The password is kept apart. */
public record TrunkRegistration(String username, int expiresSeconds) {
    public TrunkRegistration {
        requireNonNull(username);
        if (expiresSeconds < 60 || expiresSeconds > 86_400)
            throw new IllegalArgumentException("expiresSeconds: " + expiresSeconds);
    }
}
