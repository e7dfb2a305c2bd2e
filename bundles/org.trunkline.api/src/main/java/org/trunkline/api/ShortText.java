package org.trunkline.api;

import java.util.List;

/** A number or a name on one line, as somebody types or dials it. */
public final class ShortText {
    /** Characters. */
    public static final int MAX = 128;

    private ShortText() {}

    /** @param least characters @param errors get one where the text is none */
    public static void check(String field, String text, int least, List<FieldError> errors) {
        if (text.length() < least)
            errors.add(new FieldError(field, "required", List.of(), field + " is needed"));
        else if (text.length() > MAX)
            errors.add(new FieldError(field, "too-long", List.of(String.valueOf(text.length()), String.valueOf(MAX)),
                    field + " is longer than " + MAX + " characters"));
        else if (text.chars().anyMatch(Character::isISOControl))
            errors.add(new FieldError(field, "control-character", List.of(), field + " contains a control character"));
    }
}
