package org.trunkline.export.table;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvCellsTest {
    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3", "\t=1", "\r=1", "\n=1", "  =1", "%0A",
            "|calc", "\uff1dHYPERLINK(1)", "+46 70", "+1.2.3", "-2,5+cmd"})
    void whatASpreadsheetWouldRunStaysText(String text) {
        var cell = CsvCells.cell(text).replace("\"", "");
        assertEquals('\'', cell.charAt(0), cell);
    }

    @ParameterizedTest
    @ValueSource(strings = {"+46701234567", "4711", "anna", "Telia A", "-1", "-3.5", "", "a=b", "1.5"})
    void ordinaryTextsStayAsTheyAre(String text) {
        assertEquals(text, CsvCells.cell(text));
    }

    /** RFC 4180 section 2, rules 5 to 7. */
    @Test
    void separatorsQuotesAndLineBreaksAreQuoted() {
        assertEquals("\"a,b\"", CsvCells.cell("a,b"));
        assertEquals("\"say \"\"hi\"\"\"", CsvCells.cell("say \"hi\""));
        assertEquals("\"a\r\nb\"", CsvCells.cell("a\r\nb"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "'=1+1", "''=1+1", "'", "'anna", "@home", "+46 70", "-", "\t=1"})
    void everyTextIsReadAsItWasWritten(String text) {
        assertEquals(text, CsvCells.text(CsvCells.cell(text).replace("\"", "")));
    }
}
