package org.trunkline.domain.config;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * A search whose records are kept from retention and erasure until it is lifted.
 *
 * @param query in the query language; times relative to now are read as of {@code since}
 * @param who set it
 */
public record LegalHold(String name, String query, String reason, String who, Instant since) {
    public LegalHold {
        requireNonNull(name);
        requireNonNull(query);
        requireNonNull(reason);
        requireNonNull(who);
        requireNonNull(since);
    }
}
