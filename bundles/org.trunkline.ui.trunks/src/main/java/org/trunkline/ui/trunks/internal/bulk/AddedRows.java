package org.trunkline.ui.trunks.internal.bulk;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.trunkline.api.FieldError;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.node.Node;
import org.trunkline.api.plugin.PluginAbout.Field;
import org.trunkline.api.plugin.PluginEntries.Entry;
import org.trunkline.export.entry.ImportRow;
import org.trunkline.export.entry.ImportRow.Difference;
import org.trunkline.export.entry.ImportRow.State;
import org.trunkline.ui.StateText;
import org.trunkline.ui.Texts;
import org.trunkline.ui.form.DeclaredForm;
import org.trunkline.ui.trunks.internal.bulk.ImportMade.End;
import org.trunkline.ui.trunks.internal.model.AddedKind;

/** Entries of a plug-in that are changed row after row, each checked by the plug-in, until one is not saved. */
record AddedRows(AddedKind kind) {
    /** @param drafts by key */
    record Plan(List<ImportRow<Entry>> rows, Map<String, Map<String, String>> drafts) implements ImportPlan {
        Plan {
            rows = List.copyOf(rows);
            drafts = Map.copyOf(drafts);
        }
    }

    /** @param touched fields that the draft may change */
    ImportRow<Entry> row(int line, String key, Set<String> touched, Map<String, String> draft, Optional<Entry> present) {
        var fields = kind.about().fields();
        var errors = new DeclaredForm(fields).check(draft, present.map(Entry::secretsSet).orElse(List.of()));
        var before = present.map(Entry::values).orElse(Map.of());
        var differences = new ArrayList<Difference>();
        for (Field field : fields) {
            if (!touched.contains(field.name()))
                continue;
            String then = before.getOrDefault(field.name(), "");
            String now = draft.getOrDefault(field.name(), then.isEmpty() ? "" : field.defaultValue());
            if (field.secret() && draft.containsKey(field.name()))
                differences.add(new Difference(field.name(), "", ""));
            else if (!field.secret() && !now.equals(then))
                differences.add(new Difference(field.name(), then, now));
        }
        return new ImportRow<>(line, key, present.isPresent(), differences, errors, Optional.empty());
    }

    static ImportRow<Entry> wrong(ImportRow<Entry> row, List<FieldError> errors) {
        return new ImportRow<>(row.line(), row.key(), row.exists(), row.differences(), errors, Optional.empty());
    }

    /**
     * Carries out a plan, unless it would do something else by now. Off the UI thread.
     *
     * @param now with the entries as they are now
     * @param imported counts the rows
     * @throws NodeUnavailableException where no row was saved
     */
    ImportMade make(Node node, Plan now, ImportPlan previewed, BatchProgress imported) throws NodeUnavailableException {
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
