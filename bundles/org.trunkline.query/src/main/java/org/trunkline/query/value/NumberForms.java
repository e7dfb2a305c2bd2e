package org.trunkline.query.value;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import org.trunkline.domain.call.Party;

/**
 * How the numbers of a party are written in the index: without separators, in lower case, with a plus before E.164.
 * What was dialled is left out where it says the same.
 */
public final class NumberForms {
    private static final String SEPARATORS = " -()/\u00a0";
    private static final int LONGEST = 64;
    /** No place in a text. */
    private static final int NONE = -1;
    private static final Pattern TRUNK_PREFIX = Pattern.compile("(?:\\+|00)[\\d -]{1,5}\\(0\\)");

    private NumberForms() {}

    /** One or two, or none. */
    public static List<String> of(Party party) {
        var number = party.number();
        String dialled = plain(party.dialled());
        if (number.isEmpty())
            return dialled.isEmpty() ? List.of() : List.of(dialled);
        String whole = plain(number.get());
        boolean same = dialled.isEmpty() || dialled.equals(whole) || whole.length() == dialled.length() + 1
                && whole.charAt(0) == '+' && whole.endsWith(dialled);
        return same ? List.of(whole) : List.of(whole, dialled);
    }

    /** As compared: no separators, lower case, not too long. */
    public static String plain(String text) {
        if (isPlain(text))
            return text;
        var plain = new StringBuilder(text.length());
        boolean number = looksLikeNumber(text);
        int trunkPrefix = number ? trunkPrefix(text) : NONE;
        for (int i = 0; i < text.length() && plain.length() < LONGEST; i++) {
            char c = text.charAt(i);
            if (i == trunkPrefix)
                continue;
            if (!number || SEPARATORS.indexOf(c) < 0 && c != '.')
                plain.append(c);
        }
        return plain.toString().toLowerCase(Locale.ROOT);
    }

    /** Where the 0 of {@code +46 (0)8 500} stands, which nobody dials behind a country's code; or {@link #NONE}. */
    public static int trunkPrefix(String text) {
        var prefix = TRUNK_PREFIX.matcher(text);
        return prefix.lookingAt() ? prefix.end() - 2 : NONE;
    }

    /** Most are: a plus perhaps, and digits. */
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++)
            if ((text.charAt(i) < '0' || text.charAt(i) > '9') && (i > 0 || text.charAt(0) != '+'))
                return false;
        return text.length() <= LONGEST;
    }

    public static boolean isDigits(String text) {
        return text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** Digits, separators, wildcards: only then separators mean nothing. */
    public static boolean looksLikeNumber(String text) {
        boolean digit = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            digit |= c >= '0' && c <= '9';
            if (Character.isLetter(c) || c == '@' || c == '_')
                return false;
        }
        return digit;
    }

    /**
     * The exact terms a number may be in the index as: as written, with the plus, and with the international prefix
     * 00 read as the plus.
     */
    public static List<String> exact(String plain) {
        var forms = new LinkedHashSet<String>();
        forms.add(plain);
        if (!plain.isEmpty() && Character.isDigit(plain.charAt(0)))
            forms.add("+" + plain);
        if (plain.startsWith("00"))
            forms.add("+" + plain.substring(2));
        return List.copyOf(forms);
    }

    /** With a national prefix, and then digits enough to mean something inside an E.164 number; wildcards after them. */
    public static boolean isNational(String pattern) {
        int digits = 0;
        while (digits < pattern.length() && Character.isDigit(pattern.charAt(digits)))
            digits++;
        boolean whole = digits == pattern.length();
        return digits >= (whole ? 7 : 5) && pattern.charAt(0) == '0' && pattern.charAt(1) != '0'
                && (whole || pattern.chars().allMatch(c -> Character.isDigit(c) || c == '*' || c == '?'));
    }
}
