package org.trunkline.cdr.journal.internal.follow;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

import org.trunkline.engine.port.record.RecordStage;
import org.trunkline.spi.record.RecordConsumer;

/**
 * Asks a consumer of a plug-in for its name, on a thread of its own, until it answers with one that can be used. Meanwhile
 * it is a stage in trouble, because the consumer gets no records.
 */
final class NameQuestion implements RecordStage, AutoCloseable {
    private final String plugin;
    private final RecordConsumer consumer;
    private final FollowerLimits limits;
    private final Function<RecordStage, Runnable> stages;
    private final BiConsumer<NameQuestion, ConsumerKey> answered;
    private final ConsumerTrouble trouble;
    private final Thread thread;
    private Optional<Runnable> shown = Optional.empty();
    private boolean closed;

    /** @param stages shows the trouble; what it returns ends that @param answered told once, on the thread that asks */
    NameQuestion(String plugin, RecordConsumer consumer, InstantSource clock, FollowerLimits limits,
            Function<RecordStage, Runnable> stages, BiConsumer<NameQuestion, ConsumerKey> answered) {
        this.plugin = plugin;
        this.consumer = consumer;
        this.limits = limits;
        this.stages = stages;
        this.answered = answered;
        trouble = new ConsumerTrouble(plugin, clock);
        thread = Thread.ofVirtual().name("cdr-name-" + plugin).unstarted(this::run);
    }

    void begin() {
        thread.start();
    }

    RecordConsumer consumer() {
        return consumer;
    }

    private void run() {
        try {
            for (var pause = limits.retry(); !isClosed(); pause = longer(pause)) {
                var key = ask();
                if (key.isPresent()) {
                    close();
                    answered.accept(this, key.get());
                    return;
                }
                await(pause);
            }
        } catch (InterruptedException e) {
            // the consumer went
        }
    }

    private Duration longer(Duration pause) {
        var twice = pause.multipliedBy(2);
        return twice.compareTo(limits.longestRetry()) < 0 ? twice : limits.longestRetry();
    }

    private Optional<ConsumerKey> ask() {
        try {
            return Optional.of(new ConsumerKey(Optional.of(plugin), consumer.name()));
        } catch (Throwable e) { // code of a plug-in
            failed(e);
            return Optional.empty();
        }
    }

    private synchronized void failed(Throwable e) {
        if (closed)
            return;
        trouble.failed(e);
        if (shown.isEmpty())
            shown = Optional.of(stages.apply(this));
    }

    private synchronized void await(Duration pause) throws InterruptedException {
        long until = System.nanoTime() + pause.toNanos();
        for (long left = pause.toNanos(); !closed && left > 0; left = until - System.nanoTime())
            wait(left / 1_000_000, (int) (left % 1_000_000));
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public String name() {
        return plugin;
    }

    @Override
    public long sequence() {
        return 0;
    }

    @Override
    public Optional<Trouble> trouble() {
        return trouble.now();
    }

    /** Asks no more. */
    @Override
    public synchronized void close() {
        closed = true;
        shown.ifPresent(Runnable::run);
        shown = Optional.empty();
        notifyAll();
        if (Thread.currentThread() != thread)
            thread.interrupt();
    }
}
