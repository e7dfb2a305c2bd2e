package org.trunkline.cdr.lucene.internal.match;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.trunkline.api.cdr.CdrOrder;
import org.trunkline.api.cdr.CdrQuery;
import org.trunkline.api.cdr.QueryException;
import org.trunkline.cdr.lucene.internal.columns.Columns;
import org.trunkline.cdr.lucene.internal.index.SearchFixture;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.Ladder;
import org.trunkline.domain.cdr.LadderEntry;
import org.trunkline.domain.cdr.LadderSteps;
import org.trunkline.query.value.LadderPattern;
import org.trunkline.testkit.CdrGenerator;
import org.trunkline.testkit.MemoryRecordLog;

/** Search by the order of SIP messages. */
class LadderSearchTest {
    private static final Instant START = Instant.parse("2026-03-02T00:00:00Z");

    /** Each message is {@code label@seconds}, on one leg. */
    private static LadderSteps steps(String messages) {
        var entries = Stream.of(messages.split(" ")).map(m -> m.split("@")).map(m -> new LadderEntry(
                START.plusMillis(Math.round(Double.parseDouble(m[1]) * 1000)), 0, false, "192.0.2.1:5060", "udp", m[0], 0,
                "")).toList();
        return LadderSteps.of(new Ladder(new CallId("01HZZZZZZZZZZZZZZZZZ"), entries));
    }

    private static boolean matches(String pattern, LadderSteps steps) throws Exception {
        var legs = steps.legs();
        byte[][] codes = StepColumns.codes(StepColumns.order(legs));
        var parsed = LadderPattern.parse(pattern);
        boolean found = parsed.matches(codes, StepColumns.times(codes, StepColumns.gaps(legs)));
        assertTrue(!found || parsed.couldMatch(codes), "what matches could match");
        return found;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            INVITE 183 CANCEL                    | INVITE@0 100@0 183@2 CANCEL@9 200@9 487@9 ACK@9 | true
            INVITE 183 CANCEL                    | INVITE@0 CANCEL@2 183@3                         | false
            invite then 18X then cancel          | INVITE@0 100@0 183@2 CANCEL@9                   | true
            5xx                                  | INVITE@0 503@1                                  | true
            5xx                                  | INVITE@0 486@1                                  | false
            183 then no 200 within 60s           | INVITE@0 183@2 200@61                           | false
            183 then no 200 within 60s           | INVITE@0 183@2 200@63                           | true
            183 then no 200 within 60s           | INVITE@0 183@2 CANCEL@5 487@5                   | true
            183 no 200                           | INVITE@0 183@2 200@900                          | false
            180 200 after 20s                    | INVITE@0 180@1 200@15                           | false
            180 200 after 20s                    | INVITE@0 180@1 200@22                           | true
            180 200 within 20s                   | INVITE@0 180@1 200@15                           | true
            INVITE 401 INVITE within 500ms       | INVITE@0 401@0.1 ACK@0.1 INVITE@0.3             | true
            INVITE 401 INVITE within 500ms       | INVITE@0 401@0.1 ACK@0.1 INVITE@1.3             | false
            180 180 200 within 1s                | INVITE@0 180@1 180@5 180@9 200@9.5              | true
            183 no 200 within 5s CANCEL within 9s| INVITE@0 183@1 CANCEL@8                         | true
            183 no 200 within 5s CANCEL within 9s| INVITE@0 183@1 200@3 CANCEL@8                   | false
            bye after 1h                         | INVITE@0 200@1 BYE@2                            | true
            200 bye after 1h                     | INVITE@0 200@1 BYE@3602                         | true
            """)
    void aSequenceAllowsOthersBetweenAndKeepsItsTimes(String pattern, String messages, boolean expected)
            throws Exception {
        assertEquals(expected, matches(pattern, steps(messages)));
    }

    @Test
    void patternsThatCouldGoOnForEverAreGivenUp() throws Exception {
        var steps = steps(String.join(" ", Stream.iterate(0, i -> i + 1).limit(120).map(i -> "180@" + i).toList()));
        assertEquals(false, matches("180 180 180 180 180 180 180 180 180 180 180 180 180 180 180 200", steps));
    }

    @Test
    void searchFindsWhatLookingAtEachLadderFinds(@TempDir Path dir) throws Exception {
        var generator = new CdrGenerator(3, START, 1);
        var records = Stream.generate(generator::next).limit(3_000).toList();
        var log = new MemoryRecordLog("test");
        try (var fixture = new SearchFixture(dir, log, START.plusSeconds(9_000), SearchFixture.EAGER)) {
            log.append(records.subList(0, 1_700));
            fixture.awaitFindable(1_700);
            log.append(records.subList(1_700, 3_000));
            fixture.awaitFindable(3_000);
            for (String pattern : List.of("INVITE 180 200 ACK BYE 200", "INVITE 486", "180 then no 200 within 5s",
                    "180 200 after 10s", "INVITE 183", "200 BYE within 20s", "180 no 200")) {
                Predicate<Cdr> asked = cdr -> {
                    try {
                        return matches(pattern, LadderSteps.of(CdrGenerator.ladder(cdr)));
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                };
                long expected = records.stream().filter(asked).count();
                assertEquals(expected, fixture.search.rows(new CdrQuery("ladder:\"" + pattern + "\"", Optional.empty(),
                        Optional.empty()), CdrOrder.NEWEST_FIRST, 0, 1).total(), pattern);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ladder:"INVTE 183"                | 8  | ladder:"INVITE 183"
            ladder:"INVITE 183 CANCLE"        | 19 | ladder:"INVITE 183 CANCEL"
            ladder:"183 then no 200 within x" | 31 | ladder:"183 then no 200 within 60s"
            ladder:"183 then no"              | 19 | ladder:"183 then no 200"
            ladder:"within 5s"                | 8  | ladder:"INVITE within 5s"
            ladder:"999"                      | 8  | ladder:"199"
            """)
    void anErrorPointsAtTheWordAndSuggestsTheMend(String query, int position, String suggestion) {
        var indexed = new QueryCompiler.Indexed(new Columns(0), _ -> Optional.empty(), (_, _) -> false, List::of);
        var wrong = assertThrows(QueryException.class,
                () -> QueryCompiler.compile(query, START, ZoneId.of("UTC"), indexed));
        assertEquals(position, wrong.position(), wrong.getMessage());
        assertEquals(suggestion, wrong.suggestion().orElse(""), wrong.getMessage());
    }
}
