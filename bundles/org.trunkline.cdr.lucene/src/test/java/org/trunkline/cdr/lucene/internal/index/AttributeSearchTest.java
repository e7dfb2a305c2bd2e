package org.trunkline.cdr.lucene.internal.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trunkline.api.cdr.AttributeAbout;
import org.trunkline.api.cdr.CdrOrder;
import org.trunkline.api.cdr.CdrQuery;
import org.trunkline.api.cdr.CdrRow;
import org.trunkline.api.cdr.CdrSearch.Completion;
import org.trunkline.api.cdr.CdrSummary.Count;
import org.trunkline.api.cdr.QueryException;
import org.trunkline.api.cdr.SearchPart.AttributeFacet;
import org.trunkline.api.cdr.SearchRequest;
import org.trunkline.domain.cdr.Attribute;
import org.trunkline.domain.cdr.Attribute.Type;
import org.trunkline.domain.cdr.CallMarks;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.LadderSteps;
import org.trunkline.query.record.RecordQuery;
import org.trunkline.testkit.CdrGenerator;

/** Fields of plug-ins: found, ordered, counted and offered; every answer against the records themselves. */
class AttributeSearchTest {
    private static final Instant START = Instant.parse("2026-03-02T08:00:00Z");
    private static final List<String> CUSTOMERS = List.of("Acme AB", "acme", "Bo's Bikes", "Café", "4711");
    private static final ZoneId ZONE = ZoneId.of("Europe/Stockholm");
    private static final int RECORDS = 600;

    @TempDir
    Path folder;
    private final List<Cdr> records = new ArrayList<>();
    private SearchFixture fixture;

