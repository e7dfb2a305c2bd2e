package org.trunkline.export.table;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Cells of comma-separated values (RFC 4180). Caller names and numbers come from outside: a cell that a spreadsheet takes
 * for a formula gets an apostrophe in front, which it shows as text. A plus or minus before a number alone stays.
 */
public final class CsvCells {
    private static final Pattern SIGNED = Pattern.compile("[+-][0-9]+([.,][0-9]+)?");
    private static final char GUARD = '\'';

    private CsvCells() {}

    /** One line with its end. */
    public static String line(List<String> cells) {
        return cells.stream().map(CsvCells::cell).collect(Collectors.joining(",", "", "\r\n"));
    }

    /** A text as a cell, quoted and guarded where needed. */
    public static String cell(String text) {
        var safe = guarded(text) ? GUARD + text : text;
        return safe.chars().anyMatch(c -> c == '"' || c == ',' || c == '\n' || c == '\r' || c == ';' || c == '\t')
                ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }

    /** The text of a cell whose quotes are gone: without the apostrophe that {@link #cell} put in front. */
    static String text(String cell) {
        return !cell.isEmpty() && cell.charAt(0) == GUARD && guarded(cell.substring(1)) ? cell.substring(1) : cell;
    }

    /** A text that itself begins with a guard gets another one, so that {@link #text} gives each text back. */
    private static boolean guarded(String text) {
        int begin = 0;
        while (begin < text.length() && text.charAt(begin) == GUARD)
            begin++;
        return formula(text.substring(begin));
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
            case '+', '-' -> !SIGNED.matcher(visible).matches();
            default -> false;
        };
    }
}
