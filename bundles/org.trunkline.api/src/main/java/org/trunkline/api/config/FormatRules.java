package org.trunkline.api.config;

import java.util.Currency;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.trunkline.domain.config.AddressBlock;
import org.trunkline.domain.config.Names;
import org.trunkline.domain.config.Tariff;
import org.trunkline.domain.schema.Format;

/** Checks texts of each format, and normalises them for storage. */
final class FormatRules {
    private static final Set<String> REGIONS = Set.of(Locale.getISOCountries());
    private static final Set<String> CURRENCIES = Currency.getAvailableCurrencies().stream()
            .map(Currency::getCurrencyCode).collect(Collectors.toUnmodifiableSet());
    /** Quotes and control characters would end the quoted-string of a digest header. */
    private static final Pattern AUTH_USER = Pattern.compile("[^\\p{Cntrl}\"\\\\<>\\s]{1,128}");

    private FormatRules() {}

    /** Adds an error where a text is not of a format. */
    static void check(Findings found, String field, Format format, String text) {
        if (!matches(format, text))
            found.add(field, code(format), field + " \"" + text + "\" is not " + wanted(format), text);
        else if (format == Format.HOST)
            AddressBlock.parseAddress(text).filter(a -> a.isAnyLocalAddress() || a.isMulticastAddress()).ifPresent(_ ->
                    found.add(field, "not-reachable", field + " \"" + text + "\" is not the address of a single host", text));
        else if (format == Format.ADDRESS_BLOCK && AddressBlock.parse(text).filter(b -> b.prefixLength() == 0).isPresent())
            found.add(field, "too-wide", "\"" + text + "\" would trust every address", text);
    }

    private static boolean matches(Format format, String text) {
        return switch (format) {
            case PLAIN, TRUNK -> text.chars().noneMatch(Character::isISOControl);
            case NAME -> Names.isTrunkName(text);
            case USERNAME, SUBSCRIBER -> Names.isUsername(text);
            case AUTH_USER -> AUTH_USER.matcher(text).matches();
            case HOST -> Names.isHost(text);
            case ADDRESS_BLOCK -> AddressBlock.parse(text).isPresent();
            case E164 -> Names.isE164(tidy(format, text));
            case PREFIX -> Names.isPrefix(text);
            case PRICE_PREFIX -> Tariff.isPrefix(text);
            case DIALLED -> Names.isDialled(tidy(format, text));
            case TARGET -> Names.isTarget(tidy(format, text));
            case REGION -> text.isEmpty() || REGIONS.contains(text);
            case CURRENCY -> CURRENCIES.contains(text);
        };
    }

    private static String code(Format format) {
        return switch (format) {
            case PLAIN, TRUNK -> "control-character";
            case NAME -> "not-trunk-name";
            case USERNAME, AUTH_USER, SUBSCRIBER -> "not-username";
            case HOST -> "not-host";
            case ADDRESS_BLOCK -> "not-address";
            case E164 -> "not-e164";
            case PREFIX, PRICE_PREFIX -> "not-prefix";
            case DIALLED -> "not-dialled";
            case TARGET -> "not-target";
            case REGION -> "not-region";
            case CURRENCY -> "not-currency";
        };
    }

    /** Description of the format in English, to follow "is not". */
    static String wanted(Format format) {
        return switch (format) {
            case PLAIN, TRUNK -> "a text without line breaks and control characters";
            case NAME -> "1 to 64 characters without slashes, control characters or spaces at the ends";
            case USERNAME, SUBSCRIBER -> "1 to 64 letters, digits or . _ + ~ -, starting with a letter or digit";
            case AUTH_USER -> "1 to 128 characters without spaces, quotes, backslashes or angle brackets";
            case HOST -> "a host name, an IPv4 address or an IPv6 address";
            case ADDRESS_BLOCK -> "an IP address or CIDR block such as 192.0.2.0/24";
            case E164 -> "a plus, country code and number of 2 to 15 digits, such as +46701234567";
            case PREFIX, DIALLED -> "up to 20 characters of 0-9, * and #, optionally starting with +";
            case PRICE_PREFIX -> "1 to 15 digits, optionally starting with +";
            case TARGET -> "a number or the name of a subscriber or ring group";
            case REGION -> "an ISO 3166 code of two capital letters such as SE";
            case CURRENCY -> "an ISO 4217 code of three capital letters such as EUR";
        };
    }

    static String tidy(Format format, String text) {
        return switch (format) {
            case E164, DIALLED -> Names.tidyNumber(text);
            case TARGET -> Names.tidyTarget(text);
            default -> text;
        };
    }
}
