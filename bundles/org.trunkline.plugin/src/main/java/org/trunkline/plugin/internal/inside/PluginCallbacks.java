package org.trunkline.plugin.internal.inside;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.Watch;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.plugin.internal.guard.Lane;
import org.trunkline.plugin.internal.guard.Outcome;

/**
 * Runs what a plug-in inside the node gave to the API to be called back: on the plug-in's thread, in order, and never on
 * the thread of the house that calls. What comes too fast for it is dropped.
 */
final class PluginCallbacks {
    private static final Logger LOG = LoggerFactory.getLogger(PluginCallbacks.class);
    private static final int TOO_MANY = 5;

    private final String plugin;
    private final Lane lane;
    private final Consumer<LocalizableText> failedTooOften;
    private final AtomicInteger failed = new AtomicInteger();
    private final Set<Watch> watches = ConcurrentHashMap.newKeySet();

    PluginCallbacks(String plugin, Lane lane, Consumer<LocalizableText> failedTooOften) {
        this.plugin = plugin;
        this.lane = lane;
        this.failedTooOften = failedTooOften;
    }

    Consumer<Object> consumer(Consumer<Object> theirs) {
        return value -> later(() -> theirs.accept(value));
    }

    Runnable runnable(Runnable theirs) {
        return () -> later(theirs);
    }

    /** Closed with the plug-in, unless it does so before. */
    Watch keep(Watch watch) {
        watches.add(watch);
        return () -> {
            watches.remove(watch);
            watch.close();
        };
    }

    void closeAll() {
        watches.forEach(Watch::close);
        watches.clear();
    }

    private void later(Runnable theirs) {
        lane.later(() -> run(theirs));
    }

    private Outcome run(Runnable theirs) {
        try {
            theirs.run();
            failed.set(0);
            return new Outcome.Answered(plugin);
        } catch (Throwable e) { // the code of a plug-in may throw anything
            var how = Outcome.describe(e);
            int count = failed.incrementAndGet();
            if (count == 1)
                LOG.warn("A listener of plug-in {} failed: {}", plugin, how);
            if (count >= TOO_MANY)
                failedTooOften.accept(new LocalizableText("plugin-listener", List.of(String.valueOf(count), how),
                        "One of its listeners failed " + count + " times in a row, the last time with " + how
                                + ". Update the plug-in, or ask its publisher."));
            return new Outcome.Failed(how);
        }
    }
}
