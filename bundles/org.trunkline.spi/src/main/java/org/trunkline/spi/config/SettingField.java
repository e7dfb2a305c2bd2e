package org.trunkline.spi.config;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import org.trunkline.api.plugin.PluginAbout;
import org.trunkline.spi.LocalizedText;

/**
 * One field of a form: a plug-in's setting, a field of an alert channel or of a kind of entry.
 *
 * @param name as in JSON: lower camel case, up to 40 characters
 * @param type type of the value
 * @param label up to three words
 * @param help one sentence: what the field is for
 * @param required whether it must have a value
 * @param secret shown once when entered, stored encrypted, never returned
 * @param unit {@code s}, {@code calls}, {@code %}; empty for none
 * @param defaultValue as text; empty for none
 * @param min least number or length
 * @param max greatest number or length
 * @param choices of {@link SettingType#CHOICE}
 */
public record SettingField(String name, SettingType type, LocalizedText label, LocalizedText help, boolean required,
        boolean secret, String unit, Optional<String> defaultValue, OptionalLong min, OptionalLong max,
        List<Choice> choices) {

    /** @param value as stored */
    public record Choice(String value, LocalizedText label) {
        public Choice {
            requireNonNull(value);
            requireNonNull(label);
        }
    }

    public SettingField {
        requireNonNull(name);
        requireNonNull(type);
        requireNonNull(label);
        requireNonNull(help);
        requireNonNull(unit);
        requireNonNull(defaultValue);
        requireNonNull(min);
        requireNonNull(max);
        choices = List.copyOf(choices);
    }

    /** An optional one without bounds, default or unit. */
    public static SettingField of(String name, SettingType type, LocalizedText label, LocalizedText help) {
        return new SettingField(name, type, label, help, false, false, "", Optional.empty(), OptionalLong.empty(), OptionalLong.empty(), List.of());
    }

    /** An optional text of up to 200 characters. */
    public static SettingField text(String name, String label, String help) {
        return new SettingField(name, SettingType.TEXT, LocalizedText.of(label), LocalizedText.of(help), false, false, "",
                Optional.empty(), OptionalLong.empty(), OptionalLong.of(200), List.of());
    }

    /** A number with its range and default. */
    public static SettingField number(String name, String label, String help, String unit, long min, long max,
            long defaultValue) {
        return new SettingField(name, SettingType.NUMBER, LocalizedText.of(label), LocalizedText.of(help), false, false,
                unit, Optional.of(String.valueOf(defaultValue)), OptionalLong.of(min), OptionalLong.of(max), List.of());
    }

    /** The same as the admin API has it. */
    public PluginAbout.Field inApi() {
        var labels = new LinkedHashMap<String, Map<String, String>>();
        choices.forEach(c -> labels.put(c.value(), c.label().byLanguage()));
        return new PluginAbout.Field(name, type.name().toLowerCase(Locale.ROOT).replace('_', '-'), label.byLanguage(),
                help.byLanguage(), required, secret, unit, defaultValue.orElse(""), text(min), text(max), labels);
    }

    private static String text(OptionalLong bound) {
        return bound.isPresent() ? String.valueOf(bound.getAsLong()) : "";
    }

    /** The same field with this default. */
    public SettingField usual(String text) {
        return new SettingField(name, type, label, help, required, secret, unit, Optional.of(text), min, max, choices);
    }

    /** The same field with bounds of its number, or of its length. */
    public SettingField between(long least, long most) {
        return new SettingField(name, type, label, help, required, secret, unit, defaultValue, OptionalLong.of(least), OptionalLong.of(most), choices);
    }

    /** The same field with a unit. */
    public SettingField in(String measure) {
        return new SettingField(name, type, label, help, required, secret, measure, defaultValue, min, max, choices);
    }

    /** The same field, which must have a value. */
    public SettingField mandatory() {
        return new SettingField(name, type, label, help, true, secret, unit, defaultValue, min, max, choices);
    }

    /** The same field, stored encrypted and never returned. */
    public SettingField asSecret() {
        return new SettingField(name, type, label, help, required, true, unit, defaultValue, min, max, choices);
    }
}
