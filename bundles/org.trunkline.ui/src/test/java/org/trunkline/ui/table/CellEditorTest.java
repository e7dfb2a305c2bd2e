package org.trunkline.ui.table;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** What a cell shows after it was saved and before its row is read again. */
class CellEditorTest {
    private final CellEditor.SavedCells cells = new CellEditor.SavedCells();

    @Test
    void whatWasSavedCountsUntilTheRowIsReadAgain() {
        cells.put("sales", "number", "600", "601");
        assertEquals("601", cells.of("sales", "number", "600"));
        assertEquals("601", cells.of("sales", "number", "601"));
        assertEquals("600", cells.of("sales", "number", "600"), "somebody changed it back");
    }

    @Test
    void otherCellsAndRowsShowTheirOwnValues() {
        cells.put("sales", "number", "600", "601");
        cells.put("sales", "strategy", "all", "sequential");
        assertEquals("601", cells.of("sales", "number", "600"));
        assertEquals("20", cells.of("sales", "ringTime", "20"));
        assertEquals("600", cells.of("support", "number", "600"));
        cells.put("support", "number", "700", "701");
        assertEquals("600", cells.of("sales", "number", "600"));
    }
}
