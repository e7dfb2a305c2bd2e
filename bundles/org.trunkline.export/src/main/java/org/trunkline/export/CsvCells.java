package org.trunkline.export;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Lines of comma-separated values (RFC 4180). Caller names and numbers come from outside: a cell that a spreadsheet takes
 * for a formula gets an apostrophe in front, which it shows as text. A plus or minus before a number alone stays.
 */
public final class CsvCells {
    private static final Pattern SIGNED = Pattern.compile("[+-][0-9]+([.,][0-9]+)?");

    private CsvCells() {}

    /** One line with its end. */
    public static String line(List<String> cells) {
        return cells.stream().map(CsvCells::cell).collect(Collectors.joining(",", "", "\r\n"));
    }

    static String cell(String text) {
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
            case '+', '-' -> !SIGNED.matcher(visible).matches();
            default -> false;
        };
    }
}
