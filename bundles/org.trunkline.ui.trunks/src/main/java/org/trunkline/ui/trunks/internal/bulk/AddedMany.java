package org.trunkline.ui.trunks.internal.bulk;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.node.Node;
import org.trunkline.api.plugin.PluginEntries.Entry;
import org.trunkline.export.entry.ImportRow;
import org.trunkline.ui.form.DeclaredForm;
import org.trunkline.ui.form.FormField;
import org.trunkline.ui.form.FormValues;
import org.trunkline.ui.trunks.internal.model.AddedKind;

/** Entries of a plug-in: one after the other, each checked by the plug-in, until one is not saved. */
record AddedMany(AddedKind kind, List<String> keys, List<Entry> entries) implements ManyEdit {
    AddedMany {
        requireNonNull(kind);
        keys = List.copyOf(keys);
        entries = List.copyOf(entries);
    }

    static AddedMany read(Node node, AddedKind kind, List<String> keys) throws NodeUnavailableException {
        var wanted = Set.copyOf(keys);
        return new AddedMany(kind, keys, new AddedTable(kind).read(node).stream().filter(entry -> wanted.contains(entry.key())).toList());
    }

    static List<FormField> fields(AddedKind kind) {
        return declared(kind).fields().stream()
                .filter(field -> field.type() != FormField.Type.SECRET && !field.name().equals(kind.about().key())).toList();
    }

    private static DeclaredForm declared(AddedKind kind) {
        return new DeclaredForm(kind.about().fields());
    }

    @Override
    public FormValues common() {
        var form = declared(kind);
        var common = form.blank();
        var all = entries.stream().map(entry -> form.values(entry.values())).toList();
        for (var field : form.fields()) {
            var values = all.stream().map(entry -> entry.text(field.name())).distinct().toList();
            if (values.size() == 1)
                common = common.with(field.name(), values.getFirst());
        }
        return common;
    }

    @Override
    public AddedRows.Plan plan(Node node, Map<String, String> chosen) {
        var drafts = new HashMap<String, Map<String, String>>();
        var rows = new ArrayList<ImportRow<Entry>>();
        for (var entry : entries) {
            var draft = draft(entry, chosen);
            drafts.put(entry.key(), draft);
            rows.add(new AddedRows(kind).row(rows.size() + 1, entry.key(), chosen.keySet(), draft, Optional.of(entry)));
        }
        return new AddedRows.Plan(rows, drafts);
    }

    /** An empty text takes the value away. */
    private static Map<String, String> draft(Entry entry, Map<String, String> chosen) {
        var draft = new LinkedHashMap<>(entry.values());
        chosen.forEach((name, text) -> {
            if (text.isBlank())
                draft.remove(name);
            else
                draft.put(name, text.strip());
        });
        return draft;
    }

    @Override
    public ImportMade make(Node node, ImportPlan previewed, Map<String, String> chosen, BatchProgress changed) throws NodeUnavailableException {
        return new AddedRows(kind).make(node, read(node, kind, keys).plan(node, chosen), previewed, changed);
    }
}
