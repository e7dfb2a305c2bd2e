package org.trunkline.domain.config;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

import org.trunkline.domain.schema.Format;
import org.trunkline.domain.schema.Help;
import org.trunkline.domain.schema.Is;

/** How numbers are written on a trunk. */
public record TrunkNumbers(
        @Is(Format.REGION) @Help("ISO 3166 code by which national numbers are read, SE; empty for none") String region,
        @Is(Format.E164) @Help("number presented on every call out; left out for the caller's own") Optional<String> callerId,
        @Help("P-Asserted-Identity (RFC 3325) is sent, and trusted when received") boolean assertIdentity,
        @Help("rules for the called number of calls out") NumberRules outbound,
        @Help("rules for the called number of calls in") NumberRules inbound) {
    public static final TrunkNumbers UNCHANGED =
            new TrunkNumbers("", Optional.empty(), false, NumberRules.NONE, NumberRules.NONE);

    public TrunkNumbers {
        requireNonNull(region);
        requireNonNull(callerId);
        requireNonNull(outbound);
        requireNonNull(inbound);
    }
}
