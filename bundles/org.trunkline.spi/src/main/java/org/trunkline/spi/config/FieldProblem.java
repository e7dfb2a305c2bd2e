package org.trunkline.spi.config;

import static java.util.Objects.requireNonNull;

import org.trunkline.spi.LocalizedText;

/**
 * An error in the value of a field.
 *
 * @param field its {@link SettingField#name}
 * @param text names the value and the allowed values
 */
public record FieldProblem(String field, LocalizedText text) {
    public FieldProblem {
        requireNonNull(field);
        requireNonNull(text);
    }
}
