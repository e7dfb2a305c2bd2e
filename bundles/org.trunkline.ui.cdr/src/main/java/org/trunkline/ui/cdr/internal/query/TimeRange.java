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
        };
    }

    /** Whether a call that ends now can belong to it. */
    default boolean isOpen() {
        return !(this instanceof Day(int ago) && ago > 0);
    }

    /** The clause of a query that says the same; of a day, where the node is in the admin's zone. */
    default Optional<String> clause() {
        return switch (this) {
            case Last(Duration length) -> Optional.of("started:[-" + words(length) + " TO now]");
            case Day(int ago) -> Optional.of(ago == 0 ? "started:today" : "started:yesterday");
            case All() -> Optional.empty();
        };
    }

    private static String words(Duration length) {
        return length.toHours() > 24 && length.toHours() % 24 == 0 ? length.toDays() + "d"
                : length.toMinutes() % 60 == 0 ? length.toHours() + "h" : length.toMinutes() + "m";
    }

    /** One word for a memento: {@code last:PT1H}, {@code day:1}, {@code all}. */
    default String encode() {
        return switch (this) {
            case Last(Duration length) -> "last:" + length;
            case Day(int ago) -> "day:" + ago;
            case All() -> "all";
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
        } catch (RuntimeException notOurs) {
            return DAY;
        }
        return DAY;
    }
}
