package org.trunkline.api.cdr;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/**
 * Which records: a text in Lucene syntax over the fields of {@link CdrField}, and a time range on the start.
 *
 * @param text empty for all
 * @param from inclusive
 * @param to exclusive
 */
public record CdrQuery(String text, Optional<Instant> from, Optional<Instant> to) {
    public static final CdrQuery ALL = new CdrQuery("", Optional.empty(), Optional.empty());

    public CdrQuery {
        requireNonNull(text);
        requireNonNull(from);
        requireNonNull(to);
    }
}
