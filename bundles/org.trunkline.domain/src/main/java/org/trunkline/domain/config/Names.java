package org.trunkline.domain.config;

import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What names and numbers may look like. */
public final class Names {
    /** Unreserved and harmless user-unreserved characters of RFC 3261 §25.1. */
    private static final Pattern USERNAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+~-]{0,63}");
    private static final int MOST_E164 = 16;
    private static final Pattern PREFIX = Pattern.compile("\\+?[0-9*#]{0,20}");
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?");
    private static final Pattern DIGITS = Pattern.compile("[0-9]+");
    /** What people write between digits, no-break space included; {@code (0)} is a trunk prefix that nobody dials after the plus. */
    private static final Pattern OPTIONAL_ZERO = Pattern.compile("\\(0\\)");
    private static final Pattern SEPARATORS = Pattern.compile("[\\s\\u00a0\\u2010\\u2011\\u2013().\\-/]");
    private static final int TRUNK_NAME = 64;
    private static final int HOST = 253;

    private Names() {}

    /** 1 to 64 letters, digits, {@code . _ + ~ -}, beginning with a letter or digit. */
    public static boolean isUsername(String text) {
        return USERNAME.matcher(text).matches();
    }

    /** 1 to 64 characters, no control characters, no space at either end, no slash. */
    public static boolean isTrunkName(String text) {
        return !text.isEmpty() && text.length() <= TRUNK_NAME && text.equals(text.strip()) && text.indexOf('/') < 0
                && text.chars().noneMatch(Character::isISOControl);
    }

    /** Plus, country code, national number: 2 to 15 digits (ITU-T E.164 §6). */
    public static boolean isE164(String text) {
        if (text.length() < 3 || text.length() > MOST_E164 || text.charAt(0) != '+' || text.charAt(1) == '0')
            return false;
        for (int i = 1; i < text.length(); i++)
            if (text.charAt(i) < '0' || text.charAt(i) > '9')
                return false;
        return true;
    }

    /** Up to 20 digits, star or hash, perhaps after a plus; empty matches every number. */
    public static boolean isPrefix(String text) {
        return PREFIX.matcher(text).matches();
    }

    /** What can be dialled: as {@link #isPrefix}, with a digit, star or hash at least. */
    public static boolean isDialled(String text) {
        return isPrefix(text) && !text.isEmpty() && !text.equals("+");
    }

    /** Where a call can be sent: a number as dialled, or the name of a subscriber or ring group. */
    public static boolean isTarget(String text) {
        return isUsername(text) || isDialled(text);
    }

    /** Takes out spaces, hyphens, dots, slashes and brackets: {@code +46 (0)70-123} becomes {@code +4670123}. */
    public static String tidyNumber(String number) {
        return SEPARATORS.matcher(OPTIONAL_ZERO.matcher(number).replaceAll("")).replaceAll("");
    }

    /** A target as it is kept: names stay, numbers lose what people write between digits. */
    public static String tidyTarget(String target) {
        String number = tidyNumber(target);
        return isDialled(number) ? number : target.strip();
    }

    /** An IPv4 or IPv6 address without brackets, or a host name (RFC 1123 §2.1). */
    public static boolean isHost(String text) {
        if (AddressBlock.parseAddress(text).isPresent())
            return true;
        String name = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        String[] labels = name.split("\\.", -1);
        return name.length() <= HOST && !DIGITS.matcher(labels[labels.length - 1]).matches()
                && Stream.of(labels).allMatch(label -> LABEL.matcher(label).matches());
    }
}
