package org.trunkline.domain.cdr;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

import org.trunkline.domain.call.CallId;
import org.trunkline.domain.cost.Cost;

/**
 * What else is to be known of a call.
 *
 * @param emergency whether an emergency number was dialled
 * @param continues the call that one side of this one was in before, where a transfer or pickup joined the two
 * @param continuedAs the call that goes on with one side of this one, where a transfer or pickup ended it
 * @param transferredBy subscriber or trunk that transferred the call last
 * @param cost by the trunk's tariff when the call ended; empty where nothing was answered, or the trunk has none
 * @param findings of analysers
 * @param attributes fields that plug-ins added, each name once
 */
public record CallMarks(boolean emergency, Optional<CallId> continues, Optional<CallId> continuedAs,
        Optional<String> transferredBy, Optional<Cost> cost, List<Finding> findings, List<Attribute> attributes) {
    public static final CallMarks NONE = new CallMarks(false, Optional.empty(), Optional.empty(), Optional.empty());

    /** One without a price, findings and attributes. */
    public CallMarks(boolean emergency, Optional<CallId> continues, Optional<CallId> continuedAs,
            Optional<String> transferredBy) {
        this(emergency, continues, continuedAs, transferredBy, Optional.empty(), List.of(), List.of());
    }

    public CallMarks {
        requireNonNull(continues);
        requireNonNull(continuedAs);
        requireNonNull(transferredBy);
        requireNonNull(cost);
        findings = List.copyOf(findings);
        attributes = List.copyOf(attributes);
    }

    /** The same of a call that cost something. */
    public CallMarks with(Optional<Cost> price) {
        return new CallMarks(emergency, continues, continuedAs, transferredBy, price, findings, attributes);
    }

    /** The same of a call about which something was noticed. */
    public CallMarks with(List<Finding> noticed) {
        return new CallMarks(emergency, continues, continuedAs, transferredBy, cost, noticed, attributes);
    }

    /** The same of a call that plug-ins added fields to. */
    public CallMarks withAttributes(List<Attribute> added) {
        return new CallMarks(emergency, continues, continuedAs, transferredBy, cost, findings, added);
    }
}
