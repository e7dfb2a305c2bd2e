package org.trunkline.cli.internal;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;

import org.trunkline.wire.json.Json;

/** Prints tables for people, or JSON for scripts. */
final class Answers {
    private final PrintStream out;
    private final boolean json;

    Answers(PrintStream out, boolean json) {
        this.out = out;
        this.json = json;
    }

    /** @param sentence for people @param value for scripts */
    void say(String sentence, JsonNode value) {
        out.println(json ? text(value) : sentence);
    }

    /** @param headings of the columns @param rows as many cells as headings @param none said where there is no row */
    void table(List<String> headings, List<List<String>> rows, String none, JsonNode value) {
        if (json)
            out.println(text(value));
        else if (rows.isEmpty())
            out.println(none);
        else
            print(headings, rows);
    }

    private void print(List<String> headings, List<List<String>> rows) {
        var widths = new int[headings.size()];
        for (int column = 0; column < widths.length; column++) {
            widths[column] = headings.get(column).length();
            for (var row : rows)
                widths[column] = Math.max(widths[column], row.get(column).length());
        }
        line(headings, widths);
        rows.forEach(row -> line(row, widths));
    }

    private void line(List<String> cells, int[] widths) {
        var line = new StringBuilder();
        for (int column = 0; column < widths.length; column++)
            line.append(cells.get(column)).repeat(' ', widths[column] - cells.get(column).length() + 2);
        out.println(line.toString().stripTrailing());
    }

    private static String text(JsonNode value) {
        return new String(Json.bytes(value), StandardCharsets.UTF_8);
    }
}
