package org.trunkline.domain.cdr;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * Why a call went where it went: the why-record.
 *
 * @param configRevision revision of the configuration that decided
 * @param routePrefix prefix of the route that matched; empty for a subscriber's own number or name
 * @param dialled number before the rules
 * @param normalised number after them
 * @param candidates in the order considered
 */
public record Why(long configRevision, Optional<String> routePrefix, String dialled, String normalised,
        List<Candidate> candidates) {

    public static final Why NOTHING = new Why(0, Optional.empty(), "", "", List.of());

    public Why {
        requireNonNull(routePrefix);
        requireNonNull(dialled);
        requireNonNull(normalised);
        candidates = List.copyOf(candidates);
    }
}
