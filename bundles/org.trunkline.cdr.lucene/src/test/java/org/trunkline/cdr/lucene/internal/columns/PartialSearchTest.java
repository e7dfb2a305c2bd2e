package org.trunkline.cdr.lucene.internal.columns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.Partial;
import org.trunkline.api.cdr.CdrField;
import org.trunkline.api.cdr.CdrOrder;
import org.trunkline.api.cdr.CdrQuery;
import org.trunkline.api.cdr.QueryException;
import org.trunkline.api.cdr.SearchRequest;
import org.trunkline.cdr.lucene.internal.index.SearchFixture;
import org.trunkline.cdr.lucene.internal.search.LuceneCdrSearch;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.query.value.Glob;
import org.trunkline.query.value.NumberForms;
import org.trunkline.testkit.CdrGenerator;
import org.trunkline.testkit.MemoryRecordLog;

/** A search that would run away is ended, and says so; driven by a clock that each look makes later. */
class PartialSearchTest {
    private static final Instant START = Instant.parse("2026-03-01T08:00:00Z");
    private static final CdrQuery ANSWERED = new CdrQuery("answered:true", Optional.empty(), Optional.empty());

    @TempDir
    Path dir;
    private final MemoryRecordLog log = new MemoryRecordLog("partial");
    private final List<Cdr> records = new ArrayList<>();
    private final AtomicLong now = new AtomicLong();
    private volatile long eachLook;
    private volatile Runnable onLook = () -> { };

    @Test
    void whatWasFoundUntilThenIsTheAnswerAndIsMarked() throws Exception {
        try (var fixture = fill(); var search = search(fixture)) {
            long all = records.stream().filter(Cdr::answered).count();
            eachLook = TimeUnit.SECONDS.toNanos(2);
            var page = search.rows(ANSWERED, CdrOrder.NEWEST_FIRST, 0, 10);
            assertEquals(Optional.of(Partial.TIME), page.partial());
            assertTrue(page.total() > 0 && page.total() < all, page.total() + " of " + all);
            var newest = records.stream().filter(Cdr::answered).max(Comparator.comparing(Cdr::startedAt)).orElseThrow();
            assertEquals(newest.id(), page.items().getFirst().id(), "the newest are looked at first");
            assertEquals(Optional.of(Partial.TIME), search.records(ANSWERED, CdrOrder.NEWEST_FIRST, Optional.empty(), 10)
                    .partial());
            assertEquals(Optional.of(Partial.TIME), search.summarize(ANSWERED, Set.of(), 0).partial());
            var periods = search.trunkPeriods(ANSWERED, Duration.ofHours(1));
            assertEquals(Optional.of(Partial.TIME), periods.partial());
            assertTrue(!periods.items().isEmpty());

            eachLook = 0; // nothing partial was remembered
            assertEquals(all, search.rows(ANSWERED, CdrOrder.NEWEST_FIRST, 0, 10).total());
            var summary = search.summarize(ANSWERED, Set.of(), 0);
            assertEquals(all, summary.total());
            assertEquals(Optional.empty(), summary.partial());
        }
    }

    /** By a flag that the search looks at: an interrupt could close the index's files. */
    @Test
    void aClosedSearchEndsWhereItIs() throws Exception {
        try (var fixture = fill(); var search = search(fixture)) {
            var answer = search.search(new SearchRequest(ANSWERED, CdrOrder.NEWEST_FIRST, 10, Set.of(), Set.of(), 0));
            var looks = new AtomicInteger();
            onLook = () -> {
                if (looks.incrementAndGet() == 3)
                    answer.close();
            };
            assertEquals("cancelled", assertThrows(NodeUnavailableException.class, answer::next).code());
            int untilThen = looks.get();
            onLook = looks::incrementAndGet;
            looks.set(0);
            search.rows(ANSWERED, CdrOrder.NEWEST_FIRST, 0, 10);
            assertTrue(untilThen < looks.get(), untilThen + " looks of " + looks + ": it went on to its end");
        }
    }

    /** A client that reads all pages gets each record once, in order, even if pages are cut by the time limit. */
    @Test
    void aPageThatTookTooLongLosesNothing() throws Exception {
        try (var fixture = fill()) {
            var all = records.stream().filter(Cdr::answered).map(Cdr::id).collect(Collectors.toCollection(TreeSet::new));
            for (var field : List.of(CdrField.STARTED, CdrField.DURATION, CdrField.FROM, CdrField.TRUNK))
                try (var search = search(fixture)) { // which remembers nothing yet
                    var found = new ArrayList<CallId>();
                    var next = Optional.<String>empty();
                    int cut = 0;
                    do {
                        eachLook = cut == 0 ? TimeUnit.SECONDS.toNanos(2) : 0;
                        var page = search.records(ANSWERED, new CdrOrder(field, true), next, 50);
                        cut += page.isCutShort() ? 1 : 0;
                        page.items().forEach(cdr -> found.add(cdr.id()));
                        next = page.next();
                    } while (next.isPresent());
                    assertTrue(cut > 0, field + " was never cut short");
                    assertEquals(all.size(), found.size(), field.toString());
                    assertEquals(all, new TreeSet<>(found), field.toString());
                }
        }
    }

