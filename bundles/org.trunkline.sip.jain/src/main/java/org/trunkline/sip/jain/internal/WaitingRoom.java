package org.trunkline.sip.jain.internal;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * New requests of one kind, until there is time for them. Whoever comes while many wait and the first has waited long is
 * refused at once: then more come than can be served, and one that waits for half a second is sent again. Whoever is in
 * is served, however late: a late refusal helps nobody. <b>Threads:</b> one.
 */
final class WaitingRoom {
    /** A collector's pause, or a machine busy with something else for a moment, is no overload. */
    static final Duration LONG = Duration.ofMillis(150);
    /** Fewer are soon served, and wait for long only where a node has just started or stands still: no overload. */
    static final int FEW = 32;
    private static final int MOST = 4096;

    /** @param key of its transaction */
    record Guest(String key, Arrival arrival, long since) {}

    private final Map<String, Guest> guests = new LinkedHashMap<>();
    private final int few;
    private long copies;

    /** @param few are no crowd */
    WaitingRoom(int few) {
        this.few = few;
    }

    boolean full(long now) {
        return guests.size() >= MOST || guests.size() >= few && waited(now) > LONG.toNanos();
    }

    /** How long the first has waited. */
    private long waited(long now) {
        return guests.isEmpty() ? 0 : now - first().next().since();
    }

    private Iterator<Guest> first() {
        return guests.values().iterator();
    }

    boolean knows(String key) {
        return guests.containsKey(key);
    }

    /** One that is known came again, and goes in behind the others. */
    void follow(String key, Arrival arrival) {
        var original = guests.get(key);
        if (original != null && guests.size() < MOST)
            add(new Guest(key + ' ' + ++copies, arrival, original.since()));
    }

    void add(Guest guest) {
        guests.put(guest.key(), guest);
    }

    @Nullable Guest next() {
        var first = first();
        if (!first.hasNext())
            return null;
        var guest = first.next();
        first.remove();
        return guest;
    }

    int size() {
        return guests.size();
    }
}
