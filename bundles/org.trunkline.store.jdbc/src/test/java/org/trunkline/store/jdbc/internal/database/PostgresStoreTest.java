package org.trunkline.store.jdbc.internal.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;
import org.trunkline.engine.port.config.ConfigChange.PutTrunk;
import org.trunkline.engine.port.config.ConfigChange.RemoveTrunk;
import org.trunkline.engine.port.config.ConfigStore;
import org.trunkline.engine.port.config.PluginEntryStore;
import org.trunkline.engine.port.config.StoreException;
import org.trunkline.engine.port.message.MessageStore;
import org.trunkline.store.jdbc.internal.ConfigStoreContract;
import org.trunkline.store.jdbc.internal.PostgresServer;
import org.trunkline.store.jdbc.internal.config.JdbcConfigStore;
import org.trunkline.store.jdbc.internal.config.PluginEntryTable;
import org.trunkline.store.jdbc.internal.message.MessageStoreContract;
import org.trunkline.store.jdbc.internal.message.MessageTable;
import org.trunkline.store.jdbc.internal.migrate.MoveStore;
import org.trunkline.store.jdbc.internal.migrate.StoreMove;
import org.trunkline.store.jdbc.internal.record.RecordFeedContract;
import org.trunkline.testkit.Await;
import org.trunkline.testkit.MemoryRecordLog;

/** The same contracts as H2's on a real PostgreSQL, and what only it can do. */
class PostgresStoreTest {
    private static Optional<PostgresServer> server = Optional.empty();
    private static String withTables;

    @BeforeAll
    static void start(@TempDir Path dir) throws IOException, SQLException {
        server = PostgresServer.installed();
        assumeTrue(server.isPresent(), PostgresServer.MISSING);
        withTables = server.get().newDatabase();
        open(dir, withTables).close();
    }

    @AfterAll
    static void stop() throws IOException {
        if (server.isPresent())
            server.get().close();
    }

    static Database open(Path dir, String url) {
        return new Database(dir, url, PostgresServer.USER, PostgresServer.PASSWORD);
    }

    @Nested
    class Configuration extends ConfigStoreContract {
        @TempDir
        Path dir;
        private String url;
        private final List<Database> open = new ArrayList<>();

        @BeforeEach
        void make() throws Exception {
            url = server.orElseThrow().copyOf(withTables);
        }

        @Override
        public ConfigStore reopen() {
            close();
            return ofAnotherNode();
        }

        @Override
        public ConfigStore ofAnotherNode() {
            return new JdbcConfigStore(database(), InstantSource.system());
        }

        @Override
        public PluginEntryStore entries() {
            return new PluginEntryTable(database(), InstantSource.system());
        }

        private Database database() {
            var database = open(dir, url);
            open.add(database);
            return database;
        }

        @AfterEach
        void close() {
            open.forEach(Database::close);
            open.clear();
        }
    }

    @Nested
    class Messages extends MessageStoreContract {
        @TempDir
        Path dir;
        private String url;
        private final List<Database> open = new ArrayList<>();

        @BeforeEach
        void make() throws Exception {
            url = server.orElseThrow().copyOf(withTables);
        }

        @Override
        public MessageStore reopen() {
            close();
            var database = open(dir, url);
            open.add(database);
            return new MessageTable(database);
        }

        @AfterEach
        void close() {
            open.forEach(Database::close);
            open.clear();
        }
    }

    @Nested
    class Records extends RecordFeedContract {
        private String url;

        @BeforeEach
        void make() throws Exception {
            url = server.orElseThrow().copyOf(withTables);
        }

        @Override
        public Database open() {
            return PostgresStoreTest.open(dir, url);
        }

        @Override
        public List<String> address() {
            return List.of(url, PostgresServer.USER, PostgresServer.PASSWORD);
        }

        @Test
        void eachMonthHasItsPartition() throws Exception {
            log.append(some(9, 300));
            try (var database = open(); var feed = feed(database, log)) {
                await(feed, 300);
                assertEquals(List.of("call_record_2026_03"), database.read((sql, _) -> sql.list("""
                        select child.relname from pg_inherits join pg_class child on inhrelid = child.oid
                        join pg_class parent on inhparent = parent.oid
                        where parent.relname = 'call_record' order by 1""", row -> row.getString(1))));
            }
        }

        /** A minute of a hundred calls a second, without the waiting: the time between two tries is the test's. */
        @Test
        void aServerThatIsGoneForAMinuteGetsEachRecordOnceWhileOthersGoOn() throws Exception {
            var before = some(10, 500);
            var meanwhile = some(11, 6_000);
            try (var database = open(); var feed = feed(database, log); var another = log.from(log.first())) {
                log.append(before);
                await(feed, 500);
                server.orElseThrow().stop();
                try {
                    log.append(meanwhile.subList(0, 3_000));
                    Await.until("the trouble is told", () -> feed.trouble().isPresent());
                    assertEquals("store-down", feed.trouble().get().code());
                    var since = feed.trouble().get().since();
                    log.append(meanwhile.subList(3_000, 6_000));
                    assertEquals(6_500, another.next(10_000).size(), "another consumer of the journal has all of them");
                    assertEquals(500, feed.sequence(), "what is not in the table is not counted");
                    assertEquals(since, feed.trouble().get().since(), "one trouble, since it began");
                } finally {
                    server.orElseThrow().start();
                }
                await(feed, 6_500);
                Await.until("the trouble is over", () -> feed.trouble().isEmpty());
                assertEquals(6_500, count(database));
                var ids = new HashSet<>(database.read((sql, _) -> sql.list("select id from call_record", row -> row.getString(1))));
                assertEquals(Stream.concat(before.stream(), meanwhile.stream()).map(cdr -> cdr.id().value())
                        .collect(Collectors.toSet()), ids);
            }
        }
    }

