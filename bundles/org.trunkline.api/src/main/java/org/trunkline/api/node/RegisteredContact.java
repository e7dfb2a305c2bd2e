package org.trunkline.api.node;

import java.time.Instant;

/** One binding of a subscriber. */
public record RegisteredContact(String username, String contact, String source, String transport, Instant expiresAt,
        String userAgent) {}
