package org.trunkline.cdr.lucene.internal.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trunkline.api.cdr.CdrOrder;
import org.trunkline.api.cdr.CdrQuery;
import org.trunkline.api.cdr.CdrRow;
import org.trunkline.cdr.lucene.internal.columns.IndexFields;
import org.trunkline.cdr.lucene.internal.index.CdrIndex.RefusedException;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.call.Party;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.testkit.Await;
import org.trunkline.testkit.CdrGenerator;
import org.trunkline.testkit.MemoryRecordLog;

/** The index follows the journal, whatever befalls it. */
class IndexerTest {
    private static final Instant START = Instant.parse("2026-03-02T00:00:00Z");
    private static final Instant NOW = START.plusSeconds(86_400);

    @TempDir
    Path dir;
    private final MemoryRecordLog log = new MemoryRecordLog("j1");

    private SearchFixture open() throws Exception {
        var fixture = new SearchFixture(dir, log, NOW, SearchFixture.EAGER);
        fixture.awaitFindable(log.lastSequence());
        return fixture;
    }

    private static long count(SearchFixture fixture) throws Exception {
        return fixture.search.rows(CdrQuery.ALL, CdrOrder.NEWEST_FIRST, 0, 1).total();
    }

    @Test
    void goesOnWhereItWasAndIndexesNothingTwice() throws Exception {
        for (int round = 1; round <= 4; round++) {
            log.append(some(round, 250));
            try (var fixture = open()) {
                assertEquals(250 * round, count(fixture));
            }
        }
        try (var fixture = open()) {
            assertEquals(1_000, count(fixture));
            assertEquals(1_000, fixture.indexer.sequence());
        }
    }

    @Test
    void aDeletedIndexIsMadeAgain() throws Exception {
        log.append(some(1, 500));
        open().close();
        delete(dir.resolve("index"));
        try (var fixture = open()) {
            assertEquals(500, count(fixture));
        }
    }

    @Test
    void anIndexWithoutItsNumbersIsMadeAgain() throws Exception {
        log.append(some(1, 500));
        String end = "to:*" + log.from(log.first()).next(1).getFirst().cdr().to().normalised().substring(5);
        open().close();
        delete(dir.resolve("index-numbers"));
        try (var fixture = open()) {
            assertEquals(500, count(fixture));
            assertTrue(fixture.search.rows(new CdrQuery(end, Optional.empty(), Optional.empty()),
                    CdrOrder.NEWEST_FIRST, 0, 1).total() > 0);
        }
    }

    @Test
    void aDamagedIndexIsMadeAgain() throws Exception {
        log.append(some(1, 500));
        open().close();
        long damaged = 0;
        try (var files = Files.list(dir.resolve("index"))) {
            for (var file : files.filter(f -> f.getFileName().toString().startsWith("segments_")).toList()) {
                byte[] bytes = Files.readAllBytes(file);
                bytes[bytes.length / 2] ^= 0x55;
                Files.write(file, bytes);
                damaged++;
            }
        }
        assertTrue(damaged > 0);
        try (var fixture = open()) {
            assertEquals(500, count(fixture));
        }
    }

    @Test
    void aMissingSegmentIsMadeAgain() throws Exception {
        log.append(some(1, 500));
        open().close();
        try (var files = Files.list(dir.resolve("index"))) {
            Files.delete(files.filter(f -> f.toString().endsWith(".cfs") || f.toString().endsWith(".dvd")).findFirst()
                    .orElseThrow());
        }
        try (var fixture = open()) {
            assertEquals(500, count(fixture));
        }
    }

    @Test
    void anIndexOfAnotherJournalOrOfAnOlderShapeIsMadeAgain() throws Exception {
        log.append(some(1, 300));
        open().close();
        var other = new MemoryRecordLog("j2");
        other.append(some(2, 200));
        try (var fixture = new SearchFixture(dir, other, NOW, SearchFixture.EAGER)) {
            fixture.awaitFindable(200);
            assertEquals(200, count(fixture));
        }
        shape("0");
        try (var fixture = open()) {
            assertEquals(300, count(fixture));
        }
    }

