package org.trunkline.ui.trunks.internal.bulk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.trunkline.domain.config.NumberAssignment;

/** Ranges and pasted columns of numbers. */
class NumberLinesTest {
    private static List<String> numbers(String text) {
        var read = NumberLines.read(text, "anna", 100);
        assertEquals(Optional.empty(), read.wrong());
        return read.numbers().stream().map(NumberAssignment::number).toList();
    }

    @Test
    void aRangeReplacesTheLastDigits() {
        var range = numbers("+4686840000–099");
        assertEquals(100, range.size());
        assertEquals("+4686840000", range.getFirst());
        assertEquals("+4686840099", range.getLast());
        for (String written : List.of("+4686840008..10", "+46 8-684 00 08 - 10", "+4686840008 — 10"))
            assertEquals(List.of("+4686840008", "+4686840009", "+4686840010"), numbers(written), written);
    }

    @Test
    void aTypedHyphenMakesARangeOnlyOfANumberWithoutSeparators() {
        assertEquals(100, numbers("+46855001000-099").size());
        assertEquals("+46855001099", numbers("+46855001000-+46855001099").getLast());
        assertEquals(List.of("+46868400087"), numbers("+46-8-684 00 087"));
        assertEquals(List.of("+493012345670"), numbers("+49 30 1234567-0"));
    }

    @Test
    void aColumnNamesItsSubscribers() {
        assertEquals(List.of(new NumberAssignment("+46850010000", "bo"), new NumberAssignment("+46850010001", "anna")),
                NumberLines.read("+46 8 500 100 00\tbo\n\n+46850010001\n", "anna", 100).numbers());
        assertEquals(List.of("+46850010000"), numbers("+46850010000;"));
    }

    @ParameterizedTest
    @CsvSource({"0701234567, not-e164", "+4686840010..09, bad-range", "+4686840010-09, bad-range", "+4686840000..9999, bad-range", "sales, not-e164"})
    void aLineThatCannotBeReadIsNamed(String line, String code) {
        assertEquals(Optional.of(new NumberLines.Wrong(2, code, line)), NumberLines.read("+46850010000\n" + line, "anna", 100).wrong());
    }

    @Test
    void numbersThatAreThereTwiceOrTooManyOrNobodysAreRefused() {
        assertEquals("twice", NumberLines.read("+4686840000..09\n+4686840005", "anna", 100).wrong().orElseThrow().code());
        assertEquals("too-many", NumberLines.read("+4686840000..99\n+4686840100", "anna", 100).wrong().orElseThrow().code());
        assertEquals("no-subscriber", NumberLines.read("+4686840000", "", 100).wrong().orElseThrow().code());
    }
}
