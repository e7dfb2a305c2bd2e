package org.trunkline.api.number;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * Results of number lookups for a telephone number.
 *
 * @param number E.164 with the plus
 * @param name person or company
 * @param operator that serves the number, porting included
 * @param country ISO 3166-1 code
 * @param lineType {@code fixed}, {@code mobile}, {@code voip}, {@code toll-free}, {@code premium}, {@code shared-cost} or
 *        {@code other}
 * @param spamScore 0 for trusted to 100 for certain abuse
 * @param uri SIP URI of the number (ENUM, RFC 6116)
 * @param routingNumber number that leads to the serving operator
 * @param link page about the person or company
 */
public record NumberInfo(String number, Optional<String> name, Optional<String> operator, Optional<String> country,
        Optional<String> lineType, OptionalInt spamScore, Optional<String> uri, Optional<String> routingNumber,
        Optional<String> link) {
    public NumberInfo {
        requireNonNull(number);
        requireNonNull(name);
        requireNonNull(operator);
        requireNonNull(country);
        requireNonNull(lineType);
        requireNonNull(spamScore);
        requireNonNull(uri);
        requireNonNull(routingNumber);
        requireNonNull(link);
    }

    /** Nothing is known. */
    public static NumberInfo unknown(String number) {
        return new NumberInfo(number, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                OptionalInt.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The same with a name. */
    public NumberInfo named(String known) {
        return new NumberInfo(number, Optional.of(known), operator, country, lineType, spamScore, uri, routingNumber, link);
    }
}
