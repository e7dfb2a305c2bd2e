package org.trunkline.domain.cdr;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

import org.trunkline.domain.call.Direction;
import org.trunkline.domain.call.Party;

/**
 * Where a call would go now, as the engine decides it. Nobody was called.
 *
 * @param from and {@code to} as read by the rules of where the call would come from
 * @param emergency whether the number is an emergency number, whose calls no limit and no policy stops
 * @param configRevision revision of the configuration that decided
 * @param routePrefix prefix of the route that matched
 * @param steps in the order considered
 * @param policies whether routing policies had their say
 * @param advice what they said, in the order asked
 * @param refusal what the caller would get where nothing is tried
 */
public record RouteTrial(Direction direction, Party from, Party to, boolean emergency, long configRevision,
        Optional<String> routePrefix, List<Step> steps, Policies policies, List<PolicyAdvice> advice,
        Optional<Refusal> refusal) {

    public enum Policies {
        ASKED,
        /** There are some, and they were to be left out. */
        NOT_ASKED,
        /** There are none. */
        NONE
    }

    /** What a target is. */
    public enum Kind {
        TRUNK, PHONE, SUBSCRIBER, RING_GROUP, APPLICATION
    }

    public enum Outcome {
        /** Would be called at once. */
        FIRST,
        /** Would be called if those before it do not take the call. */
        THEN,
        /** Would not be called. */
        PASSED_OVER
    }

    /**
     * @param target trunk, subscriber, ring group or application by name, or a phone's address
     * @param called number or name that it would be sent; empty where passed over
     * @param caller number that it would be shown; empty where passed over, and for phones
     * @param reason why it is passed over, else {@link Candidate.Reason#NONE}
     * @param used and {@code limit}, {@code origin}, {@code by} as in {@link Candidate}
     */
    public record Step(Kind kind, String target, Outcome outcome, String called, String caller, Candidate.Reason reason,
            long used, long limit, Candidate.Origin origin, String by) {
        public Step {
            requireNonNull(kind);
            requireNonNull(target);
            requireNonNull(outcome);
            requireNonNull(called);
            requireNonNull(caller);
            requireNonNull(reason);
            requireNonNull(origin);
            requireNonNull(by);
        }
    }

    /** @param sipStatus final status of the response */
    public record Refusal(int sipStatus, Cause cause) {
        public Refusal {
            requireNonNull(cause);
        }
    }

    public RouteTrial {
        requireNonNull(direction);
        requireNonNull(from);
        requireNonNull(to);
        requireNonNull(routePrefix);
        steps = List.copyOf(steps);
        requireNonNull(policies);
        advice = List.copyOf(advice);
        requireNonNull(refusal);
    }
}
