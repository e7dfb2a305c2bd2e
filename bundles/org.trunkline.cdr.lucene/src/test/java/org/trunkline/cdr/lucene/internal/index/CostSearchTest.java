package org.trunkline.cdr.lucene.internal.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.trunkline.api.cdr.CdrField;
import org.trunkline.api.cdr.CdrOrder;
import org.trunkline.api.cdr.CdrQuery;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.LadderSteps;
import org.trunkline.domain.cost.Amount;
import org.trunkline.domain.cost.Cost;
import org.trunkline.query.record.RecordQuery;
import org.trunkline.testkit.CdrGenerator;

/** What calls cost, found, sorted by and summed. */
class CostSearchTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    @TempDir
    Path folder;
    private List<Cdr> cdrs;
    private SearchFixture fixture;

    @BeforeEach
    void open() throws Exception {
        var generator = new CdrGenerator(11, NOW.minus(Duration.ofDays(20)), 100);
        cdrs = Stream.generate(generator::next).limit(3000).map(CostSearchTest::priced).toList();
        fixture = SearchFixture.of(folder, cdrs, NOW);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    /** Answered calls over trunks: most in kronor, some in euro, one in a hundred dear. */
    private static Cdr priced(Cdr c) {
        if (!c.answered() || c.trunk().isEmpty())
            return c;
        long seconds = c.billedSeconds();
        var cost = new Cost(new Amount(seconds % 100 == 7 ? 9_000_000_000L + seconds : seconds * 12_345),
                seconds % 5 == 0 ? "EUR" : "SEK");
        return new Cdr(c.id(), c.direction(), c.from(), c.to(), c.trunk(), c.route(), c.startedAt(), c.ringingAt(),
                c.answeredAt(), c.endedAt(), c.endedBy(), c.sipStatus(), c.cause(), c.reason(), c.legs(), c.quality(),
                c.why(), c.marks().with(Optional.of(cost)));
    }

    private List<Cost> sums(Predicate<Cdr> wanted) {
        var sums = new TreeMap<String, Amount>();
        cdrs.stream().filter(wanted).flatMap(c -> c.cost().stream())
                .forEach(cost -> sums.merge(cost.currency(), cost.amount(), Amount::plus));
        return sums.entrySet().stream().map(e -> new Cost(e.getValue(), e.getKey())).toList();
    }

    private List<Cost> found(CdrQuery query) throws Exception {
        return fixture.search.summarize(query, Set.of(CdrField.CAUSE), 7).costs();
    }

    private static CdrQuery text(String text) {
        return new CdrQuery(text, Optional.empty(), Optional.empty());
    }

    private static boolean costs(Cdr c, Predicate<Long> wanted) {
        return c.cost().filter(cost -> wanted.test(cost.amount().micros())).isPresent();
    }

    @Test
    void sumsAreOfTheWholeResultByCurrency() throws Exception {
        assertEquals(2, sums(_ -> true).size());
        assertEquals(sums(_ -> true), found(CdrQuery.ALL));
        String trunk = cdrs.stream().flatMap(c -> c.trunk().stream()).findFirst().orElseThrow();
        assertEquals(sums(c -> c.trunk().filter(trunk::equals).isPresent()), found(text("trunk:\"" + trunk + "\"")));
        assertEquals(sums(c -> c.cost().filter(x -> x.currency().equals("EUR")).isPresent()), found(text("currency:eur")));
        assertEquals(List.of(), found(text("answered:false")));
        assertEquals(sums(c -> !c.cause().code().equals("busy")), found(text("-cause:busy")));
        assertEquals(sums(c -> c.duration().compareTo(Duration.ofMinutes(1)) > 0), found(text("duration:>1m")));
        assertEquals(sums(c -> c.duration().compareTo(Duration.ofMinutes(9)) <= 0), found(text("-duration:>9m")));
        var from = cdrs.get(700).startedAt();
        var to = cdrs.get(2100).startedAt();
        assertEquals(sums(c -> !c.startedAt().isBefore(from) && c.startedAt().isBefore(to)),
                found(new CdrQuery("", Optional.of(from), Optional.of(to))));
    }

    @ParameterizedTest
    @CsvSource({"cost:>2, 2000001, 9223372036854775807", "cost:>=2, 2000000, 9223372036854775807", "cost:<0.5, 0, 499999",
            "cost:[1 TO 2], 1000000, 2000000", "cost:>5000, 5000000001, 9223372036854775807", "cost:*, 0, 9223372036854775807"})
    void callsAreFoundByWhatTheyCost(String query, long low, long high) throws Exception {
        Predicate<Cdr> fits = c -> costs(c, micros -> micros >= low && micros <= high);
        long expected = cdrs.stream().filter(fits).count();
        assertTrue(expected > 0, query);
        assertEquals(expected, fixture.search.rows(text(query), CdrOrder.NEWEST_FIRST, 0, 1).total());
        var alone = RecordQuery.compile(query, NOW, ZoneOffset.UTC, List.of());
        assertEquals(expected, cdrs.stream().filter(c -> alone.matches(c, LadderSteps.NONE)).count(), "without an index");
    }

    @Test
    void theDearestComeFirstAndWhatHasNoPriceLast() throws Exception {
        var order = new CdrOrder(CdrField.COST, true);
        var first = fixture.search.rows(CdrQuery.ALL, order, 0, 200).items();
        var expected = cdrs.stream().flatMap(c -> c.cost().stream()).map(Cost::amount).sorted(Comparator.reverseOrder())
                .limit(200).toList();
        assertEquals(expected, first.stream().map(r -> r.cost().orElseThrow().amount()).toList());
        assertFalse(fixture.search.rows(CdrQuery.ALL, order, 2990, 10).items().getFirst().cost().isPresent());
        assertEquals(expected.getFirst(), fixture.search.records(CdrQuery.ALL, order, Optional.empty(), 1).items().getFirst()
                .cost().orElseThrow().amount());
    }

    @Test
    void currenciesComplete() throws Exception {
        assertEquals(List.of("SEK"), fixture.search.complete("currency:S", 10).stream().map(c -> c.insert()).toList());
    }
}
