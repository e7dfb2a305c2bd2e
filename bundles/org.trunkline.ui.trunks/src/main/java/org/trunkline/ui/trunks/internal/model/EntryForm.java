package org.trunkline.ui.trunks.internal.model;

import java.util.Optional;

import org.trunkline.api.config.Catalog;
import org.trunkline.api.node.Node;
import org.trunkline.ui.form.FormRules;
import org.trunkline.ui.form.FormValues;


/**
 * How one kind of entry is edited: between entries, texts in fields, and drafts. No widgets, no node but for its
 * catalog.
 */
public interface EntryForm<E, D> extends FormRules {
    /** What a new entry begins with. */
    FormValues blank();

    FormValues values(E entry);

    String key(E entry);

    /** @param present the entry edited; empty for a new one */
    Checked<D> check(FormValues values, Optional<E> present);

    Catalog<E, D> catalog(Node node);
}
