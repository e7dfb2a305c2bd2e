package org.trunkline.domain.border;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * Somebody whose messages are dropped unread for a while.
 *
 * @param source an address; of IPv6 the network of 64 bits ({@code 2001:db8:0:1::/64})
 * @param count messages dropped since
 */
public record BlockedSource(String source, Reason reason, Instant since, Instant until, long count) {
    public enum Reason {
        /** Wrong passwords, one after another. */
        GUESSING,
        /** Asked and asked, never showed credentials, or says itself that it scans. */
        SCANNING,
        /** Far more new requests than anybody needs. */
        FLOOD
    }

    public BlockedSource {
        requireNonNull(source);
        requireNonNull(reason);
        requireNonNull(since);
        requireNonNull(until);
    }
}
