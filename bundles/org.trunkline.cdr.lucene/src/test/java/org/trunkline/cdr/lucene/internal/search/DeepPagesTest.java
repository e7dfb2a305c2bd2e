package org.trunkline.cdr.lucene.internal.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trunkline.api.Partial;
import org.trunkline.api.cdr.CdrField;
import org.trunkline.api.cdr.CdrOrder;
import org.trunkline.cdr.lucene.internal.columns.SearchBudget;
import org.trunkline.cdr.lucene.internal.columns.Workers;
import org.trunkline.cdr.lucene.internal.index.SearchFixture;
import org.trunkline.cdr.lucene.internal.match.QueryCompiler.Compiled;
import org.trunkline.cdr.lucene.internal.search.HitCache.Hits;
import org.trunkline.testkit.CdrGenerator;

/** Pages far down in a result of 400 records, which is large for the bounds set here. */
class DeepPagesTest {
    private static final Instant START = Instant.parse("2026-03-02T00:00:00Z");
    private static final Compiled ALL = new Compiled(MatchAllDocsQuery.INSTANCE, Long.MIN_VALUE, Long.MAX_VALUE);
    private static final CdrOrder LONGEST = new CdrOrder(CdrField.DURATION, true);
    private static final int RECORDS = 400;
    private static final long ENDLESS = Long.MAX_VALUE / 2;

    @TempDir
    Path dir;
    private SearchFixture fixture;
    private IndexSearcher searcher;
    private Hits hits;

    @BeforeEach
    void index() throws Exception {
        var records = new CdrGenerator(1, START, 20);
        fixture = SearchFixture.of(dir, Stream.generate(records::next).limit(RECORDS).toList(), START.plusSeconds(3_600));
        searcher = fixture.indexer.index().searchers().acquire();
        try (var workers = new Workers()) {
            hits = new HitCache(fixture.indexer.columns(), workers, 1 << 20)
                    .hits(searcher, ALL.query(), ALL.from(), ALL.to(), new SearchBudget(() -> 0, 1));
        }
    }

    @AfterEach
    void close() throws Exception {
        fixture.indexer.index().searchers().release(searcher);
        fixture.close();
    }

    private List<Integer> page(DeepPages pages, CdrOrder order, long offset, int limit, SearchBudget bounds) throws Exception {
        return pages.page(searcher.getIndexReader(), hits, ALL, order, offset, limit, bounds);
    }

    private static SearchBudget bounds(LongSupplier clock) {
        return new SearchBudget(clock, ENDLESS);
    }

    @Test
    void areInTheOrderOfTheFirstPagesHoweverLittleRoomThereIs() throws Exception {
        for (long room : new long[] { RECORDS, RECORDS / 10, 1 })
            for (var field : List.of(CdrField.DURATION, CdrField.MOS, CdrField.LOSS, CdrField.COST, CdrField.FROM, CdrField.NUMBER,
                    CdrField.PEER))
                for (boolean down : new boolean[] { true, false }) {
                    var order = new CdrOrder(field, down);
                    var expected = new FieldOrder(new DeepPages()).page(searcher, hits, ALL, order, 0, RECORDS, bounds(() -> 0));
                    var pages = new DeepPages(room);
                    var found = new ArrayList<Long>();
                    for (int offset = 0; offset < RECORDS; offset += 37)
                        for (int doc : page(pages, order, offset, 37, bounds(() -> 0)))
                            found.add(FieldOrder.position(searcher.getIndexReader(), doc));
                    assertEquals(expected, found, order + " with room for " + room);
                    assertEquals(room == RECORDS ? RECORDS : 0, pages.kept());
                    assertEquals(List.of(), page(pages, order, RECORDS, 10, bounds(() -> 0)), "none after the last");
                }
    }

    @Test
    void areKeptWithinABound() throws Exception {
        var pages = new DeepPages(1_000);
        page(pages, LONGEST, 300, 10, bounds(() -> 0));
        assertEquals(400, pages.kept());
        page(pages, new CdrOrder(CdrField.PDD, true), 300, 10, bounds(() -> 0));
        assertEquals(800, pages.kept());
        page(pages, new CdrOrder(CdrField.MOS, true), 300, 10, bounds(() -> 0));
        assertEquals(800, pages.kept(), "the one that nobody asked for longest is gone");
    }

    @Test
    void arePutInOrderOnceHoweverManyWantThem() throws Exception {
        var pages = new DeepPages(RECORDS);
        var expected = page(new DeepPages(RECORDS), LONGEST, 200, 50, bounds(() -> 0));
        var first = new Held();
        var second = new CountDownLatch(1);
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var one = executor.submit(() -> page(pages, LONGEST, 200, 50, bounds(first)));
            first.awaitLook();
            var other = executor.submit(() -> page(pages, LONGEST, 200, 50, bounds(() -> {
                second.countDown();
                return 0;
            })));
            assertTrue(second.await(60, TimeUnit.SECONDS));
            assertFalse(other.isDone());
            first.letGo();
            assertEquals(expected, one.get(60, TimeUnit.SECONDS));
            assertEquals(expected, other.get(60, TimeUnit.SECONDS));
        } finally {
            first.letGo();
        }
        assertEquals(1, pages.sorted());
    }

    @Test
    void nobodyWaitsForThemLongerThanForTheSearch() throws Exception {
        var pages = new DeepPages(RECORDS);
        var first = new Held();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var one = executor.submit(() -> page(pages, LONGEST, 200, 50, bounds(first)));
            first.awaitLook();
            var now = new AtomicLong();
            var second = new SearchBudget(now::getAndIncrement, 3);
            assertEquals(List.of(), page(pages, new CdrOrder(CdrField.PDD, true), 200, 50, second));
            assertEquals(Optional.of(Partial.TIME), second.partial());
            first.letGo();
            assertEquals(50, one.get(60, TimeUnit.SECONDS).size());
        } finally {
            first.letGo();
        }
    }

    @Test
    void areNoneOnceTheTimeIsOverAndNothingOfThatIsKept() throws Exception {
        for (long room : new long[] { RECORDS, RECORDS / 10 }) {
            var pages = new DeepPages(room);
            var now = new AtomicLong();
            var bounds = new SearchBudget(() -> now.getAndAdd(2), 1);
            assertEquals(List.of(), page(pages, LONGEST, 200, 50, bounds));
            assertEquals(Optional.of(Partial.TIME), bounds.partial());
            assertEquals(0, pages.kept());
            assertEquals(50, page(pages, LONGEST, 200, 50, bounds(() -> 0)).size(), "who comes next has his own time");
        }
    }

    /** A clock that holds who looks at it, but for the look at the begin. */
    private static final class Held implements LongSupplier {
        private final AtomicLong looks = new AtomicLong();
        private final CountDownLatch looked = new CountDownLatch(1);
        private final CountDownLatch go = new CountDownLatch(1);

        @Override
        public long getAsLong() {
            if (looks.getAndIncrement() > 0) {
                looked.countDown();
                try {
                    assertTrue(go.await(120, TimeUnit.SECONDS));
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
            return 0;
        }

        void awaitLook() throws InterruptedException {
            assertTrue(looked.await(60, TimeUnit.SECONDS));
        }

        void letGo() {
            go.countDown();
        }
    }
}
