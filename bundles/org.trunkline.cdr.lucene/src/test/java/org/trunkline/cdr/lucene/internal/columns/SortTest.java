package org.trunkline.cdr.lucene.internal.columns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import org.apache.lucene.search.MatchAllDocsQuery;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.trunkline.api.Partial;
import org.trunkline.api.cdr.CdrField;
import org.trunkline.api.cdr.CdrOrder;
import org.trunkline.api.cdr.CdrQuery;
import org.trunkline.api.cdr.CdrRow;
import org.trunkline.cdr.lucene.internal.index.SearchFixture;
import org.trunkline.cdr.lucene.internal.match.QueryCompiler.Compiled;
import org.trunkline.cdr.lucene.internal.search.DeepPages;
import org.trunkline.cdr.lucene.internal.search.FacetOrder;
import org.trunkline.cdr.lucene.internal.search.FieldOrder;
import org.trunkline.cdr.lucene.internal.search.HitCache;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.cdr.CallMarks;
import org.trunkline.domain.cdr.Candidate;
import org.trunkline.domain.cdr.Candidate.Origin;
import org.trunkline.domain.cdr.Candidate.Reason;
import org.trunkline.domain.cdr.Candidate.Verdict;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.CdrLeg;
import org.trunkline.domain.cost.Amount;
import org.trunkline.domain.cost.Cost;
import org.trunkline.testkit.CdrGenerator;
import org.trunkline.testkit.node.CdrKeys;

/** Results in the order of each field, by place and page by page, in several segments that overlap in time. */
class SortTest {
    private static final Instant START = Instant.parse("2026-03-02T00:00:00Z");
    private static final int COUNT = 2_000;
    private static final String SOME = "-cause:busy from:*1*";

    @TempDir
    static Path dir;
    private static final Map<CallId, Cdr> BY_ID = new HashMap<>();
    private static SearchFixture fixture;

    @BeforeAll
    static void index() throws Exception {
        var generator = new CdrGenerator(19, START, 3);
        var records = new ArrayList<Cdr>();
        for (int i = 0; i < COUNT; i++)
            records.add(marked(generator.next(), i));
        records.forEach(cdr -> BY_ID.put(cdr.id(), cdr));
        fixture = SearchFixture.of(dir, records, START.plusSeconds(86_400));
    }

    @AfterAll
    static void close() {
        fixture.close();
    }

    /** Some are of every kind that the generator does not make: dear, urgent, forwarded, silent, of two codecs. */
    private static Cdr marked(Cdr c, int i) {
        var candidates = new ArrayList<>(c.why().candidates());
        if (i % 3 == 0)
            candidates.add(new Candidate("b", Verdict.FAILED, Reason.TIMEOUT, 0, 0, 408,
                    Origin.values()[i % Origin.values().length], "anna"));
        var why = c.why().with(candidates);
        var cost = i % 4 == 0 ? Optional.of(new Cost(new Amount(i * 1_234L % 99_999), i % 8 == 0 ? "SEK" : "EUR"))
                : Optional.<Cost>empty();
        var legs = new ArrayList<CdrLeg>();
        for (CdrLeg leg : c.legs())
            legs.add(legs.isEmpty() && i % 5 == 0 ? with(leg, "Peer " + i % 17, Optional.of("G729")) : leg);
        var quality = i % 6 == 0 ? c.quality().stream().limit(1).toList() : c.quality();
        return new Cdr(c.id(), c.direction(), c.from(), c.to(), c.trunk(), c.route(), c.startedAt(), c.ringingAt(),
                c.answeredAt(), c.endedAt(), c.endedBy(), c.sipStatus(), c.cause(), c.reason(), legs, quality, why,
                new CallMarks(i % 9 == 0, Optional.empty(), Optional.empty(), Optional.empty()).with(cost));
    }

    private static CdrLeg with(CdrLeg leg, String peer, Optional<String> codec) {
        return new CdrLeg(leg.side(), peer, leg.sipCallId(), leg.remoteAddress(), leg.transport(), leg.startedAt(),
                leg.ringingAt(), leg.answeredAt(), leg.endedAt(), leg.sipStatus(), codec, leg.userAgent());
    }

