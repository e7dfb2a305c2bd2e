package org.trunkline.sip.jain.internal.transport;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.trunkline.sip.jain.internal.wire.Arrival;

/**
 * New requests of one kind, until there is time for them. A request that comes while many have waited for some time and the first
 * has waited long is refused at once: then more come than can be served, and one that waits for half a second is sent
 * again. What a pause left is worked off instead. A request that was let in is served, however late: a late refusal helps nobody.
 * <b>Threads:</b> one.
 */
final class NewRequestQueue {
    /** More than a request waits where there is time for all of them. */
    static final Duration LONG = Duration.ofMillis(150);
    /**
     * A collector's pause, or a machine busy with something else for a moment, is no overload: what waits after it is
     * soon served, unless more come than can be. As long as many have waited before anybody is refused.
     */
    static final Duration PAUSE = Duration.ofMillis(500);
    /** For so long after a refusal a crowd is the same overload, not a pause. */
    static final Duration CALM = Duration.ofSeconds(5);
    /** Fewer are soon served, and wait for long only where a node has just started or stands still: no overload. */
    static final int FEW = 32;
    /** More than a pause leaves: a quarter of a second at 2,000 calls/s. */
    static final int LEFT = 500;
    private static final int MOST = 4096;

    /** @param key of its transaction @param again whether it came before */
    record Entry(String key, Arrival arrival, long since, boolean again) {
        Entry(String key, Arrival arrival, long since) {
            this(key, arrival, since, false);
        }
    }

    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final int few;
    private boolean crowded;
    private long crowdedSince;
    private long refusedAt;
    private long copies;
    private int again;

    /** @param few are no crowd */
    NewRequestQueue(int few) {
        this.few = few;
        refusedAt = Long.MIN_VALUE / 2;
    }

    /** New requests must be refused now. */
    boolean full(long now) {
        boolean full = entries.size() >= MOST || crowded && waited(now) > LONG.toNanos()
                && (now - crowdedSince > PAUSE.toNanos() || entries.size() > LEFT);
        if (full)
            refusedAt = now;
        return full;
    }

    /** How long the first has waited. */
    private long waited(long now) {
        return entries.isEmpty() ? 0 : now - first().next().since();
    }

    private Iterator<Entry> first() {
        return entries.values().iterator();
    }

    boolean knows(String key) {
        return entries.containsKey(key);
    }

    /** One that is known came again, and goes in behind the others; it makes no crowd. */
    void follow(String key, Arrival arrival) {
        var original = entries.get(key);
        if (original != null && entries.size() < MOST)
            add(new Entry(key + ' ' + ++copies, arrival, original.since(), true));
    }

    private boolean isCrowd() {
        return entries.size() - again >= few;
    }

    void add(Entry entry) {
        entries.put(entry.key(), entry);
        if (entry.again())
            again++;
        if (!crowded && isCrowd()) {
            crowded = true;
            crowdedSince = entry.since() - (entry.since() - refusedAt < CALM.toNanos() ? PAUSE.toNanos() : 0);
        }
    }

    @Nullable Entry next() {
        var first = first();
        if (!first.hasNext())
            return null;
        var entry = first.next();
        first.remove();
        if (entry.again())
            again--;
        crowded &= isCrowd();
        return entry;
    }

    int size() {
        return entries.size();
    }
}