    @Test
    void aJournalWrittenAnewIsIndexedAnew() throws Exception {
        log.append(some(1, 300));
        try (var fixture = open()) {
            log.rewrite("j2", records -> records.subList(100, 300));
            Await.until("the new journal is indexed", () -> fixture.indexer.sequence() == 200);
            assertEquals(200, count(fixture));
            log.append(some(2, 50));
            fixture.awaitFindable(250);
            assertEquals(250, count(fixture));
        }
    }

    @Test
    void recordsThatWereChangedAreIndexedAnewAndTheOthersStay() throws Exception {
        log.append(some(1, 3_000));
        var person = log.from(log.first()).next(1).getFirst().cdr().from();
        String end = "from:*" + person.normalised().substring(4);
        long erased;
        try (var fixture = open()) {
            long theirs = total(fixture, end);
            long answered = total(fixture, "answered:true");
            long numbers = numbers(fixture);
            assertTrue(theirs > 0);
            var told = new CopyOnWriteArrayList<CdrRow>();
            var index = fixture.indexer.index();
            try (var _ = fixture.indexer.watch(told::addAll)) {
                log.change("j1-1", c -> c.from().equals(person) || c.to().normalised().equals(person.normalised()) ? without(c) : c);
                Await.until("nobody is found by it", () -> total(fixture, end) == 0);
                assertEquals(3_000, count(fixture));
                assertEquals(answered, total(fixture, "answered:true"), "of what was remembered, too");
                assertTrue(total(fixture, "from:erased") >= theirs);
                Await.until("the number is forgotten", () -> numbers(fixture) <= numbers);
                assertEquals(index, fixture.indexer.index(), "not made again");
                log.append(some(2, 10));
                fixture.awaitFindable(3_010);
                Await.until("those that came later are told", () -> told.size() >= 10);
                assertEquals(10, told.size(), "and no others");
            }
            Await.until("it is gone from the disk", () -> deleted(fixture) == 0);
            erased = total(fixture, "from:erased");
        }
        log.change("j1-2", c -> c.from().normalised().isEmpty() || c.startedAt().isBefore(START.plusSeconds(2)) ? without(c) : c);
        try (var fixture = open()) {
            Await.until("what was changed meanwhile is known", () -> total(fixture, "from:erased") > erased);
            assertEquals(3_010, count(fixture));
        }
    }

