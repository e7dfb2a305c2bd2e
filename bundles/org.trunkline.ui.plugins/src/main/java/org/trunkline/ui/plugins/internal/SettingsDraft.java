package org.trunkline.ui.plugins.internal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.trunkline.api.FieldError;
import org.trunkline.api.plugin.PluginAbout.Field;
import org.trunkline.api.plugin.PluginStatus;
import org.trunkline.ui.form.DeclaredForm;
import org.trunkline.ui.form.FormValues;

/**
 * The settings of a plug-in as they are, and what was typed over them. A secret is never shown: what is typed replaces it,
 * nothing typed leaves it. No widgets.
 *
 * @param fields in their order
 * @param values that are set, without secrets
 * @param secretsSet names of secrets that have a value
 */
record SettingsDraft(List<Field> fields, Map<String, String> values, List<String> secretsSet) {
    private static final List<String> YES = List.of("true", "yes");

    SettingsDraft {
        fields = List.copyOf(fields);
        values = Map.copyOf(values);
        secretsSet = List.copyOf(secretsSet);
    }

    static SettingsDraft of(PluginStatus status) {
        return new SettingsDraft(status.about().settings(), status.settings(), status.secretsSet());
    }

    /** What a field begins with: its value, else its default; of a secret nothing. */
    String shown(Field field) {
        if (field.secret())
            return "";
        String value = values.getOrDefault(field.name(), field.defaultValue());
        return field.type().equals("yes-no") ? String.valueOf(YES.contains(value)) : value;
    }

    /** What is to be changed, for the node: an emptied value goes back to its default. */
    Map<String, Optional<String>> changes(Map<String, String> typed) {
        var changed = new LinkedHashMap<String, Optional<String>>();
        for (Field field : fields) {
            String text = typed.getOrDefault(field.name(), shown(field)).strip();
            if (!text.equals(shown(field)))
                changed.put(field.name(), text.isEmpty() ? Optional.empty() : Optional.of(text));
        }
        return changed;
    }

    /** What can be said without asking the node, by what was typed. */
    List<FieldError> check(Map<String, String> typed) {
        var all = new LinkedHashMap<String, String>();
        for (Field field : fields) {
            String text = typed.getOrDefault(field.name(), shown(field)).strip();
            all.put(field.name(), text.isEmpty() ? field.defaultValue() : text);
        }
        return new DeclaredForm(fields).check(all, secretsSet);
    }

    /** What the form begins with. */
    FormValues shown() {
        var all = new LinkedHashMap<String, String>();
        fields.forEach(field -> all.put(field.name(), shown(field)));
        return new FormValues(all);
    }
}
