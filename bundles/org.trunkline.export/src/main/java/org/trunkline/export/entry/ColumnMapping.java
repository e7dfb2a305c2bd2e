package org.trunkline.export.entry;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.trunkline.api.config.EntryKind;
import org.trunkline.domain.schema.Schema;

/**
 * Which field each column of a table holds.
 *
 * @param paths of the fields, by column; empty for a column that is not imported
 */
public record ColumnMapping(List<Optional<String>> paths) {
    public ColumnMapping {
        paths = List.copyOf(paths);
    }

    /**
     * Guesses by the names of the columns: the name of a field as in the API, or what a form calls it.
     *
     * @param labels what forms call fields, in any languages, by path
     */
    public static ColumnMapping guess(EntryKind<?> kind, List<String> head, Map<String, List<String>> labels) {
        var known = new HashMap<String, Optional<String>>();
        for (var leaf : EntryTable.fields(kind))
            labels.getOrDefault(leaf.path(), List.of()).forEach(label -> known.merge(plain(label), Optional.of(leaf.path()),
                    (one, other) -> one.equals(other) ? one : Optional.empty())); // a label of two fields names neither
        EntryTable.fields(kind).forEach(leaf -> known.put(plain(leaf.path()), Optional.of(leaf.path())));
        var taken = new HashSet<String>();
        var paths = new ArrayList<Optional<String>>();
        for (String name : head)
            paths.add(known.getOrDefault(plain(name), Optional.empty()).filter(taken::add));
        return new ColumnMapping(paths);
    }

    /** Without what people write differently. */
    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[\\s_.:*-]+", "");
    }

    public ColumnMapping with(int column, Optional<String> path) {
        var changed = new ArrayList<>(paths);
        changed.set(column, path);
        return new ColumnMapping(changed);
    }

    /** Paths that two columns hold, and the key where no column holds it: with any, nothing can be imported. */
    public Problems problems(EntryKind<?> kind) {
        var seen = new HashSet<String>();
        var twice = paths.stream().flatMap(Optional::stream).filter(path -> !seen.add(path)).distinct().toList();
        return new Problems(seen.contains(kind.keyField()) ? Optional.empty() : Optional.of(kind.keyField()), twice);
    }

    /** @param noKey the key that no column holds @param twice fields that several columns hold */
    public record Problems(Optional<String> noKey, List<String> twice) {
        public boolean none() {
            return noKey.isEmpty() && twice.isEmpty();
        }
    }

    /** The fields that columns hold. */
    List<Schema.Leaf> fields(EntryKind<?> kind) {
        return EntryTable.fields(kind).stream().filter(leaf -> paths.contains(Optional.of(leaf.path()))).toList();
    }
}
