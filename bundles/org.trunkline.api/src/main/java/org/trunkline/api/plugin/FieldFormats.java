package org.trunkline.api.plugin;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.trunkline.domain.config.AddressBlock;
import org.trunkline.domain.format.FileTypes;

/** Formats of the settings of a node, which forms of plug-ins do not have. */
final class FieldFormats {
    private static final int MAX_PORT = 65_535;
    private static final int LEAST_MEDIA_PORT = 1024;
    private static final int PORTS_OF_A_CALL = 4;
    private static final int MOST_CONVERSIONS = 10_000;
    private static final int LONGEST_DOMAIN = 200;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,252})");
    private static final Pattern PORT = Pattern.compile("\\d{1,5}");
    private static final Pattern PORTS = Pattern.compile("(\\d{1,5})-(\\d{1,5})");
    private static final Pattern SERVER = Pattern.compile("([\\d.]{7,15})(?::(\\d{1,5}))?");
    private static final Pattern DOMAIN = Pattern.compile(
            "(?i)[a-z0-9_]([a-z0-9_-]{0,62})(\\.[a-z0-9_]([a-z0-9_-]{0,62}))*\\.?");
    private static final Pattern REALM = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Pattern CODE = Pattern.compile("[0-9*#]{1,20}");
    private static final Pattern WEB = Pattern.compile("https?://([A-Za-z0-9]([A-Za-z0-9.-]{0,252})|\\[[0-9a-fA-F:.]{2,45}])(:\\d{1,5})?/?");
    private static final Pattern LIST = Pattern.compile("\\s*,\\s*");

    private FieldFormats() {}

    /** The expected value, if the value is invalid; any value of an unknown type is valid. */
    static Optional<String> wanted(String type, String value) {
        return switch (type) {
            case "address" -> unless(isAddress(value), "an IP address of this machine, such as 127.0.0.1 or 0.0.0.0");
            case "addresses" -> unless(each(value, FieldFormats::isAddress),
                    "one IP address of this machine or more, separated by commas, such as 192.0.2.10,2001:db8::10");
            case "public-addresses" -> unless(each(value, FieldFormats::isPublic),
                    "the IP address that a NAT has for this machine, such as 203.0.113.7");
            case "name-server" -> unless(isServer(value),
                    "an IPv4 address, optionally with a port, such as 192.0.2.53 or 192.0.2.53:5353");
            case "domain" -> unless(value.length() <= LONGEST_DOMAIN && DOMAIN.matcher(value).matches(),
                    "a domain, such as e164.arpa");
            case "port-range" -> unless(isRange(value), "two ports from 1024 to 65535, such as 10000-49999");
            case "port-or-off" -> unless(value.equals("off") || isPort(value), "a port from 0 to 65535, or off");
            case "port" -> unless(isPort(value) && Integer.parseInt(value) > 0, "a port from 1 to 65535");
            case "host-name" -> unless(NAME.matcher(value).matches() || literal(value).isPresent(), "a host name or an IP address");
            case "transcoding" -> unless(PORT.matcher(value).matches() && Integer.parseInt(value) <= MOST_CONVERSIONS,
                    "a whole number from 0 to " + MOST_CONVERSIONS);
            case "realm" -> unless(REALM.matcher(value).matches(), "1 to 64 letters, digits, dots, hyphens and underscores");
            case "region" -> unless(List.of(Locale.getISOCountries()).contains(value.toUpperCase(Locale.ROOT)),
                    "an ISO 3166 code of two letters, such as SE");
            case "dial-code" -> unless(value.equals("none") || CODE.matcher(value).matches(),
                    "up to 20 digits, * or #, or none");
            case "dial-codes" -> unless(each(value, part -> CODE.matcher(part).matches()),
                    "numbers separated by commas, such as 112,911");
            case "media-types" -> unless(each(value.toLowerCase(Locale.ROOT), FileTypes::isPattern),
                    "media types separated by commas, such as image/*,application/pdf");
            case "web-address" -> unless(WEB.matcher(value).matches(),
                    "https:// or http://, a host and optionally a port, such as https://node.example.com:8060");
            default -> Optional.empty();
        };
    }

    private static Optional<String> unless(boolean fine, String wanted) {
        return fine ? Optional.empty() : Optional.of(wanted);
    }

    private static boolean each(String value, Predicate<String> test) {
        return Stream.of(LIST.split(value.strip(), -1)).allMatch(test);
    }

    private static Optional<InetAddress> literal(String value) {
        boolean bracketed = value.startsWith("[") && value.endsWith("]");
        return AddressBlock.parseAddress(bracketed ? value.substring(1, value.length() - 1) : value);
    }

    /** A name is resolved where it is used. */
    private static boolean isAddress(String value) {
        return literal(value).isPresent() || NAME.matcher(value).matches() && value.chars().anyMatch(Character::isLetter);
    }

    private static boolean isPublic(String value) {
        return AddressBlock.parseAddress(value).filter(a -> !a.isAnyLocalAddress() && !a.isMulticastAddress()).isPresent();
    }

    private static boolean isServer(String value) {
        var parts = SERVER.matcher(value);
        return parts.matches() && AddressBlock.parseAddress(parts.group(1)).isPresent()
                && (parts.group(2) == null || isPort(parts.group(2)));
    }

    private static boolean isRange(String value) {
        var parts = PORTS.matcher(value);
        if (!parts.matches())
            return false;
        int min = Integer.parseInt(parts.group(1));
        int max = Integer.parseInt(parts.group(2));
        return min >= LEAST_MEDIA_PORT && max <= MAX_PORT && max - min >= PORTS_OF_A_CALL - 1;
    }

    private static boolean isPort(String value) {
        return PORT.matcher(value).matches() && Integer.parseInt(value) <= MAX_PORT;
    }
}
