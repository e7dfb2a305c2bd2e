package org.trunkline.node.internal.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trunkline.api.config.EntryChange;
import org.trunkline.api.config.EntryKind;
import org.trunkline.api.config.SaveResult;
import org.trunkline.domain.config.CallHandling;
import org.trunkline.domain.config.Srtp;
import org.trunkline.domain.config.Subscriber;
import org.trunkline.domain.schema.Secret;
import org.trunkline.engine.port.config.ConfigChange;
import org.trunkline.engine.port.config.PhoneAddress;
import org.trunkline.engine.port.message.MessageStore;
import org.trunkline.node.internal.plugin.StoredEntries;
import org.trunkline.node.internal.settings.AlertSettings;
import org.trunkline.node.internal.settings.AuditedSettings;
import org.trunkline.store.jdbc.internal.config.JdbcConfigStore;
import org.trunkline.store.jdbc.internal.config.PluginEntryTable;
import org.trunkline.store.jdbc.internal.database.Database;
import org.trunkline.store.jdbc.internal.message.MessageTable;
import org.trunkline.testkit.node.FakeNode;

/** What belongs to a subscriber comes back with a name that is taken back; on the real store. */
class NameUndoTest {
    private static final PhoneAddress ADDRESS = new PhoneAddress("a".repeat(43), "yealink", "anna", "udp 192.0.2.10",
            Instant.parse("2026-03-02T08:00:00.123Z"));

    @TempDir
    Path dir;
    private final FakeNode node = new FakeNode();
    private final List<ConfigChange> told = new ArrayList<>();

    private static Subscriber subscriber(String username) {
        return new Subscriber(username, Secret.of("password of it"), "", true, CallHandling.PLAIN, Srtp.OFFER);
    }

    private StoredChangeLog log(Database database, JdbcConfigStore store, Catalogs catalogs) {
        return new StoredChangeLog(store, catalogs, new StoredEntries(new PluginEntryTable(database, InstantSource.system())),
                new AuditedSettings(node.settings(), store, "test", () -> { }));
    }

    private Catalogs catalogs(JdbcConfigStore store) throws Exception {
        return Catalogs.of(new Configurations(store, store.load(), _ -> { }, told::addAll, "test"), "realm", node.cdrs(),
                new SavedSearchCatalog.AlertPlaces(() -> new AlertSettings(List.of(), "", 0, "none", AlertSettings.Account.NONE, ""),
                        node.alerts()));
    }

    private static void takeBackNewest(StoredChangeLog log) throws Exception {
        assertInstanceOf(SaveResult.Saved.class, log.takeBack(log.list("", Optional.empty(), 1).items().getFirst().id(), true));
    }

    @Test
    void messagesAndAddressesOfPhonesComeBackWithTheName() throws Exception {
        try (var database = new Database(dir, "", "", "")) {
            var store = new JdbcConfigStore(database, InstantSource.system());
            var messages = new MessageTable(database);
            var catalogs = catalogs(store);
            var log = log(database, store, catalogs);
            catalogs.subscribers().create(subscriber("anna"));
            messages.keep(new MessageStore.Envelope("anna", "bo", "1", Instant.parse("2026-03-02T08:00:00Z"), Optional.empty(), 1),
                    "x".getBytes(UTF_8), MessageStore.Room.DEFAULT);
            store.savePhoneAddresses(List.of(ADDRESS), List.of());
            catalogs.subscribers().replace("anna", subscriber("eva"));
            for (var name : List.of("anna", "eva", "anna")) {
                takeBackNewest(log);
                assertEquals(Map.of(name, 1), messages.counts());
                assertEquals(List.of(ADDRESS.renamed(name)), store.phoneAddresses());
            }
            assertEquals(new ConfigChange.RemoveSubscriber("eva", Optional.of("anna")), told.getLast());
        }
    }

    @Test
    void nothingIsLostWhereTheNamesAreTakenBackOneByOne() throws Exception {
        try (var database = new Database(dir, "", "", "")) {
            var store = new JdbcConfigStore(database, InstantSource.system());
            var catalogs = catalogs(store);
            var log = log(database, store, catalogs);
            catalogs.subscribers().create(subscriber("anna"));
            store.savePhoneAddresses(List.of(ADDRESS), List.of());
            catalogs.subscribers().replace("anna", subscriber("eva"));
            for (var name : List.of("eva", "anna")) {
                for (var part : log.list("", Optional.empty(), 2).items())
                    assertInstanceOf(SaveResult.Rejected.class, log.takeBack(part.id(), false));
                assertEquals(List.of(ADDRESS.renamed(name)), store.phoneAddresses());
                takeBackNewest(log);
            }
        }
    }

    @Test
    void aSubscriberThatWasDeletedBesideANewOneGetsNothingOfIt() throws Exception {
        try (var database = new Database(dir, "", "", "")) {
            var store = new JdbcConfigStore(database, InstantSource.system());
            var catalogs = catalogs(store);
            catalogs.subscribers().create(subscriber("anna"));
            catalogs.apply(List.of(new EntryChange.Create<>(EntryKind.SUBSCRIBER, subscriber("eva")),
                    new EntryChange.Delete<>(EntryKind.SUBSCRIBER, "anna")));
            store.savePhoneAddresses(List.of(ADDRESS.renamed("eva")), List.of());
            takeBackNewest(log(database, store, catalogs));
            assertEquals(List.of("anna"), store.load().subscribers().stream().map(Subscriber::username).toList());
            assertEquals(List.of(), store.phoneAddresses());
        }
    }
}
