package org.trunkline.cdr.lucene.internal.search;

import java.time.Instant;
import java.util.Optional;

/**
 * What goes from page to page of one result.
 *
 * @param asked when the first page was asked for, so that {@code -7d} is the same moment for all of them
 * @param tries how often this page was cut short before
 * @param cursor where the page before ended, a {@link PageCursor}; empty for the first page
 */
record Continuation(Instant asked, int tries, Optional<String> cursor) {
    /** A page gets twice the time of the try before; what is still not whole then is answered as a part. */
    private static final int MOST_TRIES = 2;
    private static final int RADIX = 36;
    /** No clock shows more; far from where times cannot be counted on. */
    private static final long LATEST = Instant.parse("9999-12-31T00:00:00Z").toEpochMilli();
    private static final String BETWEEN = ".";
    private static final int PARTS = 3;

    static Continuation first(Instant now) {
        return new Continuation(now, 0, Optional.empty());
    }

    /** As {@link #next} and {@link #again} wrote it; empty for other texts. */
    static Optional<Continuation> read(String text) {
        var parts = text.split("\\.", PARTS);
        if (parts.length < PARTS)
            return Optional.empty();
        try {
            long asked = Long.parseLong(parts[0], RADIX);
            int tries = Integer.parseInt(parts[1]);
            return asked < 0 || asked > LATEST || tries < 0 || tries > MOST_TRIES ? Optional.empty()
                    : Optional.of(new Continuation(Instant.ofEpochMilli(asked), tries,
                            Optional.of(parts[2]).filter(cursor -> !cursor.isEmpty())));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Nanoseconds that this page may take. */
    long patience(long first) {
        return first << tries;
    }

    boolean canTryAgain() {
        return tries < MOST_TRIES;
    }

    /** The text for the same page, with more time. */
    String again() {
        return text(tries + 1, cursor.orElse(""));
    }

    /** The text for the page that begins behind a cursor. */
    String next(String behind) {
        return text(0, behind);
    }

    private String text(int tries, String behind) {
        return Long.toString(asked.toEpochMilli(), RADIX) + BETWEEN + tries + BETWEEN + behind;
    }
}
