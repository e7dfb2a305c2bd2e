package org.trunkline.engine.directory.digest;

import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Slows down password guessing. Counts wrong credentials of one source for one name, so that one misconfigured phone
 * does not lock out its whole office, and with a wider limit those of a source in all. Bounded: the longest unused
 * entry gives way.
 */
public final class FailureThrottle {
    static final int PER_NAME = 10;
    static final int PER_SOURCE = 200;
    static final Duration WINDOW = Duration.ofMinutes(1);
    /** Beyond a limit one try in this time is looked at, so that the right password does not wait for the end of the window. */
    static final Duration LULL = Duration.ofSeconds(5);
    private static final int MOST_ENTRIES = 50_000;

    private record Key(InetAddress source, String name) {}

    /** @param looked when a try beyond the limit was looked at last */
    private record Count(long windowStart, int failures, long looked) {}

    private final InstantSource clock;
    private final Map<Key, Count> counts = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Count> eldest) {
            return size() > MOST_ENTRIES;
        }
    };
    private volatile boolean empty = true;

    public FailureThrottle(InstantSource clock) {
        this.clock = clock;
    }

    /** Whether credentials are not even looked at now. */
    boolean blocked(InetAddress source, String name) {
        if (empty) // the usual case costs no lock
            return false;
        synchronized (counts) {
            return blocked(new Key(source, name), PER_NAME) || blocked(new Key(source, ""), PER_SOURCE);
        }
    }

    private boolean blocked(Key key, int limit) {
        var count = counts.get(key);
        if (count == null || expired(count) || count.failures() < limit)
            return false;
        if (clock.millis() - count.looked() < LULL.toMillis())
            return true;
        counts.put(key, new Count(count.windowStart(), count.failures(), clock.millis()));
        return false;
    }

    /** The right password of a name: what was wrong before counts no more. */
    void granted(InetAddress source, String name) {
        if (empty)
            return;
        synchronized (counts) {
            counts.remove(new Key(source, name));
        }
    }

    void failed(InetAddress source, String name) {
        synchronized (counts) {
            empty = false;
            count(new Key(source, name));
            count(new Key(source, ""));
        }
    }

    private void count(Key key) {
        counts.compute(key, (_, old) -> old == null || expired(old) ? new Count(clock.millis(), 1, clock.millis())
                : new Count(old.windowStart(), old.failures() + 1, clock.millis()));
    }

    private boolean expired(Count count) {
        return clock.millis() - count.windowStart() >= WINDOW.toMillis();
    }
}
