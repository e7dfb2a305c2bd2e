package org.trunkline.apps.schedule.internal;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A call as its administrator set it.
 *
 * @param at the first, where the zone is
 * @param subscribers whose phones ring, each for a call of its own
 * @param number that is called for them
 */
record ScheduledCall(String name, LocalDateTime at, ZoneId zone, Repeat repeat, List<String> subscribers, String number, boolean enabled) {
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm").withResolverStyle(ResolverStyle.STRICT);

    ScheduledCall {
        subscribers = List.copyOf(subscribers);
    }

    /** @param entry as checked @throws DateTimeException if it was not */
    static ScheduledCall of(Map<String, String> entry) {
        return new ScheduledCall(entry.getOrDefault(CallKind.NAME, ""), time(entry.getOrDefault(CallKind.AT, "")),
                zone(entry.getOrDefault(CallKind.ZONE, "")), Repeat.of(entry.getOrDefault(CallKind.REPEAT, "")).orElse(Repeat.ONCE),
                names(entry.getOrDefault(CallKind.SUBSCRIBERS, "")), entry.getOrDefault(CallKind.NUMBER, "").strip(),
                Forms.isEnabled(entry));
    }

    /** @throws DateTimeException if it is none */
    static LocalDateTime time(String text) {
        return LocalDateTime.parse(text.strip().replace('T', ' '), FORMAT);
    }

    /** @param text empty for that of the node @throws DateTimeException if it is none */
    static ZoneId zone(String text) {
        return text.isBlank() ? ZoneId.systemDefault() : ZoneId.of(text.strip());
    }

    /** Names that are separated by commas. */
    static List<String> names(String text) {
        return Arrays.stream(text.split(",")).map(String::strip).filter(name -> !name.isEmpty()).toList();
    }

    /** When it is to be placed first, after one instant and until another; a time that a clock change skips is that much later. */
    Optional<Instant> due(Instant after, Instant until) {
        if (!enabled)
            return Optional.empty();
        LocalDate last = until.atZone(zone).toLocalDate();
        return after.atZone(zone).toLocalDate().minusDays(1).datesUntil(last.plusDays(1)).filter(day -> repeat.on(at.toLocalDate(), day))
                .map(day -> day.atTime(at.toLocalTime()).atZone(zone).toInstant())
                .filter(instant -> instant.isAfter(after) && !instant.isAfter(until)).findFirst();
    }
}
