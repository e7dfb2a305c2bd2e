package org.trunkline.ui.trunks.internal.model;

import java.util.List;
import java.util.Optional;

import org.trunkline.api.config.Catalog;
import org.trunkline.api.node.Node;

/**
 * How one kind of entry is edited: between entries, texts in fields, and drafts. No widgets, no node but for its
 * catalog.
 */
public interface EntryForm<E, D> {
    List<FieldSpec> fields();

    /** What a new entry begins with. */
    Values blank();

    Values values(E entry);

    String key(E entry);

    /** @param present the entry edited; empty for a new one */
    Checked<D> check(Values values, Optional<E> present);

    Catalog<E, D> catalog(Node node);

    /** The field that names the entry. */
    String keyField();

    /** Whether the name can be changed once the entry is saved. */
    default boolean canBeRenamed() {
        return true;
    }

    /** Whether a field means anything beside these values: a password without a registration does not. */
    default boolean enabled(String field, Values values) {
        return true;
    }

    /** The values once a field was changed by hand: another transport has another usual port. */
    default Values following(String field, Values values) {
        return values;
    }
}
