package org.trunkline.engine.messaging;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.engine.EnginePorts;
import org.trunkline.engine.RandomTokens;
import org.trunkline.engine.call.scope.Mailbox;
import org.trunkline.engine.messaging.PhoneDelivery.Result;
import org.trunkline.engine.port.Scheduler;
import org.trunkline.engine.port.config.StoreException;
import org.trunkline.engine.port.message.MessageStore;
import org.trunkline.engine.port.message.MessageStore.Stored;
import org.trunkline.engine.port.routing.Directory.Contact;

/**
 * The messages to one subscriber, one at a time and in order. While any are stored, new ones are stored behind them. One writer: its
 * mailbox, which also waits for the store.
 */
final class Recipient {
    private static final Logger LOG = LoggerFactory.getLogger(Recipient.class);
    /** A sender gives up after 32 s: by then it has to know. */
    static final Duration PATIENCE = Duration.ofSeconds(4);
    static final Duration FIRST_RETRY = Duration.ofSeconds(30);
    static final Duration LAST_RETRY = Duration.ofMinutes(10);
    private static final int MAILBOX = 64;
    /** Messages that wait in memory while one is on its way. */
    private static final int MOST_LIVE = 16;

    /** Written by the mailbox; changes where the subscriber is renamed. */
    private volatile String username;
    private final EnginePorts ports;
    private final RandomTokens tokens;
    private final Events events;
    private final Mailbox mailbox;
    private final MessagePushes pushes;
    private final Deque<Pending> live = new ArrayDeque<>();
    /** Something is on its way. */
    private boolean busy;
    private Duration pause = FIRST_RETRY;
    private Scheduler.Timer retry = () -> {};
    /** Read by others too. */
    private volatile int stored;
    /** The first message in the store is done with, but the store failed to remove it. */
    private Optional<Unremoved> unremoved = Optional.empty();

    /** @param number in the store */
    private record Unremoved(long number, boolean delivered) {}

    /** Is told what happened. */
    interface Events {
        void delivered();

        /** A stored message will not be tried again. @param delivered false where no phone ever takes it */
        void settled(String recipient, TextMessage message, boolean delivered);
    }

    /** @param told what became of it, once */
    record Pending(TextMessage message, Consumer<Outcome> told) {}

    /** @param stored messages that wait for it since before the node started */
    Recipient(String username, EnginePorts ports, RandomTokens tokens, Events events, Executor executor, int stored) {
        this.username = username;
        this.ports = ports;
        this.tokens = tokens;
        this.events = events;
        this.stored = stored;
        this.pushes = new MessagePushes(ports, tokens);
        this.mailbox = new Mailbox(MAILBOX, executor, this::defect);
    }

    int stored() {
        return stored;
    }

    // ---- from any thread

    /** @return false where too much is to be done already */
    boolean offer(Pending message) {
        return mailbox.offer(() -> take(message));
    }

    /** A phone is there: what is stored is delivered. */
    void reachable() {
        mailbox.post(() -> {
            pause = FIRST_RETRY;
            pushes.awake();
            drain();
        });
    }

    /** Its subscriber has another name, and what is stored has gone along. */
    void becomes(String name) {
        mailbox.post(() -> username = name);
        recount();
        reachable();
    }

    /** Messages were deleted. */
    void recount() {
        mailbox.post(() -> {
            try {
                stored = ports.messages().counts().getOrDefault(username, 0);
            } catch (StoreException e) {
                LOG.warn("messages to {} cannot be counted: {}", username, e.getMessage());
            }
        });
    }

    // ---- the mailbox's

    private void defect(Throwable defect) {
        LOG.error("a message to {} was not handled", username, defect);
        busy = false;
    }

    private void take(Pending pending) {
        if (stored > 0) {
            keep(pending);
            if (!ports.directory().contacts(username).isEmpty() && pause.equals(FIRST_RETRY))
                drain();
        } else if (!busy) {
            send(pending);
        } else if (live.size() < MOST_LIVE) {
            live.add(pending);
        } else {
            keepLive();
            keep(pending);
        }
    }

    private void send(Pending pending) {
        var contacts = ports.directory().contacts(username);
        if (contacts.isEmpty()) {
            keep(pending);
            return;
        }
        busy = true;
        var attempt = new Live(pending);
        attempt.patience = ports.scheduler().after(PATIENCE, () -> mailbox.post(attempt::tooLong));
        new PhoneDelivery(ports, tokens, pending.message(), false, mailbox::post, attempt::over).begin(contacts);
    }

    /** A message on its way whose sender waits. */
    private final class Live {
        private final Pending pending;
        private Scheduler.Timer patience = () -> {};
        private boolean answered;

        Live(Pending pending) {
            this.pending = pending;
        }

        /** The phone may still answer; until then the message is kept. */
        void tooLong() {
            if (answered)
                return;
            answered = true;
            pending.told().accept(kept(pending.message(), true));
            keepLive();
        }

