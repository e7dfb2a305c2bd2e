package org.trunkline.ui.trunks.internal.bulk;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.trunkline.api.FieldError;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.node.Node;
import org.trunkline.api.plugin.PluginAbout.Field;
import org.trunkline.api.plugin.PluginEntries.Entry;
import org.trunkline.export.entry.ColumnMapping;
import org.trunkline.export.entry.ImportRow;
import org.trunkline.export.table.Table;
import org.trunkline.ui.trunks.internal.model.AddedKind;

/**
 * The import of a kind of a plug-in: row after row, each checked by the plug-in, until one is not saved. A field without a column
 * keeps its value; so does one that is no text where the cell is empty, and a secret.
 */
record AddedImport(AddedKind kind) implements ImportSteps {
    private static final Set<String> YES = Set.of("true", "yes", "1", "on", "x", "ja", "是", "ya");
    private static final Set<String> NO = Set.of("false", "no", "0", "off", "nej", "否", "tidak");

    private AddedTable table() {
        return new AddedTable(kind);
    }

    @Override
    public List<String> paths() {
        return table().fields().stream().map(Field::name).toList();
    }

    @Override
    public ColumnMapping guess(List<String> head, Map<String, List<String>> labels) {
        return table().guess(head);
    }

    @Override
    public ColumnMapping.Problems problems(ColumnMapping mapping) {
        return table().problems(mapping);
    }

    @Override
    public boolean together() {
        return false;
    }

    @Override
    public ImportPlan plan(Node node, Table table, ColumnMapping mapping) throws NodeUnavailableException {
        return planned(node, table, mapping);
    }

    private AddedRows.Plan planned(Node node, Table table, ColumnMapping mapping) throws NodeUnavailableException {
        var present = new HashMap<String, Entry>();
        table().read(node).forEach(entry -> present.put(entry.key(), entry));
        var drafts = new HashMap<String, Map<String, String>>();
        var rows = new ArrayList<ImportRow<Entry>>();
        var lines = new HashMap<String, Integer>();
        for (var row : table.rows()) {
            var cells = AddedTable.cells(row.cells(), mapping);
            String key = cells.getOrDefault(kind.about().key(), "").strip();
            var draft = draft(cells, Optional.ofNullable(present.get(key)));
            var planned = new AddedRows(kind).row(row.line(), key, cells.keySet(), draft, Optional.ofNullable(present.get(key)));
            Integer first = lines.putIfAbsent(key, row.line());
            if (first == null)
                drafts.put(key, draft);
            rows.add(first == null || key.isEmpty() ? planned : AddedRows.wrong(planned, List.of(new FieldError(kind.about().key(),
                    "twice-in-file", List.of(key, first.toString()), key + " is in line " + first + " as well"))));
        }
        return new AddedRows.Plan(rows, drafts);
    }

    /** What the entry is to be: as before, but for the cells that say something. */
    private Map<String, String> draft(Map<String, String> cells, Optional<Entry> present) {
        var draft = new LinkedHashMap<>(present.map(Entry::values).orElse(Map.of()));
        for (Field field : table().fields()) {
            if (!cells.containsKey(field.name()))
                continue;
            String cell = field.secret() ? cells.get(field.name()) : cells.get(field.name()).strip();
            boolean keeps = field.secret() || !field.type().equals("text");
            if (!cell.isEmpty())
                draft.put(field.name(), field.type().equals("yes-no") ? flag(cell) : cell);
            else if (!keeps)
                draft.remove(field.name());
        }
        return draft;
    }

    private static String flag(String cell) {
        String word = cell.toLowerCase(Locale.ROOT);
        return YES.contains(word) ? "true" : NO.contains(word) ? "false" : cell;
    }

    @Override
    public ImportMade make(Node node, ImportPlan previewed, Table table, ColumnMapping mapping, BatchProgress imported)
            throws NodeUnavailableException {
        return new AddedRows(kind).make(node, planned(node, table, mapping), previewed, imported);
    }
}
