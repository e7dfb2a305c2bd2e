package org.trunkline.ui.trunks.internal.model;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

import org.trunkline.api.config.Catalog;
import org.trunkline.api.config.EntryKind;
import org.trunkline.api.node.Node;
import org.trunkline.domain.schema.EntryTexts;
import org.trunkline.domain.schema.Format;
import org.trunkline.domain.schema.Schema;
import org.trunkline.domain.schema.SchemaField;
import org.trunkline.ui.form.FormField;
import org.trunkline.ui.form.FormField.Type;
import org.trunkline.ui.form.FormValues;


/** The form of a kind as its record says it. What fields mean beside others is for subclasses. */
class SchemaForm<E extends Record> implements EntryForm<E, E> {
    private final EntryKind<E> kind;
    private final List<Schema.Leaf> leaves;
    private final List<FormField> fields;

    SchemaForm(EntryKind<E> kind) {
        this.kind = requireNonNull(kind);
        leaves = kind.schema().leaves();
        fields = leaves.stream().map(SchemaForm::spec).toList();
    }

    final EntryKind<E> kind() {
        return kind;
    }

    private static FormField spec(Schema.Leaf leaf) {
        var field = leaf.field();
        return new FormField(leaf.path(), leaf.group(), type(field), field.choices(), FormField.Limits.of(field));
    }

    private static Type type(SchemaField field) {
        return switch (field.type()) {
            case TEXT -> field.format() == Format.TARGET ? Type.TARGET
                    : field.format() == Format.SUBSCRIBER ? Type.SUBSCRIBER : Type.TEXT;
            case NUMBER, AMOUNT -> Type.NUMBER;
            case FLAG, OBJECT -> Type.CHECK;
            case CHOICE -> Type.CHOICE;
            case SECRET -> Type.PASSWORD;
            case TEXTS -> field.format() == Format.TRUNK ? Type.TRUNKS
                    : field.format() == Format.SUBSCRIBER ? Type.MEMBERS : Type.LINES;
            case OBJECTS -> Type.LINES;
        };
    }

    @Override
    public List<FormField> fields() {
        return fields;
    }

    @Override
    public FormValues blank() {
        return values(kind.schema().blank());
    }

    /** Fields of what is not there show what they would begin with. */
    @Override
    public FormValues values(E entry) {
        var texts = new LinkedHashMap<String, String>();
        leaves.forEach(leaf -> texts.put(leaf.path(), leaf.field().type() == SchemaField.Type.OBJECT ? "false"
                : leaf.field().defaultText()));
        texts.putAll(EntryTexts.write(kind.schema(), entry));
        return new FormValues(texts);
    }

    @Override
    public String key(E entry) {
        return kind.key(entry);
    }

    @Override
    public Checked<E> check(FormValues values, Optional<E> present) {
        var typed = kind.read(counting(values).fields(), present);
        return new Checked<>(typed.draft(), typed.errors());
    }

    /** The values that count: what means nothing beside the others is left out. */
    FormValues counting(FormValues typed) {
        return typed;
    }

    @Override
    public Catalog<E, E> catalog(Node node) {
        return node.catalog(kind);
    }

    @Override
    public boolean canBeRenamed() {
        return true;
    }

    @Override
    public String keyField() {
        return kind.keyField();
    }

    /** Fields of a part that is left out mean nothing. */
    @Override
    public boolean enabled(String field, FormValues values) {
        return EntryKind.parents(field).stream().allMatch(parent -> !values.text(parent).equals("false"));
    }
}
