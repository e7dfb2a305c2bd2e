package org.trunkline.store.jdbc.internal.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.trunkline.engine.port.message.MessageStore;
import org.trunkline.engine.port.message.MessageStore.Envelope;
import org.trunkline.engine.port.message.MessageStore.Listed;
import org.trunkline.engine.port.message.MessageStore.Room;

/** What every store of waiting messages does, whatever the database. */
public abstract class MessageStoreContract {
    private static final Instant AT = Instant.parse("2026-03-02T08:00:00.123Z");

    /** An empty store, or the same one opened again. */
    public abstract MessageStore reopen() throws Exception;

    private static Envelope envelope(String recipient, String id, int second) {
        return new Envelope(recipient, "alice", id, AT.plusSeconds(second),
                second == 0 ? Optional.empty() : Optional.of(AT.plusSeconds(100 + second)), 5);
    }

    private static byte[] text(String text) {
        return text.getBytes(UTF_8);
    }

    @Test
    public void messagesComeBackInOrderAfterReopening() throws Exception {
        assertEquals(Map.of(), reopen().counts());
        var store = reopen();
        assertTrue(store.keep(envelope("bob", "late", 2), text("late"), Room.DEFAULT));
        assertTrue(store.keep(envelope("bob", "first", 0), text("first, 安娜"), Room.DEFAULT));
        assertTrue(store.keep(envelope("carol", "other", 1), new byte[65_536], Room.DEFAULT));
        store = reopen();
        assertEquals(Map.of("bob", 2, "carol", 1), store.counts());
        var first = store.next("bob").orElseThrow();
        assertEquals(envelope("bob", "first", 0), first.envelope());
        assertArrayEquals(text("first, 安娜"), first.content());
        assertTrue(store.remove(first.number()));
        assertFalse(store.remove(first.number()));
        assertEquals(envelope("bob", "late", 2), store.next("bob").orElseThrow().envelope());
        assertEquals(65_536, store.next("carol").orElseThrow().content().length);
        assertEquals(Optional.empty(), store.next("dag"));
    }

    @Test
    public void oneIsStoredOnceAndOnlyWhereThereIsRoom() throws Exception {
        var store = reopen();
        var two = new Room(2, 3);
        assertTrue(store.keep(envelope("bob", "a", 0), text("a"), two));
        assertTrue(store.keep(envelope("bob", "a", 0), text("a"), two));
        assertTrue(store.keep(envelope("bob", "b", 1), text("b"), two));
        assertFalse(store.keep(envelope("bob", "c", 2), text("c"), two), "bob has two");
        assertTrue(store.keep(envelope("bob", "b", 1), text("b"), two), "it is there");
        assertTrue(store.keep(envelope("carol", "a", 0), text("a"), two));
        assertFalse(store.keep(envelope("dag", "a", 0), text("a"), two), "three in all");
        assertEquals(Map.of("bob", 2, "carol", 1), store.counts());
    }

    @Test
    public void messagesAreListedByPage() throws Exception {
        var store = reopen();
        for (int i = 0; i < 3; i++)
            store.keep(envelope(i == 1 ? "carol" : "bob", "m" + i, i), text("secret"), Room.DEFAULT);
        var page = store.list(Optional.empty(), 0, 2);
        assertEquals(List.of("m0", "m1"), page.stream().map(m -> m.envelope().id()).toList());
        assertEquals(List.of("m2"), store.list(Optional.empty(), page.getLast().number(), 2).stream().map(m -> m.envelope().id()).toList());
        assertEquals(List.of("m0", "m2"), store.list(Optional.of("bob"), 0, 9).stream().map(Listed::envelope).map(Envelope::id).toList());
    }

    @Test
    public void oldAndExpiredOnesGoAndThoseOfAPerson() throws Exception {
        var store = reopen();
        for (int i = 0; i < 5; i++)
            store.keep(envelope("bob", "m" + i, i), text("x"), Room.DEFAULT);
        assertEquals(1, store.expire(AT.plusSeconds(1), AT));
        assertEquals(2, store.expire(Instant.EPOCH, AT.plusSeconds(103)));
        assertEquals(0, store.erase(Set.of("carol", "+46701234567")));
        assertEquals(2, store.erase(Set.of("alice")));
        assertEquals(Map.of(), store.counts());
    }
}
