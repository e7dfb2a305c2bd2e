package org.trunkline.ui.trunks.internal.bulk;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.trunkline.api.config.EntryKind;
import org.trunkline.domain.schema.EntryTexts;
import org.trunkline.domain.schema.Format;
import org.trunkline.domain.schema.Schema;
import org.trunkline.domain.schema.SchemaField;
import org.trunkline.export.entry.ColumnMapping;
import org.trunkline.export.entry.EntryImport;
import org.trunkline.export.table.Table;
import org.trunkline.ui.form.FormField;
import org.trunkline.ui.form.FormValues;
import org.trunkline.ui.trunks.internal.model.OwnKind;

/**
 * The same values for several entries: an import of a table with a row for each of them. No widgets.
 *
 * @param entries those to change
 */
record EditMany<E extends Record>(EntryKind<E> kind, List<E> entries) {
    EditMany {
        entries = List.copyOf(entries);
    }

    /** Of the entries that are still there. */
    static <E extends Record> EditMany<E> of(EntryKind<E> kind, List<E> all, List<String> keys) {
        var wanted = Set.copyOf(keys);
        return new EditMany<>(kind, all.stream().filter(entry -> wanted.contains(kind.key(entry))).toList());
    }

    /** Fields that several entries can have in common: not what names an entry or is its own number, and no secret. */
    static List<FormField> fields(OwnKind kind) {
        Set<String> common = new HashSet<>();
        for (Schema.Leaf leaf : kind.entryKind().schema().leaves())
            if (!leaf.field().isKey() && leaf.field().type() != SchemaField.Type.SECRET && leaf.field().format() != Format.DIALLED)
                common.add(leaf.path());
        return kind.form().fields().stream().filter(field -> common.contains(field.name())).toList();
    }

    /** The values that all have; else the defaults. */
    FormValues common() {
        var common = new LinkedHashMap<String, String>();
        kind.schema().leaves().forEach(leaf -> common.put(leaf.path(), leaf.field().type() == SchemaField.Type.OBJECT ? "false"
                : leaf.field().defaultText()));
        List<Map<String, String>> texts = entries.stream().map(entry -> EntryTexts.write(kind.schema(), entry)).toList();
        if (!texts.isEmpty())
            texts.getFirst().forEach((path, text) -> {
                if (texts.stream().allMatch(t -> text.equals(t.get(path))))
                    common.put(path, text);
            });
        return new FormValues(common);
    }

    /** What the values do to each entry. @param chosen new texts by path */
    EntryImport<E> plan(Map<String, String> chosen) {
        var head = new ArrayList<>(List.of(kind.keyField()));
        head.addAll(chosen.keySet());
        var rows = new ArrayList<Table.Row>();
        for (E entry : entries) {
            var cells = new ArrayList<>(List.of(kind.key(entry)));
            cells.addAll(chosen.values());
            rows.add(new Table.Row(rows.size() + 1, cells));
        }
        return EntryImport.plan(kind, new Table(head, rows), new ColumnMapping(head.stream().map(Optional::of).toList()), entries);
    }
}
