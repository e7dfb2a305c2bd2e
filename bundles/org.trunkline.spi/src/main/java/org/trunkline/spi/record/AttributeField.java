package org.trunkline.spi.record;

import static java.util.Objects.requireNonNull;

import org.trunkline.spi.LocalizedText;

/**
 * A field that a plug-in adds to call records.
 *
 * @param name in queries and JSON: 1 to 30 of the letters A-Z and a-z; unlike every field of the product and of
 *        other plug-ins, whatever the case of the letters
 * @param label up to three words: the head of the column
 * @param facet whether values are counted beside the results: of texts with few different values, and of yes and no
 */
public record AttributeField(String name, Type type, LocalizedText label, boolean facet) {
    public enum Type {
        /** Up to 200 characters. Searched whole, and by a part with {@code *}; upper and lower case are the same. */
        TEXT,
        /** 64-bit. Searched by value and by ranges: {@code >5}. */
        NUMBER,
        /** Searched by ranges, as {@code started} is: {@code today}. */
        TIME,
        /** {@code true} or {@code false}; {@code yes} and {@code no} are understood in searches. */
        BOOLEAN
    }

    public AttributeField {
        requireNonNull(name);
        requireNonNull(type);
        requireNonNull(label);
    }
}
