package org.trunkline.domain.config;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

import org.trunkline.domain.schema.Format;
import org.trunkline.domain.schema.Help;
import org.trunkline.domain.schema.Is;

/** How numbers are written on a trunk. */
public record TrunkNumbers(
        @Is(Format.REGION) @Help("ISO 3166 code used to read national numbers, such as SE; empty for none") String region,
        @Is(Format.E164) @Help("number presented on every outbound call; omit for the caller's own number") Optional<String> callerId,
        @Help("P-Asserted-Identity (RFC 3325) is sent, and trusted when received") boolean assertIdentity,
        @Help("rules for the called number of outbound calls") NumberRules outbound,
        @Help("rules for the called number of inbound calls") NumberRules inbound) {
    public static final TrunkNumbers UNCHANGED =
            new TrunkNumbers("", Optional.empty(), false, NumberRules.NONE, NumberRules.NONE);

    public TrunkNumbers {
        requireNonNull(region);
        requireNonNull(callerId);
        requireNonNull(outbound);
        requireNonNull(inbound);
    }
}
