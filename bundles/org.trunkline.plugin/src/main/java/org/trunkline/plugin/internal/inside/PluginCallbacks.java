package org.trunkline.plugin.internal.inside;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.Watch;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.plugin.internal.guard.Lane;
import org.trunkline.plugin.internal.guard.Outcome;
import org.trunkline.plugin.internal.guard.Patience;

/**
 * Runs what a plug-in inside the node gave to the API to be called back: on the plug-in's thread, in order, and never on
 * the thread of the house that calls. What comes too fast for it is dropped; a callback that does not return stops the plug-in.
 */
final class PluginCallbacks {
    private static final Logger LOG = LoggerFactory.getLogger(PluginCallbacks.class);
    private static final int TOO_MANY = 5;
    private static final long BUDGET_MILLIS = 5_000;

    private final String plugin;
    private final Lane lane;
    private final Consumer<LocalizableText> failedTooOften;
    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicBoolean dropping = new AtomicBoolean();
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

    /** Whether a callback runs longer than it may; {@link LocalizableText#NOTHING} where none does. */
    LocalizableText stuck(long now, Patience patience) {
        long since = lane.oldest();
        long most = patience.budgetMillis().applyAsLong(BUDGET_MILLIS);
        if (since == Long.MAX_VALUE || now - since < MILLISECONDS.toNanos(most) + patience.grace().toNanos())
            return LocalizableText.NOTHING;
        return new LocalizableText("plugin-listener-hangs", List.of(String.valueOf(most)), "One of its listeners has not returned: it"
                + " hangs or loops; it may take " + most + " ms. Update the plug-in, or ask its publisher.");
    }

    private void later(Runnable theirs) {
        boolean taken = lane.later(() -> run(theirs));
        if (!dropping.getAndSet(!taken) && !taken)
            LOG.warn("Plug-in {} loses events: its listeners are too slow", plugin);
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
