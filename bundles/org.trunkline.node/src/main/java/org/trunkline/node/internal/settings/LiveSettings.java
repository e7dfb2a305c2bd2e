package org.trunkline.node.internal.settings;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import org.trunkline.api.Watch;

/** The settings that the node runs with. <b>Threads:</b> any; listeners are told one change at a time. */
public final class LiveSettings {
    private final List<Consumer<NodeSettings>> listeners = new CopyOnWriteArrayList<>();
    private volatile NodeSettings current;

    public LiveSettings(NodeSettings atStart) {
        current = atStart;
    }

    public NodeSettings current() {
        return current;
    }

    /** Told of each change. */
    public Watch watch(Consumer<NodeSettings> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /** Puts settings in effect. They differ only in what can change while the node runs. */
    public synchronized void set(NodeSettings next) {
        current = next;
        listeners.forEach(listener -> listener.accept(next));
    }
}
