package org.trunkline.api.cdr;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.Map;

import org.trunkline.domain.cdr.Attribute;

/**
 * A field that a plug-in adds to records: searched as {@code name:value}, sorted by, shown as a column, exported.
 *
 * @param name unlike every other one, whatever the case of its letters, and unlike every {@link CdrField}
 * @param label by ISO 639-1 code; {@code en} is always among them
 * @param facet whether a {@link SearchRequest} can have its values counted
 * @param source id of the plug-in, or {@code trunkline}
 */
public record AttributeAbout(String name, Attribute.Type type, Map<String, String> label, boolean facet, String source) {
    public AttributeAbout {
        requireNonNull(name);
        requireNonNull(type);
        label = Map.copyOf(label);
        requireNonNull(source);
    }

    public String label(Locale locale) {
        return label.getOrDefault(locale.getLanguage(), label.getOrDefault("en", name));
    }
}
