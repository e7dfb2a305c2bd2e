package org.trunkline.query;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.trunkline.api.cdr.CdrField;

class QueryTextTest {
    @ParameterizedTest
    @CsvSource(quoteCharacter = '\'', value = {
        "'',                               'trunk:\"Telia A\"'",
        "'from:4711*',                     'from:4711* AND trunk:\"Telia A\"'",
        "'a OR b',                         '(a OR b) AND trunk:\"Telia A\"'",
        "'\"x OR y\"',                     '\"x OR y\" AND trunk:\"Telia A\"'",
        "'trunk:B',                        'trunk:(B OR \"Telia A\")'",
        "'trunk:\"Telia A\"',              ''",
        "'trunk:\"Telia A\" AND mos:<3',   'mos:<3'",
        "'mos:<3 AND trunk:\"Telia A\"',   'mos:<3'",
        "'mos:<3 trunk:\"Telia A\" x',     'mos:<3 x'",
        "'trunk:(B OR \"Telia A\")',       'trunk:B'",
        "'trunk:(B OR \"Telia A\" OR C)',  'trunk:(B OR C)'",
        "'NOT trunk:B',                    'NOT trunk:B AND trunk:\"Telia A\"'",
        "'trunk:Tel*',                     'trunk:Tel* AND trunk:\"Telia A\"'"})
    void aClickOnATrunkWritesWhatOneWouldType(String before, String after) {
        assertEquals(after, new QueryText(before).toggle(CdrField.TRUNK, "Telia A"));
    }

    @Test
    void twoClicksLeaveTheTextAsItWas() {
        for (String text : List.of("", "mos:<3.5", "trunk:B", "from:+46* AND trunk:(B OR C)", "mos:[3.4 TO 3.6}")) {
            String once = new QueryText(text).toggle(CdrField.TRUNK, "Telia A");
            assertEquals(text, new QueryText(once).toggle(CdrField.TRUNK, "Telia A"));
        }
    }

    @Test
    void valuesAreReadBackWhateverTheyHold() {
        for (String value : List.of("a", "Telia A", "say \"hi\"", "back\\slash", "+4670", "OR", "no-answer", "电信",
                "x:y", "a*b")) {
            String text = new QueryText("mos:<3").toggle(CdrField.TRUNK, value);
            assertEquals(List.of(value), new QueryText(text).values(CdrField.TRUNK), text);
        }
    }

    @Test
    void rangesAndWildcardsAreNotTakenForValues() {
        assertEquals(List.of(), new QueryText("status:[400 TO 499]").values(CdrField.STATUS));
        assertEquals(List.of(), new QueryText("status:>400").values(CdrField.STATUS));
        assertEquals(List.of(), new QueryText("trunk:a OR trunk:b").values(CdrField.TRUNK));
        assertEquals(List.of("486", "600"), new QueryText("x status:(486 OR 600)").values(CdrField.STATUS));
    }

    @Test
    void excludingTogglesToo() {
        assertEquals("NOT cause:busy", new QueryText("").toggleExcluded("cause", "busy"));
        assertEquals("mos:<3 AND NOT cause:busy", new QueryText("mos:<3").toggleExcluded("cause", "busy"));
        assertEquals("mos:<3", new QueryText("mos:<3 AND NOT cause:busy").toggleExcluded("cause", "busy"));
        assertEquals("mos:<3", new QueryText("NOT cause:busy AND mos:<3").toggleExcluded("cause", "busy"));
    }

    @Test
    void onlyAValueTakesTheOthersPlace() {
        assertEquals("trunk:A", new QueryText("").only("trunk", "A"));
        assertEquals("mos:<3 AND trunk:A", new QueryText("mos:<3").only("trunk", "A"));
        assertEquals("trunk:A AND mos:<3", new QueryText("trunk:(A OR B) AND mos:<3").only("trunk", "A"));
        assertEquals("trunk:A", new QueryText("trunk:A").only("trunk", "A"));
        assertEquals("to:+46* AND to:+46868400", new QueryText("to:+46*").only("to", "+46868400"));
    }

    @Test
    void unbalancedTextIsKept() {
        assertEquals("trunk:(a AND cause:busy", new QueryText("trunk:(a").toggle(CdrField.CAUSE, "busy"));
        assertEquals("\"open AND cause:busy", new QueryText("\"open").toggle(CdrField.CAUSE, "busy"));
    }

    @Test
    void fieldsOfPluginsAreToggledToo() {
        assertEquals("mos:<3 AND customer:\"Acme AB\"", new QueryText("mos:<3").toggle("customer", "Acme AB"));
        assertEquals("customer:(a OR b)", new QueryText("customer:a").toggle("customer", "b"));
        assertEquals(List.of("a"), new QueryText("Customer:a mos:<3").values("customer"));
        assertEquals(Optional.of("mos:<3"), new QueryText("customer:a mos:<3").without("customer"));
        assertEquals("mos:<3", new QueryText("mos:<3 AND NOT customer:a").toggleExcluded("customer", "a"));
        assertEquals(List.of(), new QueryText("customers:a").values("customer"));
    }
}
