package org.trunkline.domain.schedule;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiPredicate;

/** On which days something takes place. */
public enum Repeat {
    ONCE(LocalDate::equals), DAILY((_, _) -> true),
    /** Monday to Friday. */
    WEEKDAYS((_, day) -> day.getDayOfWeek().compareTo(DayOfWeek.FRIDAY) <= 0),
    WEEKLY((first, day) -> first.getDayOfWeek() == day.getDayOfWeek());

    private final BiPredicate<LocalDate, LocalDate> on;

    Repeat(BiPredicate<LocalDate, LocalDate> on) {
        this.on = on;
    }

    /** @param first the day that it begins on */
    public boolean on(LocalDate first, LocalDate day) {
        return !day.isBefore(first) && on.test(first, day);
    }

    /** As in the API: the name in lower case. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Repeat> of(String code) {
        return Arrays.stream(values()).filter(repeat -> repeat.code().equals(code)).findFirst();
    }
}
