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

    private record Waiting(ConsumerKey key, RecordConsumer consumer) {}

    private final ConsumerOffsets offsets;
    private final BiFunction<ConsumerKey, RecordConsumer, ConsumerLoop> begin;
    private final InstantSource clock;
    private final FollowerLimits limits;
    private final Function<RecordStage, Runnable> stages;
    private final Map<ConsumerKey, Following> following = new HashMap<>();
    /** Those whose name another one has: an update comes before what it replaces goes. */
    private final List<Waiting> waiting = new ArrayList<>();
    /** To consumers of plug-ins, whose names are theirs to say. */
    private final List<NameQuestion> questions = new ArrayList<>();
    private boolean closed;

    /** @param stages shows how far a consumer is; what it returns ends that */
    public JournalFollower(RecordLog log, ConsumerOffsets offsets, InstantSource clock, FollowerLimits limits,
            Function<RecordStage, Runnable> stages) {
        this.offsets = offsets;
        begin = (key, consumer) -> new ConsumerLoop(key, consumer, log, offsets, clock, limits);
        this.clock = clock;
        this.limits = limits;
        this.stages = stages;
    }

    /** @param plugin whose it is; empty for one of the house */
    public void add(Optional<String> plugin, RecordConsumer consumer) {
        if (plugin.isPresent())
            ask(plugin.get(), consumer, stages);
        else
            key(consumer).ifPresent(key -> begin(key, consumer));
    }

    /** Another version is behind a consumer of a plug-in, which may have another name. */
    public void update(String plugin, RecordConsumer consumer) {
        ask(plugin, consumer, _ -> () -> {}); // its records come under the old name meanwhile
    }

    private synchronized void ask(String plugin, RecordConsumer consumer, Function<RecordStage, Runnable> shown) {
        if (closed)
            return;
        forgetQuestions(consumer);
        var question = new NameQuestion(plugin, consumer, clock, limits, shown, this::answered);
        questions.add(question);
        question.begin();
    }

    private void forgetQuestions(RecordConsumer consumer) {
        questions.stream().filter(it -> it.consumer() == consumer).forEach(NameQuestion::close);
        questions.removeIf(it -> it.consumer() == consumer);
    }

    private void answered(NameQuestion question, ConsumerKey key) {
        Optional<Following> renamed;
        synchronized (this) {
            if (!questions.contains(question) || is(key, question.consumer())) {
                questions.remove(question);
                return;
            }
            renamed = ended(question.consumer());
        }
        renamed.ifPresent(JournalFollower::end);
        synchronized (this) {
            if (questions.remove(question))
                begin(key, question.consumer());
        }
        next();
    }

    private boolean is(ConsumerKey key, RecordConsumer consumer) {
        return Optional.ofNullable(following.get(key)).filter(it -> it.consumer() == consumer).isPresent();
    }

    private synchronized void begin(ConsumerKey key, RecordConsumer consumer) {
        if (closed)
            return;
        if (following.containsKey(key)) {
            LOG.warn("a second record consumer has the name {}: it waits until the first one stops", key);
            waiting.add(new Waiting(key, consumer));
            return;
        }
        var loop = begin.apply(key, consumer);
        // the store and the index say more of themselves than is known here
        following.put(key, new Following(consumer, loop, consumer instanceof RecordStage ? () -> {} : stages.apply(loop)));
    }

    private static Optional<ConsumerKey> key(RecordConsumer consumer) {
        try {
            return Optional.of(new ConsumerKey(Optional.empty(), consumer.name()));
        } catch (RuntimeException e) {
            LOG.error("a consumer of {} gets no records: {}", consumer.getClass().getName(), e.getMessage());
            return Optional.empty();
        }
    }

    /** Returns once it gets no more records, or does not return from its last batch in time. */
    public void remove(RecordConsumer consumer) {
        synchronized (this) {
            forgetQuestions(consumer);
        }
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
        all.forEach(it -> begin(it.key(), it.consumer()));
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
            questions.forEach(NameQuestion::close);
            questions.clear();
        }
        Consumer<Following> end = JournalFollower::end;
        all.parallelStream().forEach(end);
    }
}
