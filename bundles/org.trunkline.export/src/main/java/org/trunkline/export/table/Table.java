package org.trunkline.export.table;

import java.util.List;

/**
 * A table of texts with a head.
 *
 * @param head names of the columns
 * @param rows those that have a text; each has as many cells as the head
 */
public record Table(List<String> head, List<Row> rows) {
    /** Rows that are read. */
    public static final int MAX_ROWS = 100_000;
    public static final int MAX_COLUMNS = 500;
    /** Characters of a cell. */
    public static final int MAX_CELL = 1_000_000;

    /** @param line where it begins in its file, the head being in line 1 */
    public record Row(int line, List<String> cells) {
        public Row {
            cells = List.copyOf(cells);
        }
    }

    public Table {
        head = List.copyOf(head);
        rows = List.copyOf(rows);
    }
}
