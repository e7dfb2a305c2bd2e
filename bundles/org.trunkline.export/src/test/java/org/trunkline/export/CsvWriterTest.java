package org.trunkline.export;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvWriterTest {
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
    @CsvSource({"91.5,91.5", "3.0,3", "0.0,0", "1234567.25,1234567.25", "0.0000001,0"})
    void numbersAreWrittenPlainly(double number, String text) {
        assertEquals(text, CsvWriter.decimal(number));
    }
}
