package org.trunkline.node.internal.privacy;

import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

import org.trunkline.domain.secure.Hmac;

/**
 * Stands in for numbers and user names in kept records: letters behind a hash, by HMAC-SHA256 of the last seven digits
 * or of the name. No number and no user name looks so, it is never longer than what it stands for, and the national form
 * of a number ends as its E.164. What stands in already stays as it is.
 */
final class Pseudonym implements UnaryOperator<String> {
    private static final int HIDDEN = 7;
    private static final int LETTERS = 26;
    private static final String ANONYMOUS = "anonymous";
    private static final Pattern NUMBER = Pattern.compile("[+]?[0-9]+");
    private static final Pattern STANDS_IN = Pattern.compile("[+]?[0-9]*#[a-z]{0,6}");
    private static final String CUT = "****";

    private final byte[] key;

    Pseudonym(byte[] key) {
        this.key = key.clone();
    }

    @Override
    public String apply(String identity) {
        if (identity.isEmpty() || identity.equals(ANONYMOUS) || identity.endsWith(CUT)
                || STANDS_IN.matcher(identity).matches())
            return identity;
        if (!NUMBER.matcher(identity).matches())
            return letters(identity.toLowerCase(Locale.ROOT), Math.min(HIDDEN, identity.length()));
        int digits = identity.length() - (identity.startsWith("+") ? 1 : 0);
        int hidden = Math.min(HIDDEN, digits);
        int at = identity.length() - hidden;
        return identity.substring(0, at) + letters(identity.substring(at), hidden);
    }

    private String letters(String text, int length) {
        byte[] mac = Hmac.of(key, text);
        var letters = new StringBuilder(length).append('#');
        for (int i = 0; letters.length() < length; i++)
            letters.append((char) ('a' + ((mac[2 * i] & 0xFF) << 8 | mac[2 * i + 1] & 0xFF) % LETTERS));
        return letters.toString();
    }

    /** Tells no key. */
    @Override
    public String toString() {
        return "Pseudonym";
    }
}
