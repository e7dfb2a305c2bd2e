package org.trunkline.export.table;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

import org.trunkline.wire.json.Json;

/** Rows of a table as text, for a spreadsheet, a mail, a script or a page. <b>Threads:</b> any. */
public enum TextTable {
    /** Cells separated by tabs, as spreadsheets take them from the clipboard. */
    TABS,
    /** RFC 4180, see {@link CsvCells}. */
    CSV,
    /** An array of objects, one a line, named by the heads. */
    JSON,
    /** A table of GitHub-flavoured Markdown. */
    MARKDOWN;

    /** @param heads of the columns, each once @param rows each with as many cells */
    public String of(List<String> heads, List<List<String>> rows) {
        return switch (this) {
            case TABS -> line(heads) + rows.stream().map(row -> "\n" + line(row)).collect(Collectors.joining());
            case CSV -> CsvCells.line(heads) + rows.stream().map(CsvCells::line).collect(Collectors.joining());
            case JSON -> rows.stream().map(row -> json(heads, row)).collect(Collectors.joining(",\n", "[\n", "\n]\n"));
            case MARKDOWN -> markdown(heads) + markdown(heads.stream().map(head -> "---").toList())
                    + rows.stream().map(TextTable::markdown).collect(Collectors.joining());
        };
    }

    private static String line(List<String> cells) {
        return String.join("\t", cells);
    }

    private static String json(List<String> heads, List<String> row) {
        var object = Json.object();
        for (int i = 0; i < heads.size(); i++)
            object.put(heads.get(i), row.get(i));
        return new String(Json.bytes(object), StandardCharsets.UTF_8);
    }

    private static String markdown(List<String> cells) {
        return cells.stream().map(cell -> cell.replace("\\", "\\\\").replace("|", "\\|").replaceAll("\\R", "<br>"))
                .collect(Collectors.joining(" | ", "| ", " |\n"));
    }
}
