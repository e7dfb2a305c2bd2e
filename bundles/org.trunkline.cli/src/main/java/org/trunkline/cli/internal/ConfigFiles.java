package org.trunkline.cli.internal;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.node.ObjectNode;

import org.trunkline.api.FieldError;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.EntryKind;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.node.Node;
import org.trunkline.export.WholeFile;
import org.trunkline.export.entry.ColumnMapping;
import org.trunkline.export.entry.EntryImport;
import org.trunkline.export.entry.EntryTable;
import org.trunkline.export.entry.ImportRow;
import org.trunkline.export.entry.ImportRow.State;
import org.trunkline.export.table.Table;
import org.trunkline.export.table.TableException;
import org.trunkline.export.table.TableFile;
import org.trunkline.wire.json.Json;

/** Entries of a kind into a file, and from one. */
final class ConfigFiles {
    static final Set<String> VERBS = Set.of("export", "import");

    private final Node node;
    private final PrintStream out;
    private final Answers answers;

    ConfigFiles(Node node, PrintStream out, Answers answers) {
        this.node = node;
        this.out = out;
        this.answers = answers;
    }

    /** @param word {@code ring-group} or {@code ring-groups} */
    static EntryKind<?> kind(String word) throws CommandException {
        return EntryKind.ALL.stream().filter(k -> k.path().equals(word) || k.code().equals(word)).findFirst().orElseThrow(() ->
                CommandException.usage("\"" + word + "\" is not a kind of entry: write " + EntryKind.ALL.stream()
                        .map(EntryKind::path).collect(Collectors.joining(", "))));
    }

    void run(String verb, EntryKind<?> kind, Arguments arguments) throws CommandException {
        arguments.atMost(4);
        try {
            if (verb.equals("import"))
                read(kind, Path.of(arguments.need(3, "FILE")), arguments.has("preview"));
            else if (arguments.words().size() > 3)
                write(kind, Path.of(arguments.words().get(3)));
            else
                print(kind);
        } catch (NodeUnavailableException | TableException e) {
            throw CommandException.failed(e.getMessage());
        } catch (IOException e) {
            throw CommandException.failed(String.valueOf(e.getMessage()));
        }
    }

    private <E extends Record> void write(EntryKind<E> kind, Path file) throws NodeUnavailableException, IOException, TableException {
        var entries = EntryTable.read(node, kind);
        WholeFile.<Integer, TableException>write(file, stream -> {
            EntryTable.write(stream, TableFile.isWorkbook(file), kind, entries);
            return entries.size();
        });
        answers.say(entries.size() + " " + kind.path() + " are in " + file, Json.object().put("entries", entries.size())
                .put("file", file.toString()));
    }

    private <E extends Record> void print(EntryKind<E> kind) throws NodeUnavailableException, IOException, TableException {
        EntryTable.write(out, false, kind, EntryTable.read(node, kind));
    }

    private <E extends Record> void read(EntryKind<E> kind, Path file, boolean preview)
            throws NodeUnavailableException, IOException, CommandException, TableException {
        if (!Files.isReadable(file))
            throw CommandException.failed(file + (Files.exists(file) ? " cannot be read" : " is not there: name a file"));
        var planned = plan(kind, TableFile.read(file));
        var changes = planned.changes();
        if (changes.size() > Node.MAX_CHANGES)
            throw CommandException.failed(changes.size() + " rows add or change entries; at most " + Node.MAX_CHANGES
                    + " can be imported at once. Split the file");
        var checked = changes.isEmpty() ? planned : planned.with(node.check(changes));
        if (preview) {
            show(checked);
            return;
        }
        refuseErrors(checked);
        if (!changes.isEmpty())
            refuse(node.apply(changes));
        answers.say(summary(checked), json(checked));
    }

    private <E extends Record> EntryImport<E> plan(EntryKind<E> kind, Table table) throws NodeUnavailableException, CommandException {
        var mapping = ColumnMapping.guess(kind, table.head(), Map.of());
        var unknown = new ArrayList<String>();
        for (int i = 0; i < table.head().size(); i++)
            if (mapping.paths().get(i).isEmpty())
                unknown.add("\"" + table.head().get(i) + "\"");
        if (!unknown.isEmpty())
            throw CommandException.failed("line 1: no field of " + kind.path() + " is named " + String.join(", ", unknown)
                    + ": name the columns as trunkline config export " + kind.path() + " does");
        if (!mapping.problems(kind).none())
            throw CommandException.failed("line 1: no column is named " + kind.keyField() + ", or two hold the same field");
        return EntryImport.plan(kind, table, mapping, EntryTable.read(node, kind));
    }

    private static void refuseErrors(EntryImport<?> plan) throws CommandException {
        var lines = new ArrayList<String>();
        for (var row : plan.rows())
            for (var error : row.errors())
                lines.add("line " + row.line() + ": " + error.message());
        if (!lines.isEmpty()) {
            lines.add("nothing was imported: correct these rows");
            throw CommandException.refused(lines);
        }
    }

    private static void refuse(SaveResult<List<Record>> result) throws CommandException {
        switch (result) {
            case SaveResult.Saved<List<Record>> _ -> { }
            case SaveResult.Rejected<List<Record>>(var errors) -> throw CommandException.refused(errors.stream()
                    .map(FieldError::message).toList());
            case SaveResult.Missing<List<Record>>(String key) -> throw CommandException.failed("\"" + key
                    + "\" was deleted meanwhile: nothing was imported");
            case SaveResult.InUse<List<Record>>(var dependents) -> throw CommandException.refused(dependents);
        }
    }

    private void show(EntryImport<?> plan) {
        var rows = plan.rows().stream().filter(row -> row.state() != State.UNCHANGED).map(row -> List.of(String.valueOf(row.line()),
                row.key(), word(row.state()), what(row))).toList();
        answers.table(List.of("LINE", "ENTRY", "STATE", "WHAT"), rows, summary(plan), json(plan));
    }

    private static String what(ImportRow<?> row) {
        return row.errors().isEmpty() ? row.differences().stream().map(d -> d.path() + ": " + (d.before().isEmpty() ? ""
                : flat(d.before()) + " -> ") + (d.before().isEmpty() && d.after().isEmpty() ? "set" : flat(d.after())))
                .collect(Collectors.joining("; ")) : row.errors().stream().map(FieldError::message).collect(Collectors.joining("; "));
    }

    private static String flat(String text) {
        return text.isEmpty() ? "none" : text.replace("\n", ", ");
    }

    private static String word(State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private static String summary(EntryImport<?> plan) {
        return plan.count(State.NEW) + " new, " + plan.count(State.CHANGED) + " changed, " + plan.count(State.UNCHANGED)
                + " unchanged";
    }

    private static ObjectNode json(EntryImport<?> plan) {
        var node = Json.object();
        for (var state : State.values())
            node.put(word(state), plan.count(state));
        var rows = Json.array();
        plan.rows().stream().filter(row -> row.state() != State.UNCHANGED).forEach(row -> rows.add(Json.object()
                .put("line", row.line()).put("key", row.key()).put("state", word(row.state())).put("what", what(row))));
        node.set("rows", rows);
        return node;
    }
}
