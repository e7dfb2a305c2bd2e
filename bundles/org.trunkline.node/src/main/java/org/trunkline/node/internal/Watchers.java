package org.trunkline.node.internal;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.Watch;

/**
 * Listeners that want the newest value and may be slow: each hears on its own, in order, and skips what a newer value
 * overtook, so that one that hangs holds up nobody and costs one value of memory.
 */
final class Watchers<T> {
    private static final Logger LOG = LoggerFactory.getLogger(Watchers.class);

    private final Executor executor;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    /** @param executor a thread for each task */
    Watchers(Executor executor) {
        this.executor = executor;
    }

    Watch add(Consumer<T> consumer) {
        var listener = new Listener(consumer);
        listeners.add(listener);
        return () -> {
            listeners.remove(listener);
            listener.closed = true;
        };
    }

    /** The same, and told a first value at once. */
    Watch add(Consumer<T> consumer, T first) {
        var listener = new Listener(consumer);
        listeners.add(listener);
        listener.offer(first);
        return () -> {
            listeners.remove(listener);
            listener.closed = true;
        };
    }

    boolean isEmpty() {
        return listeners.isEmpty();
    }

    void tell(T value) {
        listeners.forEach(listener -> listener.offer(value));
    }

    private final class Listener {
        private final Consumer<T> consumer;
        private final AtomicReference<T> newest = new AtomicReference<>();
        private final AtomicBoolean busy = new AtomicBoolean();
        private volatile boolean closed;

        Listener(Consumer<T> consumer) {
            this.consumer = consumer;
        }

        void offer(T value) {
            newest.set(value);
            if (busy.compareAndSet(false, true))
                executor.execute(this::drain);
        }

        private void drain() {
            do {
                for (T value = newest.getAndSet(null); value != null && !closed; value = newest.getAndSet(null))
                    deliver(value);
                busy.set(false);
            } while (newest.get() != null && !closed && busy.compareAndSet(false, true));
        }

        private void deliver(T value) {
            try {
                consumer.accept(value);
            } catch (RuntimeException e) { // a border: listeners are others' code
                LOG.error("a listener failed", e);
            }
        }
    }
}
