package org.trunkline.store.jdbc.internal.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trunkline.engine.port.config.AlertMemory;
import org.trunkline.engine.port.config.ConfigChange.PutTrunk;
import org.trunkline.engine.port.config.ConfigChange.RemoveTrunk;
import org.trunkline.engine.port.config.ConfigStore;
import org.trunkline.engine.port.config.PluginEntryStore;
import org.trunkline.engine.port.config.StoreException;
import org.trunkline.store.jdbc.internal.ConfigStoreContract;
import org.trunkline.store.jdbc.internal.config.AlertTable;
import org.trunkline.store.jdbc.internal.config.JdbcConfigStore;
import org.trunkline.store.jdbc.internal.config.PluginEntryTable;

class H2ConfigStoreTest extends ConfigStoreContract {
    @TempDir
    Path dir;
    private final List<Database> open = new ArrayList<>();

    @Override
    public ConfigStore reopen() {
        close();
        return new JdbcConfigStore(database(), InstantSource.system());
    }

    /** Only one process has the database. */
    @Override
    public ConfigStore ofAnotherNode() {
        return new JdbcConfigStore(open.getLast(), InstantSource.system());
    }

    @Override
    public PluginEntryStore entries() {
        return new PluginEntryTable(open.getLast(), InstantSource.system());
    }

    private Database database() {
        var database = new Database(dir, "", "", "");
        open.add(database);
        return database;
    }

    @AfterEach
    void close() {
        open.forEach(Database::close);
        open.clear();
    }

    @Test
    void entriesOfPluginsAreKeptWithTheirSealedSecretsAndAudit() throws Exception {
        var kind = new PluginEntryStore.Kind("com.example.doors", "door");
        var front = new PluginEntryStore.Entry("Front", Map.of("name", "Front", "seconds", "5"), Map.of("pin", "a pin of it"));
        var table = new PluginEntryTable(database(), InstantSource.system());
        table.put(kind, front, "anna");
        table.put(kind, new PluginEntryStore.Entry("Back", Map.of("name", "Back"), Map.of()), "anna");
        table.put(kind, new PluginEntryStore.Entry("Front", Map.of("name", "Front", "seconds", "9"), Map.of()), "bo");
        var store = reopen();
        table = new PluginEntryTable(open.getLast(), InstantSource.system());
        assertEquals(Map.of("pin", "a pin of it"), table.find(kind, "Front").orElseThrow().secrets(), "kept");
        assertEquals(List.of("Back"), table.list(kind, Optional.empty(), 1).stream().map(PluginEntryStore.Entry::key).toList());
        assertEquals(List.of("Front"), table.list(kind, Optional.of("Back"), 9).stream().map(PluginEntryStore.Entry::key).toList());
        assertEquals(2, table.count(kind));
        assertEquals(List.of(), table.list(new PluginEntryStore.Kind("com.example.doors", "window"), Optional.empty(), 9));
        assertTrue(table.remove(kind, "Front", "cy"));
        assertFalse(table.remove(kind, "Front", "cy"));
        var audit = store.audit(10).toString();
        assertTrue(audit.contains("seconds: 5") && audit.contains("seconds: 5 → 9") && audit.contains("entry com.example.doors door Front"),
                audit);
        assertFalse(audit.contains("a pin of it"), audit);
        table.put(new PluginEntryStore.Kind("com.example.doors", "gate"), front, "anna");
        assertEquals(Map.of(kind, 1L, new PluginEntryStore.Kind("com.example.doors", "gate"), 1L), table.counts());
        assertEquals(1, table.removeAll(kind, "dag"));
        assertEquals(0, table.removeAll(kind, "dag"));
        assertEquals(List.of(), table.list(kind, Optional.empty(), 9));
        assertTrue(store.audit(10).toString().contains("dag"), "who deleted them is kept");
    }

