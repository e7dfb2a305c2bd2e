package org.trunkline.ui.table;

import java.util.List;
import java.util.stream.Collectors;

/** Lines of RFC 4180, kept from being read as formulas by spreadsheets. */
final class Csv {
    private Csv() {}

    static String line(List<String> cells) {
        return cells.stream().map(Csv::cell).collect(Collectors.joining(",", "", "\r\n"));
    }

    private static String cell(String text) {
        String safe = startsFormula(text) ? "'" + text : text;
        return safe.chars().anyMatch(c -> c == '"' || c == ',' || c == '\n' || c == '\r')
                ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }

    /** Caller names come from outside; a plus or minus before digits only is a number, not a formula. */
    private static boolean startsFormula(String text) {
        if (text.isEmpty())
            return false;
        char first = text.charAt(0);
        if (first == '=' || first == '@' || first == '\t' || first == '\r')
            return true;
        return (first == '+' || first == '-') && !text.substring(1).chars().allMatch(c -> c >= '0' && c <= '9'
                || c == '.' || c == ',');
    }
}
