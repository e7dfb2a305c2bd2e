package org.trunkline.export.table;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import org.junit.jupiter.api.Test;

class TextTableTest {
    private static final List<String> HEADS = List.of("From", "Caller");
    private static final List<List<String>> ROWS = List.of(List.of("+46868400", "Anna | \"A\""), List.of("=1+1", "two\nlines"));

    @Test
    void eachShapeKeepsEachCell() {
        assertEquals("From\tCaller\n+46868400\tAnna | \"A\"\n=1+1\ttwo\nlines", TextTable.TABS.of(HEADS, ROWS));
        assertEquals("From,Caller\r\n+46868400,\"Anna | \"\"A\"\"\"\r\n'=1+1,\"two\nlines\"\r\n", TextTable.CSV.of(HEADS, ROWS));
        assertEquals("""
                [
                {"From":"+46868400","Caller":"Anna | \\"A\\""},
                {"From":"=1+1","Caller":"two\\nlines"}
                ]
                """, TextTable.JSON.of(HEADS, ROWS));
        assertEquals("""
                | From | Caller |
                | --- | --- |
                | +46868400 | Anna \\| "A" |
                | =1+1 | two<br>lines |
                """, TextTable.MARKDOWN.of(HEADS, ROWS));
    }
}
