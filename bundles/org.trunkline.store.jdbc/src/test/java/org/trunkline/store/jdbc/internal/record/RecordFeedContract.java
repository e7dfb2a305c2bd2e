package org.trunkline.store.jdbc.internal.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.call.Party;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cost.Amount;
import org.trunkline.domain.cost.Cost;
import org.trunkline.engine.port.config.StoreException;
import org.trunkline.store.jdbc.internal.RenamedLog;
import org.trunkline.store.jdbc.internal.database.Database;
import org.trunkline.store.jdbc.internal.database.Sql;
import org.trunkline.testkit.Await;
import org.trunkline.testkit.CdrGenerator;
import org.trunkline.testkit.MemoryRecordLog;

/** What a table of records does, whichever database it is in. */
public abstract class RecordFeedContract {
    private static final Instant START = Instant.parse("2026-03-02T08:00:00Z");

    @TempDir
    public Path dir;
    public final MemoryRecordLog log = new MemoryRecordLog("j1");

    /** Opens it, or opens it again. */
    public abstract Database open();

    /** The same for another process: URL, user and password. */
    public abstract List<String> address();

    @Test
    void eachRecordIsInTheTableOnceOverRestarts() throws Exception {
        var cdrs = some(3, 1_200);
        for (int from = 0; from < 1_200; from += 400) {
            try (var database = open(); var feed = feed(database, log)) {
                log.append(cdrs.subList(from, from + 400));
                await(feed, from + 400L);
            }
        }
        try (var database = open()) {
            assertEquals(1_200, count(database));
            database.read((sql, _) -> sql.list("select * from call_record order by started_at limit 50", row -> {
                var cdr = cdrs.stream().filter(c -> c.id().value().equals(text(row, "id"))).findFirst().orElseThrow();
                assertEquals(cdr.startedAt(), Sql.instant(row, "started_at"));
                assertEquals(cdr.duration().toMillis(), row.getLong("duration_ms"));
                assertEquals(cdr.trunk(), Sql.text(row, "trunk"));
                assertEquals(cdr.cause().code(), row.getString("cause"));
                assertEquals(cdr.mos().orElse(0), row.getDouble("mos"));
                assertEquals(RecordJson.detail(cdr), row.getString("detail"));
                return 0;
            }));
        }
    }

    @Test
    void anotherJournalIsReadFromItsBeginningAndDoublesNothing() throws Exception {
        var cdrs = some(4, 300);
        log.append(cdrs);
        var restored = new MemoryRecordLog("j2");
        restored.append(cdrs.subList(100, 300));
        restored.append(some(5, 50));
        try (var database = open()) {
            try (var feed = feed(database, log)) {
                await(feed, 300);
            }
            try (var feed = feed(database, restored)) {
                await(feed, 250);
            }
            assertEquals(350, count(database));
        }
    }

    @Test
    void recordsThatWereChangedInTheJournalAreChangedInTheTable() throws Exception {
        var cdrs = some(15, 200);
        var changed = some(16, 200);
        var renamed = new RenamedLog("j1", cdrs);
        try (var database = open(); var feed = new FollowedFeed(database, renamed, InstantSource.system(), 0, 1)) {
            await(feed, 200);
            var other = cdrs.stream().map(RecordFeedContract::erased).toList();
            renamed.become("j1-1", Stream.concat(other.stream(), changed.stream()).toList());
            Await.until("all are in the table anew", () -> feed.sequence() == 400);
            assertEquals(400, count(database));
            assertEquals(200, database.read((sql, _) -> sql.list("select id from call_record where from_dialled = 'erased'",
                    row -> row.getString(1))).size());
        }
    }

    @Test
    void onlyWhatWasChangedIsPutIntoTheTableAgain() throws Exception {
        log.append(some(15, 3_000));
        try (var database = open(); var feed = feed(database, log)) {
            await(feed, 3_000);
            long last = newest(database);
            var theirs = some(15, 3_000).stream().filter(c -> c.id().hashCode() % 7 == 0).map(Cdr::id).toList();
            assertTrue(theirs.size() > 100);
            log.change("j1-1", c -> theirs.contains(c.id()) ? erased(c) : c);
            Await.until("the changed ones are there", () -> erased(database).size() == theirs.size());
            assertEquals(new HashSet<>(theirs.stream().map(CallId::value).toList()), new HashSet<>(erased(database)));
            assertEquals(3_000, count(database));
            assertEquals(last + theirs.size(), newest(database), "the others stay");
            log.append(some(16, 100));
            await(feed, 3_100);
            assertEquals(3_100, count(database));
        }
    }

