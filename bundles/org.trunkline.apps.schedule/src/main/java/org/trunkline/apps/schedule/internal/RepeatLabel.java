package org.trunkline.apps.schedule.internal;

import java.util.Arrays;
import java.util.List;

import org.trunkline.domain.schedule.Repeat;
import org.trunkline.spi.LocalizedText;
import org.trunkline.spi.config.SettingField;

/** What a repetition is called. */
public final class RepeatLabel {
    private RepeatLabel() {}

    public static LocalizedText of(Repeat repeat) {
        return switch (repeat) {
            case ONCE -> LocalizedText.of("Once", "En gång", "一次", "Sekali");
            case DAILY -> LocalizedText.of("Every day", "Varje dag", "每天", "Setiap hari");
            case WEEKDAYS -> LocalizedText.of("Monday to Friday", "Måndag till fredag", "周一至周五", "Senin sampai Jumat");
            case WEEKLY -> LocalizedText.of("Every week", "Varje vecka", "每周", "Setiap minggu");
        };
    }

    static List<SettingField.Choice> choices() {
        return Arrays.stream(Repeat.values()).map(repeat -> new SettingField.Choice(repeat.code(), of(repeat))).toList();
    }
}
