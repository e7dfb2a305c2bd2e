package org.trunkline.api;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * An error in one field of a request.
 *
 * @param field JSON path: {@code port}, {@code registration.username}, {@code trunks[1]}
 * @param code for translation: {@code required}, {@code unknown-field}, {@code not-e164}, {@code taken},
 *        {@code out-of-range}, {@code no-such-trunk}, …
 * @param args values for the translated text: the refused value, then the allowed values or bounds
 * @param message in English: names the value and the allowed values
 */
public record FieldError(String field, String code, List<String> args, String message) {
    public FieldError {
        requireNonNull(field);
        requireNonNull(code);
        args = List.copyOf(args);
        requireNonNull(message);
    }
}
