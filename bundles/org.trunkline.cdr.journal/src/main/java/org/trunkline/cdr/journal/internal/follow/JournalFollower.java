package org.trunkline.cdr.journal.internal.follow;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.engine.port.record.RecordLog;
import org.trunkline.engine.port.record.RecordStage;
import org.trunkline.spi.record.RecordConsumer;

/**
 * Delivers the journal to all consumers of records: the store, the index, those of plug-ins. Each has a thread and an offset
 * of its own, so that one that is down holds up no other. <b>Threads:</b> any.
 */
public final class JournalFollower implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JournalFollower.class);

    /** A consumer at work. @param stage withdraws its stage */
    private record Following(RecordConsumer consumer, ConsumerLoop loop, Runnable stage) {}

    private record Waiting(Optional<String> plugin, RecordConsumer consumer) {}

    private final ConsumerOffsets offsets;
    private final BiFunction<ConsumerKey, RecordConsumer, ConsumerLoop> begin;
    private final Function<RecordStage, Runnable> stages;
    private final Map<ConsumerKey, Following> following = new HashMap<>();
    /** Those whose name another one has: an update comes before what it replaces goes. */
    private final List<Waiting> waiting = new ArrayList<>();
    private boolean closed;

    /** @param stages shows how far a consumer is; what it returns ends that */
    public JournalFollower(RecordLog log, ConsumerOffsets offsets, InstantSource clock, FollowerLimits limits,
            Function<RecordStage, Runnable> stages) {
        this.offsets = offsets;
        begin = (key, consumer) -> new ConsumerLoop(key, consumer, log, offsets, clock, limits);
        this.stages = stages;
    }

    /** @param plugin whose it is; empty for one of the house */
    public synchronized void add(Optional<String> plugin, RecordConsumer consumer) {
        key(plugin, consumer).ifPresent(key -> {
            if (closed)
                return;
            if (following.containsKey(key)) {
                LOG.warn("a second record consumer has the name {}: it waits until the first one stops", key);
                waiting.add(new Waiting(plugin, consumer));
                return;
            }
            var loop = begin.apply(key, consumer);
            // the store and the index say more of themselves than is known here
            following.put(key, new Following(consumer, loop, consumer instanceof RecordStage ? () -> {} : stages.apply(loop)));
        });
    }

    private static Optional<ConsumerKey> key(Optional<String> plugin, RecordConsumer consumer) {
        var who = plugin.orElseGet(() -> consumer.getClass().getName());
        try {
            return Optional.of(new ConsumerKey(plugin, consumer.name()));
        } catch (IllegalArgumentException e) {
            LOG.error("a consumer of {} gets no records: {}", who, e.getMessage());
        } catch (Throwable e) { // code of others, on the thread that registers it
            LOG.error("a consumer of {} gets no records: it has no name", who, e);
        }
        return Optional.empty();
    }

    /** Returns once it gets no more records, or does not return from its last batch in time. */
    public void remove(RecordConsumer consumer) {
        ended(consumer).ifPresent(JournalFollower::end);
        next();
    }

    private synchronized Optional<Following> ended(RecordConsumer consumer) {
        waiting.removeIf(it -> it.consumer() == consumer);
        var found = following.values().stream().filter(it -> it.consumer() == consumer).findFirst();
        found.ifPresent(following.values()::remove);
        return found;
    }

    private synchronized void next() {
        var all = List.copyOf(waiting);
        waiting.clear();
        all.forEach(it -> add(it.plugin(), it.consumer()));
    }

    /** Deletes the offsets of a plug-in whose consumers are gone: installed again, it begins as a new one. */
    public void forget(String plugin) {
        try {
            offsets.forget(plugin);
        } catch (IOException e) {
            LOG.warn("the offsets of the plug-in {} cannot be deleted; after a new installation it continues from them: {}", plugin,
                    e.toString());
        }
    }

    private static void end(Following it) {
        it.stage().run();
        it.loop().close();
    }

    @Override
    public void close() {
        List<Following> all;
        synchronized (this) {
            closed = true;
            all = List.copyOf(following.values());
            following.clear();
            waiting.clear();
        }
        Consumer<Following> end = JournalFollower::end;
        all.parallelStream().forEach(end);
    }
}
