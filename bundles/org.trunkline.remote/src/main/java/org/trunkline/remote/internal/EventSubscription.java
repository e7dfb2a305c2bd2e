package org.trunkline.remote.internal;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;

import com.fasterxml.jackson.databind.JsonNode;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.Watch;

/**
 * One kind of event of a node. The connection stands while somebody listens, and is made again with growing pauses when
 * it breaks. <b>Threads:</b> listeners are called on the topic's own thread.
 *
 * @param <T> what an event holds
 */
final class EventSubscription<T> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventSubscription.class);
    /** A node that is back is noticed within 3 s, and a connection that is refused costs next to nothing. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private record Listener<T>(Consumer<T> heard, Consumer<NodeUnavailableException> lost) {}

    private final HttpLink link;
    private final String name;
    private final Function<JsonNode, T> reader;
    private final boolean latestCounts;
    private final Duration firstPause;
    private final List<Listener<T>> listeners = new CopyOnWriteArrayList<>();
    private Optional<Thread> thread = Optional.empty();
    private volatile Optional<T> latest = Optional.empty();
    private boolean closed;

    /** @param latestCounts whether a new listener is told the latest event at once */
    EventSubscription(HttpLink link, String name, Function<JsonNode, T> reader, boolean latestCounts, Duration firstPause) {
        this.link = link;
        this.name = name;
        this.reader = reader;
        this.latestCounts = latestCounts;
        this.firstPause = firstPause;
    }

    Watch watch(Consumer<T> heard, Consumer<NodeUnavailableException> lost) {
        var listener = new Listener<>(heard, lost);
        Optional<T> known;
        synchronized (this) {
            if (closed)
                return () -> {};
            listeners.add(listener);
            known = latest;
            if (thread.isEmpty())
                thread = Optional.of(Thread.ofVirtual().name("events-" + name).start(this::run));
        }
        if (latestCounts)
            known.ifPresent(event -> tell(heard, event));
        return () -> leave(listener);
    }

    private synchronized void leave(Listener<T> listener) {
        listeners.remove(listener);
        if (listeners.isEmpty())
            stop();
    }

    private void stop() {
        thread.ifPresent(Thread::interrupt);
        thread = Optional.empty();
        latest = Optional.empty();
    }

    private void run() {
        var pause = firstPause;
        boolean told = false;
        while (!Thread.currentThread().isInterrupted()) {
            var before = latest;
            try {
                new EventReader(link, name).read(this::event);
            } catch (NodeUnavailableException e) {
                LOG.debug("Events {} of {}: {}", name, link.base(), e.getMessage());
                boolean heard = latest != before;
                if (heard)
                    pause = firstPause;
                if (heard || !told)
                    listeners.forEach(l -> tell(l.lost, e));
                told = true;
            } catch (InterruptedException e) {
                return;
            }
            if (!sleep(pause))
                return;
            pause = longer(pause);
        }
    }

    /** Twice as long, up to the longest. */
    static Duration longer(Duration pause) {
        return pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
    }

    private static boolean sleep(Duration pause) {
        try {
            Thread.sleep(pause);
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    private void event(JsonNode data) throws NodeUnavailableException {
        T event = link.decode(data, reader);
        synchronized (this) {
            if (thread.filter(Thread.currentThread()::equals).isEmpty())
                return; // nobody listens any more
            latest = Optional.of(event);
        }
        listeners.forEach(l -> tell(l.heard, event));
    }

    /** A listener that throws must not take the events from the others. */
    private <E> void tell(Consumer<E> listener, E event) {
        try {
            listener.accept(event);
        } catch (RuntimeException | LinkageError e) {
            LOG.error("A listener of {} events failed", name, e);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        listeners.clear();
        stop();
    }
}
