package org.trunkline.ui.cdr.internal.query;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.trunkline.ui.cdr.internal.query.SearchTrail.Place;

class ShownCallsTest {
    private static final String RANGE = "started:[2026-03-01T10:00:00Z TO 2026-03-01T11:00:00Z}";
    private static final TimeRange HOUR = new TimeRange.Between(Instant.parse("2026-03-01T10:00:00Z"),
            Instant.parse("2026-03-01T11:00:00Z"));

    @Test
    void aRangeOnTheStartBecomesTheTimeChosen() {
        assertEquals(new Place("trunk:\"Telia A\" AND mos:[3.4 TO 3.6}", HOUR),
                ShownCalls.parse("trunk:\"Telia A\" AND mos:[3.4 TO 3.6} AND " + RANGE));
        assertEquals(new Place("", HOUR), ShownCalls.parse(RANGE));
        assertEquals(new Place("a:b AND c:d", HOUR), ShownCalls.parse("a:b AND " + RANGE + " AND c:d"));
        assertEquals(new Place("c:d", HOUR), ShownCalls.parse(RANGE + " AND c:d"));
    }

    @Test
    void anythingElseIsSearchedAtAllTimes() {
        for (String query : List.of("", "trunk:x", "started:today", "started:[today TO now]",
                "started:[2026-03-01T11:00:00Z TO 2026-03-01T11:00:00Z]"))
            assertEquals(new Place(query, new TimeRange.All()), ShownCalls.parse(query));
    }

    @Test
    void wordsOfAQueryAreFoundForColouring() {
        var words = QueryWords.of("trunk:\"A AND B\" AND NOT nofield:x mos:[3 TO 4}");
        assertEquals(List.of(QueryWords.Kind.FIELD, QueryWords.Kind.QUOTED, QueryWords.Kind.OPERATOR,
                QueryWords.Kind.OPERATOR, QueryWords.Kind.FIELD, QueryWords.Kind.OPERATOR),
                words.stream().map(QueryWords.Word::kind).toList());
    }
}
