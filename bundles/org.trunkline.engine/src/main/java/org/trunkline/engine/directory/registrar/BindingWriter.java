package org.trunkline.engine.directory.registrar;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.engine.port.Scheduler;
import org.trunkline.engine.port.config.ConfigStore;
import org.trunkline.engine.port.config.ConfigStore.StoredBinding;
import org.trunkline.engine.port.config.StoreException;

/**
 * Writes registrations to the store some time after they changed, many at once. What waits is bounded by the number
 * of contacts, as only the last change of each counts; a store that is down gets them when it is back.
 */
public final class BindingWriter implements Bindings.Changes {
    private static final Logger LOG = LoggerFactory.getLogger(BindingWriter.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(10);
    private static final int BATCH = 5000;

    private record Key(String username, String contact) {}

    private record Change(Binding binding, boolean put) {}

    private final ConfigStore store;
    private final Scheduler scheduler;
    private final Executor blocking;
    private final Object lock = new Object();
    private Map<Key, Change> waiting = new LinkedHashMap<>();
    private boolean planned;
    private volatile Optional<String> trouble = Optional.empty();

    public BindingWriter(ConfigStore store, Scheduler scheduler, Executor blocking) {
        this.store = store;
        this.scheduler = scheduler;
        this.blocking = blocking;
    }

    @Override
    public void changed(List<Binding> put, List<Binding> removed) {
        synchronized (lock) {
            removed.forEach(b -> waiting.put(new Key(b.username(), b.contact()), new Change(b, false)));
            put.forEach(b -> waiting.put(new Key(b.username(), b.contact()), new Change(b, true)));
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
    public synchronized boolean flush() {
        var batch = take();
        while (!batch.isEmpty()) {
            try {
                store.saveBindings(of(batch, true), of(batch, false));
                trouble = Optional.empty();
            } catch (StoreException e) {
                if (trouble.isEmpty())
                    LOG.warn("registrations cannot be stored: {}", e.getMessage());
                trouble = Optional.of(String.valueOf(e.getMessage()));
                giveBack(batch);
                return false;
            }
            batch = take();
        }
        return true;
    }

    /** Why the last write failed; empty where it did not. */
    public Optional<String> trouble() {
        return trouble;
    }

    private Map<Key, Change> take() {
        synchronized (lock) {
            var batch = new LinkedHashMap<Key, Change>();
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
    private void giveBack(Map<Key, Change> batch) {
        synchronized (lock) {
            batch.forEach(waiting::putIfAbsent);
        }
    }

    private static List<StoredBinding> of(Map<Key, Change> batch, boolean put) {
        var list = new ArrayList<StoredBinding>(batch.size());
        batch.values().stream().filter(c -> c.put() == put).map(change -> change.binding().toStored()).forEach(list::add);
        return list;
    }
}
