package org.trunkline.export.entry;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

import org.trunkline.api.FieldError;
import org.trunkline.api.config.EntryChange;

/**
 * What one row of an import does.
 *
 * @param line in its file
 * @param key of the entry, as it is kept
 * @param exists whether there is such an entry
 * @param differences fields that change; a secret shows no value
 * @param errors by field; nothing is imported while a row has one
 * @param change empty where nothing changes, or where a text is not a value of its field
 */
public record ImportRow<E extends Record>(int line, String key, boolean exists, List<Difference> differences,
        List<FieldError> errors, Optional<EntryChange<E>> change) {
    public enum State { NEW, CHANGED, UNCHANGED, ERROR }

    /** @param path of the field @param before empty for a new entry @param after empty for a secret, which is set */
    public record Difference(String path, String before, String after) {
        public Difference {
            requireNonNull(path);
            requireNonNull(before);
            requireNonNull(after);
        }
    }

    public ImportRow {
        requireNonNull(key);
        differences = List.copyOf(differences);
        errors = List.copyOf(errors);
        requireNonNull(change);
    }

    public State state() {
        return !errors.isEmpty() ? State.ERROR : !exists ? State.NEW : differences.isEmpty() ? State.UNCHANGED : State.CHANGED;
    }

    ImportRow<E> with(List<FieldError> found) {
        return found.isEmpty() ? this : new ImportRow<>(line, key, exists, differences, found, change);
    }
}
