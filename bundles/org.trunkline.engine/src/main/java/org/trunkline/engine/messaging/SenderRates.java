package org.trunkline.engine.messaging;

import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How many messages each sender may send: a rate, and a few seconds of it at once. <b>Threads:</b> any. */
final class SenderRates {
    /** Messages a second. */
    static final int SUBSCRIBER = 10;
    static final int TRUNK = 100;
    private static final int BURST_SECONDS = 3;
    private static final long SECOND_MS = 1000;

    private final InstantSource clock;
    /** When each sender will have used nothing of its rate, in milliseconds; subscribers and trunks are few enough to be kept. */
    private final Map<String, Long> free = new ConcurrentHashMap<>();

    SenderRates(InstantSource clock) {
        this.clock = clock;
    }

    /** @return false if it sent too many */
    boolean take(String sender, int perSecond) {
        long now = clock.millis();
        boolean[] taken = {false};
        free.compute(sender, (_, until) -> {
            long from = until == null ? now : Math.max(now, until);
            taken[0] = from - now <= BURST_SECONDS * SECOND_MS - SECOND_MS / perSecond;
            return taken[0] ? Long.valueOf(from + SECOND_MS / perSecond) : until;
        });
        return taken[0];
    }
}