    private static List<String> erased(Database database) {
        try {
            return database.read((sql, _) -> sql.list("select id from call_record where from_dialled = 'erased'",
                    row -> row.getString(1)));
        } catch (StoreException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long newest(Database database) throws StoreException {
        return database.read((sql, _) -> sql.first("select max(nr) from call_record", row -> row.getLong(1))).orElseThrow();
    }

    private static Cdr erased(Cdr c) {
        return new Cdr(c.id(), c.direction(), Party.of("erased"), c.to(), c.trunk(), c.route(), c.startedAt(), c.ringingAt(),
                c.answeredAt(), c.endedAt(), c.endedBy(), c.sipStatus(), c.cause(), c.reason(), c.legs(), c.quality(), c.why());
    }

    @Test
    void oldRowsAreDeleted() throws Exception {
        log.append(some(17, 300));
        var old = new CdrGenerator(18, START.minus(Duration.ofDays(90)), 20);
        var older = Stream.generate(old::next).limit(250).toList();
        log.append(older);
        try (var database = open(); var feed = feed(database, log)) {
            await(feed, 550);
            var held = older.subList(10, 13).stream().map(Cdr::id).toList();
            var before = LocalDate.ofInstant(START.minus(Duration.ofDays(30)), ZoneOffset.UTC);
            assertEquals(247, new RecordExpiry(database).expire(before, held.iterator()));
            assertEquals(303, count(database));
            assertEquals(0, new RecordExpiry(database).expire(before, held.iterator()));
            assertEquals(3, new RecordExpiry(database).expire(before, List.<CallId>of().iterator()), "lifted");
            assertEquals(300, count(database));
        }
    }

    /** What is held is sought in the journal, which may take minutes: subscribers are changed and records written meanwhile. */
    @Test
    void othersWriteWhileASweepSeeksWhatIsHeld() throws Exception {
        var old = new CdrGenerator(18, START.minus(Duration.ofDays(90)), 20);
        var older = Stream.generate(old::next).limit(250).toList();
        log.append(older);
        var before = LocalDate.ofInstant(START.minus(Duration.ofDays(30)), ZoneOffset.UTC);
        try (var database = open(); var feed = feed(database, log)) {
            await(feed, 250);
            var others = new ArrayList<Cdr>();
            try (var other = Executors.newSingleThreadExecutor()) {
                var found = older.subList(0, 100).stream().map(Cdr::id).iterator();
                Iterator<CallId> seeking = new Iterator<>() {
                    @Override
                    public boolean hasNext() {
                        try {
                            if (others.size() < 5) {
                                others.addAll(some(20 + others.size(), 1));
                                log.append(List.of(others.getLast()));
                                await(feed, 250 + others.size());
                                other.submit(() -> database.change(true, (sql, _) -> sql.update("update entry set kind = kind")))
                                        .get(30, TimeUnit.SECONDS);
                            }
                            return found.hasNext();
                        } catch (Exception e) {
                            throw new IllegalStateException("nobody else can write", e);
                        }
                    }

                    @Override
                    public CallId next() {
                        return found.next();
                    }
                };
                assertEquals(150, new RecordExpiry(database).expire(before, seeking));
            }
            assertEquals(5, others.size());
            assertEquals(105, count(database));
        }
    }

    @Test
    void aSweepThatCannotReadAllThatIsHeldDeletesNothing() throws Exception {
        var old = new CdrGenerator(18, START.minus(Duration.ofDays(90)), 20);
        var older = Stream.generate(old::next).limit(50).toList();
        log.append(older);
        var before = LocalDate.ofInstant(START.minus(Duration.ofDays(30)), ZoneOffset.UTC);
        try (var database = open(); var feed = feed(database, log)) {
            await(feed, 50);
            var broken = Stream.concat(older.stream().limit(20).map(Cdr::id), Stream.generate(() -> {
                throw new UncheckedIOException(new IOException("the journal cannot be read"));
            })).map(CallId.class::cast).iterator();
            assertThrows(UncheckedIOException.class, () -> new RecordExpiry(database).expire(before, broken));
            assertEquals(50, count(database));
            assertEquals(40, new RecordExpiry(database).expire(before, older.stream().limit(10).map(Cdr::id).iterator()));
        }
    }

    @Test
    void aStoreThatIsDownCatchesUp() throws Exception {
        log.append(some(6, 100));
        try (var database = open()) {
            database.change(true, (sql, _) -> sql.update("alter table call_record rename to away"));
            try (var feed = feed(database, log)) {
                while (feed.trouble().isEmpty())
                    TimeUnit.MILLISECONDS.sleep(1);
                assertEquals("store-down", feed.trouble().get().code());
                database.change(true, (sql, _) -> sql.update("alter table away rename to call_record"));
                await(feed, 100);
                while (feed.trouble().isPresent())
                    TimeUnit.MILLISECONDS.sleep(1);
            }
            assertEquals(100, count(database));
        }
    }

    /** By the clock; how often it is tried meanwhile does not count. */
    @Test
    void aStoreThatIsAwayForAMinuteOfCallsHasEachOnceAfterwards() throws Exception {
        int perSecond = 100;
        var began = Instant.parse("2026-03-02T12:00:00Z");
        var clock = new AtomicReference<>(began);
        var cdrs = some(10, 61 * perSecond);
        try (var database = open()) {
            database.change(true, (sql, _) -> sql.update("alter table call_record rename to away"));
            try (var feed = new FollowedFeed(database, log, clock::get, 0, 1)) {
                log.append(cdrs.subList(0, perSecond));
                Await.until("it is told", () -> feed.trouble().isPresent());
                for (int second = 1; second <= 60; second++) {
                    clock.set(began.plusSeconds(second));
                    log.append(cdrs.subList(second * perSecond, (second + 1) * perSecond));
                }
                assertEquals(began, feed.trouble().orElseThrow().since());
                assertEquals(0, feed.sequence());
                database.change(true, (sql, _) -> sql.update("alter table away rename to call_record"));
                await(feed, cdrs.size());
                Await.until("the trouble is over", () -> feed.trouble().isEmpty());
            }
            assertEquals(cdrs.stream().map(c -> c.id().value()).sorted().toList(), database.read((sql, _) -> sql.list(
                    "select id from call_record", row -> row.getString(1))).stream().map(String::strip).sorted().toList());
        }
    }

    @Test
    void whatACallCostIsInColumnsOfItsOwn() throws Exception {
        var c = some(9, 1).getFirst();
        var dear = new Cdr(c.id(), c.direction(), c.from(), c.to(), c.trunk(), c.route(), c.startedAt(), c.ringingAt(),
                c.answeredAt(), c.endedAt(), c.endedBy(), c.sipStatus(), c.cause(), c.reason(), c.legs(), c.quality(), c.why(),
                c.marks().with(Optional.of(new Cost(new Amount(Long.MAX_VALUE), "SEK"))));
        log.append(List.of(dear));
        log.append(some(8, 2));
        try (var database = open(); var feed = feed(database, log)) {
            await(feed, 3);
            assertEquals(List.of("9223372036854.775807 SEK"), database.read((sql, _) -> sql.list(
                    "select cost, currency from call_record where currency is not null",
                    row -> row.getBigDecimal("cost").toPlainString() + " " + row.getString("currency"))));
            assertEquals(2, database.read((sql, _) -> sql.list("select nr from call_record where cost is null",
                    row -> row.getLong(1))).size());
        }
    }

    @Test
    void strangeRecordsDoNotStopTheOthers() throws Exception {
        var odd = some(7, 1).getFirst();
        var strange = new Cdr(odd.id(), odd.direction(),
                new Party("x\0\"\\\n\ud83d\ude00".repeat(500), Optional.empty(), "\0"),
                odd.to(), odd.trunk(), odd.route(), odd.startedAt(), odd.ringingAt(), odd.answeredAt(), odd.endedAt(),
                odd.endedBy(), odd.sipStatus(), odd.cause(), Optional.of("r".repeat(9_999)), odd.legs(),
                odd.quality(), odd.why());
        log.append(List.of(strange));
        log.append(some(8, 10));
        try (var database = open(); var feed = feed(database, log)) {
            await(feed, 11);
            assertEquals(11, count(database));
        }
    }

    @Test
    void afterKill9EachRecordIsThereOnce() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        var random = new Random(seed);
        for (int round = 0; round < 2; round++) {
            var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
            var process = new ProcessBuilder(java, "-cp", System.getProperty("java.class.path"), Feeder.class.getName(),
                    dir.toString(), address().get(0), address().get(1), address().get(2)).redirectError(ProcessBuilder.Redirect.DISCARD).start();
            try (var out = process.inputReader()) {
                long until = (round + 1) * 2_000L + random.nextInt(2_000);
                while (Long.parseLong(out.readLine()) < until)
                    TimeUnit.MILLISECONDS.sleep(1);
            } finally {
                process.destroyForcibly().waitFor();
            }
            try (var database = open()) {
                long sequence = new RecordTable(database).offset("seeded").orElseThrow().sequence();
                assertEquals(sequence, count(database), "the offset and the table disagree");
                var ids = new HashSet<>(database.read((sql, _) -> sql.list("select id from call_record", r -> r.getString(1))));
                for (var cdr : some(99, (int) sequence))
                    assertTrue(ids.contains(cdr.id().value()));
            }
        }
    }

    /** The process that dies: the same journal each time, longer than it lives. */
    static final class Feeder {
        private Feeder() {}

        public static void main(String[] args) throws Exception {
            var log = new MemoryRecordLog("seeded");
            log.append(some(99, 20_000));
            var database = new Database(Path.of(args[0]), args[1], args[2], args[3]);
            var feed = feed(database, log);
            for (;;) {
                System.out.println(feed.sequence());
                TimeUnit.MILLISECONDS.sleep(1);
            }
        }
    }

    public static FollowedFeed feed(Database database, MemoryRecordLog log) {
        return new FollowedFeed(database, log, InstantSource.system(), 0, 1);
    }

    public static void await(FollowedFeed feed, long sequence) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (feed.sequence() < sequence) {
            if (System.nanoTime() > deadline)
                throw new AssertionError(feed.sequence() + " of " + sequence + " " + feed.trouble());
            TimeUnit.MILLISECONDS.sleep(2);
        }
    }

    public static long count(Database database) throws StoreException {
        return database.read((sql, _) -> sql.first("select count(*) from call_record", row -> row.getLong(1)).orElseThrow());
    }

    private static String text(ResultSet row, String column) {
        try {
            return row.getString(column);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public static List<Cdr> some(long seed, int count) {
        var records = new CdrGenerator(seed, START, 20);
        return Stream.generate(records::next).limit(count).toList();
    }
}
