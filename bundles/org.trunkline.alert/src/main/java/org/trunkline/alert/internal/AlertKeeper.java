package org.trunkline.alert.internal;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.engine.port.config.AlertMemory;
import org.trunkline.engine.port.config.AlertMemory.Kept;
import org.trunkline.engine.port.config.StoreException;
import org.trunkline.engine.thread.SupervisedThread;

/**
 * How alerts stand, on its way to the store: what must not be lost at once, the rest together after a second. A store
 * that is down is tried again. <b>Threads:</b> any; writes on one of its own.
 */
final class AlertKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AlertKeeper.class);
    private static final Duration GATHER = Duration.ofSeconds(1);
    private static final Duration AGAIN = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    /** Of the store's column. */
    private static final int MAX_RULE = 20_000;

    private record Waiting(String rule, Supplier<String> state) {}

    private final AlertMemory memory;
    private final InstantSource clock;
    private final Duration patience;
    private final Map<String, Kept> found;
    /** While a batch of records is counted, nothing is written: a half of it would be. */
    private final ReentrantLock counting = new ReentrantLock();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition asked = lock.newCondition();
    private final Condition written = lock.newCondition();
    private final Map<String, Waiting> waiting = new LinkedHashMap<>();
    private final Set<String> gone = new HashSet<>();
    private boolean urgent;
    private boolean writing;
    private boolean closed;
    private boolean failing;
    private final Thread thread;

    AlertKeeper(AlertMemory memory, InstantSource clock) {
        this(memory, clock, PATIENCE);
    }

    /** @param patience of {@link #settle} and {@link #close} with a slow store */
    AlertKeeper(AlertMemory memory, InstantSource clock, Duration patience) {
        this.memory = memory;
        this.clock = clock;
        this.patience = patience;
        found = read(memory);
        thread = SupervisedThread.start("alert-keeper", this::run);
    }

    private static Map<String, Kept> read(AlertMemory memory) {
        try {
            return new HashMap<>(memory.load());
        } catch (StoreException e) {
            LOG.warn("the state of the alerts cannot be read, so all start as quiet: {}", e.getMessage());
            return new HashMap<>();
        }
    }

    /** What was kept before the last stop; once. */
    synchronized Optional<String> take(String name, String rule) {
        return Optional.ofNullable(found.remove(name)).filter(k -> k.rule().equals(cut(rule))).map(Kept::state);
    }

    /** Forgets what was kept and nobody took: an alert made later under that name is another. */
    synchronized void forgetLeft() {
        List.copyOf(found.keySet()).stream().filter(name -> !name.startsWith(AlertMemory.OWN)).forEach(name -> {
            found.remove(name);
            forget(name);
        });
    }

    /**
     * Has it written.
     *
     * @param state asked for when it is written
     * @param now whether it must outlive a crash the next moment
     */
    void put(String name, String rule, Supplier<String> state, boolean now) {
        lock.lock();
        try {
            gone.remove(name);
            waiting.put(name, new Waiting(cut(rule), state));
            urgent |= now;
            asked.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** What this puts is written in one transaction. */
    void together(Runnable puts) {
        counting.lock();
        try {
            puts.run();
        } finally {
            counting.unlock();
        }
    }

    void forget(String name) {
        lock.lock();
        try {
            waiting.remove(name);
            gone.add(name);
            asked.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static String cut(String rule) {
        return rule.substring(0, Math.min(rule.length(), MAX_RULE));
    }

    private void run() {
        try {
            while (gather())
                write();
            write();
        } catch (InterruptedException e) {
            LOG.debug("nothing more is kept");
        }
    }

    /** @return false at the end */
    private boolean gather() throws InterruptedException {
        lock.lock();
        try {
            while (!closed && waiting.isEmpty() && gone.isEmpty())
                asked.await();
            long left = (failing ? AGAIN : GATHER).toNanos();
            while (!closed && left > 0 && (failing || !urgent))
                left = asked.awaitNanos(left);
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    private void write() {
        var some = new LinkedHashMap<String, Waiting>();
        var put = new HashMap<String, Kept>();
        var names = new ArrayList<String>();
        together(() -> {
            taken(some, names);
            some.forEach((name, it) -> put.put(name, new Kept(it.rule(), clock.instant(), it.state().get())));
        });
        if (!some.isEmpty() || !names.isEmpty())
            save(some, put, names);
        lock.lock();
        try {
            writing = false;
            written.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void taken(Map<String, Waiting> some, List<String> names) {
        lock.lock();
        try {
            some.putAll(waiting);
            names.addAll(gone);
            waiting.clear();
            gone.clear();
            urgent = false;
            writing = true;
        } finally {
            lock.unlock();
        }
    }

    private void save(Map<String, Waiting> some, Map<String, Kept> put, List<String> names) {
        try {
            memory.save(put, names);
            failing = false;
        } catch (StoreException e) {
            if (!failing)
                LOG.warn("the state of the alerts cannot be stored: {}", e.getMessage());
            failing = true;
            giveBack(some, names);
        }
    }

    private void giveBack(Map<String, Waiting> some, List<String> names) {
        lock.lock();
        try {
            some.forEach((name, it) -> {
                if (!gone.contains(name))
                    waiting.putIfAbsent(name, it);
            });
            names.stream().filter(name -> !waiting.containsKey(name)).forEach(gone::add);
        } finally {
            lock.unlock();
        }
    }

    /** Returns when all that was put is written, or when that takes too long: it is written later then. */
    void settle() {
        lock.lock();
        try {
            long left = patience.toNanos();
            while (left > 0 && (writing || !waiting.isEmpty() || !gone.isEmpty()))
                left = written.awaitNanos(left);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /** Writes what waits. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            asked.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            if (!thread.join(patience))
                thread.interrupt();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
