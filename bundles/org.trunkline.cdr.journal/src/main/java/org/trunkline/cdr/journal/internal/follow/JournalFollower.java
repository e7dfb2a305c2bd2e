package org.trunkline.cdr.journal.internal.follow;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;

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
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,59}");

    /** A consumer at work. @param stage withdraws its stage */
    private record Following(RecordConsumer consumer, ConsumerLoop loop, Runnable stage) {}

    private final Function<RecordConsumer, ConsumerLoop> begin;
    private final Function<RecordStage, Runnable> stages;
    private final Map<String, Following> following = new HashMap<>();
    /** Those whose name another one has: an update comes before what it replaces goes. */
    private final List<RecordConsumer> waiting = new ArrayList<>();
    private boolean closed;

    /** @param stages shows how far a consumer is; what it returns ends that */
    public JournalFollower(RecordLog log, ConsumerOffsets offsets, InstantSource clock, FollowerLimits limits,
            Function<RecordStage, Runnable> stages) {
        begin = consumer -> new ConsumerLoop(consumer, log, offsets, clock, limits);
        this.stages = stages;
    }

    public synchronized void add(RecordConsumer consumer) {
        name(consumer).ifPresent(name -> {
            if (closed)
                return;
            if (following.containsKey(name)) {
                LOG.warn("a second consumer of records is called {}: it waits for the first to go", name);
                waiting.add(consumer);
                return;
            }
            var loop = begin.apply(consumer);
            // the store and the index say more of themselves than is known here
            following.put(name, new Following(consumer, loop, consumer instanceof RecordStage ? () -> {} : stages.apply(loop)));
        });
    }

    private static Optional<String> name(RecordConsumer consumer) {
        try {
            var name = consumer.name();
            if (NAME.matcher(name).matches())
                return Optional.of(name);
            LOG.error("{} gets no records: its name \"{}\" must be up to 60 lower-case letters, digits and hyphens",
                    consumer.getClass().getName(), name);
        } catch (Throwable e) { // code of others, on the thread that registers it
            LOG.error("{} gets no records: it has no name", consumer.getClass().getName(), e);
        }
        return Optional.empty();
    }

    /** Returns once it gets no more records, or does not return from its last batch in time. */
    public void remove(RecordConsumer consumer) {
        ended(consumer).ifPresent(JournalFollower::end);
        next();
    }

    private synchronized Optional<Following> ended(RecordConsumer consumer) {
        waiting.removeIf(it -> it == consumer);
        var found = following.values().stream().filter(it -> it.consumer() == consumer).findFirst();
        found.ifPresent(following.values()::remove);
        return found;
    }

    private synchronized void next() {
        var all = List.copyOf(waiting);
        waiting.clear();
        all.forEach(this::add);
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
