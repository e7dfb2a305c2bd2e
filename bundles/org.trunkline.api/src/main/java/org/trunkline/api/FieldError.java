package org.trunkline.api;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * Why one field of a request was refused.
 *
 * @param field JSON path: {@code port}, {@code registration.username}, {@code trunks[1]}
 * @param code for translation: {@code required}, {@code unknown-field}, {@code not-e164}, {@code taken},
 *        {@code out-of-range}, {@code no-such-trunk}, …
 * @param args values for the translated text: the value refused, then what is allowed
 * @param message in English: names the value and what is allowed
 */
public record FieldError(String field, String code, List<String> args, String message) {
    public FieldError {
        requireNonNull(field);
        requireNonNull(code);
        args = List.copyOf(args);
        requireNonNull(message);
    }
}
