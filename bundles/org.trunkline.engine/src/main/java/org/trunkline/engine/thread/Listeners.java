package org.trunkline.engine.thread;

import static java.util.Objects.requireNonNull;

import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listeners whose code may be anybody's, a plug-in's too. Each hears on a thread that is not the house's, in order, from a
 * bounded queue of its own: one that hangs holds up nobody, and loses the oldest of what waits. Whatever it throws is logged
 * once; after three failures in a row it is told no more. <b>Threads:</b> any; telling never blocks.
 */
public final class Listeners<T> {
    /** Closing again does nothing. */
    public interface Registration extends AutoCloseable {
        @Override
        void close();
    }

    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);
    private static final int FAILURES = 3;

    private final String what;
    private final int queue;
    private final Executor executor;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    /**
     * @param what they listen to, for the log: {@code new records}
     * @param queue how many values may wait for a listener; 1 for one that wants the newest only
     * @param executor a thread for each task
     */
    public Listeners(String what, int queue, Executor executor) {
        if (queue < 1)
            throw new IllegalArgumentException("queue: " + queue);
        this.what = requireNonNull(what);
        this.queue = queue;
        this.executor = requireNonNull(executor);
    }

    /** As above, on a virtual thread for as long as a listener has something to hear. */
    public Listeners(String what, int queue) {
        this(what, queue, task -> Thread.ofVirtual().name("listener").start(task));
    }

    public Registration add(Consumer<? super T> consumer) {
        var listener = new Listener(consumer);
        listeners.add(listener);
        return listener;
    }

    /** The same, and told a first value at once. */
    public Registration add(Consumer<? super T> consumer, T first) {
        var listener = new Listener(consumer);
        listeners.add(listener);
        listener.offer(first);
        return listener;
    }

    public boolean isEmpty() {
        return listeners.isEmpty();
    }

    public void tell(T value) {
        listeners.forEach(listener -> listener.offer(value));
    }

    private final class Listener implements Registration {
        private final Consumer<? super T> consumer;
        private final ArrayDeque<T> waiting = new ArrayDeque<>();
        private boolean busy;
        private boolean dropping;
        private volatile boolean closed;
        /** Of the thread that delivers, one at a time. */
        private int failures;
        private boolean told;

        Listener(Consumer<? super T> consumer) {
            this.consumer = requireNonNull(consumer);
        }

        void offer(T value) {
            boolean full;
            boolean begins;
            synchronized (waiting) {
                if (closed)
                    return;
                full = waiting.size() == queue;
                if (full)
                    waiting.remove();
                waiting.add(value);
                full &= queue > 1 && !dropping;
                dropping |= full;
                begins = !busy;
                busy = true;
            }
            if (full)
                LOG.warn("{}, a listener for {}, is too slow: its oldest queued events are dropped", name(), what);
            if (begins)
                begin();
        }

        private void begin() {
            try {
                executor.execute(this::drain);
            } catch (RuntimeException e) { // the executor was closed: the node ends
                synchronized (waiting) {
                    busy = false;
                    waiting.clear();
                }
            }
        }

        private void drain() {
            for (var value = next(); value != null; value = next())
                deliver(value);
        }

        private @Nullable T next() {
            synchronized (waiting) {
                var value = closed ? null : waiting.poll();
                busy = value != null;
                dropping &= !waiting.isEmpty();
                return value;
            }
        }

        private void deliver(T value) {
            try {
                consumer.accept(value);
                failures = 0;
            } catch (Throwable e) { // code of others: whatever it is, it ends here
                failed(e);
            }
        }

        private void failed(Throwable e) {
            if (!told)
                LOG.error("{}, a listener for {}, failed", name(), what, e);
            told = true;
            if (++failures < FAILURES)
                return;
            LOG.error("{} failed {} times in a row: it no longer receives {}", name(), FAILURES, what);
            close();
        }

        private String name() {
            return consumer.getClass().getName();
        }

        @Override
        public void close() {
            synchronized (waiting) {
                closed = true;
                waiting.clear();
            }
            listeners.remove(this);
        }
    }
}
