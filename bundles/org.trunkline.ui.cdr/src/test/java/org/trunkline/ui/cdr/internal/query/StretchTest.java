package org.trunkline.ui.cdr.internal.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;

class StretchTest {
    private static final String CLAUSE = "started:[2026-03-01T10:00:00Z TO 2026-03-01T11:00:00Z}";
    private static final Instant TEN = Instant.parse("2026-03-01T10:00:00Z");
    private static final Stretch LATER = new Stretch(TEN.plusSeconds(600), TEN.plusSeconds(660));
    private static final String LATER_CLAUSE = "started:[2026-03-01T10:10:00Z TO 2026-03-01T10:11:00Z}";

    private static String later(String text) {
        return LATER.writtenInto(text);
    }

    @Test
    void itIsWrittenBesideWhatIsAsked() {
        assertEquals(LATER_CLAUSE, later(" "));
        assertEquals("trunk:\"Telia A\" AND " + LATER_CLAUSE, later("trunk:\"Telia A\""));
        assertEquals("(trunk:a OR busy) AND " + LATER_CLAUSE, later("trunk:a OR busy"));
    }

    @Test
    void itTakesThePlaceOfTheOneBefore() {
        assertEquals("a:b AND " + LATER_CLAUSE + " AND c:d", later("a:b AND " + CLAUSE + " AND c:d"));
        assertEquals("(trunk:a OR busy) AND " + LATER_CLAUSE, later("(trunk:a OR busy) AND " + CLAUSE));
    }

    @Test
    void whatOneTypedInOtherWordsStays() {
        for (String own : List.of("started:today", "started:[-1h TO now]", "NOT " + CLAUSE, "-" + CLAUSE,
                "started:[2026-03-01T11:00:00Z TO 2026-03-01T11:00:00Z}")) {
            assertFalse(Stretch.of(own).isPresent(), own);
            assertEquals(own, Stretch.removedFrom(own));
            assertEquals(own + " AND " + LATER_CLAUSE, later(own));
        }
        assertEquals("(a OR " + CLAUSE + ") AND " + LATER_CLAUSE, later("a OR " + CLAUSE), "else something else");
    }

    @Test
    void itIsTakenOut() {
        assertTrue(Stretch.of(CLAUSE).isPresent());
        assertEquals("", Stretch.removedFrom(CLAUSE));
        assertEquals("a:b", Stretch.removedFrom("a:b AND " + CLAUSE));
        assertEquals("a:b", Stretch.removedFrom(CLAUSE + " AND a:b"));
        assertEquals("NOT a:b", Stretch.removedFrom(CLAUSE + " NOT a:b"), "not the opposite");
    }

    @Test
    void aLongOneIsOfWholeSecondsAroundIt() {
        assertEquals(new Stretch(TEN, TEN.plusSeconds(91)),
                new Stretch(TEN.plusMillis(7), TEN.plusMillis(90_001)).rounded());
        var brief = new Stretch(TEN.plusMillis(7), TEN.plusMillis(950));
        assertEquals("started:[2026-03-01T10:00:00.007Z TO 2026-03-01T10:00:00.950Z}", brief.rounded().clause());
    }

    @Test
    void anEmptyOneIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Stretch(TEN, TEN));
    }
}