        void over(Result result) {
            patience.cancel();
            busy = false;
            if (result instanceof Result.Unreachable) {
                if (!answered) {
                    pending.told().accept(kept(pending.message(), true));
                    keepLive();
                }
                later();
                return;
            }
            boolean delivered = result instanceof Result.Delivered;
            if (delivered)
                events.delivered();
            if (answered)
                forget(pending.message(), delivered);
            else
                pending.told().accept(result instanceof Result.Rejected(int status) ? new Outcome.Refused(status) : new Outcome.Delivered());
            drain();
        }
    }

    private void keepLive() {
        while (!live.isEmpty())
            keep(live.remove());
    }

    private void keep(Pending pending) {
        pending.told().accept(kept(pending.message(), false));
    }

    /** @param asleep whether the phones that are registered do not answer */
    private Outcome kept(TextMessage message, boolean asleep) {
        if (message.isFleeting() || message.isExpired(ports.scheduler().instant()))
            return new Outcome.Refused(480);
        var envelope = new MessageStore.Envelope(username, message.from().normalised(), message.id(), message.at(), message.until(),
                message.body().bytes().length);
        try {
            if (!ports.messages().keep(envelope, message.encode(), MessageStore.Room.DEFAULT))
                return new Outcome.Full();
            stored++;
            if (asleep || ports.directory().contacts(username).isEmpty())
                pushes.waits(username, message);
            return new Outcome.Stored();
        } catch (StoreException e) {
            LOG.warn("a message to {} cannot be stored: {}", username, e.getMessage());
            return new Outcome.Refused(503);
        }
    }

    /** A message was kept, and delivered after all. */
    private void forget(TextMessage message, boolean delivered) {
        next().filter(first -> first.envelope().id().equals(message.id())).ifPresent(first -> settle(first, Optional.of(message), delivered));
    }

    /** Sends what is stored, the oldest first; then what came meanwhile. */
    private void drain() {
        if (busy)
            return;
        var contacts = ports.directory().contacts(username);
        if (stored > 0 && contacts.isEmpty())
            return; // its phone registers again
        var first = stored > 0 ? next() : Optional.<Stored>empty();
        if (first.isPresent()) {
            busy = true;
            deliver(first.get(), contacts);
        } else if (!live.isEmpty()) {
            send(live.remove());
        }
    }

    private Optional<Stored> next() {
        try {
            var first = ports.messages().next(username);
            if (first.isEmpty())
                stored = 0;
            return first;
        } catch (StoreException e) {
            LOG.warn("messages to {} cannot be read: {}", username, e.getMessage());
            later();
            return Optional.empty();
        }
    }

    private void deliver(Stored first, List<Contact> contacts) {
        var read = read(first);
        var done = unremoved.filter(it -> it.number() == first.number());
        if (done.isPresent()) {
            settle(first, read, done.get().delivered());
        } else if (read.isEmpty() || read.get().isExpired(ports.scheduler().instant())) {
            settle(first, read, false);
        } else {
            var message = read.get();
            new PhoneDelivery(ports, tokens, message, true, mailbox::post, result -> over(first, message, result)).begin(contacts);
        }
    }

    private Optional<TextMessage> read(Stored first) {
        try {
            return Optional.of(TextMessage.decode(first.content()));
        } catch (IOException e) {
            LOG.warn("the stored message {} to {} cannot be read and is deleted: {}", first.number(), username, e.getMessage());
            return Optional.empty();
        }
    }

    private void over(Stored first, TextMessage message, Result result) {
        if (result instanceof Result.Unreachable) {
            busy = false;
            pushes.waits(username, message);
            later();
            return;
        }
        boolean delivered = result instanceof Result.Delivered;
        if (delivered)
            events.delivered();
        pause = FIRST_RETRY;
        settle(first, Optional.of(message), delivered);
    }

    /** Removes a message and goes on with the next. One that the store cannot remove now is not sent again. */
    private void settle(Stored first, Optional<TextMessage> message, boolean delivered) {
        busy = false;
        try {
            boolean waited = ports.messages().remove(first.number());
            stored = Math.max(0, stored - 1);
            unremoved = Optional.empty();
            if (waited)
                message.ifPresent(it -> events.settled(username, it, delivered));
            mailbox.post(this::drain);
        } catch (StoreException e) {
            LOG.warn("a message to {} cannot be removed from the store, which is tried again: {}", username, e.getMessage());
            unremoved = Optional.of(new Unremoved(first.number(), delivered));
            later();
        }
    }

    /** A phone that is registered and does not answer is tried again now and then. */
    private void later() {
        retry.cancel();
        retry = ports.scheduler().after(pause, () -> mailbox.post(this::drain));
        pause = pause.multipliedBy(2).compareTo(LAST_RETRY) > 0 ? LAST_RETRY : pause.multipliedBy(2);
    }
}
