package org.trunkline.apps.schedule.internal;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiPredicate;

import org.trunkline.spi.LocalizedText;
import org.trunkline.spi.config.SettingField;

/** On which days a call is placed. */
enum Repeat {
    ONCE(LocalDate::equals, LocalizedText.of("Once", "En gång", "一次", "Sekali")),
    DAILY((_, _) -> true, LocalizedText.of("Every day", "Varje dag", "每天", "Setiap hari")),
    WEEKDAYS((_, day) -> day.getDayOfWeek().compareTo(DayOfWeek.FRIDAY) <= 0,
            LocalizedText.of("Monday to Friday", "Måndag till fredag", "周一至周五", "Senin sampai Jumat")),
    WEEKLY((first, day) -> first.getDayOfWeek() == day.getDayOfWeek(), LocalizedText.of("Every week", "Varje vecka", "每周", "Setiap minggu"));

    private final BiPredicate<LocalDate, LocalDate> on;
    private final LocalizedText label;

    Repeat(BiPredicate<LocalDate, LocalDate> on, LocalizedText label) {
        this.on = on;
        this.label = label;
    }

    /** @param first the day of the first call */
    boolean on(LocalDate first, LocalDate day) {
        return !day.isBefore(first) && on.test(first, day);
    }

    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Repeat> of(String code) {
        return Arrays.stream(values()).filter(repeat -> repeat.code().equals(code)).findFirst();
    }

    static List<SettingField.Choice> choices() {
        return Arrays.stream(values()).map(repeat -> new SettingField.Choice(repeat.code(), repeat.label)).toList();
    }
}
