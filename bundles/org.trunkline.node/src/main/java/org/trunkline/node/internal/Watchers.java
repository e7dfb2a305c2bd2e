package org.trunkline.node.internal;

import java.util.concurrent.Executor;
import java.util.function.Consumer;

import org.trunkline.api.Watch;
import org.trunkline.engine.thread.Listeners;

/**
 * Listeners that want the newest value and may be slow: each hears on its own, in order, and skips what a newer value
 * overtook, so that one that hangs holds up nobody and costs one value of memory.
 */
final class Watchers<T> {
    private final Listeners<T> listeners;

    /** @param executor a thread for each task */
    Watchers(Executor executor) {
        listeners = new Listeners<>("the node", 1, executor);
    }

    Watch add(Consumer<T> consumer) {
        return listeners.add(consumer)::close;
    }

    /** The same, and told a first value at once. */
    Watch add(Consumer<T> consumer, T first) {
        return listeners.add(consumer, first)::close;
    }

    boolean isEmpty() {
        return listeners.isEmpty();
    }

    void tell(T value) {
        listeners.tell(value);
    }
}
