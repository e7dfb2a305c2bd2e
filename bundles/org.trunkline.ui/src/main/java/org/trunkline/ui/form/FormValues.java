package org.trunkline.ui.form;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What stands in the fields, as text. */
public record FormValues(Map<String, String> fields) {
    public FormValues {
        fields = Map.copyOf(fields);
    }

    public static FormValues of(String... namesAndValues) {
        var map = new LinkedHashMap<String, String>();
        for (int i = 0; i < namesAndValues.length; i += 2)
            map.put(namesAndValues[i], namesAndValues[i + 1]);
        return new FormValues(map);
    }

    public FormValues with(String name, String value) {
        var map = new LinkedHashMap<>(fields);
        map.put(name, value);
        return new FormValues(map);
    }

    /** The fields that had another value before. */
    public Map<String, String> changedSince(FormValues before) {
        var changed = new LinkedHashMap<>(fields);
        changed.entrySet().removeIf(e -> e.getValue().equals(before.text(e.getKey())));
        return changed;
    }

    public String text(String name) {
        return fields.getOrDefault(name, "");
    }

    /** Without the spaces at its ends, which come with pasting. */
    public String trimmed(String name) {
        return text(name).strip();
    }

    public Optional<String> optional(String name) {
        return Optional.of(trimmed(name)).filter(t -> !t.isEmpty());
    }

    /** Kept as typed: a space may be part of it. */
    public Optional<String> secret(String name) {
        return Optional.of(text(name)).filter(t -> !t.isEmpty());
    }

    public boolean flag(String name) {
        return "true".equals(text(name));
    }

    public List<String> lines(String name) {
        return text(name).lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
    }

    /** Tells no secret. */
    @Override
    public String toString() {
        return "FormValues" + fields.keySet();
    }
}
