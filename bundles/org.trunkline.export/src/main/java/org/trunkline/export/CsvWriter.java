package org.trunkline.export;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

import org.trunkline.domain.cdr.Cdr;

/**
 * Comma-separated values (RFC 4180). Caller names and numbers come from strangers: what a spreadsheet would take for a
 * formula gets an apostrophe in front, which it shows as text; a plus before digits alone is a number and stays.
 */
final class CsvWriter implements RecordWriter {
    private static final int DECIMALS = 6;
    private final BufferedWriter out;

    private final List<RecordColumn> columns;

    CsvWriter(OutputStream stream, List<RecordColumn> columns) throws IOException {
        this.columns = columns;
        out = new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8));
        out.write(columns.stream().map(RecordColumn::name).collect(Collectors.joining(",", "", "\r\n")));
    }

    @Override
    public void write(Cdr cdr) throws IOException {
        boolean first = true;
        for (var column : columns) {
            if (!first)
                out.write(',');
            first = false;
            out.write(cell(column.value().apply(cdr)));
        }
        out.write("\r\n");
    }

    private static String cell(RecordColumn.Value value) {
        return switch (value) {
            case RecordColumn.Text(var text) -> text(text);
            case RecordColumn.Number(double number) -> decimal(number);
            case RecordColumn.Time(var at) -> at.toString();
            case RecordColumn.Empty() -> "";
        };
    }

    static String decimal(double number) {
        return BigDecimal.valueOf(number).setScale(DECIMALS, RoundingMode.HALF_UP).stripTrailingZeros()
                .toPlainString();
    }

    static String text(String text) {
        var safe = formula(text) ? "'" + text : text;
        return safe.chars().anyMatch(c -> c == '"' || c == ',' || c == '\n' || c == '\r' || c == ';')
                ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }

    /** Spreadsheets look past leading blanks, and some take the full-width forms as well. */
    private static boolean formula(String text) {
        if (!text.isEmpty() && (text.charAt(0) == '\t' || text.charAt(0) == '\r' || text.charAt(0) == '\n'))
            return true;
        var visible = text.strip();
        if (visible.isEmpty())
            return false;
        return switch (visible.charAt(0)) {
            case '=', '@', '|', '%', '\uff1d', '\uff0b', '\uff0d', '\uff20' -> true;
            case '+', '-' -> !visible.substring(1).chars().allMatch(c -> c >= '0' && c <= '9');
            default -> false;
        };
    }

    @Override
    public void end() throws IOException {
        out.flush();
    }
}
