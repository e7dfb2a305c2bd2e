package org.trunkline.cdr.lucene.internal.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexOutput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.cdr.CdrOrder;
import org.trunkline.api.cdr.CdrQuery;
import org.trunkline.api.cdr.QueryException;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.Ladder;
import org.trunkline.engine.port.record.RecordLog;
import org.trunkline.engine.port.record.RecordStage.Trouble;
import org.trunkline.testkit.Await;
import org.trunkline.testkit.CdrGenerator;
import org.trunkline.testkit.MemoryRecordLog;

/** Search goes on while the index cannot be written. */
class FullDiskTest {
    private static final Instant START = Instant.parse("2026-03-02T00:00:00Z");
    private static final Instant NOW = START.plusSeconds(86_400);

    @TempDir
    Path dir;
    private final MemoryRecordLog log = new MemoryRecordLog("j1");
    private final AtomicBoolean full = new AtomicBoolean();
    private final AtomicInteger opened = new AtomicInteger();

    private SearchFixture open() throws Exception {
        return new SearchFixture(dir, folder -> {
            opened.incrementAndGet();
            return new Disk(FSDirectory.open(folder));
        }, log, NOW, SearchFixture.EAGER);
    }

    @Test
    void whatWasFoundIsFoundAllTheTimeAndTheRestAfterwards() throws Exception {
        log.append(some(1, 500));
        String number = "to:*" + log.from(log.first()).next(1).getFirst().cdr().to().normalised().substring(5);
        try (var fixture = open()) {
            fixture.awaitFindable(500);
            long called = total(fixture, number);
            assertEquals(500, total(fixture, ""));
            assertTrue(called > 0);
            full.set(true);
            log.append(some(2, 300));
            Await.until("it is told", () -> trouble(fixture).equals(Optional.of("disk-full")),
                    () -> assertFound(fixture, number, called));
            int before = opened.get();
            Await.until("it is tried again and again", () -> opened.get() >= before + 6,
                    () -> assertFound(fixture, number, called));
            full.set(false);
            Await.until("the rest is found", () -> total(fixture, "") == 800, () -> assertFound(fixture, number, called));
            Await.until("the trouble is over", () -> trouble(fixture).isEmpty());
            log.append(some(3, 100));
            Await.until("it goes on", () -> total(fixture, "") == 900);
        }
        opened.set(0);
        try (var fixture = open()) {
            fixture.awaitFindable(900);
            assertEquals(900, total(fixture, ""), "each once");
        }
    }

    @Test
    void whatWasErasedMeanwhileIsNotFoundAsItWas() throws Exception {
        log.append(some(1, 200));
        try (var fixture = open()) {
            fixture.awaitFindable(200);
            assertEquals(200, total(fixture, ""));
            full.set(true);
            log.append(some(2, 50));
            Await.until("it is told", () -> trouble(fixture).equals(Optional.of("disk-full")));
            log.rewrite("j2", records -> records.subList(100, 200));
            full.set(false);
            Await.until("the new journal alone is found", () -> totalOrNone(fixture) == 100);
            Await.until("the trouble is over", () -> trouble(fixture).isEmpty());
        }
    }

    @Test
    void whoSearchesAnOldIndexIsToldUntilTheNewOneHasCaughtUp() throws Exception {
        var slow = new SlowLog(log);
        var pace = new Indexer.Pace(1, TimeUnit.DAYS.toMillis(1), 100, 0, 200);
        try (var fixture = new SearchFixture(dir, folder -> new Disk(FSDirectory.open(folder)), slow, NOW, pace)) {
            for (int i = 1; i <= 10; i++) { // never behind, so that nothing is committed
                log.append(some(i, 100));
                fixture.awaitFindable(100L * i);
            }
            assertEquals(1_000, total(fixture, ""));
            slow.begin();
            full.set(true);
            log.append(some(11, 10));
            Await.until("it is opened again", () -> trouble(fixture).isPresent()); // disk-full, or mending already
            full.set(false);
            Await.until("it is told how far it is", () -> fixture.indexer.trouble()
                    .filter(it -> it.code().equals("index-mending") && it.args().equals(List.of("300", "1010"))).isPresent());
            assertEquals(1_000, total(fixture, ""), "as it was before");
            slow.hurry();
            Await.until("the trouble is over", () -> trouble(fixture).isEmpty());
            Await.until("all is found", () -> total(fixture, "") == 1_010);
        } finally {
            slow.hurry();
        }
    }

    /** A journal of which readers that begin while it is slow get three batches, and no more until it is not. */
    private static final class SlowLog implements RecordLog {
        private static final int BATCHES = 3;
        private final RecordLog log;
        private final CountDownLatch fast = new CountDownLatch(1);
        private volatile boolean slow;

        SlowLog(RecordLog log) {
            this.log = log;
        }

        void begin() {
            slow = true;
        }

        void hurry() {
            fast.countDown();
        }

        @Override
        public Cursor from(long position) {
            var cursor = log.from(position);
            boolean waits = slow;
            return new Cursor() {
                private int batches;

                @Override
                public List<Entry> next(int max) throws IOException {
                    try {
                        if (waits && batches++ >= BATCHES)
                            fast.await();
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                    return cursor.next(max);
                }

                @Override
                public void close() {
                    cursor.close();
                }
            };
        }

        @Override
        public String id() {
            return log.id();
        }

        @Override
        public Optional<List<Stretch>> changedSince(String id) {
            return log.changedSince(id);
        }

        @Override
        public long first() {
            return log.first();
        }

        @Override
        public long end() {
            return log.end();
        }

        @Override
        public long lastSequence() {
            return log.lastSequence();
        }

        @Override
        public Optional<Entry> read(long position) throws IOException {
            return log.read(position);
        }

        @Override
        public Optional<Ladder> ladder(long position) throws IOException {
            return log.ladder(position);
        }

        @Override
        public Subscription onAppended(Runnable listener) {
            return log.onAppended(listener);
        }
    }

    private static Optional<String> trouble(SearchFixture fixture) {
        return fixture.indexer.trouble().map(Trouble::code);
    }

    private static void assertFound(SearchFixture fixture, String number, long called) {
        assertTrue(total(fixture, "") >= 500);
        assertTrue(total(fixture, number) >= called);
    }

    /** None while the index is made from the new journal. */
    private static long totalOrNone(SearchFixture fixture) {
        try {
            return fixture.search.rows(CdrQuery.ALL, CdrOrder.NEWEST_FIRST, 0, 1).total();
        } catch (NodeUnavailableException e) {
            return -1;
        } catch (QueryException e) {
            throw new IllegalStateException(e);
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

    private static List<Cdr> some(long seed, int count) {
        var records = new CdrGenerator(seed, START, 20);
        return Stream.generate(records::next).limit(count).toList();
    }

    /** One that may be full. */
    private final class Disk extends FilterDirectory {
        Disk(Directory in) {
            super(in);
        }

        private void write() throws IOException {
            if (full.get())
                throw new IOException("No space left on device");
        }

        @Override
        public IndexOutput createOutput(String name, IOContext context) throws IOException {
            write();
            return super.createOutput(name, context);
        }

        @Override
        public IndexOutput createTempOutput(String prefix, String suffix, IOContext context) throws IOException {
            write();
            return super.createTempOutput(prefix, suffix, context);
        }
    }
}
