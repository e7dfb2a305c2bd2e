package org.trunkline.plugin.internal.install;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.Watch;

/** Those who want to know that something changed. A slow one holds up nobody, and hears of several changes at once. */
final class Listeners {
    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final Executor executor;

    Listeners(Executor executor) {
        this.executor = executor;
    }

    Watch add(Runnable heard) {
        var listener = new Listener(heard);
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    void tell() {
        listeners.forEach(Listener::ring);
    }

    private final class Listener {
        private final Runnable heard;
        private final AtomicBoolean waiting = new AtomicBoolean();

        Listener(Runnable heard) {
            this.heard = heard;
        }

        void ring() {
            if (waiting.compareAndSet(false, true))
                executor.execute(() -> {
                    waiting.set(false);
                    try {
                        heard.run();
                    } catch (RuntimeException e) { // listeners are others' code
                        LOG.error("a listener failed", e);
                    }
                });
        }
    }
}
