package org.trunkline.ui.trunks.internal.model;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.trunkline.api.FieldError;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.Catalog;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.node.Node;
import org.trunkline.ui.form.FormValues;


/**
 * One entry being edited: what it was, whether what is typed differs, whether it may be saved. No widgets.
 *
 * @param present the entry as the node has it; empty for a new one
 */
public record Editing<E, D>(Kind kind, EntryForm<E, D> form, Optional<E> present, FormValues original) {
    public Editing {
        requireNonNull(kind);
        requireNonNull(form);
        requireNonNull(present);
        requireNonNull(original);
    }

    public static Editing<?, ?> blank(Kind kind) {
        return blank(kind, kind.form());
    }

    private static <E, D> Editing<E, D> blank(Kind kind, EntryForm<E, D> form) {
        return new Editing<>(kind, form, Optional.empty(), form.blank());
    }

    /** @param value of the entry's kind */
    public static Editing<?, ?> of(Kind kind, Object value) {
        return of(kind, kind.form(), value);
    }

    @SuppressWarnings("unchecked") // the kind says which entries it has
    private static <E, D> Editing<E, D> of(Kind kind, EntryForm<E, D> form, Object value) {
        E entry = (E) value;
        return new Editing<>(kind, form, Optional.of(entry), form.values(entry));
    }

    public Optional<String> key() {
        return present.map(form::key);
    }

    public boolean dirty(FormValues typed) {
        return !typed.equals(original);
    }

    /** By the rules that need no node. */
    public Checked<D> check(FormValues typed) {
        return form.check(typed, present);
    }

    /** By the node: names taken, references. Off the UI thread. @return only what the local rules do not say */
    public List<FieldError> checkAtNode(Node node, FormValues typed) throws NodeUnavailableException {
        Checked<D> local = check(typed);
        if (local.draft().isEmpty())
            return List.of();
        var found = new ArrayList<>(form.catalog(node).check(key(), local.draft().get()));
        found.removeAll(local.errors());
        return found;
    }

    /** Off the UI thread. @throws IllegalStateException if the values cannot be put into a draft */
    public SaveResult<E> save(Node node, FormValues typed) throws NodeUnavailableException {
        D draft = check(typed).draft().orElseThrow(() -> new IllegalStateException("saved though it is wrong"));
        Catalog<E, D> catalog = form.catalog(node);
        Optional<String> key = key();
        return key.isPresent() ? catalog.replace(key.get(), draft) : catalog.create(draft);
    }

    /** Off the UI thread. @throws IllegalStateException if it was never saved */
    public SaveResult<E> delete(Node node) throws NodeUnavailableException {
        return form.catalog(node).delete(key().orElseThrow(() -> new IllegalStateException("nothing to delete")));
    }
}
