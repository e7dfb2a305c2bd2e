package org.trunkline.apps.conference.internal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.plugin.EntryReader;

/** The rooms there are, read again every two seconds, so that calls do not wait for the store. <b>Threads:</b> any. */
final class Rooms implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Rooms.class);
    private static final int READ_SECONDS = 2;

    private final EntryReader entries;
    private final ScheduledExecutorService reader =
            Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("conference-rooms").factory());
    private volatile Map<String, Room> byNumber = Map.of();

    Rooms(EntryReader entries) {
        this.entries = entries;
        read(); // calls come as soon as this is a service
        reader.scheduleWithFixedDelay(this::read, READ_SECONDS, READ_SECONDS, TimeUnit.SECONDS);
    }

    private void read() {
        try {
            var now = new HashMap<String, Room>();
            for (var entry : entries.entries(RoomKind.OWNER, RoomKind.KIND)) {
                var room = Room.of(entry);
                now.put(room.number(), room);
            }
            byNumber = Map.copyOf(now);
        } catch (RuntimeException e) { // it is read again
            LOG.warn("The conference rooms cannot be read: {}", e.toString());
        }
    }

    Optional<Room> find(String number) {
        return Optional.ofNullable(byNumber.get(number));
    }

    List<String> numbers() {
        return List.copyOf(byNumber.keySet());
    }

    @Override
    public void close() {
        reader.shutdownNow();
    }
}
