package org.trunkline.cdr.lucene.internal.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.trunkline.api.cdr.QueryException;
import org.trunkline.domain.call.Party;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.LadderSteps;
import org.trunkline.query.record.RecordQuery;
import org.trunkline.testkit.CdrGenerator;

/** What a legal hold's search finds in the journal, it finds without an index. */
class RecordQueryTest {
    private static final Instant START = Instant.parse("2026-03-02T08:00:00Z");
    private final CdrGenerator generator = new CdrGenerator(5, START, 20);
    private final List<Cdr> cdrs = Stream.generate(generator::next).limit(600).toList();

    private List<Cdr> found(String query) throws QueryException {
        var match = RecordQuery.compile(query, START, ZoneOffset.UTC, List.of());
        return cdrs.stream().filter(c -> match.matches(c, LadderSteps.of(CdrGenerator.ladder(c)))).toList();
    }

    private void same(String query, Predicate<Cdr> expected) throws QueryException {
        var wanted = cdrs.stream().filter(expected).toList();
        assertTrue(!wanted.isEmpty() && wanted.size() < cdrs.size(), query);
        assertEquals(wanted, found(query), query);
    }

    @Test
    void recordsAreFoundByAnyField() throws QueryException {
        var one = cdrs.get(17);
        String number = one.from().normalised();
        same("from:" + number, c -> c.from().normalised().equals(number));
        same("from:*" + number.substring(number.length() - 4), c -> c.from().normalised()
                .endsWith(number.substring(number.length() - 4)));
        same("cause:busy OR id:" + one.id(), c -> c.cause().code().equals("busy") || c.id().equals(one.id()));
        same("started:[" + START + " TO " + one.startedAt() + "]", c -> !c.startedAt().isAfter(one.startedAt()));
        same("ladder:\"INVITE 486\"", c -> c.sipStatus() == 486);
        assertEquals(cdrs, found(""));
        assertEquals(List.of(), found("started:[-7d TO -1d]"), "as of when it was set");
    }

    @Test
    void aPseudonymIsFound() throws QueryException {
        var c = cdrs.get(0);
        var party = new Party("4670#kfmzqr", Optional.of("+4670#kfmzqr"), "");
        var hidden = new Cdr(c.id(), c.direction(), party, c.to(), c.trunk(), c.route(), c.startedAt(), c.ringingAt(),
                c.answeredAt(), c.endedAt(), c.endedBy(), c.sipStatus(), c.cause(), c.reason(), c.legs(), c.quality(),
                c.why());
        for (String query : List.of("from:+4670#kfmzqr", "from:*#kfmzqr", "kfmzqr"))
            assertTrue(RecordQuery.compile(query, START, ZoneOffset.UTC, List.of()).matches(hidden, LadderSteps.NONE), query);
        assertThrows(QueryException.class, () -> RecordQuery.compile("nonsense:1", START, ZoneOffset.UTC, List.of()));
    }
}
