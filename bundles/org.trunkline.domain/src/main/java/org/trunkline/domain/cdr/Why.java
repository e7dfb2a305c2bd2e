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
 * @param advice what routing policies said, in the order asked; empty where none was asked
 */
public record Why(long configRevision, Optional<String> routePrefix, String dialled, String normalised,
        List<Candidate> candidates, List<PolicyAdvice> advice) {

    public static final Why NOTHING = byDialPlan(0, Optional.empty(), "", "", List.of());

    public Why {
        requireNonNull(routePrefix);
        requireNonNull(dialled);
        requireNonNull(normalised);
        candidates = List.copyOf(candidates);
        advice = List.copyOf(advice);
    }

    /** A decision that no policy was asked about. */
    public static Why byDialPlan(long configRevision, Optional<String> routePrefix, String dialled, String normalised,
            List<Candidate> candidates) {
        return new Why(configRevision, routePrefix, dialled, normalised, candidates, List.of());
    }

    public Why with(List<Candidate> others) {
        return new Why(configRevision, routePrefix, dialled, normalised, others, advice);
    }

    public Why withAdvice(List<PolicyAdvice> given) {
        return new Why(configRevision, routePrefix, dialled, normalised, candidates, given);
    }
}
