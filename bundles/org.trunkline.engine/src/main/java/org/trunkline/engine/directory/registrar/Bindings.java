package org.trunkline.engine.directory.registrar;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Every subscriber's contacts. Those of one name are one immutable list, swapped whole. <b>Threads:</b> any; never
 * blocks.
 */
public final class Bindings {
    /** Told of what changed, for the store. Called on a stack thread, in order for each name: note it and return. */
    public interface Changes {
        void changed(List<Binding> put, List<Binding> removed);
    }

    private final InstantSource clock;
    private final Changes changes;
    private final Consumer<InetAddress> sourceTold;
    private final Map<String, List<Binding>> byName = new ConcurrentHashMap<>();
    private final Map<InetSocketAddress, Integer> sources = new ConcurrentHashMap<>();
    private final Map<InetAddress, Integer> addresses = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();

    /** @param sourceTold told of each address that a binding came from or is gone from, after {@link #isSource} says so; any thread */
    public Bindings(InstantSource clock, Changes changes, Consumer<InetAddress> sourceTold) {
        this.clock = clock;
        this.changes = changes;
        this.sourceTold = sourceTold;
    }

    /** Takes over what the store held; expired ones are left out. */
    public void load(List<Binding> known) {
        Instant now = clock.instant();
        known.stream().filter(b -> b.expiresAt().isAfter(now)).forEach(b -> byName.compute(b.username(), (_, old) -> {
            var after = Stream.concat(old == null ? Stream.of() : old.stream(), Stream.of(b)).toList();
            index(List.of(), List.of(b));
            return after;
        }));
    }

    /**
     * Changes one name's list.
     *
     * @param change from the list there is to the one to be, oldest first; empty to leave it
     * @return whether it was changed
     */
    boolean update(String username, Function<List<Binding>, Optional<List<Binding>>> change) {
        boolean[] done = {false};
        byName.compute(username, (_, old) -> {
            List<Binding> before = old == null ? List.of() : old;
            var after = change.apply(before);
            if (after.isEmpty())
                return old;
            done[0] = true;
            publish(before, after.get());
            return after.get().isEmpty() ? null : List.copyOf(after.get());
        });
        return done[0];
    }

    /** The lists are short. */
    private void publish(List<Binding> before, List<Binding> after) {
        var put = without(after, before);
        var out = without(before, after);
        index(out, put);
        var removed = new ArrayList<Binding>(0);
        for (var each : out)
            if (after.stream().noneMatch(a -> a.contact().equals(each.contact())))
                removed.add(each);
        if (!put.isEmpty() || !removed.isEmpty())
            changes.changed(put, removed);
    }

    private static List<Binding> without(List<Binding> all, List<Binding> those) {
        var rest = new ArrayList<Binding>(all.size());
        for (var each : all)
            if (!those.contains(each))
                rest.add(each);
        return rest;
    }

    private void index(List<Binding> out, List<Binding> in) {
        in.forEach(b -> {
            sources.merge(b.source(), 1, Integer::sum);
            addresses.merge(b.source().getAddress(), 1, Integer::sum);
            sourceTold.accept(b.source().getAddress());
        });
        out.forEach(b -> {
            sources.computeIfPresent(b.source(), (_, n) -> n > 1 ? n - 1 : null);
            addresses.computeIfPresent(b.source().getAddress(), (_, n) -> n > 1 ? n - 1 : null);
            sourceTold.accept(b.source().getAddress());
        });
        count.addAndGet(in.size() - out.size());
    }

    /** Takes out what expired. */
    void sweep() {
        Instant now = clock.instant();
        byName.forEach((username, list) -> {
            if (list.stream().anyMatch(b -> !b.expiresAt().isAfter(now)))
                update(username, all -> Optional.of(all.stream().filter(b -> b.expiresAt().isAfter(now)).toList()));
        });
    }

    /** Takes out all of a name that is no more. */
    public void forget(String username) {
        update(username, _ -> Optional.of(List.of()));
    }

    /** Unexpired ones of one name, oldest first. */
    public Stream<Binding> of(String username) {
        return current(username).stream();
    }

    /** The same, as a list. */
    List<Binding> current(String username) {
        var all = byName.getOrDefault(username, List.of());
        Instant now = clock.instant();
        for (var each : all)
            if (!each.expiresAt().isAfter(now))
                return all.stream().filter(b -> b.expiresAt().isAfter(now)).toList();
        return all;
    }

    /** Whether this very URI is bound, or was until a moment ago. */
    boolean has(String username, String contact) {
        for (var binding : byName.getOrDefault(username, List.of()))
            if (binding.contact().equals(contact))
                return true;
        return false;
    }

    /** Unexpired ones, by name. */
    public Stream<Binding> all() {
        return byName.keySet().stream().sorted().flatMap(this::of);
    }

    /** Names that have any. */
    public List<String> names() {
        return List.copyOf(byName.keySet());
    }

    public boolean isSource(InetAddress address) {
        return addresses.containsKey(address);
    }

    public boolean isSource(InetSocketAddress address) {
        return sources.containsKey(address);
    }

    public int count() {
        return count.get();
    }
}
