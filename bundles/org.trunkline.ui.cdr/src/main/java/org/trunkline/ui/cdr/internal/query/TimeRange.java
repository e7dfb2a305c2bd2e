package org.trunkline.ui.cdr.internal.query;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;

import org.trunkline.api.cdr.CdrQuery;

/** When the calls began that are asked for. */
public sealed interface TimeRange {
    /** Up to now and on, so that new calls come in. */
    record Last(Duration length) implements TimeRange {
        public Last {
            requireNonNull(length);
        }
    }

    /** A calendar day in the admin's zone. @param ago 0 for today */
    record Day(int ago) implements TimeRange {}

    record All() implements TimeRange {}

    /** @param from inclusive @param to exclusive */
    record Between(Instant from, Instant to) implements TimeRange {
        public Between {
            if (!from.isBefore(to))
                throw new IllegalArgumentException("range: " + from + " to " + to);
        }
    }

    TimeRange HOUR = new Last(Duration.ofHours(1));
    TimeRange DAY = new Last(Duration.ofHours(24));

    default CdrQuery query(String text, Instant now, ZoneId zone) {
        return switch (this) {
            case Last(Duration length) -> new CdrQuery(text, Optional.of(now.minus(length)), Optional.empty());
            case Day(int ago) -> {
                LocalDate day = LocalDate.ofInstant(now, zone).minusDays(ago);
                yield new CdrQuery(text, Optional.of(day.atStartOfDay(zone).toInstant()),
                        ago == 0 ? Optional.empty() : Optional.of(day.plusDays(1).atStartOfDay(zone).toInstant()));
            }
            case All() -> new CdrQuery(text, Optional.empty(), Optional.empty());
            case Between(Instant from, Instant to) -> new CdrQuery(text, Optional.of(from), Optional.of(to));
        };
    }

    /** Whether a call that ends now can belong to it. */
    default boolean isOpen() {
        return !(this instanceof Between) && !(this instanceof Day(int ago) && ago > 0);
    }

    /** One word for a memento: {@code last:PT1H}, {@code day:1}, {@code all}, {@code 2026-01-01T00:00:00Z/…}. */
    default String encode() {
        return switch (this) {
            case Last(Duration length) -> "last:" + length;
            case Day(int ago) -> "day:" + ago;
            case All() -> "all";
            case Between(Instant from, Instant to) -> from + "/" + to;
        };
    }

    /** The range that was encoded; a day for text that never was one. */
    static TimeRange decode(String text) {
        try {
            if (text.equals("all"))
                return new All();
            if (text.startsWith("last:"))
                return new Last(Duration.parse(text.substring(5)));
            if (text.startsWith("day:"))
                return new Day(Integer.parseInt(text.substring(4)));
            int slash = text.indexOf('/');
            if (slash > 0)
                return new Between(Instant.parse(text.substring(0, slash)), Instant.parse(text.substring(slash + 1)));
        } catch (RuntimeException notOurs) {
            return DAY;
        }
        return DAY;
    }
}
