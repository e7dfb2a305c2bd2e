package org.trunkline.apps.schedule.internal;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import org.trunkline.spi.LocalizedText;
import org.trunkline.spi.config.SettingField;
import org.trunkline.spi.config.SettingField.Choice;
import org.trunkline.spi.config.SettingType;

/** Fields of the kinds of entry here. */
final class Forms {
    private static final String ENABLED = "enabled";

    private Forms() {}

    static SettingField text(String name, SettingType type, LocalizedText label, LocalizedText help, int longest) {
        return SettingField.of(name, type, label, help).between(0, longest);
    }

    static SettingField text(String name, LocalizedText label, LocalizedText help, int longest) {
        return text(name, SettingType.TEXT, label, help, longest);
    }

    static SettingField number(String name, LocalizedText label, LocalizedText help, String unit, int usual, int least, int most) {
        return SettingField.of(name, SettingType.NUMBER, label, help).in(unit).usual(String.valueOf(usual)).between(least, most);
    }

    static SettingField choice(String name, LocalizedText label, LocalizedText help, String usual, List<Choice> choices) {
        return new SettingField(name, SettingType.CHOICE, label, help, false, false, "", Optional.of(usual), OptionalLong.empty(), OptionalLong.empty(),
                choices);
    }

    static SettingField enabled(LocalizedText help) {
        return SettingField.of(ENABLED, SettingType.YES_NO, LocalizedText.of("Enabled", "Aktiv", "启用", "Aktif"), help).usual("true");
    }

    static boolean isEnabled(Map<String, String> entry) {
        return !entry.getOrDefault(ENABLED, "true").equals("false");
    }
}
