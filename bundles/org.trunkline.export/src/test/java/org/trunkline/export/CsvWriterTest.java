package org.trunkline.export;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvWriterTest {
    @ParameterizedTest
    @CsvSource({"91.5,91.5", "3.0,3", "0.0,0", "1234567.25,1234567.25", "0.0000001,0"})
    void numbersAreWrittenPlainly(double number, String text) {
        assertEquals(text, CsvWriter.decimal(number));
    }
}
