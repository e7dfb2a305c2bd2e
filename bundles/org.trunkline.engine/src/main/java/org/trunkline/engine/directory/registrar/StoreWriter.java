package org.trunkline.engine.directory.registrar;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.engine.port.Scheduler;
import org.trunkline.engine.port.config.StoreException;

/**
 * Writes entries to the store some time after they changed, many at once. What waits is bounded by the number of entries, as only
 * the last change of each counts; a store that is down gets them when it is back.
 */
final class StoreWriter<T> {
    private static final Logger LOG = LoggerFactory.getLogger(StoreWriter.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(10);
    private static final int BATCH = 5000;

    /** One transaction. */
    interface Save<T> {
        void save(List<T> put, List<T> removed) throws StoreException;
    }

    private record Change<T>(T entry, boolean put) {}

    private final String what;
    private final Function<T, Object> key;
    private final Save<T> store;
    private final Scheduler scheduler;
    private final Executor blocking;
    private final Object lock = new Object();
    private final Map<Object, Change<T>> waiting = new LinkedHashMap<>();
    private boolean planned;
    private volatile Optional<String> trouble = Optional.empty();

    /**
     * @param what is written, for the log
     * @param key which entry it is
     */
    StoreWriter(String what, Function<T, Object> key, Save<T> store, Scheduler scheduler, Executor blocking) {
        this.what = what;
        this.key = key;
        this.store = store;
        this.scheduler = scheduler;
        this.blocking = blocking;
    }

    void changed(List<T> put, List<T> removed) {
        synchronized (lock) {
            removed.forEach(it -> waiting.put(key.apply(it), new Change<>(it, false)));
            put.forEach(it -> waiting.put(key.apply(it), new Change<>(it, true)));
            plan(PAUSE);
        }
    }

    private void plan(Duration pause) {
        if (!planned && !waiting.isEmpty()) {
            planned = true;
            scheduler.after(pause, () -> blocking.execute(this::turn));
        }
    }

    private void turn() {
        boolean written = flush();
        synchronized (lock) {
            planned = false;
            plan(written ? PAUSE : PAUSE_AFTER_FAILURE);
        }
    }

    /** Writes what waits now; blocks. @return false if the store is down, which keeps everything waiting */
    synchronized boolean flush() {
        var batch = take();
        while (!batch.isEmpty()) {
            try {
                store.save(of(batch, true), of(batch, false));
                trouble = Optional.empty();
            } catch (StoreException e) {
                if (trouble.isEmpty())
                    LOG.warn("{} cannot be stored: {}", what, e.getMessage());
                trouble = Optional.of(String.valueOf(e.getMessage()));
                giveBack(batch);
                return false;
            }
            batch = take();
        }
        return true;
    }

    /** Why the last write failed; empty where it did not. */
    Optional<String> trouble() {
        return trouble;
    }

    private Map<Object, Change<T>> take() {
        synchronized (lock) {
            var batch = new LinkedHashMap<Object, Change<T>>();
            var all = waiting.entrySet().iterator();
            while (all.hasNext() && batch.size() < BATCH) {
                var next = all.next();
                batch.put(next.getKey(), next.getValue());
                all.remove();
            }
            return batch;
        }
    }

    /** A change that came meanwhile is the later one. */
    private void giveBack(Map<Object, Change<T>> batch) {
        synchronized (lock) {
            batch.forEach(waiting::putIfAbsent);
        }
    }

    private static <T> List<T> of(Map<Object, Change<T>> batch, boolean put) {
        var list = new ArrayList<T>(batch.size());
        batch.values().stream().filter(c -> c.put() == put).map(Change::entry).forEach(list::add);
        return list;
    }
}
