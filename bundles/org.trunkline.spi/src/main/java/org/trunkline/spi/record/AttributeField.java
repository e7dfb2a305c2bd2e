package org.trunkline.spi.record;

import static java.util.Objects.requireNonNull;

import org.trunkline.spi.LocalizedText;

/**
 * A field that a plug-in adds to call records.
 *
 * @param name in queries and JSON: a letter, then letters and digits, up to 30, unlike every field of the product
 * @param label up to three words
 * @param facet whether values are counted beside the results: for few different ones
 */
public record AttributeField(String name, Type type, LocalizedText label, boolean facet) {
    public enum Type {
        /** Searched whole, and by its start with {@code *}. */
        TEXT,
        /** 64-bit, searched by ranges. */
        NUMBER,
        /** Searched by ranges. */
        TIME
    }

    public AttributeField {
        requireNonNull(name);
        requireNonNull(type);
        requireNonNull(label);
    }
}
