package org.trunkline.ui.trunks.internal.bulk;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.node.Node;
import org.trunkline.api.plugin.PluginAbout.Field;
import org.trunkline.api.plugin.PluginEntries;
import org.trunkline.export.entry.ColumnMapping;
import org.trunkline.export.table.TableException;
import org.trunkline.export.table.TableFile;
import org.trunkline.ui.trunks.internal.model.AddedKind;

/** Entries of a plug-in as a table: a column for each field but secrets, a row for each entry. */
record AddedTable(AddedKind kind) {
    List<Field> fields() {
        return kind.about().fields();
    }

    /** All entries on a node. Off the UI thread. */
    List<PluginEntries.Entry> read(Node node) throws NodeUnavailableException {
        var all = new ArrayList<PluginEntries.Entry>();
        Optional<String> after = Optional.empty();
        do {
            var page = node.entries().list(kind.about().plugin(), kind.about().kind(), after, PluginEntries.MAX_LIMIT);
            all.addAll(page.items());
            after = page.next();
        } while (after.isPresent());
        return all;
    }

    /** The stream stays open. */
    void write(OutputStream out, boolean workbook, List<PluginEntries.Entry> entries) throws IOException, TableException {
        var head = fields().stream().filter(field -> !field.secret()).map(Field::name).toList();
        TableFile.write(out, workbook, kind.about().kind(), head, () -> entries.stream().map(entry -> head.stream()
                .map(name -> entry.values().getOrDefault(name, "")).toList()).iterator());
    }

    /** Guesses by the names of the columns: the name of a field, or its label in any language of the plug-in. */
    ColumnMapping guess(List<String> head) {
        var known = new HashMap<String, String>();
        for (Field field : fields())
            field.label().values().forEach(label -> known.putIfAbsent(plain(label), field.name()));
        fields().forEach(field -> known.put(plain(field.name()), field.name()));
        var taken = new HashSet<String>();
        return new ColumnMapping(head.stream().map(name -> Optional.ofNullable(known.get(plain(name))).filter(taken::add)).toList());
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[\\s_.:*-]+", "");
    }

    ColumnMapping.Problems problems(ColumnMapping mapping) {
        var seen = new HashSet<String>();
        Collection<String> twice = mapping.paths().stream().flatMap(Optional::stream).filter(path -> !seen.add(path)).distinct().toList();
        String key = kind.about().key();
        return new ColumnMapping.Problems(seen.contains(key) ? Optional.empty() : Optional.of(key), List.copyOf(twice));
    }

    /** By field, the cells of a row that are imported. */
    static Map<String, String> cells(List<String> row, ColumnMapping mapping) {
        var cells = new HashMap<String, String>();
        for (int i = 0; i < row.size(); i++) {
            String cell = row.get(i);
            mapping.paths().get(i).ifPresent(path -> cells.put(path, cell));
        }
        return cells;
    }
}
