package org.trunkline.cdr.lucene.internal.search;

import java.time.Instant;
import java.util.Optional;

/**
 * What goes from page to page of one result: when the first was asked for, so that {@code -7d} is the same moment for all of
 * them, and where the one before ended.
 *
 * @param cursor a {@link PageCursor}; empty for the first page
 */
record Continuation(Instant asked, Optional<String> cursor) {
    private static final int RADIX = 36;
    /** No clock shows more; far from where times cannot be counted on. */
    private static final long LATEST = Instant.parse("9999-12-31T00:00:00Z").toEpochMilli();
    private static final char BETWEEN = '.';

    static Continuation first(Instant now) {
        return new Continuation(now, Optional.empty());
    }

    /** As {@link #next} wrote it; empty where the text is none. */
    static Optional<Continuation> read(String text) {
        int end = text.indexOf(BETWEEN);
        if (end < 0)
            return Optional.empty();
        try {
            long asked = Long.parseLong(text, 0, end, RADIX);
            return asked < 0 || asked > LATEST ? Optional.empty()
                    : Optional.of(new Continuation(Instant.ofEpochMilli(asked), Optional.of(text.substring(end + 1))));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** The text for the page that begins behind a cursor. */
    String next(String behind) {
        return Long.toString(asked.toEpochMilli(), RADIX) + BETWEEN + behind;
    }
}
