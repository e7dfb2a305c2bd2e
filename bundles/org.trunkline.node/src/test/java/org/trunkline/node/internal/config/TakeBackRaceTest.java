package org.trunkline.node.internal.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trunkline.api.FieldError;
import org.trunkline.api.config.Author;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.config.TakenBack;
import org.trunkline.domain.config.CallHandling;
import org.trunkline.domain.config.Srtp;
import org.trunkline.domain.config.Subscriber;
import org.trunkline.domain.schema.Secret;
import org.trunkline.engine.directory.digest.DigestAlgorithm;
import org.trunkline.node.internal.plugin.GateKind;
import org.trunkline.node.internal.plugin.StoredEntries;
import org.trunkline.node.internal.settings.AlertSettings;
import org.trunkline.node.internal.settings.AuditedSettings;
import org.trunkline.node.internal.settings.SettingsFile;
import org.trunkline.node.internal.settings.StoredSettings;
import org.trunkline.store.jdbc.internal.config.JdbcConfigStore;
import org.trunkline.store.jdbc.internal.config.PluginEntryTable;
import org.trunkline.store.jdbc.internal.database.Database;
import org.trunkline.testkit.node.FakeNode;

/** Of two administrators who take back the same change at once, one does, and the other is told; on the real store. */
class TakeBackRaceTest {
    private static final int ROUNDS = 10;

    @TempDir
    Path dir;
    private final FakeNode node = new FakeNode();
    private Database database;
    private JdbcConfigStore store;
    private Configurations configurations;
    private Catalogs catalogs;
    private StoredEntries entries;
    private AuditedSettings settings;
    private StoredChangeLog log;

    @BeforeEach
    void open() throws Exception {
        database = new Database(dir, "", "", "");
        store = new JdbcConfigStore(database, InstantSource.system());
        configurations = new Configurations(store, store.load(), _ -> { }, _ -> { }, "test");
        catalogs = Catalogs.of(configurations, "realm", node.cdrs(), new SavedSearchCatalog.AlertPlaces(() -> new AlertSettings(List.of(),
                "", 0, "none", AlertSettings.Account.NONE, ""), node.alerts()));
        entries = new StoredEntries(new PluginEntryTable(database, InstantSource.system()));
        settings = new AuditedSettings(new StoredSettings(_ -> null, new SettingsFile(dir.resolve("settings.json"))), store, "test", () -> { });
        log = new StoredChangeLog(store, catalogs, entries, settings);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private SaveResult<TakenBack> takeBack(String who, long change, CyclicBarrier start) throws Exception {
        return Author.as(who, () -> {
            start.await();
            return log.takeBack(change, false);
        });
    }

    /** Takes back the newest change twice at once. */
    private void takenBackOnce() throws Exception {
        var change = store.changes("", Long.MAX_VALUE, 1).getFirst();
        var start = new CyclicBarrier(2);
        var results = new ArrayList<SaveResult<TakenBack>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var both = Stream.of("anna", "bo").map(who -> threads.submit(() -> takeBack(who, change.id(), start))).toList();
            for (var one : both)
                results.add(one.get());
        }
        assertEquals(List.of("1 made", "taken-back"), results.stream().map(TakeBackRaceTest::said).sorted().toList());
        var later = store.later(change.entry().subject(), change.id());
        assertEquals(List.of(OptionalLong.of(change.id())), later.stream().map(l -> l.undoes()).toList(), "one entry, and linked");
        assertEquals(OptionalLong.of(later.getFirst().id()), store.change(change.id()).orElseThrow().undoneBy());
    }

    private static String said(SaveResult<TakenBack> result) {
        return switch (result) {
            case SaveResult.Saved<TakenBack>(var done) -> done.changes().size() + " made";
            case SaveResult.Rejected<TakenBack>(var errors) -> String.join(",", errors.stream().map(FieldError::code).toList());
            case SaveResult.Missing<TakenBack> missing -> missing.toString();
            case SaveResult.InUse<TakenBack> used -> used.toString();
        };
    }

    private static Subscriber alice(String password) {
        return new Subscriber("alice", Secret.of(password), "", true, CallHandling.PLAIN, Srtp.OFFER);
    }

    /** Its fields are the same before and after, so that only the audit tells that it is taken back. */
    @Test
    void aPassword() throws Exception {
        catalogs.subscribers().create(alice("password1"));
        for (int i = 0; i < ROUNDS; i++) {
            catalogs.subscribers().replace("alice", alice("password2"));
            takenBackOnce();
            assertEquals(DigestAlgorithm.secretOf("alice", "realm", "password1"), configurations.current().secrets().get("alice"));
        }
    }

    @Test
    void anEntryOfAPlugin() throws Exception {
        new GateKind().comeTo(entries);
        entries.create(GateKind.PLUGIN, GateKind.KIND, GateKind.open(5));
        for (int i = 0; i < ROUNDS; i++) {
            entries.replace(GateKind.PLUGIN, GateKind.KIND, "Front gate", GateKind.open(9));
            takenBackOnce();
            assertEquals(GateKind.open(5), entries.find(GateKind.PLUGIN, GateKind.KIND, "Front gate").orElseThrow().values());
        }
    }

    @Test
    void aSetting() throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            settings.change(Map.of("trunkline.region", Optional.of("SE")));
            takenBackOnce();
            assertEquals("", settings.report().find("trunkline.region").orElseThrow().value());
        }
    }
}
