package org.trunkline.domain.call;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * Names one call, with both its legs, everywhere: signalling, media, records, logs.
 *
 * <p><b>Shape:</b> 20 characters of Crockford base 32: 48 bits of Unix milliseconds, then 52 random bits. Ids sort by
 * the time their call began.
 */
public record CallId(String value) implements Comparable<CallId> {

    private static final String INDEX = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final char[] DIGITS = INDEX.toCharArray();
    private static final int TIME_DIGITS = 9;
    private static final int LENGTH = 20;
    private static final int RANDOM_BITS = 52;

    /** @throws IllegalArgumentException if the value is not 20 digits of Crockford base 32 */
    public CallId {
        requireNonNull(value);
        if (value.length() != LENGTH || !digits(value))
            throw new IllegalArgumentException("call id: " + value);
    }

    /** A new id for a call that begins at this moment. */
    public static CallId next(Instant at, RandomGenerator random) {
        long millis = at.toEpochMilli() & 0xFFFF_FFFF_FFFFL;
        long low = random.nextLong() & ((1L << RANDOM_BITS) - 1);
        var text = new char[LENGTH];
        // 100 bits, five at a time: 48 of time above 52 of chance; the eleventh digit straddles both
        for (int i = LENGTH - 1; i >= 0; i--) {
            text[i] = DIGITS[(int) (low & 31)];
            low = (low >>> 5) | ((millis & 31) << (RANDOM_BITS - 5));
            millis >>>= 5;
        }
        return new CallId(new String(text));
    }

    /** When its call began, to the millisecond. */
    public Instant begun() {
        long millis = 0;
        for (int i = 0; i <= TIME_DIGITS; i++)
            millis = millis << 5 | INDEX.indexOf(value.charAt(i));
        return Instant.ofEpochMilli(millis >>> 2); // the last digit's lower two bits are chance
    }

    private static boolean digits(String text) {
        for (int i = 0; i < text.length(); i++)
            if (!isDigit(text.charAt(i)))
                return false;
        return true;
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' && c != 'I' && c != 'L' && c != 'O' && c != 'U';
    }

    @Override
    public int compareTo(CallId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
