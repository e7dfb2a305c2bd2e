package org.trunkline.ui.trunks.internal.bulk;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.trunkline.api.FieldError;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.node.Node;
import org.trunkline.api.plugin.PluginAbout.Field;
import org.trunkline.api.plugin.PluginEntries.Entry;
import org.trunkline.export.entry.ColumnMapping;
import org.trunkline.export.entry.ImportRow;
import org.trunkline.export.entry.ImportRow.Difference;
import org.trunkline.export.entry.ImportRow.State;
import org.trunkline.export.table.Table;
import org.trunkline.ui.StateText;
import org.trunkline.ui.Texts;
import org.trunkline.ui.form.DeclaredForm;
import org.trunkline.ui.trunks.internal.bulk.ImportMade.End;
import org.trunkline.ui.trunks.internal.model.AddedKind;

/**
 * The import of a kind of a plug-in: row after row, each checked by the plug-in, until one is not saved. A field without a column
 * keeps its value; so does one that is no text where the cell is empty, and a secret.
 */
record AddedImport(AddedKind kind) implements ImportSteps {
    private static final Set<String> YES = Set.of("true", "yes", "1", "on", "x", "ja", "是", "ya");
    private static final Set<String> NO = Set.of("false", "no", "0", "off", "nej", "否", "tidak");

    /** @param drafts by key */
    private record Plan(List<ImportRow<Entry>> rows, Map<String, Map<String, String>> drafts) implements ImportPlan {}

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

    private Plan planned(Node node, Table table, ColumnMapping mapping) throws NodeUnavailableException {
        var present = new HashMap<String, Entry>();
        table().read(node).forEach(entry -> present.put(entry.key(), entry));
        var drafts = new HashMap<String, Map<String, String>>();
        var rows = new ArrayList<ImportRow<Entry>>();
        var lines = new HashMap<String, Integer>();
        for (var row : table.rows()) {
            var cells = AddedTable.cells(row.cells(), mapping);
            String key = cells.getOrDefault(kind.about().key(), "").strip();
            var draft = draft(cells, Optional.ofNullable(present.get(key)));
            var planned = row(row.line(), key, cells, draft, Optional.ofNullable(present.get(key)));
            Integer first = lines.putIfAbsent(key, row.line());
            if (first == null)
                drafts.put(key, draft);
            rows.add(first == null || key.isEmpty() ? planned : wrong(planned, List.of(new FieldError(kind.about().key(),
                    "twice-in-file", List.of(key, first.toString()), key + " is in line " + first + " as well"))));
        }
        return new Plan(rows, drafts);
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

    private ImportRow<Entry> row(int line, String key, Map<String, String> cells, Map<String, String> draft, Optional<Entry> present) {
        var errors = new DeclaredForm(table().fields()).check(draft, present.map(Entry::secretsSet).orElse(List.of()));
        var before = present.map(Entry::values).orElse(Map.of());
        var differences = new ArrayList<Difference>();
        for (Field field : table().fields()) {
            if (!cells.containsKey(field.name()))
                continue;
            String then = before.getOrDefault(field.name(), "");
            String now = draft.getOrDefault(field.name(), then.isEmpty() ? "" : field.defaultValue());
            if (field.secret() && !cells.get(field.name()).isEmpty())
                differences.add(new Difference(field.name(), "", ""));
            else if (!field.secret() && !now.equals(then))
                differences.add(new Difference(field.name(), then, now));
        }
        return new ImportRow<>(line, key, present.isPresent(), differences, errors, Optional.empty());
    }

    private static ImportRow<Entry> wrong(ImportRow<Entry> row, List<FieldError> errors) {
        return new ImportRow<>(row.line(), row.key(), row.exists(), row.differences(), errors, Optional.empty());
    }

    @Override
    public ImportMade make(Node node, ImportPlan previewed, Table table, ColumnMapping mapping, BatchProgress imported)
            throws NodeUnavailableException {
        var now = planned(node, table, mapping);
        if (!now.doesTheSame(previewed))
            return new ImportMade(now, End.CHANGED_MEANWHILE, "");
        var lines = new HashSet<Integer>();
        for (var row : now.rows()) {
            if (row.state() != State.NEW && row.state() != State.CHANGED)
                continue;
            if (imported.stops())
                return new ImportMade(outcome(now, lines, row.line(), List.of()), End.STOPPED, "");
            var errors = save(node, row, now.drafts().get(row.key()), imported);
            if (!errors.isEmpty())
                return new ImportMade(outcome(now, lines, row.line(), errors), End.STOPPED, "");
            lines.add(row.line());
            imported.add();
        }
        return new ImportMade(now, End.DONE, "");
    }

    /** @param imported lines of rows that change nothing any more @param line of the row with the errors */
    private static Plan outcome(Plan plan, Set<Integer> imported, int line, List<FieldError> errors) {
        return new Plan(plan.rows().stream().map(row -> row.line() == line ? wrong(row, errors)
                : imported.contains(row.line()) ? unchanged(row) : row).toList(), plan.drafts());
    }

    private static ImportRow<Entry> unchanged(ImportRow<Entry> row) {
        return new ImportRow<>(row.line(), row.key(), true, List.of(), List.of(), Optional.empty());
    }

    /** @return why it was not saved: also that the node is not available, where other rows were */
    private List<FieldError> save(Node node, ImportRow<Entry> row, Map<String, String> draft, BatchProgress imported)
            throws NodeUnavailableException {
        try {
            return save(node, row, draft);
        } catch (NodeUnavailableException e) {
            if (imported.count() == 0)
                throw e;
            return List.of(new FieldError("", "unavailable", List.of(), new StateText(Texts.of(StateText.class)).of(e)));
        }
    }

    /** @return why it was refused */
    private List<FieldError> save(Node node, ImportRow<Entry> row, Map<String, String> draft) throws NodeUnavailableException {
        var catalog = kind.entries(node);
        var result = row.exists() ? catalog.replace(row.key(), draft) : catalog.create(draft);
        return switch (result) {
            case SaveResult.Saved<Entry> _ -> List.of();
            case SaveResult.Rejected<Entry>(var errors) -> errors;
            case SaveResult.Missing<Entry>(String key) -> List.of(new FieldError("", "missing", List.of(key), key + " is gone"));
            case SaveResult.InUse<Entry>(var users) -> List.of(new FieldError("", "in-use", users, String.join(", ", users)));
        };
    }
}
