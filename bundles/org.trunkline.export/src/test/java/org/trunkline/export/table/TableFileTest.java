package org.trunkline.export.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TableFileTest {
    private static final String WORKBOOK = """
            <workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"
              xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">
            <sheets><sheet name="A" sheetId="1" r:id="rId7"/></sheets></workbook>""";
    private static final String RELATIONS = """
            <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
            <Relationship Id="rId7" Type="t" Target="worksheets/first.xml"/></Relationships>""";
    private static final String SHARED = """
            <sst><si><t>number</t></si><si><r><t>sub</t></r><r><t>scriber</t></r><rPh><t>x</t></rPh></si></sst>""";

    @TempDir
    Path folder;

    private Table csv(String text) throws IOException, TableException {
        return TableFile.read(Files.writeString(folder.resolve("a.csv"), text));
    }

    private Path workbook(String sheet) throws IOException {
        Path file = folder.resolve("a.xlsx");
        try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (var part : Map.of("xl/workbook.xml", WORKBOOK, "xl/_rels/workbook.xml.rels", RELATIONS, "xl/sharedStrings.xml", SHARED,
                    "xl/worksheets/first.xml", sheet).entrySet()) {
                zip.putNextEntry(new ZipEntry(part.getKey()));
                zip.write(part.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return file;
    }

    @ParameterizedTest
    @ValueSource(strings = {",", ";", "\t"})
    void theSeparatorIsTheOneOfTheHead(String separator) throws Exception {
        var table = csv("\ufeffa,b;c\td".replaceAll("[,;\t]", separator) + "\r\n1" + separator + "\"2\n\"\"3\"\"\"" + separator + "\r\n\r\n4\n");

        assertEquals(List.of("a", "b", "c", "d"), table.head());
        assertEquals(List.of(new Table.Row(2, List.of("1", "2\n\"3\"", "", "")), new Table.Row(5, List.of("4", "", "", ""))), table.rows());
    }

    @Test
    void utf16WithItsMarkIsRead() throws Exception {
        Path file = Files.write(folder.resolve("a.txt"), "\ufeffnummer\tanknytning\n1\tå\n".getBytes(StandardCharsets.UTF_16LE));
        assertEquals(List.of("1", "å"), TableFile.read(file).rows().getFirst().cells());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "a,b;1,2;\"x,2;1,2 | quote | 3", "a,b;\"1\"2,3 | quote | 2", "a,b;1,=1+1 | formula | 2", "a,b;1,2,3 | too-many-cells | 2",
        "a,b,a;1,2,3 | column-twice | 1"})
    void whatIsWrongNamesItsLine(String lines, String code, String line) {
        var error = assertThrows(TableException.class, () -> csv(lines.replace(';', '\n')));
        assertEquals(code + " " + line, error.code() + " " + error.args().getFirst(), error.getMessage());
    }

    @Test
    void anEmptyFileHasNoHead() {
        assertEquals("empty", assertThrows(TableException.class, () -> csv(" \n\n")).code());
    }

    @Test
    void anotherEncodingIsSaidWithItsLine() throws IOException {
        Path file = Files.write(folder.resolve("a.csv"), "name,host\nA,b\nTelefonväxel,c\n".getBytes(Charset.forName("windows-1252")));
        var error = assertThrows(TableException.class, () -> TableFile.read(file));
        assertEquals(List.of("not-utf8", "3"), List.of(error.code(), error.args().getFirst()));
    }

    @Test
    void rowsAreBounded() {
        var error = assertThrows(TableException.class, () -> csv("a\n" + "1\n".repeat(Table.MAX_ROWS + 1)));
        assertEquals(List.of("too-many-rows", String.valueOf(Table.MAX_ROWS + 2)), List.of(error.code(), error.args().getFirst()));
    }

    @Test
    void anOldWorkbookIsSaid() throws IOException {
        Path file = Files.write(folder.resolve("a.xls"), new byte[] {(byte) 0xd0, (byte) 0xcf, 0x11, (byte) 0xe0, 0});
        assertEquals("old-excel", assertThrows(TableException.class, () -> TableFile.read(file)).code());
    }

    /** As Excel writes it: shared texts, gaps, numbers with an exponent. */
    @Test
    void aWorkbookOfExcelIsRead() throws Exception {
        var table = TableFile.read(workbook("""
                <worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="s"><v>1</v></c></row>
                <row r="4"><c r="A4"><v>4.6701234567E10</v></c><c r="C4" t="b"><v>1</v></c></row></sheetData></worksheet>"""));

        assertEquals(List.of("number", "", "subscriber"), table.head());
        assertEquals(List.of(new Table.Row(4, List.of("46701234567", "", "true"))), table.rows());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"<c r='B2'><f>A1</f><v>1</v></c> | formula", "<c r='B2' t='e'><v>#REF!</v></c> | error-cell",
        "<c r='B2' t='s'><v>99</v></c> | not-a-workbook", "<c r='B2'><v>1 | not-a-workbook", "&file; | not-a-workbook"})
    void whatAWorkbookMayNotHaveIsSaid(String cell, String code) throws IOException {
        Path file = workbook("<worksheet><sheetData><row r='1'><c r='A1' t='s'><v>0</v></c></row><row r='2'>" + cell
                + "</row></sheetData></worksheet>");
        assertEquals(code, assertThrows(TableException.class, () -> TableFile.read(file)).code());
    }

    @Test
    void aSmallFileCannotFillTheMemory() throws IOException {
        Path file = workbook("<worksheet><sheetData>" + " ".repeat(3 << 20) + "</sheetData></worksheet>");
        assertEquals("workbook-too-large", assertThrows(TableException.class, () -> WorkbookReader.read(file, 1 << 20)).code());
    }

    @Test
    void aDamagedWorkbookIsSaid() throws IOException {
        Path file = Files.write(folder.resolve("a.xlsx"), new byte[] {'P', 'K', 3, 4, 5, 6, 7});
        assertEquals("not-a-workbook", assertThrows(TableException.class, () -> TableFile.read(file)).code());
    }
}
