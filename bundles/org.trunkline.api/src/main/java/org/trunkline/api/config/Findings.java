package org.trunkline.api.config;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.trunkline.api.FieldError;

/** Gathers field errors; a check of one field adds at most one. */
public final class Findings {
    private final List<FieldError> errors = new ArrayList<>();

    /** @param args the refused value, then the allowed values or bounds */
    public void add(String field, String code, String message, Object... args) {
        errors.add(new FieldError(field, code, Stream.of(args).map(Object::toString).toList(), message));
    }

    /** @return whether there is a text to check further */
    boolean required(String field, String value, String what) {
        if (!value.isBlank())
            return true;
        add(field, "required", what + " is missing");
        return false;
    }

    void range(String field, long value, long min, long max) {
        if (value < min || value > max)
            add(field, "out-of-range", field + " " + value + " is not between " + min + " and " + max, value, min, max);
    }

    void length(String field, String value, int max) {
        if (value.length() > max)
            add(field, "too-long", field + " has " + value.length() + " characters, at most " + max + " are allowed",
                    value.length(), max);
        else if (value.chars().anyMatch(Character::isISOControl))
            add(field, "control-character", field + " contains a control character such as a line break");
    }

    List<FieldError> list() {
        return List.copyOf(errors);
    }
}
