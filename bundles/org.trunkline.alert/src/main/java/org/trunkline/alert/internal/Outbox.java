package org.trunkline.alert.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.engine.port.config.AlertMemory;
import org.trunkline.spi.ExtensionException;

/**
 * Messages on their way out: a bounded number, tried again with growing pauses while that may help, and not more in ten
 * minutes than anybody would read. <b>Threads:</b> any; sending is done on threads of its own.
 */
final class Outbox implements AutoCloseable {
    /** Between tries. */
    static final List<Duration> PAUSES = List.of(Duration.ofSeconds(2), Duration.ofSeconds(10), Duration.ofMinutes(1),
            Duration.ofMinutes(5));
    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
    private static final int MOST_WAITING = 100;
    private static final int MOST_SENT = 60;
    private static final Duration SENT_WITHIN = Duration.ofMinutes(10);

    /** One try. */
    @FunctionalInterface
    interface Try {
        void send() throws ExtensionException;
    }

    /** Told of each outcome. */
    @FunctionalInterface
    interface Outcome {
        /** @param again whether it is tried again */
        void is(boolean delivered, LocalizableText why, boolean again);
    }

    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("alert-out-", 0).factory());
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Semaphore places = new Semaphore(MOST_WAITING);
    private final ArrayDeque<Instant> sent = new ArrayDeque<>();
    private final InstantSource clock;
    private final List<Duration> pauses;
    private final Optional<AlertKeeper> keeper;

    Outbox(InstantSource clock, List<Duration> pauses) {
        this(clock, pauses, Optional.empty());
    }

    /** @param keeper remembers over restarts how many were sent */
    Outbox(InstantSource clock, List<Duration> pauses, Optional<AlertKeeper> keeper) {
        this.clock = clock;
        this.pauses = List.copyOf(pauses);
        this.keeper = keeper;
        keeper.flatMap(k -> k.take(AlertMemory.SENT, "")).ifPresent(
                text -> sent.addAll(KeptText.of(text).all("sent", 1, v -> KeptText.instant(v[0]))));
    }

    /** @param what for the log, without secrets */
    void send(String what, Try delivery, Outcome outcome) {
        var refused = refusal();
        if (refused.isPresent()) {
            LOG.warn("{} was not sent: {}", what, refused.get().message());
            outcome.is(false, refused.get(), false);
            return;
        }
        try {
            threads.execute(() -> {
                try {
                    deliver(what, delivery, outcome);
                } finally {
                    places.release();
                }
            });
        } catch (RejectedExecutionException e) {
            places.release();
            outcome.is(false, new LocalizableText("node-stopping", List.of(), "the node is stopping"), false);
        }
    }

    private synchronized Optional<LocalizableText> refusal() {
        var first = clock.instant().minus(SENT_WITHIN);
        while (!sent.isEmpty() && sent.peekFirst().isBefore(first))
            sent.removeFirst();
        if (sent.size() >= MOST_SENT)
            return Optional.of(new LocalizableText("too-many-messages", List.of(String.valueOf(MOST_SENT),
                    String.valueOf(SENT_WITHIN.toMinutes())), "more than " + MOST_SENT + " messages in "
                            + SENT_WITHIN.toMinutes() + " minutes"));
        if (!places.tryAcquire())
            return Optional.of(new LocalizableText("messages-waiting", List.of(String.valueOf(MOST_WAITING)), MOST_WAITING
                    + " messages are already queued"));
        sent.addLast(clock.instant());
        keeper.ifPresent(k -> k.put(AlertMemory.SENT, "", this::sentText, true));
        return Optional.empty();
    }

    private synchronized String sentText() {
        var text = new KeptText();
        sent.forEach(at -> text.add("sent", at));
        return text.toString();
    }

    private void deliver(String what, Try delivery, Outcome outcome) {
        for (int attempt = 0;; attempt++)
            try {
                delivery.send();
                outcome.is(true, LocalizableText.NOTHING, false);
                return;
            } catch (ExtensionException e) {
                boolean last = !e.retryable() || attempt == pauses.size();
                outcome.is(false, DeliveryFailure.said(e), !last);
                if (last) {
                    LOG.warn("{} was not delivered: {}", what, e.getMessage());
                    return;
                }
                if (!pause(pauses.get(attempt)))
                    return;
            }
    }

    /** @return whether to go on */
    private boolean pause(Duration pause) {
        try {
            return !stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        stopping.countDown();
        threads.shutdownNow();
    }
}
