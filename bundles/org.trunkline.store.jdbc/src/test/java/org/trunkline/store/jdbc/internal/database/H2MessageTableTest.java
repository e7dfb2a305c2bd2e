package org.trunkline.store.jdbc.internal.database;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trunkline.domain.config.CallHandling;
import org.trunkline.domain.config.Srtp;
import org.trunkline.domain.config.Subscriber;
import org.trunkline.domain.schema.Secret;
import org.trunkline.engine.port.config.ConfigChange;
import org.trunkline.engine.port.config.DigestSecret;
import org.trunkline.engine.port.message.MessageStore;
import org.trunkline.engine.port.message.MessageStore.Envelope;
import org.trunkline.store.jdbc.internal.config.JdbcConfigStore;
import org.trunkline.store.jdbc.internal.message.MessageStoreContract;
import org.trunkline.store.jdbc.internal.message.MessageTable;

class H2MessageTableTest extends MessageStoreContract {
    private static final Envelope ENVELOPE = new Envelope("bob", "alice", "1", Instant.parse("2026-03-02T08:00:00Z"), Optional.empty(), 5);
    @TempDir
    Path dir;
    private final List<Database> open = new ArrayList<>();

    @Override
    public MessageStore reopen() {
        close();
        var database = new Database(dir, "", "", "");
        open.add(database);
        return new MessageTable(database);
    }

    @AfterEach
    void close() {
        open.forEach(Database::close);
        open.clear();
    }

    @Test
    void theTextIsNotInTheFile() throws Exception {
        reopen().keep(ENVELOPE, "meet me at the Pier".getBytes(UTF_8), MessageStore.Room.DEFAULT);
        close();
        try (var files = Files.list(dir.resolve("store"))) {
            for (var file : files.toList())
                assertFalse(Files.readString(file, StandardCharsets.ISO_8859_1).contains("Pier"));
        }
    }

    @Test
    void whatIsStoredIsOnTheDiskAtOnce() throws Exception {
        reopen().keep(ENVELOPE, "x".getBytes(UTF_8), MessageStore.Room.DEFAULT);
        var copy = dir.resolve("copy"); // as kill -9 would leave it
        Files.createDirectories(copy.resolve("store"));
        Files.copy(dir.resolve("store/trunkline.mv.db"), copy.resolve("store/trunkline.mv.db"));
        Files.copy(dir.resolve("secret.key"), copy.resolve("secret.key"));
        try (var database = new Database(copy, "", "", "")) {
            assertEquals(ENVELOPE, new MessageTable(database).next("bob").orElseThrow().envelope());
        }
    }

    @Test
    void messagesFollowASubscriberWhoIsRenamed() throws Exception {
        var store = reopen();
        var config = new JdbcConfigStore(open.getLast(), InstantSource.system());
        var secret = Optional.of(new DigestSecret("trunkline", "a".repeat(32), "b".repeat(64)));
        config.apply(List.of(new ConfigChange.PutSubscriber(subscriber("bob"), secret), new ConfigChange.PutSubscriber(subscriber("carol"), secret)),
                "anna");
        store.keep(ENVELOPE, "x".getBytes(UTF_8), MessageStore.Room.DEFAULT);
        config.apply(List.of(new ConfigChange.PutSubscriber(subscriber("robert"), secret),
                new ConfigChange.RemoveSubscriber("bob", Optional.of("robert"))), "anna");
        assertEquals(Map.of("robert", 1), store.counts());
        assertEquals("x", new String(store.next("robert").orElseThrow().content(), UTF_8), "its seal does not depend on the name");
        config.apply(List.of(new ConfigChange.RemoveSubscriber("carol")), "anna");
        assertEquals(Map.of("robert", 1), store.counts());
    }

    private static Subscriber subscriber(String username) {
        return new Subscriber(username, Secret.KEPT, "", true, CallHandling.PLAIN, Srtp.OFFER);
    }

    @Test
    void whatAnotherKeySealedIsDeletedSoThatTheNextIsDelivered() throws Exception {
        reopen().keep(ENVELOPE, "x".getBytes(UTF_8), MessageStore.Room.DEFAULT);
        close();
        Files.delete(dir.resolve("secret.key"));
        var store = reopen();
        store.keep(new Envelope("bob", "alice", "2", ENVELOPE.at().plusSeconds(1), Optional.empty(), 5), "y".getBytes(UTF_8),
                MessageStore.Room.DEFAULT);
        assertEquals("2", store.next("bob").orElseThrow().envelope().id());
        assertEquals(Map.of("bob", 1), store.counts());
    }
}