    @Test
    void anEntryOfAPluginHasItsFieldsBeforeAndAfterAndWhatUndoesIt() throws Exception {
        var kind = new PluginEntryStore.Kind("com.example.doors", "door");
        var store = reopen();
        var table = new PluginEntryTable(open.getLast(), InstantSource.system());
        table.put(kind, new PluginEntryStore.Entry("Front", Map.of("name", "Front", "seconds", "5"), Map.of()), "anna");
        table.remove(kind, "Front", "bo");
        var deleted = store.changes("", Long.MAX_VALUE, 1).getFirst();
        assertEquals(Optional.of(Map.of("name", "Front", "seconds", "5")), deleted.before());
        assertEquals(Optional.of(Map.of()), deleted.after());
        var former = Optional.of(new PluginEntryStore.Entry("Front", deleted.before().orElseThrow(), Map.of()));
        var back = table.undo(kind, new PluginEntryStore.Undo("Front", former, deleted.id()), "bo");
        assertEquals(List.of(back), store.changes("", Long.MAX_VALUE, 1));
        assertEquals(OptionalLong.of(deleted.id()), back.undoes());
        assertEquals(OptionalLong.of(back.id()), store.change(deleted.id()).orElseThrow().undoneBy());
        assertEquals(former, table.find(kind, "Front"));
        var gone = table.undo(kind, new PluginEntryStore.Undo("Front", Optional.empty(), back.id()), "cy");
        assertEquals("delete", gone.entry().action());
        assertEquals(Optional.empty(), table.find(kind, "Front"));
        assertEquals(OptionalLong.empty(), store.change(deleted.id()).orElseThrow().undoneBy());
    }

    @Test
    void howAlertsStandOutlivesARestart() throws Exception {
        var at = Instant.parse("2026-03-02T08:00:00.123Z");
        var kept = new AlertMemory.Kept("cause:busy", at, "state RAISED\nsince 1\n");
        new AlertTable(database()).save(Map.of("Busy", kept, "Other", kept), List.of());
        new AlertTable(database()).save(Map.of("Busy", new AlertMemory.Kept("cause:busy", at, "state QUIET\n")),
                List.of("Other", "never there"));
        var copy = dir.resolve("copy"); // as kill -9 would leave it
        Files.createDirectories(copy.resolve("store"));
        Files.copy(dir.resolve("store/trunkline.mv.db"), copy.resolve("store/trunkline.mv.db"));
        Files.copy(dir.resolve("secret.key"), copy.resolve("secret.key"));
        try (var database = new Database(copy, "", "", "")) {
            assertEquals(Map.of("Busy", new AlertMemory.Kept("cause:busy", at, "state QUIET\n")),
                    new AlertTable(database).load());
        }
    }

    @Test
    void aDatabaseThatClosedItselfIsOpenedAgain() throws Exception {
        var database = database();
        var store = new JdbcConfigStore(database, InstantSource.system());
        // as after a write that failed, on a full disk for one: who has it open cannot use it any more
        assertThrows(StoreException.class, () -> database.change(false, (sql, _) -> {
            sql.update("shutdown immediately");
            return sql.update("delete from journal_offset");
        }));
        store.apply(List.of(new PutTrunk(TELIA, Optional.empty())), "desk");
        assertEquals(List.of(TELIA), store.load().trunks());
    }

    /** With thousands of subscribers, each part that asks after a change would read them all. */
    @Test
    void theConfigurationIsReadAgainOnlyAfterAnotherStoreChangedIt() throws Exception {
        var database = database();
        var one = new JdbcConfigStore(database, InstantSource.system());
        var other = new JdbcConfigStore(database, InstantSource.system());
        var saved = one.apply(List.of(new PutTrunk(TELIA, Optional.empty())), "desk");
        assertSame(saved, one.load());
        other.apply(List.of(new RemoveTrunk(TELIA.name())), "desk");
        assertEquals(List.of(), one.load().trunks());
    }

