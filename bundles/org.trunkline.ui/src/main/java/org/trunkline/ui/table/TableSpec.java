package org.trunkline.ui.table;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a table is.
 *
 * @param id for the remembered layout: {@code calls.live}
 * @param title accessible name, and what files of it are called: {@code Live calls}
 * @param key what stays the same of a row over updates; equal for the same thing
 * @param sort at first
 */
public record TableSpec<T>(String id, String title, List<Column<T>> columns, Function<T, ?> key,
        Optional<Sort> sort) {
    public TableSpec {
        requireNonNull(id);
        requireNonNull(title);
        columns = List.copyOf(columns);
        requireNonNull(key);
        requireNonNull(sort);
    }

    public TableSpec(String id, String title, List<Column<T>> columns, Function<T, ?> key) {
        this(id, title, columns, key, Optional.empty());
    }

    int indexOf(String column) {
        for (int i = 0; i < columns.size(); i++)
            if (columns.get(i).id().equals(column))
                return i;
        return -1;
    }
}
