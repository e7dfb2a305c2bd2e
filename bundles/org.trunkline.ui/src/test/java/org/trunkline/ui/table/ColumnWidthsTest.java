package org.trunkline.ui.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

/** A letter is ten points wide here. */
class ColumnWidthsTest {
    private static final int[] HEADS = {40, 40, 40};
    private static final List<Integer> ALL = List.of(0, 1, 2);

    private final ColumnWidths<String[]> widths = new ColumnWidths<>(List.of(column(0), column(1).monospaced(),
            column(2).room("fifteen letters")), HEADS, (column, text) -> 10 * text.length());

    private static Column<String[]> column(int index) {
        return Column.of("c" + index, "head", "", row -> row[index]);
    }

    private static List<String[]> row(String... cells) {
        return List.<String[]>of(cells);
    }

    @Test
    void columnsAreAsWideAsWhatTheyShowAndWordsShareTheRestOfTheTable() {
        assertTrue(widths.heard(row("twelve chars", "12345", "x")));
        assertArrayEquals(new int[] {460, 50, 490}, widths.share(ALL, 1000));
    }

    @Test
    void theyGrowAndNeverShrink() {
        widths.heard(row("twelve chars", "12345", "x"));
        assertFalse(widths.heard(row("a", "1", "x")));
        assertArrayEquals(new int[] {120, 50, 150}, widths.share(ALL, 320));
    }

    @Test
    void forWantOfRoomTheWidestWordsAreCutAndFiguresAreNot() {
        widths.heard(row("x".repeat(30), "1234567890123456", "x"));
        int[] shared = widths.share(ALL, 400);
        assertEquals(160, shared[1]);
        assertEquals(400, IntStream.of(shared).sum());
        assertEquals(0, Math.abs(shared[0] - shared[2]), "both words the same");
    }

    @Test
    void ofANumberWithANameTheNameIsCut() {
        var called = new ColumnWidths<String[]>(List.of(column(0), Column.<String[]>of("to", "head", "", row -> row[1] + "  " + row[2])
                .monospaced().number(row -> row[1])), new int[] {40, 40}, (column, text) -> 10 * text.length());
        called.heard(row("cause", "+46701234567", "Anna Andersson"));
        assertArrayEquals(new int[] {50, 280}, called.share(List.of(0, 1), 330));
        assertArrayEquals(new int[] {50, 190}, called.share(List.of(0, 1), 240));
        assertArrayEquals(new int[] {50, 180}, called.share(List.of(0, 1), 100), "the number, and that there is a name");
    }

    @Test
    void nothingIsCutBelowWhatIsWorthReading() {
        widths.heard(row("x".repeat(30), "12345", "x"));
        assertArrayEquals(new int[] {ColumnWidths.LEAST_CUT, 50, ColumnWidths.LEAST_CUT}, widths.share(ALL, 100));
    }

    @Test
    void whatTheUserHasDrawnStaysUntilTheLayoutIsReset() {
        widths.draw(0, 300);
        assertArrayEquals(new int[] {300, 40, 150}, widths.share(ALL, 490));
        assertArrayEquals(new int[] {300, 40, 96}, widths.share(ALL, 100));
        widths.draw(0, 0);
        assertArrayEquals(new int[] {425, 40, 535}, widths.share(ALL, 1000));
    }

    @Test
    void aNovelInACellDoesNotPushTheOthersOut() {
        widths.heard(row("x".repeat(3000), "12345", "x"));
        assertEquals(ColumnWidths.MOST, widths.share(ALL, ColumnWidths.MOST + 200)[0]);
    }

    @Test
    void hiddenColumnsTakeNoRoom() {
        widths.heard(row("twelve chars", "12345", "x"));
        assertArrayEquals(new int[] {50, 120}, widths.share(List.of(1, 0), 170));
    }
}
