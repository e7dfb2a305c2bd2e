package org.trunkline.spi.routing;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

import org.trunkline.domain.cdr.Cause;

/**
 * The advice of a {@link RoutingPolicy} about a call.
 *
 * <p>A {@code reason} is up to 200 characters of plain English; it is kept in the call's why-record.
 */
public sealed interface RoutingAdvice {
    /** Leaves the call as it is. */
    record NoAdvice() implements RoutingAdvice {}

    /**
     * Tries these trunks, in this order, and no others.
     *
     * @param trunks 1 to 20 of them
     */
    record TryTrunks(List<TrunkChoice> trunks, String reason) implements RoutingAdvice {
        public TryTrunks {
            trunks = List.copyOf(trunks);
            requireNonNull(reason);
        }
    }

    /** Refuses the call. The caller gets the SIP status that belongs to the cause (RFC 3398 §7.2.4.1). */
    record Reject(Cause cause, String reason) implements RoutingAdvice {
        public Reject {
            requireNonNull(cause);
            requireNonNull(reason);
        }
    }

    /** Hands the call to a {@link org.trunkline.spi.call.CallApplication}. */
    record HandOver(String application, String reason) implements RoutingAdvice {
        public HandOver {
            requireNonNull(application);
            requireNonNull(reason);
        }
    }

    /**
     * A trunk to try.
     *
     * @param calledNumber user part of the Request-URI, sent as it is: digits, {@code *}, {@code #}, optionally a leading
     *        plus; empty for the number by the trunk's own rules
     * @param callerNumber the same for From
     */
    record TrunkChoice(String trunk, Optional<String> calledNumber, Optional<String> callerNumber) {
        public TrunkChoice {
            requireNonNull(trunk);
            requireNonNull(calledNumber);
            requireNonNull(callerNumber);
        }

        public static TrunkChoice of(String trunk) {
            return new TrunkChoice(trunk, Optional.empty(), Optional.empty());
        }
    }

    static RoutingAdvice none() {
        return new NoAdvice();
    }

    /** Tries these trunks in this order, with numbers by their own rules. */
    static RoutingAdvice order(List<String> trunks, String reason) {
        return new TryTrunks(trunks.stream().map(TrunkChoice::of).toList(), reason);
    }
}
