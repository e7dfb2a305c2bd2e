package org.trunkline.plugin.internal.install;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.FieldError;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.plugin.PluginResult;
import org.trunkline.plugin.internal.archive.RefusedArchiveException;
import org.trunkline.plugin.internal.runtime.PluginRuntime.PluginStartException;

/** The plug-ins that there are, each changed by one at a time. <b>Threads:</b> any; changes block. */
final class SerialChanges {
    private static final Logger LOG = LoggerFactory.getLogger(SerialChanges.class);
    private static final int PATIENCE_SECONDS = 60;

    private final StateKeeper state;
    private final Runnable changed;
    private final SortedMap<String, PluginSlot> slots = new ConcurrentSkipListMap<>();
    private volatile boolean closed;

    /** @param changed told after each change */
    SerialChanges(StateKeeper state, Runnable changed) {
        this.state = state;
        this.changed = changed;
    }

    /** @return false where there is one with this id */
    boolean add(String id, PluginSlot slot) {
        return slots.putIfAbsent(id, slot) == null;
    }

    void remove(String id) {
        slots.remove(id);
    }

    Optional<PluginSlot> slot(String id) {
        return Optional.ofNullable(slots.get(id));
    }

    List<PluginSlot> all() {
        return List.copyOf(slots.values());
    }

    /** By id, with what is kept of each. */
    void forEach(BiConsumer<PluginSlot, PluginRecord> action) {
        slots.forEach((id, slot) -> state.current().plugin(id).ifPresent(record -> action.accept(slot, record)));
    }

    /** No more changes in the background. */
    void close() {
        closed = true;
    }

    /** What can go wrong with a change, each told in its own way. */
    @FunctionalInterface
    interface Change {
        PluginResult make(PluginSlot slot, PluginRecord record) throws RefusedArchiveException, PluginStartException,
                IOException, NodeUnavailableException;
    }

    /** Changes one that is installed. */
    PluginResult change(String id, Change change) throws NodeUnavailableException {
        state.check();
        var slot = slot(id);
        return slot.isEmpty() ? new PluginResult.Missing(id) : alone(slot.get(), () -> {
            var record = state.current().plugin(id);
            return record.isEmpty() ? new PluginResult.Missing(id) : change.make(slot.get(), record.get());
        });
    }

    @FunctionalInterface
    interface Work {
        PluginResult make() throws RefusedArchiveException, PluginStartException, IOException, NodeUnavailableException;
    }

    PluginResult alone(PluginSlot slot, Work work) throws NodeUnavailableException {
        if (!locked(slot))
            return refused("id", "busy", List.of(slot.about().id()), "Another change of " + slot.about().id()
                    + " is in progress. Try again later");
        try {
            return told(work);
        } finally {
            slot.lock().unlock();
            changed.run();
        }
    }

    private static boolean locked(PluginSlot slot) {
        try {
            return slot.lock().tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** What went wrong is the result. */
    static PluginResult told(Work work) throws NodeUnavailableException {
        try {
            return work.make();
        } catch (RefusedArchiveException e) {
            return new PluginResult.Refused(e.errors());
        } catch (PluginStartException e) {
            return refused("archive", e.reason().code().isEmpty() ? "cannot-start" : e.reason().code(), e.reason().args(),
                    e.reason().message());
        } catch (IOException e) {
            throw StateKeeper.notSaved(e);
        }
    }

    static PluginResult.Refused refused(String field, String code, List<String> args, String message) {
        return new PluginResult.Refused(List.of(new FieldError(field, code, args, message)));
    }

    /** A change that nobody waits for. What goes wrong is the state of the plug-in. */
    void inBackground(String id, Change change) {
        if (closed)
            return;
        try {
            if (change(id, change) instanceof PluginResult.Refused(var errors))
                LOG.warn("plug-in {}: {}", id, errors.getFirst().message());
        } catch (NodeUnavailableException e) {
            LOG.warn("plug-in {}: {}", id, e.getMessage());
        }
    }
}