    static Stream<CdrField> sortable() {
        return Stream.of(CdrField.values()).filter(CdrField::isSortable);
    }

    private static CdrQuery query(String text) {
        return new CdrQuery(text, Optional.empty(), Optional.empty());
    }

    @ParameterizedTest
    @MethodSource("sortable")
    void eachFieldOrdersBothWaysAndPagesReachAllOnce(CdrField field) throws Exception {
        for (var text : List.of("", "answered:true", SOME))
            for (boolean down : new boolean[] { true, false }) {
                var order = new CdrOrder(field, down);
                int total = (int) fixture.search.rows(query(text), CdrOrder.NEWEST_FIRST, 0, 1).total();
                assertTrue(total > 100, text);
                assertOrdered(total, order, byPlace(text, order, total), false);
                assertOrdered(total, order, pageByPage(text, order), true);
            }
    }

    @ParameterizedTest
    @MethodSource("sortable")
    void moreThanOneValueIsThere(CdrField field) {
        assertTrue(BY_ID.values().stream().map(cdr -> CdrKeys.of(field, cdr)).distinct().count() > 1);
    }

    private static List<Cdr> byPlace(String text, CdrOrder order, int total) throws Exception {
        var found = new ArrayList<Cdr>();
        for (int offset = 0; offset < total; offset += 170)
            fixture.search.rows(query(text), order, offset, 170).items().stream().map(CdrRow::id).map(BY_ID::get)
                    .forEach(found::add);
        return found;
    }

    private static List<Cdr> pageByPage(String text, CdrOrder order) throws Exception {
        var found = new ArrayList<Cdr>();
        var after = Optional.<String>empty();
        do {
            var page = fixture.search.records(query(text), order, after, 170);
            found.addAll(page.items());
            after = page.next();
        } while (after.isPresent());
        return found;
    }

    /** @param newest whether those of one value come the newest first */
    private static void assertOrdered(int total, CdrOrder order, List<Cdr> found, boolean newest) {
        assertEquals(total, found.size());
        assertEquals(total, new HashSet<>(found).size(), "each once");
        var byValue = CdrKeys.order(order);
        for (int i = 1; i < found.size(); i++) {
            var one = found.get(i - 1);
            var other = found.get(i);
            int compared = byValue.compare(one, other);
            assertTrue(compared < 0 || compared == 0 && !(newest && one.startedAt().isBefore(other.startedAt())),
                    () -> order + ": " + one + " before " + other);
        }
    }

    @Test
    void anOrderForWhichTheTimeIsOverIsAPart() throws Exception {
        for (var field : List.of(CdrField.TRUNK, CdrField.CODEC)) {
            var order = new CdrOrder(field, true);
            var searcher = fixture.indexer.index().searchers().acquire();
            try (var workers = new Workers()) {
                var columns = fixture.indexer.columns();
                var hits = new HitCache(columns, workers, 1 << 20).hits(searcher,
                        MatchAllDocsQuery.INSTANCE, Long.MIN_VALUE, Long.MAX_VALUE,
                        new SearchBudget(() -> 0, 1));
                var now = new AtomicLong();
                var bounds = new SearchBudget(() -> now.getAndAdd(2), 1);
                assertEquals(List.of(), new FacetOrder(hits.leaves(), columns, order, bounds).page(0, 10));
                assertEquals(Optional.of(Partial.TIME), bounds.partial());
                var numbers = new CdrOrder(CdrField.PEER, true);
                var little = new SearchBudget(() -> 0, 1);
                assertEquals(10, new FieldOrder(new DeepPages())
                        .page(searcher, hits, new Compiled(MatchAllDocsQuery.INSTANCE,
                                Long.MIN_VALUE, Long.MAX_VALUE), numbers, 0, 10, little).size());
                assertEquals(Optional.empty(), little.partial());
            } finally {
                fixture.indexer.index().searchers().release(searcher);
            }
        }
    }
}
