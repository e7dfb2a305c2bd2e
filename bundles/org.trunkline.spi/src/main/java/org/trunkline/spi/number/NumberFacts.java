package org.trunkline.spi.number;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Facts about a telephone number.
 *
 * @param name person or company, as shown to people
 * @param operator that serves the number now, porting included
 * @param country ISO 3166-1 code
 * @param lineType what kind of line it is
 * @param spamScore 0 for trusted to 100 for certain abuse
 * @param uri SIP URI of the number (ENUM, RFC 6116)
 * @param routingNumber number that leads to the serving operator (LRN), E.164 with the plus
 * @param link page about the person or company, {@code https://…}, opened from the desk
 * @param ttl how long the facts hold, 0 to 30 days
 */
public record NumberFacts(Optional<String> name, Optional<String> operator, Optional<String> country,
        Optional<LineType> lineType, OptionalInt spamScore, Optional<String> uri, Optional<String> routingNumber,
        Optional<String> link, Duration ttl) {

    public enum LineType {
        FIXED, MOBILE, VOIP, TOLL_FREE, PREMIUM, SHARED_COST, OTHER
    }

    /** Nothing is known; asked again after five minutes. */
    public static final NumberFacts NONE = new NumberFacts(Optional.empty(), Optional.empty(), Optional.empty(),
            Optional.empty(), OptionalInt.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
            Duration.ofMinutes(5));

    /** @throws IllegalArgumentException if the score is outside 0 to 100, or the TTL negative or over 30 days */
    public NumberFacts {
        requireNonNull(name);
        requireNonNull(operator);
        requireNonNull(country);
        requireNonNull(lineType);
        requireNonNull(uri);
        requireNonNull(routingNumber);
        requireNonNull(link);
        if (spamScore.isPresent() && (spamScore.getAsInt() < 0 || spamScore.getAsInt() > 100))
            throw new IllegalArgumentException("spamScore: " + spamScore.getAsInt());
        if (ttl.isNegative() || ttl.compareTo(Duration.ofDays(30)) > 0)
            throw new IllegalArgumentException("ttl: " + ttl);
    }

    public static NumberFacts name(String name, Duration ttl) {
        return new NumberFacts(Optional.of(name), Optional.empty(), Optional.empty(), Optional.empty(),
                OptionalInt.empty(), Optional.empty(), Optional.empty(), Optional.empty(), ttl);
    }

    /** These facts where they are known, else the other ones; the shorter TTL. */
    public NumberFacts orElse(NumberFacts other) {
        return new NumberFacts(name.or(other::name), operator.or(other::operator), country.or(other::country),
                lineType.or(other::lineType), spamScore.isPresent() ? spamScore : other.spamScore, uri.or(other::uri),
                routingNumber.or(other::routingNumber), link.or(other::link),
                ttl.compareTo(other.ttl) < 0 ? ttl : other.ttl);
    }
}
