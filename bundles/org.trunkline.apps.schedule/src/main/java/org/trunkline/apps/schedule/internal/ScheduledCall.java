package org.trunkline.apps.schedule.internal;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.trunkline.domain.schedule.Recurrence;
import org.trunkline.domain.schedule.Repeat;

/**
 * A call as its administrator set it.
 *
 * @param subscribers whose phones ring, each for a call of its own
 * @param number that is called for them
 */
public record ScheduledCall(String name, Recurrence when, List<String> subscribers, String number, boolean enabled, Notices notices) {
    /**
     * What is said of it before.
     *
     * @param title as calendars show it; the name of the entry where none was given
     * @param guests e-mail addresses that are invited
     * @param length in calendars
     * @param remind how long before; zero for no reminder
     * @param language of mails and reminders
     */
    public record Notices(String title, List<String> guests, Duration length, Duration remind, Locale language) {
        public Notices {
            requireNonNull(title);
            guests = List.copyOf(guests);
            requireNonNull(length);
            requireNonNull(remind);
            requireNonNull(language);
        }
    }

    public ScheduledCall {
        requireNonNull(name);
        requireNonNull(when);
        subscribers = List.copyOf(subscribers);
        requireNonNull(number);
        requireNonNull(notices);
    }

    /** @param entry as checked @throws java.time.DateTimeException if it was not */
    public static ScheduledCall of(Map<String, String> entry) {
        String name = entry.getOrDefault(CallKind.NAME, "");
        var when = new Recurrence(Recurrence.time(entry.getOrDefault(CallKind.AT, "")), zone(entry.getOrDefault(CallKind.ZONE, "")),
                Repeat.of(entry.getOrDefault(CallKind.REPEAT, "")).orElse(Repeat.ONCE));
        String title = entry.getOrDefault(CallKind.TITLE, "").strip();
        return new ScheduledCall(name, when, names(entry.getOrDefault(CallKind.SUBSCRIBERS, "")), entry.getOrDefault(CallKind.NUMBER, "").strip(),
                Forms.isEnabled(entry), new Notices(title.isEmpty() ? name : title, names(entry.getOrDefault(CallKind.INVITE, "")),
                        minutes(entry, CallKind.LENGTH, CallKind.USUAL_LENGTH), minutes(entry, CallKind.REMIND, 0),
                        Locale.of(entry.getOrDefault(CallKind.LANGUAGE, CallKind.ENGLISH))));
    }

    private static Duration minutes(Map<String, String> entry, String field, int otherwise) {
        String text = entry.getOrDefault(field, "");
        return Duration.ofMinutes(text.isEmpty() ? otherwise : Long.parseLong(text));
    }

    /** @param text empty for that of the node @throws java.time.DateTimeException if it is not a zone */
    static ZoneId zone(String text) {
        return text.isBlank() ? ZoneId.systemDefault() : ZoneId.of(text.strip());
    }

    /** Names that are separated by commas. */
    static List<String> names(String text) {
        return Arrays.stream(text.split(",")).map(String::strip).filter(name -> !name.isEmpty()).toList();
    }

    /** When it is to be placed first, after one instant and until another. */
    Optional<Instant> due(Instant after, Instant until) {
        return enabled ? when.due(after, until) : Optional.empty();
    }
}
