package org.trunkline.api.privacy;

import java.util.ArrayList;
import java.util.List;

import org.trunkline.api.FieldError;
import org.trunkline.domain.config.Names;

/** Checks a legal hold; needs no node, so a form can use it on each keystroke. */
public final class HoldRules {
    public static final int MAX_QUERY = 4096;
    public static final int MAX_REASON = 1000;

    private HoldRules() {}

    public static List<FieldError> check(HoldDraft draft) {
        var found = new ArrayList<FieldError>();
        if (draft.name().isBlank())
            found.add(new FieldError("name", "required", List.of(), "name is missing"));
        else if (!Names.isTrunkName(draft.name()))
            found.add(new FieldError("name", "not-a-name", List.of(draft.name()), "name \"" + draft.name()
                    + "\" is not 1 to 64 characters without slashes, control characters or spaces at the ends"));
        if (draft.reason().isBlank())
            found.add(new FieldError("reason", "required", List.of(), "reason is missing: the audit must show why"));
        length(found, "reason", draft.reason(), MAX_REASON);
        length(found, "query", draft.query(), MAX_QUERY);
        return found;
    }

    private static void length(List<FieldError> found, String field, String value, int max) {
        if (value.length() > max)
            found.add(new FieldError(field, "too-long", List.of(String.valueOf(value.length()), String.valueOf(max)),
                    field + " has " + value.length() + " characters, at most " + max + " are allowed"));
        else if (value.chars().anyMatch(Character::isISOControl))
            found.add(new FieldError(field, "control-character", List.of(),
                    field + " contains a control character such as a line break"));
    }
}
