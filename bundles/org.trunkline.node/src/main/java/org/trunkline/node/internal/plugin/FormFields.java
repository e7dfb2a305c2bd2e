package org.trunkline.node.internal.plugin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

import org.trunkline.api.plugin.PluginAbout.Field;
import org.trunkline.spi.LocalizedText;
import org.trunkline.spi.config.SettingField;

/** Fields of a form as the API has them. */
final class FormFields {
    private FormFields() {}

    static List<Field> of(List<SettingField> fields) {
        return fields.stream().map(FormFields::of).toList();
    }

    private static Field of(SettingField field) {
        var choices = new LinkedHashMap<String, Map<String, String>>();
        field.choices().forEach(c -> choices.put(c.value(), texts(c.label())));
        return new Field(field.name(), field.type().name().toLowerCase(Locale.ROOT).replace('_', '-'), texts(field.label()),
                texts(field.help()), field.required(), field.secret(), field.unit(), field.defaultValue().orElse(""),
                text(field.min()), text(field.max()), choices);
    }

    private static String text(OptionalLong bound) {
        return bound.isPresent() ? String.valueOf(bound.getAsLong()) : "";
    }

    static Map<String, String> texts(LocalizedText text) {
        var texts = new LinkedHashMap<>(text.others());
        texts.put("en", text.en());
        return texts;
    }
}
