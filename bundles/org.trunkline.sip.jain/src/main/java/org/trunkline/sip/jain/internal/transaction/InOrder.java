package org.trunkline.sip.jain.internal.transaction;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tasks that may wait, such as sending over a connection that is yet to come up: those of one key run in the order in which
 * they were given, each key's on a virtual thread of its own, which is there only while they do. <b>Threads:</b> any.
 */
public final class InOrder {
    private static final Logger LOG = LoggerFactory.getLogger(InOrder.class);

    private final String name;
    /** What comes after the task that runs; a key is here while one does. */
    private final Map<Object, Queue<Runnable>> following = new HashMap<>();

    /** @param name of the threads */
    public InOrder(String name) {
        this.name = name;
    }

    public void run(Object key, Runnable task) {
        synchronized (this) {
            var queue = following.get(key);
            if (queue != null) {
                queue.add(task);
                return;
            }
            following.put(key, new ArrayDeque<>(2));
        }
        Thread.ofVirtual().name(name).start(() -> runAll(key, task));
    }

    private void runAll(Object key, Runnable first) {
        for (var task = first; task != null; task = next(key)) {
            try {
                task.run();
            } catch (RuntimeException | Error e) { // those behind it are others', and would wait for ever
                LOG.error("a task of {} failed", name, e);
            }
        }
    }

    private synchronized @Nullable Runnable next(Object key) {
        var next = following.get(key).poll();
        if (next == null)
            following.remove(key);
        return next;
    }

    /** Keys that have something to do. */
    synchronized int busy() {
        return following.size();
    }
}