    @BeforeEach
    void fill() throws Exception {
        var generator = new CdrGenerator(7, START, 20);
        for (int i = 0; i < RECORDS; i++)
            records.add(generator.next().with(CallMarks.NONE.withAttributes(attributes(i))));
        fixture = SearchFixture.of(folder, records, START.plusSeconds(86_400));
        fixture.attributes.addAll(List.of(about("customer", Type.TEXT), about("score", Type.NUMBER), about("due", Type.TIME),
                about("vip", Type.BOOLEAN)));
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    private static AttributeAbout about(String name, Type type) {
        return new AttributeAbout(name, type, Map.of("en", name), type == Type.TEXT || type == Type.BOOLEAN, "acme.crm");
    }

    /** Each field has records without it. */
    private static List<Attribute> attributes(int i) {
        var all = new ArrayList<Attribute>();
        if (i % 4 != 0)
            all.add(new Attribute("customer", Type.TEXT, CUSTOMERS.get(i % CUSTOMERS.size()), "acme.crm"));
        if (i % 3 != 0)
            all.add(new Attribute("score", Type.NUMBER, Long.toString(i % 21 - 10L), "acme.crm"));
        if (i % 5 != 0)
            all.add(new Attribute("due", Type.TIME, START.plusSeconds(3_600L * (i % 48)).toString(), "acme.crm"));
        if (i % 2 != 0)
            all.add(new Attribute("vip", Type.BOOLEAN, Boolean.toString(i % 7 == 0), "acme.crm"));
        return all;
    }

    private static Optional<String> value(Cdr cdr, String name) {
        return cdr.marks().attributes().stream().filter(it -> it.name().equals(name)).findFirst().map(Attribute::value);
    }

    private static Predicate<Cdr> has(String name, Predicate<String> test) {
        return cdr -> value(cdr, name).filter(test).isPresent();
    }

    private void assertFinds(String query, Predicate<Cdr> expected) throws Exception {
        long count = records.stream().filter(expected).count();
        assertTrue(count > 0 && count < RECORDS, () -> query + " would prove nothing: " + count);
        assertEquals(count, total(query), query);
        assertEquals(count, alone(query), () -> query + " of single records");
    }

    private long alone(String query) throws Exception {
        var alone = RecordQuery.compile(query, fixture.now, ZONE, fixture.attributes);
        return records.stream().filter(cdr -> alone.matches(cdr, LadderSteps.NONE)).count();
    }

    private long total(String query) throws Exception {
        return fixture.search.rows(query(query), CdrOrder.NEWEST_FIRST, 0, 1).total();
    }

    private static CdrQuery query(String text) {
        return new CdrQuery(text, Optional.empty(), Optional.empty());
    }

    @Test
    void textsAreFoundWholeAndByPartsInWhateverCase() throws Exception {
        assertFinds("customer:acme", has("customer", "acme"::equals));
        assertFinds("CUSTOMER:\"acme ab\"", has("customer", "Acme AB"::equals));
        assertFinds("customer:ac*", has("customer", it -> it.toLowerCase().startsWith("ac")));
        assertFinds("customer:(café OR 4711)", has("customer", it -> it.equals("Café") || it.equals("4711")));
        assertFinds("customer:*", has("customer", _ -> true));
        assertFinds("NOT customer:*", has("customer", _ -> true).negate());
        assertFinds("customer:acme cause:normal", has("customer", "acme"::equals).and(c -> c.cause().code().equals("normal")));
        assertEquals(0, total("customer:nobody"));
    }

    @Test
    void numbersAreFoundByValueAndRange() throws Exception {
        assertFinds("score:3", has("score", "3"::equals));
        assertFinds("score:>3", has("score", it -> Long.parseLong(it) > 3));
        assertFinds("score:[-2 TO 4}", has("score", it -> Long.parseLong(it) >= -2 && Long.parseLong(it) < 4));
        assertFinds("score:<=-5", has("score", it -> Long.parseLong(it) <= -5));
    }

    @Test
    void timesAndYesAndNoAreFoundAsThoseOfTheProduct() throws Exception {
        assertFinds("due:2026-03-02", has("due", it -> Instant.parse(it).isBefore(Instant.parse("2026-03-02T23:00:00Z"))));
        assertFinds("due:>2026-03-03T10:00:00Z", has("due", it -> Instant.parse(it).isAfter(Instant.parse("2026-03-03T10:00:00Z"))));
        assertFinds("vip:yes", has("vip", "true"::equals));
        assertFinds("vip:false", has("vip", "false"::equals));
    }

    @Test
    void whatCannotBeUnderstoodIsSaidWithWhatWouldWork() throws Exception {
        assertFix("custmer:acme", "no-such-field", "customer:acme");
        assertFix("score:many", "not-figure", "score:10");
        assertFix("customer:>5", "no-order", "customer:5");
        assertFix("vip:perhaps", "not-boolean", "vip:true");
        fixture.attributes.clear();
        assertEquals("no-such-field", assertThrows(QueryException.class, () -> total("customer:acme")).code());
    }

    private void assertFix(String query, String code, String fix) {
        var wrong = assertThrows(QueryException.class, () -> total(query));
        assertEquals(code + " " + fix, wrong.code() + " " + wrong.suggestion().orElse(""));
    }

    @Test
    void recordsAreInTheOrderOfAField() throws Exception {
        assertOrder("score", false, Long::parseLong);
        assertOrder("score", true, Long::parseLong);
        assertOrder("customer", false, it -> it);
        assertOrder("due", true, Instant::parse);
        assertThrows(IllegalArgumentException.class, () -> fixture.search.rows(CdrQuery.ALL, CdrOrder.byAttribute("other", true), 0, 1));
    }

    private <T extends Comparable<? super T>> void assertOrder(String name, boolean descending, Function<String, T> key)
            throws Exception {
        var order = CdrOrder.byAttribute(name, descending);
        var rows = new ArrayList<Optional<String>>();
        for (int from = 0; from < RECORDS; from += 250)
            fixture.search.rows(CdrQuery.ALL, order, from, 250).items().forEach(row -> rows.add(shown(row, name)));
        var paged = new ArrayList<Optional<String>>();
        var page = fixture.search.records(CdrQuery.ALL, order, Optional.empty(), 70);
        page.items().forEach(cdr -> paged.add(value(cdr, name)));
        while (page.next().isPresent()) {
            page = fixture.search.records(CdrQuery.ALL, order, page.next(), 70);
            page.items().forEach(cdr -> paged.add(value(cdr, name)));
        }
        var expected = records.stream().map(cdr -> value(cdr, name)).sorted((a, b) -> a.isEmpty() || b.isEmpty()
                ? Boolean.compare(a.isEmpty(), b.isEmpty())
                : (descending ? -1 : 1) * key.apply(a.get()).compareTo(key.apply(b.get()))).toList();
        assertEquals(expected, rows, name);
        assertEquals(expected, paged, () -> name + " page by page");
    }

    private static Optional<String> shown(CdrRow row, String name) {
        return row.detail().attribute(name).map(Attribute::value);
    }

    @Test
    void valuesAreCounted() throws Exception {
        var counts = counts("score:>0", Set.of("customer", "vip", "score", "unheard"));
        assertEquals(List.of("customer", "score", "unheard", "vip"), counts.stream().map(AttributeFacet::name).toList());
        for (var field : counts)
            for (Count count : field.values())
                assertEquals(records.stream().filter(has("score", it -> Long.parseLong(it) > 0).and(has(field.name(), count.value()::equals)))
                        .count(), count.count(), field.name() + " " + count.value());
        assertEquals(Set.copyOf(CUSTOMERS), Set.copyOf(counts.getFirst().values().stream().map(Count::value).toList()));
        assertEquals(List.of(), counts.get(1).values(), "numbers are no facet");
        assertEquals(2, counts.getLast().values().size());
    }

    @Test
    void theOtherValuesOfAFieldThatIsAskedForAreCountedToo() throws Exception {
        var all = counts("score:>0", Set.of("customer")).getFirst();
        var asked = counts("score:>0 Customer:acme", Set.of("customer", "vip"));
        assertEquals(all, asked.getFirst());
        assertEquals(records.stream().filter(has("score", it -> Long.parseLong(it) > 0).and(has("customer", "acme"::equals))
                .and(has("vip", "true"::equals))).count(), asked.getLast().values().stream().filter(it -> it.value().equals("true"))
                .mapToLong(Count::count).sum());
    }

    /** What comes after the figures. */
    private List<AttributeFacet> counts(String text, Set<String> names) throws Exception {
        var counts = new ArrayList<AttributeFacet>();
        try (var answer = fixture.search.search(new SearchRequest(query(text), CdrOrder.NEWEST_FIRST, 1, Set.of(), names, 0))) {
            for (var part = answer.next(); part.isPresent(); part = answer.next())
                if (part.get() instanceof AttributeFacet facet)
                    counts.add(facet);
        }
        return counts;
    }

    @Test
    void namesAndValuesAreOffered() throws Exception {
        assertEquals(List.of("customer:"), fixture.search.complete("cus", 3).stream().map(Completion::insert).toList());
        long acme = records.stream().filter(has("customer", "acme"::equals)).count();
        assertTrue(fixture.search.complete("customer:ac", 11).contains(new Completion(9, 11, "acme", "acme  (" + acme + ")")));
        assertEquals(List.of("true", "false"), fixture.search.complete("vip:", 4).stream().map(Completion::insert).sorted(
                Comparator.reverseOrder()).toList());
    }
}
