package org.trunkline.export.table;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A workbook (ECMA-376) written as it goes: the parts that name the sheets come last, when their number is known. Texts
 * stand in their cells and are never formulas. Rows beyond those of a sheet go to another.
 */
public final class WorkbookWriter {
    /** Rows that a sheet may have, the head among them. */
    public static final int MAX_ROWS = 1_048_576;
    /** Characters of a cell; longer texts are cut. */
    static final int MAX_TEXT = 32_767;
    private static final double SECONDS_A_DAY = 86_400;
    /** Days from 1899-12-30, which spreadsheets count from, to 1970. */
    private static final double EPOCH = 25_569;
    private static final double NANOS = 1e9;
    private static final String HEAD = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
    private static final String MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private static final String RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private static final String PACKAGE = "http://schemas.openxmlformats.org/package/2006/";
    private static final String TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.";

    private final ZipOutputStream zip;
    private final Writer out;
    private final String name;
    private final List<String> head;
    private final int maxRows;
    private final StringBuilder escaped = new StringBuilder();
    private int sheets;
    private int rows;

    /** @param name of the sheet @param head names of the columns @param maxRows of a sheet */
    public WorkbookWriter(OutputStream stream, String name, List<String> head, int maxRows) throws IOException {
        this.name = name;
        this.head = List.copyOf(head);
        this.maxRows = maxRows;
        zip = new ZipOutputStream(stream, StandardCharsets.UTF_8);
        zip.setLevel(Deflater.BEST_SPEED);
        out = new OutputStreamWriter(zip, StandardCharsets.UTF_8);
        beginSheet();
    }

    private void beginSheet() throws IOException {
        sheets++;
        begin("xl/worksheets/sheet" + sheets + ".xml");
        out.write(HEAD + "<worksheet xmlns=\"" + MAIN + "\"><sheetViews><sheetView workbookViewId=\"0\">"
                + "<pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView>"
                + "</sheetViews><sheetFormatPr defaultRowHeight=\"15\"/><cols><col min=\"1\" max=\""
                + head.size() + "\" width=\"20\" customWidth=\"1\"/></cols><sheetData><row>");
        for (var column : head)
            text(column, 2);
        out.write("</row>");
        rows = 1;
    }

    private void begin(String part) throws IOException {
        zip.putNextEntry(new ZipEntry(part));
    }

    private void endPart() throws IOException {
        out.flush();
        zip.closeEntry();
    }

    private void endSheet() throws IOException {
        out.write("</sheetData></worksheet>");
        endPart();
    }

    public void beginRow() throws IOException {
        if (rows == maxRows) {
            endSheet();
            beginSheet();
        }
        rows++;
        out.write("<row>");
    }

    public void endRow() throws IOException {
        out.write("</row>");
    }

    public void text(String text) throws IOException {
        text(text, 0);
    }

    /** @param decimal with a point: {@code 1.5} */
    public void number(String decimal) throws IOException {
        out.write("<c><v>" + decimal + "</v></c>");
    }

    public void time(Instant at) throws IOException {
        out.write("<c s=\"1\"><v>" + serial(at) + "</v></c>");
    }

    public void empty() throws IOException {
        out.write("<c/>");
    }

    /** Days since the spreadsheet's own beginning, UTC. */
    private static double serial(Instant at) {
        return EPOCH + (at.getEpochSecond() + at.getNano() / NANOS) / SECONDS_A_DAY;
    }

    private void text(String text, int style) throws IOException {
        out.write("<c t=\"inlineStr\"" + (style == 0 ? "" : " s=\"" + style + "\"") + "><is><t xml:space=\"preserve\">");
        var bounded = text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
        bounded.codePoints().forEach(this::append);
        out.write(escaped.toString());
        escaped.setLength(0);
        out.write("</t></is></c>");
    }

    /** What XML 1.0 cannot hold becomes the replacement character. */
    private void append(int c) {
        switch (c) {
            case '&' -> escaped.append("&amp;");
            case '<' -> escaped.append("&lt;");
            case '>' -> escaped.append("&gt;");
            default -> {
                boolean allowed = c == '\t' || c == '\n' || c == '\r' || c >= ' ' && c <= 0xD7FF
                        || c >= 0xE000 && c <= 0xFFFD || c >= 0x10000;
                escaped.appendCodePoint(allowed ? c : 0xFFFD);
            }
        }
    }

    /** Writes what is left; the stream stays open. */
    public void end() throws IOException {
        endSheet();
        part("xl/styles.xml", "<styleSheet xmlns=\"" + MAIN + "\"><numFmts count=\"1\"><numFmt numFmtId=\"164\""
                + " formatCode=\"yyyy\\-mm\\-dd\\ hh:mm:ss.000\"/></numFmts><fonts count=\"2\"><font><sz val=\"11\"/>"
                + "<name val=\"Calibri\"/></font><font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>"
                + "<fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill"
                + " patternType=\"gray125\"/></fill></fills><borders count=\"1\"><border/></borders>"
                + "<cellStyleXfs count=\"1\">" + xf(0, 0).replace(" xfId=\"0\"", "") + "</cellStyleXfs><cellXfs count=\"3\">" + xf(0, 0)
                + xf(164, 0) + xf(0, 1) + "</cellXfs><cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\""
                + " builtinId=\"0\"/></cellStyles></styleSheet>");
        var names = new StringBuilder();
        var relations = new StringBuilder();
        var types = new StringBuilder();
        for (int i = 1; i <= sheets; i++) {
            names.append("<sheet name=\"").append(name).append(i == 1 ? "" : " " + i).append("\" sheetId=\"").append(i)
                    .append("\" r:id=\"rId").append(i).append("\"/>");
            relations.append(relation("rId" + i, "worksheet", "worksheets/sheet" + i + ".xml"));
            types.append(override("xl/worksheets/sheet" + i + ".xml", "worksheet"));
        }
        part("xl/workbook.xml", "<workbook xmlns=\"" + MAIN + "\" xmlns:r=\"" + RELATIONS + "\"><sheets>" + names
                + "</sheets></workbook>");
        part("xl/_rels/workbook.xml.rels", "<Relationships xmlns=\"" + PACKAGE + "relationships\">" + relations
                + relation("rId" + (sheets + 1), "styles", "styles.xml") + "</Relationships>");
        part("_rels/.rels", "<Relationships xmlns=\"" + PACKAGE + "relationships\">"
                + relation("rId1", "officeDocument", "xl/workbook.xml") + "</Relationships>");
        part("[Content_Types].xml", "<Types xmlns=\"" + PACKAGE + "content-types\"><Default Extension=\"rels\""
                + " ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
                + override("xl/workbook.xml", "sheet.main") + override("xl/styles.xml", "styles") + types + "</Types>");
        zip.finish();
        zip.flush();
    }

    private static String xf(int format, int font) {
        return "<xf numFmtId=\"" + format + "\" fontId=\"" + font + "\" fillId=\"0\" borderId=\"0\" xfId=\"0\""
                + (format == 0 ? "" : " applyNumberFormat=\"1\"") + (font == 0 ? "" : " applyFont=\"1\"") + "/>";
    }

    private void part(String name, String content) throws IOException {
        begin(name);
        out.write(HEAD + content);
        endPart();
    }

    private static String relation(String id, String type, String target) {
        return "<Relationship Id=\"" + id + "\" Type=\"" + RELATIONS + "/" + type + "\" Target=\"" + target + "\"/>";
    }

    private static String override(String part, String type) {
        return "<Override PartName=\"/" + part + "\" ContentType=\"" + TYPE + type + "+xml\"/>";
    }
}
