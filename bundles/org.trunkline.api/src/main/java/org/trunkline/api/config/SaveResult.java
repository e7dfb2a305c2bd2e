package org.trunkline.api.config;

import java.util.List;

import org.trunkline.api.FieldError;

/** The result of a create, replace or delete. */
public sealed interface SaveResult<E> {
    /** Saved and in effect. For a delete: the deleted entry. */
    record Saved<E>(E value) implements SaveResult<E> {}

    /** Nothing changed. */
    record Rejected<E>(List<FieldError> errors) implements SaveResult<E> {
        public Rejected {
            errors = List.copyOf(errors);
        }
    }

    /** No such entry to replace or delete. */
    record Missing<E>(String key) implements SaveResult<E> {}

    /** Others depend on it: {@code "route +46"}, {@code "number +468700123"}. */
    record InUse<E>(List<String> dependents) implements SaveResult<E> {
        public InUse {
            dependents = List.copyOf(dependents);
        }
    }
}
