package org.trunkline.ui.trunks.internal.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.trunkline.api.FieldError;
import org.trunkline.api.config.Catalog;
import org.trunkline.api.node.Node;
import org.trunkline.api.plugin.PluginEntries.Entry;
import org.trunkline.ui.form.DeclaredForm;
import org.trunkline.ui.form.FormField;
import org.trunkline.ui.form.FormValues;


/** The form of a kind of a plug-in, by the fields that it declares. While the plug-in does not run it is for reading. */
final class AddedForm implements EntryForm<Entry, Map<String, String>> {
    private final AddedKind kind;
    private final DeclaredForm declared;

    AddedForm(AddedKind kind) {
        this.kind = kind;
        declared = new DeclaredForm(kind.about().fields());
    }

    @Override
    public List<FormField> fields() {
        return declared.fields();
    }

    @Override
    public FormValues blank() {
        return declared.blank();
    }

    @Override
    public FormValues values(Entry entry) {
        var values = declared.values(entry.values());
        return kind.runs() ? values : values.with(keyField(), entry.key());
    }

    @Override
    public String key(Entry entry) {
        return entry.key();
    }

    @Override
    public Checked<Map<String, String>> check(FormValues values, Optional<Entry> present) {
        var draft = declared.typed(values);
        return new Checked<>(Optional.of(draft), declared.check(draft, present.map(Entry::secretsSet).orElse(List.of())));
    }

    /** With the codes that forms have words for. */
    List<FieldError> worded(List<FieldError> errors) {
        return declared.worded(errors);
    }

    @Override
    public Catalog<Entry, Map<String, String>> catalog(Node node) {
        return new AddedCatalog(node.entries(), kind, this);
    }

    @Override
    public String keyField() {
        return kind.about().key();
    }

    @Override
    public boolean enabled(String field, FormValues values) {
        return kind.runs();
    }
}
