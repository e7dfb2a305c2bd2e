package org.trunkline.ui.trunks.internal.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;


/** What stands in the fields, as text. */
public record Values(Map<String, String> fields) {
    public Values {
        fields = Map.copyOf(fields);
    }

    static Values of(String... namesAndValues) {
        var map = new LinkedHashMap<String, String>();
        for (int i = 0; i < namesAndValues.length; i += 2)
            map.put(namesAndValues[i], namesAndValues[i + 1]);
        return new Values(map);
    }

    Values with(String name, String value) {
        var map = new LinkedHashMap<>(fields);
        map.put(name, value);
        return new Values(map);
    }

    /** The fields that had another value before. */
    public Map<String, String> changedSince(Values before) {
        var changed = new LinkedHashMap<>(fields);
        changed.entrySet().removeIf(e -> e.getValue().equals(before.text(e.getKey())));
        return changed;
    }

    public String text(String name) {
        return fields.getOrDefault(name, "");
    }

    /** Without the spaces at its ends, which come with pasting. */
    String trimmed(String name) {
        return text(name).strip();
    }

    Optional<String> optional(String name) {
        return Optional.of(trimmed(name)).filter(t -> !t.isEmpty());
    }

    /** Kept as typed: a space may be part of it. */
    Optional<String> secret(String name) {
        return Optional.of(text(name)).filter(t -> !t.isEmpty());
    }

    boolean flag(String name) {
        return "true".equals(text(name));
    }

    List<String> lines(String name) {
        return text(name).lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
    }

    /** Tells no secret. */
    @Override
    public String toString() {
        return "Values" + fields.keySet();
    }
}