    private static long total(SearchFixture fixture, String query) {
        try {
            return fixture.search.rows(new CdrQuery(query, Optional.empty(), Optional.empty()), CdrOrder.NEWEST_FIRST, 0, 1)
                    .total();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static long numbers(SearchFixture fixture) {
        try {
            return fixture.indexer.index().numbers().count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int deleted(SearchFixture fixture) {
        try {
            var searchers = fixture.indexer.index().searchers();
            searchers.maybeRefresh();
            var searcher = searchers.acquire();
            try {
                return searcher.getIndexReader().numDeletedDocs();
            } finally {
                searchers.release(searcher);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Cdr without(Cdr c) {
        return new Cdr(c.id(), c.direction(), Party.of("erased"), Party.of("erased"), c.trunk(), c.route(), c.startedAt(), c.ringingAt(),
                c.answeredAt(), c.endedAt(), c.endedBy(), c.sipStatus(), c.cause(), c.reason(), c.legs(), c.quality(), c.why());
    }

    @Test
    void aNewerIndexIsRefusedByNameAndUntouched() throws Exception {
        log.append(some(1, 10));
        open().close();
        shape("99");
        var before = listing();
        var refused = assertThrows(RefusedException.class, this::open);
        assertEquals("index-newer", refused.code());
        assertTrue(String.valueOf(refused.getMessage()).contains(dir.toString()));
        assertEquals(before, listing());
    }

    @Test
    void anIndexOpenElsewhereIsRefused() throws Exception {
        try (var _ = open()) {
            var refused = assertThrows(RefusedException.class, this::open);
            assertEquals("index-locked", refused.code());
        }
    }

    /** As a plug-in does whose class is missing: it must neither end the thread nor hide later calls. */
    @Test
    void aListenerWithoutItsClassesEndsNothing() throws Exception {
        try (var fixture = open()) {
            var told = new AtomicInteger();
            var heard = new CopyOnWriteArrayList<CdrRow>();
            try (var _ = fixture.indexer.watch(_ -> {
                told.incrementAndGet();
                throw new NoClassDefFoundError("com/example/Missing");
            }); var _ = fixture.indexer.watch(heard::addAll)) {
                for (int round = 1; round <= 5; round++) {
                    log.append(some(round, 10));
                    int all = 10 * round;
                    Await.until("others hear of them", () -> heard.size() == all);
                    assertEquals(all, count(fixture));
                }
                assertEquals(3, told.get(), "after three failures in a row it is told no more");
            }
        }
    }

    /** One that hangs holds up neither the index nor the others. */
    @Test
    void aListenerThatHangsHoldsUpNobody() throws Exception {
        var over = new CountDownLatch(1);
        try (var fixture = open()) {
            var heard = new CopyOnWriteArrayList<CdrRow>();
            try (var _ = fixture.indexer.watch(_ -> {
                try {
                    over.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }); var _ = fixture.indexer.watch(heard::addAll)) {
                for (int round = 1; round <= 3; round++) {
                    log.append(some(round, 10));
                    int all = 10 * round;
                    Await.until("others hear of them", () -> heard.size() == all);
                    assertEquals(all, count(fixture));
                }
            }
        } finally {
            over.countDown();
        }
    }

    private void shape(String shape) throws Exception {
        try (var directory = FSDirectory.open(dir.resolve("index"));
                var writer = new IndexWriter(directory, new IndexWriterConfig().setIndexSort(IndexFields.ORDER))) {
            writer.setLiveCommitData(Map.of("shape", shape, "journal", "j1", "position", "1", "sequence", "0").entrySet());
            writer.commit();
        }
    }

    private List<Path> listing() throws Exception {
        try (var files = Files.list(dir.resolve("index"))) {
            return files.sorted().toList();
        }
    }

    @Test
    void afterKill9EachRecordIsFoundOnce() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        var random = new Random(seed);
        for (int round = 0; round < 2; round++) {
            var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
            var process = new ProcessBuilder(java, "-cp", System.getProperty("java.class.path"), Follower.class.getName(),
                    dir.toString()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
            try (var out = process.inputReader()) {
                long until = (round + 1) * 1_000L + random.nextInt(1_000);
                while (Long.parseLong(out.readLine()) < until)
                    Thread.onSpinWait();
            } finally {
                process.destroyForcibly().waitFor();
            }
        }
        var seeded = new MemoryRecordLog("seeded");
        seeded.append(some(99, 4_000));
        try (var fixture = new SearchFixture(dir, seeded, NOW, SearchFixture.EAGER)) {
            fixture.awaitFindable(4_000);
            assertEquals(4_000, count(fixture));
            var ids = new HashSet<CallId>();
            Optional<String> after = Optional.empty();
            do {
                var page = fixture.search.records(CdrQuery.ALL, CdrOrder.NEWEST_FIRST, after, 500);
                page.items().forEach(c -> ids.add(c.id()));
                after = page.next();
            } while (after.isPresent());
            assertEquals(4_000, ids.size());
        }
    }

    /** The process that dies: the same journal each time. */
    static final class Follower {
        private Follower() {}

        public static void main(String[] args) throws Exception {
            var log = new MemoryRecordLog("seeded");
            var all = some(99, 4_000);
            var fixture = new SearchFixture(Path.of(args[0]), log, NOW, new Indexer.Pace(1, 20, 100, 0));
            for (int at = 0;; at = Math.min(at + 100, all.size())) {
                log.append(all.subList(at, Math.min(at + 100, all.size())));
                TimeUnit.MILLISECONDS.sleep(2);
                System.out.println(fixture.indexer.sequence());
            }
        }
    }

    private static void delete(Path folder) throws Exception {
        try (var files = Files.list(folder)) {
            for (var file : files.toList())
                Files.delete(file);
        }
    }

    private static List<Cdr> some(long seed, int count) {
        var records = new CdrGenerator(seed, START, 20);
        return Stream.generate(records::next).limit(count).toList();
    }
}
