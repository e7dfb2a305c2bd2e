package org.trunkline.export.table;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads separated values (RFC 4180): commas, semicolons or tabs, in UTF-8 or, with its mark, in UTF-16. */
final class CsvReader {
    private static final char BYTE_ORDER_MARK = '\ufeff';
    private static final char NONE = '\0';
    private static final List<Character> SEPARATORS = List.of('\t', ';', ',');

    private final String text;
    private final char separator;
    private final TableBuilder table = new TableBuilder();
    private final StringBuilder cell = new StringBuilder();
    private List<String> cells = new ArrayList<>();
    private int at;
    private int line = 1;
    private int rowBegan = 1;

    private CsvReader(String text) {
        this.text = text;
        separator = separator(text);
    }

    static Table read(byte[] bytes) throws TableException {
        return new CsvReader(decoded(bytes)).read();
    }

    private static String decoded(byte[] bytes) throws TableException {
        boolean wide = bytes.length > 1 && (bytes[0] == (byte) 0xff && bytes[1] == (byte) 0xfe
                || bytes[0] == (byte) 0xfe && bytes[1] == (byte) 0xff);
        Charset charset = wide ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
        var in = ByteBuffer.wrap(bytes);
        var out = CharBuffer.allocate(bytes.length + 1);
        var result = charset.newDecoder().onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT).decode(in, out, true);
        out.flip();
        int line = 1 + (int) out.chars().filter(c -> c == '\n').count();
        if (result.isError())
            throw new TableException("not-utf8", "Line " + line + " is not UTF-8. Save the file as \"CSV UTF-8\"", line);
        var text = out.toString();
        int nul = text.indexOf(NONE);
        if (nul >= 0)
            throw new TableException("not-text", "The file is not a text. Choose a CSV file or an Excel workbook (.xlsx)");
        return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
    }

    /** The one that the first line has most of. */
    private static char separator(String text) {
        var counts = new int[SEPARATORS.size()];
        boolean quoted = false;
        for (int i = 0; i < text.length() && (quoted || text.charAt(i) != '\n' && text.charAt(i) != '\r'); i++) {
            quoted ^= text.charAt(i) == '"';
            int of = SEPARATORS.indexOf(text.charAt(i));
            if (of >= 0 && !quoted)
                counts[of]++;
        }
        int best = SEPARATORS.size() - 1;
        for (int i = 0; i < counts.length; i++)
            if (counts[i] > counts[best])
                best = i;
        return SEPARATORS.get(best);
    }

    private Table read() throws TableException {
        while (at < text.length()) {
            char end = cell();
            if (end != separator)
                row();
        }
        if (!cells.isEmpty())
            row(); // the last line ends with a separator and no line end
        return table.table();
    }

    private void row() throws TableException {
        table.add(rowBegan, cells);
        cells = new ArrayList<>();
        rowBegan = line;
    }

    /** Reads one cell and what ends it. @return the separator, a line end, or {@link #NONE} at the end of the file */
    private char cell() throws TableException {
        cell.setLength(0);
        boolean quoted = text.charAt(at) == '"';
        if (quoted)
            quoted();
        else
            while (at < text.length() && text.charAt(at) != separator && !lineEnd(text.charAt(at)))
                append(text.charAt(at++));
        String found = cell.toString();
        if (found.stripLeading().startsWith("="))
            throw TableBuilder.formula(line, cells.size() + 1);
        cells.add(CsvCells.text(found));
        if (at == text.length())
            return NONE;
        char end = text.charAt(at++);
        if (end == '\r' && at < text.length() && text.charAt(at) == '\n')
            end = text.charAt(at++);
        if (lineEnd(end))
            line++;
        return end;
    }

    private void quoted() throws TableException {
        int began = line;
        at++;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                if (at == text.length() || text.charAt(at) == separator || lineEnd(text.charAt(at)))
                    return;
                if (text.charAt(at++) != '"')
                    throw unended(began);
            } else if (c == '\n' || c == '\r' && (at == text.length() || text.charAt(at) != '\n')) {
                line++;
            }
            append(c);
        }
        throw unended(began);
    }

    private void append(char c) throws TableException {
        cell.append(c);
        if (cell.length() > Table.MAX_CELL)
            throw TableBuilder.tooLong(rowBegan);
    }

    private static TableException unended(int line) {
        return new TableException("quote", "Line " + line + ": a quotation mark opens a cell and does not end it. Close it,"
                + " or write two for one inside the cell", line);
    }

    private static boolean lineEnd(char c) {
        return c == '\n' || c == '\r';
    }
}
