package org.trunkline.spi.config;

import static java.util.Objects.requireNonNull;

import org.trunkline.spi.LocalizedText;

/**
 * Why the value of a field is refused.
 *
 * @param field its {@link SettingField#name}
 * @param text names the value and what is allowed
 */
public record FieldProblem(String field, LocalizedText text) {
    public FieldProblem {
        requireNonNull(field);
        requireNonNull(text);
    }
}
