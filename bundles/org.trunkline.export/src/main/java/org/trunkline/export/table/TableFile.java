package org.trunkline.export.table;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Tables as files: comma-separated values, and Excel workbooks by the extension {@code .xlsx}. */
public final class TableFile {
    public static final String CSV = ".csv";
    public static final String XLSX = ".xlsx";
    private static final int MAX_BYTES = 32 << 20;
    private static final byte[] ZIP = {'P', 'K', 3, 4};
    /** The compound files of Excel 97 to 2003, and of workbooks with a password. */
    private static final byte[] COMPOUND = {(byte) 0xd0, (byte) 0xcf, 0x11, (byte) 0xe0};

    private TableFile() {}

    /**
     * Reads a table by what the file holds, whatever its name.
     *
     * @throws IOException if the file cannot be read
     * @throws TableException if it is not a table; names the line
     */
    public static Table read(Path file) throws IOException, TableException {
        if (Files.size(file) > MAX_BYTES)
            throw new TableException("file-too-large", "The file is larger than " + (MAX_BYTES >> 20) + " MiB. Split it",
                    MAX_BYTES >> 20);
        byte[] begin;
        try (var in = Files.newInputStream(file)) {
            begin = in.readNBytes(ZIP.length);
        }
        if (Arrays.equals(begin, COMPOUND))
            throw new TableException("old-excel", "The file is an old or encrypted Excel file. Save it as an Excel workbook"
                    + " (.xlsx) without a password");
        return Arrays.equals(begin, ZIP) ? WorkbookReader.read(file) : CsvReader.read(Files.readAllBytes(file));
    }

    public static boolean isWorkbook(Path file) {
        return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT).endsWith(XLSX);
    }

    /**
     * Writes a table as it goes; the stream stays open.
     *
     * @param workbook an Excel workbook, else comma-separated values
     * @param sheet name of the workbook's sheet
     * @param rows each with as many cells as the head
     * @throws TableException if a cell is longer than Excel allows
     */
    public static void write(OutputStream out, boolean workbook, String sheet, List<String> head, Iterable<List<String>> rows)
            throws IOException, TableException {
        if (workbook)
            writeWorkbook(out, sheet, head, rows);
        else
            writeCsv(out, head, rows);
    }

    private static void writeCsv(OutputStream out, List<String> head, Iterable<List<String>> rows) throws IOException {
        var writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        writer.write(CsvCells.line(head));
        for (var row : rows)
            writer.write(CsvCells.line(row));
        writer.flush();
    }

    private static void writeWorkbook(OutputStream out, String sheet, List<String> head, Iterable<List<String>> rows)
            throws IOException, TableException {
        var workbook = new WorkbookWriter(out, sheet, head, WorkbookWriter.MAX_ROWS);
        int line = 1;
        for (var row : rows) {
            line++;
            workbook.beginRow();
            for (int i = 0; i < row.size(); i++) {
                if (row.get(i).length() > WorkbookWriter.MAX_TEXT)
                    throw new TableException("too-long-for-excel", "Line " + line + ", column " + head.get(i) + " has more than "
                            + WorkbookWriter.MAX_TEXT + " characters, which Excel does not allow. Export to CSV", line, head.get(i),
                            WorkbookWriter.MAX_TEXT);
                if (row.get(i).isEmpty())
                    workbook.empty();
                else
                    workbook.text(row.get(i));
            }
            workbook.endRow();
        }
        workbook.end();
    }
}
