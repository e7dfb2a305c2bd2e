package org.trunkline.ui.trunks.internal.model;

import java.util.List;
import java.util.Optional;

import org.trunkline.ui.Texts;
import org.trunkline.ui.form.FormField;

/** A kind of entry: one of the house, or one that a plug-in brought. */
public sealed interface Kind permits OwnKind, AddedKind {
    EntryForm<?, ?> form();

    /** Of the form, by its name. */
    default Optional<FormField> field(String name) {
        return form().fields().stream().filter(field -> field.name().equals(name)).findFirst();
    }

    /**
     * In text keys, parameters of commands and what bundles contribute to: {@code trunk}, {@code ring-group},
     * {@code com.example.crm/door}. Stays the same where a plug-in changes what it says of its kind.
     */
    String code();

    /** Whether a field holds numbers, subscribers or ring groups that can be called. @param path as in JSON */
    boolean dials(String path);

    /** What can be called of a field's value. @param value a line for each value of a list */
    default List<String> dialled(String path, String value) {
        return dials(path) ? value.lines().map(String::strip).filter(Dialled::is).toList() : List.of();
    }

    /** Whether entries can be made and changed: not those of a plug-in that does not run. */
    boolean runs();

    /** @param texts of the area */
    KindText text(Texts texts);

    default boolean is(Kind other) {
        return code().equals(other.code());
    }
}
