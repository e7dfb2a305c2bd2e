package org.trunkline.engine.directory.registrar;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;

import org.trunkline.engine.port.Scheduler;
import org.trunkline.engine.port.config.ConfigStore;
import org.trunkline.engine.port.push.PushMessage;
import org.trunkline.engine.port.push.PushSender;
import org.trunkline.engine.port.push.PushSender.Outcome;
import org.trunkline.engine.port.push.PushSubscription;

/**
 * Every subscriber's push subscriptions. One with keys is a browser's: it outlives the registration, as a closed page cannot refresh
 * it. One without keys lives as long as the registration that named it (RFC 8599 §4.1). <b>Threads:</b> any; never blocks.
 */
public final class PushBook {
    /** Subscriptions of one subscriber: the oldest gives way. */
    public static final int MOST = 5;
    /** How long a browser is pushed to without having registered. */
    static final Duration KEPT = Duration.ofDays(30);

    private record Key(String username, String endpoint) {}

    private final PushSender sender;
    private final Scheduler scheduler;
    private final StoreWriter<PushSubscription> writer;
    private final Map<String, List<PushSubscription>> byName = new ConcurrentHashMap<>();
    /** Who has an endpoint: a device that another subscriber signs in at rings for that one only. */
    private final Map<String, String> owners = new ConcurrentHashMap<>();
    private final AtomicLong revision = new AtomicLong();

    public PushBook(PushSender sender, ConfigStore store, Scheduler scheduler, Executor blocking) {
        this.sender = sender;
        this.scheduler = scheduler;
        writer = new StoreWriter<>("push subscriptions", it -> new Key(it.username(), it.endpoint()),
                store::savePushSubscriptions, scheduler, blocking);
    }

    /** Takes over what the store held; expired ones are left out. */
    public void load(List<PushSubscription> known) {
        for (var each : known)
            if (each.until().isAfter(scheduler.instant()))
                byName.merge(each.username(), List.of(each), (old, more) -> {
                    var all = new ArrayList<>(old);
                    all.addAll(more);
                    return List.copyOf(all);
                });
        byName.forEach((username, all) -> all.forEach(it -> owners.put(it.endpoint(), username)));
    }

    /** The node's public key; empty while pushes are switched off. */
    Optional<String> key() {
        return sender.key();
    }

    /** Unexpired ones, the newest last; none while pushes are switched off. */
    public List<PushSubscription> of(String username) {
        var all = byName.get(username);
        if (all == null || sender.key().isEmpty())
            return List.of();
        Instant now = scheduler.instant();
        return all.stream().filter(it -> it.until().isAfter(now)).toList();
    }

    /** Names that have any. */
    public List<String> names() {
        return List.copyOf(byName.keySet());
    }

    boolean accepts(String username, PushParameters wanted) {
        return sender.accepts(subscription(username, wanted, "", scheduler.instant()));
    }

    /** A phone registered with it. @param expires seconds of the registration */
    void registered(String username, PushParameters wanted, String contact, int expires) {
        Instant now = scheduler.instant();
        var until = wanted.keys().isPresent() ? now.plus(KEPT).truncatedTo(ChronoUnit.DAYS) : now.plusSeconds(expires);
        var next = subscription(username, wanted, contact, until);
        var before = owners.put(next.endpoint(), username);
        if (before != null && !before.equals(username))
            withdrawn(before, next.endpoint());
        byName.compute(username, (_, old) -> {
            var all = old == null ? new ArrayList<PushSubscription>(1) : new ArrayList<>(old);
            boolean stored = all.stream().anyMatch(next::storedAs);
            all.removeIf(it -> it.endpoint().equals(next.endpoint()));
            all.add(next);
            var out = new ArrayList<PushSubscription>(0);
            all.stream().filter(it -> !it.until().isAfter(now)).forEach(out::add);
            all.removeAll(out);
            while (all.size() > MOST)
                out.add(all.removeFirst());
            out.forEach(it -> owners.remove(it.endpoint(), username));
            if (!stored || !out.isEmpty())
                writer.changed(stored ? List.of() : List.of(next), out);
            return List.copyOf(all);
        });
    }

    private PushSubscription subscription(String username, PushParameters wanted, String contact, Instant until) {
        return new PushSubscription(username, wanted.endpoint(), wanted.keys(), contact, revision.incrementAndGet(), until);
    }

    /** A phone wants no pushes there any more. */
    void withdrawn(String username, String endpoint) {
        remove(username, it -> it.endpoint().equals(endpoint));
    }

    /** A phone unregistered: what lives as long as its registration ends. */
    void unregistered(String username, String contact) {
        remove(username, it -> it.keys().isEmpty() && it.contact().equals(contact));
    }

    /** All phones of a name unregistered. */
    void unregistered(String username) {
        remove(username, it -> it.keys().isEmpty());
    }

    /** Takes out all of a name. */
    public void forget(String username) {
        remove(username, _ -> true);
    }

    private void remove(String username, Predicate<PushSubscription> which) {
        byName.computeIfPresent(username, (_, old) -> {
            var out = old.stream().filter(which).toList();
            if (out.isEmpty())
                return old;
            writer.changed(List.of(), out);
            out.forEach(it -> owners.remove(it.endpoint(), username));
            var left = old.stream().filter(which.negate()).toList();
            return left.isEmpty() ? null : left;
        });
    }

    /** @param told the outcome, once; any thread */
    public void send(PushSubscription to, PushMessage message, Consumer<Outcome> told) {
        sender.send(to, message, outcome -> {
            if (outcome == Outcome.GONE)
                withdrawn(to.username(), to.endpoint());
            told.accept(outcome);
        });
    }

    /** Writes what waits now; blocks. */
    public void flush() {
        writer.flush();
    }
}
