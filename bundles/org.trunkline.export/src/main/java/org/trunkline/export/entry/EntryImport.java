package org.trunkline.export.entry;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import org.trunkline.api.FieldError;
import org.trunkline.api.config.EntryChange;
import org.trunkline.api.config.EntryKind;
import org.trunkline.domain.schema.EntryTexts;
import org.trunkline.domain.schema.Schema;
import org.trunkline.domain.schema.SchemaField;
import org.trunkline.export.entry.ImportRow.Difference;
import org.trunkline.export.table.Table;

/**
 * What the rows of a table do to the entries of a kind: a preview, and the changes that carry it out. A field without a
 * column keeps its value, or has its default in a new entry; so does a number, choice or flag whose cell is empty. Entries
 * that the table lacks stay.
 */
public record EntryImport<E extends Record>(EntryKind<E> kind, List<ImportRow<E>> rows) {
    private static final Pattern OF_CHANGE = Pattern.compile("changes\\[(\\d+)\\]\\.?(.*)");

    public EntryImport {
        requireNonNull(kind);
        rows = List.copyOf(rows);
    }

    /** @param mapping one without problems @param present the entries there are */
    public static <E extends Record> EntryImport<E> plan(EntryKind<E> kind, Table table, ColumnMapping mapping, List<E> present) {
        var byKey = new HashMap<String, E>();
        present.forEach(entry -> byKey.put(kind.key(entry), entry));
        var lines = new HashMap<String, Integer>();
        var rows = new ArrayList<ImportRow<E>>();
        for (var row : table.rows()) {
            var planned = row(kind, row, mapping, byKey);
            Integer first = lines.putIfAbsent(planned.key(), row.line());
            boolean unnamed = planned.key().isEmpty() && !planned.errors().isEmpty(); // that is what is wrong with it
            rows.add(first == null || unnamed ? planned : planned.with(List.of(new FieldError(kind.keyField(), "twice-in-file",
                    List.of(planned.key(), first.toString()), kind.keyField() + " \"" + planned.key() + "\" is in line " + first
                    + " as well"))));
        }
        return new EntryImport<>(kind, rows);
    }

    private static <E extends Record> ImportRow<E> row(EntryKind<E> kind, Table.Row row, ColumnMapping mapping, Map<String, E> byKey) {
        var cells = new HashMap<String, String>();
        for (int i = 0; i < mapping.paths().size(); i++) {
            String cell = row.cells().get(i);
            mapping.paths().get(i).ifPresent(path -> cells.put(path, cell));
        }
        String key = kind.tidyKey(cells.getOrDefault(kind.keyField(), "").strip());
        var present = Optional.ofNullable(byKey.get(key));
        var before = present.map(entry -> EntryTexts.write(kind.schema(), entry)).orElse(Map.of());
        var errors = new ArrayList<FieldError>();
        var typed = kind.read(texts(mapping.fields(kind), cells, before, errors), present);
        typed.errors().stream().filter(e -> errors.stream().noneMatch(f -> f.field().equals(e.field()))).forEach(errors::add);
        if (typed.draft().isEmpty())
            return new ImportRow<>(row.line(), key, present.isPresent(), List.of(), errors, Optional.empty());
        E draft = kind.tidy(typed.draft().get());
        var differences = differences(kind, draft, before, cells);
        Optional<EntryChange<E>> change = present.isEmpty() ? Optional.of(new EntryChange.Create<>(kind, draft))
                : differences.isEmpty() ? Optional.empty() : Optional.of(new EntryChange.Replace<>(kind, key, draft));
        return new ImportRow<>(row.line(), key, present.isPresent(), differences, errors, change);
    }

    /** What the entry is to be: as before, but for the cells that say something. */
    private static Map<String, String> texts(List<Schema.Leaf> fields, Map<String, String> cells, Map<String, String> before,
            List<FieldError> errors) {
        var texts = new LinkedHashMap<>(before);
        for (var leaf : fields) {
            var text = CellTexts.text(leaf, cells.get(leaf.path()));
            text.ifPresent(t -> {
                texts.put(leaf.path(), t);
                boolean flag = leaf.field().type() == SchemaField.Type.FLAG || leaf.field().type() == SchemaField.Type.OBJECT;
                if (flag && !CellTexts.isFlag(t))
                    errors.add(new FieldError(leaf.path(), "not-yes-no", List.of(t), leaf.path() + " \"" + t
                            + "\" is neither true nor false"));
            });
            if (text.filter(t -> !t.isEmpty()).isPresent())
                for (String part : EntryKind.parents(leaf.path()))
                    if (cells.getOrDefault(part, "").isBlank())
                        texts.put(part, "true"); // a value of a part says that the part is there
        }
        return texts;
    }

    private static <E extends Record> List<Difference> differences(EntryKind<E> kind, E draft, Map<String, String> before,
            Map<String, String> cells) {
        var after = EntryTexts.write(kind.schema(), draft);
        var differences = new ArrayList<Difference>();
        for (var leaf : kind.schema().leaves()) {
            String path = leaf.path();
            String now = after.getOrDefault(path, "");
            String then = before.getOrDefault(path, "");
            if (leaf.field().type() == SchemaField.Type.SECRET) {
                if (!cells.getOrDefault(path, "").isBlank() && EntryKind.parents(path).stream()
                        .noneMatch(part -> after.getOrDefault(part, "").equals("false")))
                    differences.add(new Difference(path, "", ""));
            } else if (!now.equals(then) && !(before.isEmpty() && now.equals(leaf.field().defaultText()))) {
                differences.add(new Difference(path, then, now));
            }
        }
        return differences;
    }

    /** All that is to be changed, in the order of the rows; those with errors included, which a node refuses. */
    public List<EntryChange<?>> changes() {
        return rows.stream().<EntryChange<?>>flatMap(row -> row.change().stream()).toList();
    }

    /** The same with what a node finds wrong. @param errors of {@link #changes}: {@code changes[2].subscriber} */
    public EntryImport<E> with(List<FieldError> errors) {
        var byChange = new HashMap<Integer, List<FieldError>>();
        for (var error : errors) {
            var at = OF_CHANGE.matcher(error.field());
            if (at.matches())
                byChange.computeIfAbsent(Integer.valueOf(at.group(1)), _ -> new ArrayList<>())
                        .add(new FieldError(at.group(2), error.code(), error.args(), error.message()));
        }
        var checked = new ArrayList<ImportRow<E>>();
        int change = 0;
        for (var row : rows) {
            var found = row.change().isPresent() ? byChange.getOrDefault(change++, List.of()) : List.<FieldError>of();
            checked.add(row.errors().isEmpty() ? row.with(found) : row);
        }
        return new EntryImport<>(kind, checked);
    }

    /** Whether each row does what it does there; fields that it leaves alone may have changed meanwhile. */
    public boolean doesTheSame(EntryImport<?> other) {
        return effects(this).equals(effects(other));
    }

    private record Effect(String key, ImportRow.State state, List<Difference> differences) {}

    private static List<Effect> effects(EntryImport<?> plan) {
        return plan.rows().stream().map(row -> new Effect(row.key(), row.state(), row.differences())).toList();
    }

    public int count(ImportRow.State state) {
        return (int) rows.stream().filter(row -> row.state() == state).count();
    }
}