    @Test
    void aPageThatAlwaysTakesTooLongIsAPartInTheEnd() throws Exception {
        try (var fixture = fill(); var search = search(fixture)) {
            eachLook = TimeUnit.SECONDS.toNanos(30);
            var page = search.wholeRecords(ANSWERED, CdrOrder.NEWEST_FIRST, Optional.empty(), 10);
            assertFalse(page.isCutShort());
            assertEquals(Optional.of(Partial.TIME), page.partial());
            assertThrows(IllegalArgumentException.class, () -> search.records(ANSWERED, CdrOrder.NEWEST_FIRST,
                    Optional.of("0.9."), 10), "no try without end");
        }
    }

    @Test
    void aLadderIsNotSoughtForEver() throws Exception {
        try (var fixture = fill(); var search = search(fixture)) {
            eachLook = TimeUnit.SECONDS.toNanos(6);
            var found = search.rows(new CdrQuery("ladder:\"INVITE then no 200 within 60s\"", Optional.empty(),
                    Optional.empty()), CdrOrder.NEWEST_FIRST, 0, 10);
            assertEquals(Optional.of(Partial.TIME), found.partial());
        }
    }

    @Test
    void norIsANumberPattern() throws Exception {
        try (var fixture = fill(); var search = search(fixture)) {
            var query = new CdrQuery("to:*4*7*", Optional.empty(), Optional.empty());
            eachLook = TimeUnit.SECONDS.toNanos(6);
            assertEquals(Optional.of(Partial.TIME), search.rows(query, CdrOrder.NEWEST_FIRST, 0, 10).partial());
            eachLook = 0;
            var whole = search.rows(query, CdrOrder.NEWEST_FIRST, 0, 10);
            assertEquals(Optional.empty(), whole.partial());
            assertEquals(records.stream().filter(c -> NumberForms.of(c.to()).stream().anyMatch(n -> Glob.matches("*4*7*", n)))
                    .count(), whole.total(), "some of the numbers were not remembered as all");
            var refused = assertThrows(QueryException.class, () -> search.rows(
                    new CdrQuery("number:*1" + "*1".repeat(16), Optional.empty(), Optional.empty()), CdrOrder.NEWEST_FIRST, 0, 10));
            assertEquals("too-many-pieces", refused.code());
        }
    }

    @Test
    void thousandsOfAlternativesAreAskedAndOfMoreTheFirst() throws Exception {
        try (var fixture = fill(); var search = search(fixture)) {
            var some = records.stream().map(c -> c.to().normalised()).distinct().limit(50).toList();
            long theirs = records.stream().filter(c -> some.contains(c.to().normalised())).count();
            var page = search.rows(anyOf(some, 5_000), CdrOrder.NEWEST_FIRST, 0, 10);
            assertEquals(theirs, page.total());
            assertEquals(Optional.empty(), page.partial());
            var part = search.rows(anyOf(some, 15_000), CdrOrder.NEWEST_FIRST, 0, 10);
            assertEquals(theirs, part.total(), "those asked first");
            assertEquals(Optional.of(Partial.TERMS), part.partial());
            var refused = assertThrows(QueryException.class, () -> search.rows(anyOf(some, 20_001), CdrOrder.NEWEST_FIRST, 0, 10));
            assertEquals("too-many-parts", refused.code());
            var all = new CdrQuery("4711 ".repeat(1_200), Optional.empty(), Optional.empty());
            assertEquals("too-many-parts", assertThrows(QueryException.class,
                    () -> search.rows(all, CdrOrder.NEWEST_FIRST, 0, 10)).code(), "to leave one out would find too many");
            var none = new CdrQuery("-(" + anyOf(some, 15_000).text() + ")", Optional.empty(), Optional.empty());
            assertEquals(0, search.rows(none, CdrOrder.NEWEST_FIRST, 0, 10).total(), "who knows whom to leave out");
        }
    }

    private static CdrQuery anyOf(List<String> first, int count) {
        return new CdrQuery(Stream.concat(first.stream(), IntStream.range(0, count - first.size()).mapToObj(i -> "+100" + i)) // before the others in the index
                .map(number -> "to:" + number).collect(Collectors.joining(" OR ")), Optional.empty(), Optional.empty());
    }

    @Test
    void aPatternThatIsHardToPutInOrderIsAnsweredAllTheSame() throws Exception {
        try (var fixture = fill(); var search = search(fixture)) {
            var found = search.rows(new CdrQuery("peer:*a?????????????????*", Optional.empty(), Optional.empty()),
                    CdrOrder.NEWEST_FIRST, 0, 10);
            assertEquals(Optional.empty(), found.partial());
        }
    }

    @Test
    void tooManyNamesAreLeftOut() {
        var bounds = new SearchBudget(() -> 0, 1);
        assertEquals(Optional.empty(), bounds.partial());
        bounds.in(() -> {
            SearchBudget.tooManyTerms();
            return 0;
        });
        assertEquals(Optional.of(Partial.TERMS), bounds.partial());
        SearchBudget.tooManyTerms(); // outside of a search: nothing to mark
    }

    private SearchFixture fill() throws Exception {
        var generator = new CdrGenerator(5, START, 1);
        for (int i = 0; i < 1_000; i++)
            records.add(generator.next());
        var fixture = new SearchFixture(dir, log, START, SearchFixture.EAGER);
        for (int from = 0; from < records.size(); from += 100) {
            log.append(records.subList(from, from + 100));
            fixture.awaitFindable(log.lastSequence());
        }
        return fixture;
    }

    private LuceneCdrSearch search(SearchFixture fixture) {
        LongSupplier clock = () -> {
            onLook.run();
            return now.getAndAdd(eachLook);
        };
        return new LuceneCdrSearch(fixture.indexer, log, InstantSource.fixed(START), ZoneOffset.UTC, clock);
    }
}