    @Test
    void passwordsAreSealedByAKeyThatOnlyTheOwnerReads() throws Exception {
        var store = reopen();
        store.apply(List.of(new PutTrunk(TELIA, Optional.of("s3cret-Passw0rd"))), "desk");
        close();
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve("secret.key"))));
        try (var files = Files.list(dir.resolve("store"))) {
            for (var file : files.toList())
                assertFalse(Files.readString(file, StandardCharsets.ISO_8859_1).contains("s3cret-Passw0rd"));
        }
    }

    @Test
    void anotherKeyCostsThePasswordsAndNothingElse() throws Exception {
        reopen().apply(List.of(new PutTrunk(TELIA, Optional.of("s3cret"))), "desk");
        close();
        Files.delete(dir.resolve("secret.key"));
        var loaded = reopen().load();
        assertEquals(List.of(TELIA), loaded.trunks());
        assertEquals(Map.of(), loaded.trunkPasswords());
    }

    @Test
    void whatIsSavedIsOnTheDiskAtOnce() throws Exception {
        reopen().apply(List.of(new PutTrunk(TELIA, Optional.of("s3cret"))), "desk");
        var copy = dir.resolve("copy"); // as kill -9 would leave it
        Files.createDirectories(copy.resolve("store"));
        Files.copy(dir.resolve("store/trunkline.mv.db"), copy.resolve("store/trunkline.mv.db"));
        Files.copy(dir.resolve("secret.key"), copy.resolve("secret.key"));
        try (var database = new Database(copy, "", "", "")) {
            var loaded = new JdbcConfigStore(database, InstantSource.system()).load();
            assertEquals(List.of(TELIA), loaded.trunks());
            assertEquals(Map.of("Telia A", "s3cret"), loaded.trunkPasswords());
        }
    }

    @Test
    void aDamagedStoreIsRefusedWithTheWayOut() throws Exception {
        reopen();
        close();
        var file = dir.resolve("store/trunkline.mv.db");
        byte[] bytes = Files.readAllBytes(file);
        Arrays.fill(bytes, (byte) 'x');
        Files.write(file, bytes);
        var refused = assertThrows(OpenFailure.class, this::database);
        assertEquals("store-damaged", refused.code());
        assertTrue(refused.getMessage().contains(dir.toString()), refused.getMessage());
    }

    @Test
    void aNewerSchemaIsRefusedAndUntouched() throws Exception {
        reopen();
        open.getFirst().change(true, (sql, _) -> sql.update("update databasechangelog set id = '99' where id = '3'"));
        close();
        var refused = assertThrows(OpenFailure.class, this::database);
        assertEquals("store-newer", refused.code());
        assertTrue(refused.getMessage().contains("99"), refused.getMessage());
    }

    @Test
    void aStoreWhoseMakerDiedHalfWayIsFinished() throws Exception {
        reopen();
        open.getFirst().change(true, (sql, _) -> {
            sql.update("update databasechangeloglock set locked = true, lockedby = 'the dead'");
            sql.update("delete from databasechangelog where id in ('2', '3')");
            return sql.update("drop table journal_offset");
        });
        assertEquals(List.of(), reopen().bindings());
        assertEquals(1, reopen().apply(List.of(new PutTrunk(TELIA, Optional.empty())), "desk").revision());
    }

    @Test
    void aStoreOpenElsewhereIsRefused() throws Exception {
        reopen();
        close();
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var holder = new ProcessBuilder(java, "-cp", System.getProperty("java.class.path"), Holder.class.getName(),
                dir.toString()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try {
            assertEquals('o', holder.getInputStream().read());
            var refused = assertThrows(OpenFailure.class, this::database);
            assertEquals("store-locked", refused.code());
        } finally {
            holder.destroyForcibly().waitFor();
        }
        database(); // and a dead holder's lock does not last
    }

    /** Another process that has the store open. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] args) throws Exception {
            var database = new Database(Path.of(args[0]), "", "", "");
            System.out.println("open " + database.name());
            System.out.flush();
            Thread.sleep(60_000);
        }
    }

    @Test
    void anAddressThatIsNotThereIsSaid() {
        var refused = assertThrows(OpenFailure.class,
                () -> new Database(dir, "jdbc:postgresql://127.0.0.1:1/x?password=hush&connectTimeout=1", "u", "p"));
        assertEquals("store-down", refused.code());
        assertFalse(refused.getMessage().contains("hush"), refused.getMessage());
    }
}