    @Test
    void whatIsWrongIsSaidWithoutThePassword(@TempDir Path dir) throws Exception {
        String url = server.orElseThrow().newDatabase();
        var refused = assertThrows(OpenFailure.class, () -> new Database(dir, url, PostgresServer.USER, "wrong-one"));
        assertEquals("store-refused", refused.code());
        var missing = assertThrows(OpenFailure.class, () -> open(dir, url + "x?ApplicationName=secret"));
        assertTrue(missing.getMessage().contains(url + "x") && !missing.getMessage().contains("secret"), missing.getMessage());
    }

    @Test
    void tablesThatAreUpToDateAreLeftAlone() throws Exception {
        var source = new PGSimpleDataSource();
        source.setUrl(server.orElseThrow().newDatabase());
        source.setUser(PostgresServer.USER);
        source.setPassword(PostgresServer.PASSWORD);
        assertTrue(SchemaMigration.update(source, false));
        assertFalse(SchemaMigration.update(source, false), "a second of each start");
    }

    /** From H2, with one interruption. */
    @Nested
    class Move {
        @TempDir
        Path dir;
        private final MemoryRecordLog log = new MemoryRecordLog("j1");

        @Test
        void allOfItIsMovedOnceAndGoesOnThere() throws Exception {
            String url = server.orElseThrow().newDatabase();
            log.append(RecordFeedContract.some(12, 7_000));
            ConfigStore.AuditEntry last;
            try (var h2 = new Database(dir, "", "", "")) {
                var config = new JdbcConfigStore(h2, InstantSource.system());
                config.apply(List.of(new PutTrunk(ConfigStoreContract.TELIA, Optional.of("s3cret"))), "ada");
                last = config.audit(1).getFirst();
                try (var feed = RecordFeedContract.feed(h2, log)) {
                    RecordFeedContract.await(feed, 7_000);
                }
                try (var target = open(dir, url)) {
                    var interrupted = assertThrows(IllegalStateException.class, () -> new StoreMove(h2, target, (table, rows, of) -> {
                        if (table.equals("call_record") && rows > of / 2)
                            throw new IllegalStateException("pulled the plug");
                    }).run());
                    assertEquals("pulled the plug", interrupted.getMessage());
                    assertTrue(RecordFeedContract.count(target) > 3_500);
                }
            }
            var out = new ByteArrayOutputStream();
            var secret = Files.writeString(dir.resolve("password"), PostgresServer.PASSWORD + "\n");
            assertEquals(0, MoveStore.run(List.of("--data", dir.toString(), "--to", url, "--user", PostgresServer.USER,
                    "--password-file", secret.toString()), Map.of(), new PrintStream(out), new PrintStream(out)), out::toString);
            assertTrue(out.toString().matches("(?s).*call_record +7,?000 rows, the same in both.*Moved\\..*"), out::toString);
            log.append(RecordFeedContract.some(13, 500));
            try (var target = open(dir, url); var feed = RecordFeedContract.feed(target, log)) {
                RecordFeedContract.await(feed, 7_500);
                assertEquals(7_500, RecordFeedContract.count(target));
                var config = new JdbcConfigStore(target, InstantSource.system());
                assertEquals(List.of(ConfigStoreContract.TELIA), config.load().trunks());
                assertEquals(List.of(last), config.audit(5));
                config.apply(List.of(new RemoveTrunk(ConfigStoreContract.TELIA.name())), "ada"); // its number is a new one
                assertEquals(2, config.audit(5).size());
            }
        }

        @Test
        void aDatabaseInUseAndOneThatDiffersAreRefused() throws Exception {
            String url = server.orElseThrow().newDatabase();
            log.append(RecordFeedContract.some(14, 100));
            try (var h2 = new Database(dir, "", "", ""); var target = open(dir, url);
                    var feed = RecordFeedContract.feed(h2, log)) {
                RecordFeedContract.await(feed, 100);
                var differs = assertThrows(StoreException.class, () -> new StoreMove(h2, target, (table, rows, of) -> {
                    if (table.startsWith("comparing"))
                        spoil(target);
                }).run());
                assertTrue(differs.getMessage().contains("call_record differs"), differs.getMessage());
                target.change(true, (sql, _) -> sql.update("delete from setting where name = 'store-move'"));
                var used = assertThrows(StoreException.class, () -> new StoreMove(h2, target, (_, _, _) -> { }).run());
                assertTrue(used.getMessage().contains("in use"), used.getMessage());
            }
        }

        private static void spoil(Database target) {
            try {
                target.change(true, (sql, _) -> sql.update("update call_record set cause = 'busy' where cause = 'normal'"));
            } catch (StoreException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
