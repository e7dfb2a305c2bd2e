package org.trunkline.export.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Gathers the rows of a table while its file is read, within the bounds of a table. */
final class TableBuilder {
    private final List<Table.Row> rows = new ArrayList<>();
    private Optional<List<String>> head = Optional.empty();

    /** @param line where the row begins */
    void add(int line, List<String> cells) throws TableException {
        int used = cells.size();
        while (used > 0 && cells.get(used - 1).isBlank())
            used--;
        if (used == 0)
            return;
        if (used > Table.MAX_COLUMNS)
            throw new TableException("too-many-columns", "Line " + line + " has " + used + " columns; at most "
                    + Table.MAX_COLUMNS + " can be read", line, used, Table.MAX_COLUMNS);
        if (head.isEmpty())
            head = Optional.of(named(line, cells.subList(0, used)));
        else
            rows.add(new Table.Row(line, fitted(line, cells, used, head.get().size())));
        if (rows.size() > Table.MAX_ROWS)
            throw new TableException("too-many-rows", "Line " + line + " is more than " + Table.MAX_ROWS
                    + " rows. Split the file", line, Table.MAX_ROWS);
    }

    private static List<String> named(int line, List<String> cells) throws TableException {
        var names = cells.stream().map(String::strip).toList();
        for (int i = 0; i < names.size(); i++)
            if (!names.get(i).isEmpty() && names.indexOf(names.get(i)) < i)
                throw new TableException("column-twice", "Line " + line + " names the column \"" + names.get(i)
                        + "\" twice. Give each column its own name", line, names.get(i));
        return names;
    }

    private static List<String> fitted(int line, List<String> cells, int used, int columns) throws TableException {
        if (used > columns)
            throw new TableException("too-many-cells", "Line " + line + " has " + used + " cells, the head has " + columns
                    + " columns. Check its separators and quotation marks", line, used, columns);
        var fitted = new ArrayList<>(cells.subList(0, Math.min(cells.size(), columns)));
        while (fitted.size() < columns)
            fitted.add("");
        return fitted;
    }

    /** A cell's text, which must not be longer than a cell may be. */
    static String bounded(int line, String text) throws TableException {
        if (text.length() > Table.MAX_CELL)
            throw tooLong(line);
        return text;
    }

    static TableException tooLong(int line) {
        return new TableException("cell-too-long", "Line " + line + " has a cell of more than " + Table.MAX_CELL
                + " characters", line, Table.MAX_CELL);
    }

    static TableException formula(int line, int column) {
        return new TableException("formula", "Line " + line + ", column " + column
                + " has a formula. Replace it with its value", line, column);
    }

    Table table() throws TableException {
        if (head.isEmpty())
            throw new TableException("empty", "The file is empty. Its first line names the columns");
        return new Table(head.get(), rows);
    }
}
