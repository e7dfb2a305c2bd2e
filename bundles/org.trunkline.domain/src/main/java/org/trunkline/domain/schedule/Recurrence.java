package org.trunkline.domain.schedule;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Optional;

/**
 * A time on the clock of a zone, once or again: it stays at nine when summer time begins. A time that a clock change skips is that much
 * later, one that comes twice is the first of both; RFC 5545 §3.3.5 has the same rules.
 *
 * @param at the time of day, and the day that it begins on
 */
public record Recurrence(LocalDateTime at, ZoneId zone, Repeat repeat) {
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm").withResolverStyle(ResolverStyle.STRICT);
    /** A weekly one comes within. */
    private static final int LONGEST_PAUSE_DAYS = 8;

    public Recurrence {
        requireNonNull(at);
        requireNonNull(zone);
        requireNonNull(repeat);
    }

    /** @param text {@code 2027-01-18 09:00}, also with a T @throws java.time.DateTimeException if it is not a time */
    public static LocalDateTime time(String text) {
        return LocalDateTime.parse(text.strip().replace('T', ' '), FORMAT);
    }

    /** As {@link #time} reads it. */
    public static String text(LocalDateTime time) {
        return FORMAT.format(time);
    }

    /** The first of it, on a day that the repetition includes. */
    public LocalDateTime first() {
        LocalDate day = at.toLocalDate();
        while (!repeat.on(at.toLocalDate(), day))
            day = day.plusDays(1);
        return day.atTime(at.toLocalTime());
    }

    /** The first of it after one instant and until another. */
    public Optional<Instant> due(Instant after, Instant until) {
        LocalDate last = until.atZone(zone).toLocalDate();
        LocalDate from = after.atZone(zone).toLocalDate().minusDays(1);
        if (last.isBefore(from))
            return Optional.empty();
        return from.datesUntil(last.plusDays(1)).filter(day -> repeat.on(at.toLocalDate(), day))
                .map(day -> day.atTime(at.toLocalTime()).atZone(zone).toInstant())
                .filter(instant -> instant.isAfter(after) && !instant.isAfter(until)).findFirst();
    }

    /** The first of it after an instant; empty where it is over. */
    public Optional<Instant> next(Instant after) {
        Instant first = first().atZone(zone).toInstant();
        if (first.isAfter(after))
            return Optional.of(first);
        return due(after, after.atZone(zone).plusDays(LONGEST_PAUSE_DAYS).toInstant());
    }
}
