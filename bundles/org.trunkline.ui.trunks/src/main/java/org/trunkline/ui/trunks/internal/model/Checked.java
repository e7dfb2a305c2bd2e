package org.trunkline.ui.trunks.internal.model;

import java.util.List;
import java.util.Optional;

import org.trunkline.api.FieldError;

/** What typed values are worth. @param draft empty where they cannot even be put into one, a port of letters */
public record Checked<D>(Optional<D> draft, List<FieldError> errors) {
    public Checked {
        errors = List.copyOf(errors);
    }

    boolean good() {
        return draft.isPresent() && errors.isEmpty();
    }
}
