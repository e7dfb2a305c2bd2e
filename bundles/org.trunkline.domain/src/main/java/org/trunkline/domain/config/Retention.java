package org.trunkline.domain.config;

import static java.util.Objects.requireNonNull;

/**
 * How long what is kept of calls is kept. Days, 0 for ever.
 *
 * @param recordDays records
 * @param ladderDays SIP messages
 * @param personalDays in records what names a person; disguised after that
 * @param disguise how
 */
public record Retention(int recordDays, int ladderDays, int personalDays, Disguise disguise) {
    public static final Retention FOR_EVER = new Retention(0, 0, 0, Disguise.CUT);
    public static final int MAX_DAYS = 36_500;

    /** What becomes of a number. */
    public enum Disguise {
        /** It loses its last four digits. */
        CUT,
        /** A pseudonym stands in for it, made with a key that the owner of the node keeps. */
        PSEUDONYM
    }

    public Retention {
        days("recordDays", recordDays);
        days("ladderDays", ladderDays);
        days("personalDays", personalDays);
        requireNonNull(disguise);
    }

    private static void days(String name, int days) {
        if (days < 0 || days > MAX_DAYS)
            throw new IllegalArgumentException(name + ": " + days);
    }
}
