package org.trunkline.sip.jain.internal.resolve;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.trunkline.domain.config.Transport;
import org.trunkline.engine.port.signaling.Hop;

/**
 * Where a name leads (RFC 3263 §4): {@link Services}, those of a group by priority and weight, then addresses. Targets
 * that failed go to the end for a while.
 *
 * <p><b>Threads:</b> any; {@link #find} blocks.
 */
public final class Targets {
    /** Where no server tells for how long, as of the hosts file. */
    private static final Duration KEPT = Duration.ofSeconds(30);
    /** Below this, each call would ask; above, a move of the other side would not be noticed for too long. */
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofHours(1);
    /** Of a name that leads nowhere, or whose servers are silent (RFC 2308 §5, §7: both may be kept). */
    private static final Duration NOTHING_KEPT = Duration.ofSeconds(5);
    private static final Duration HEALS = Duration.ofMinutes(1);
    private static final int MOST = 1000;

    /**
     * @param port 0 where none was given
     * @param any whether the name says the transport too; the one given is for where it does not
     */
    public record Name(String host, int port, Transport transport, boolean any) {
        public Name(String host, int port, Transport transport) {
            this(host, port, transport, false);
        }
    }

    /** @param until when it is asked again */
    private record Found(List<Services.Group> groups, Map<String, List<InetSocketAddress>> addresses, Instant until) {
        /** In the order of the records. */
        List<Hop> all() {
            return groups.stream().flatMap(group -> group.services().stream().flatMap(s -> hops(group, s))).toList();
        }

        Stream<Hop> hops(Services.Group group, NameService.Service service) {
            return addresses.getOrDefault(key(service), List.of()).stream().map(a -> new Hop(a, group.transport()));
        }
    }

    private static final class Bounded<K, V> extends LinkedHashMap<K, V> {
        private static final long serialVersionUID = 1L;

        Bounded() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > MOST;
        }
    }

    private final NameService names;
    private final Services services;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Map<Name, Found> found = new Bounded<>();
    /** Apart from those found: questions for names that do not exist would push them out. Guarded by these. */
    private final Map<Name, Found> nothing = new Bounded<>();
    /** Guarded by those found. */
    private final Map<Name, FutureTask<Found>> asking = new HashMap<>();
    private final Map<Hop, Instant> failed = new Bounded<>();

    /** @param spoken transports of this node */
    public Targets(NameService names, Supplier<Set<Transport>> spoken, InstantSource clock, RandomGenerator random) {
        this.names = names;
        this.services = new Services(names, spoken);
        this.clock = clock;
        this.random = random;
    }

    /** The targets in the order to try them, those that failed lately last. */
    public List<Hop> find(Name name) {
        var answer = ask(name);
        var hops = new ArrayList<Hop>();
        for (var group : answer.groups())
            for (var service : ordered(group.services()))
                answer.hops(group, service).forEach(hops::add);
        synchronized (failed) {
            Instant now = clock.instant();
            failed.values().removeIf(until -> !until.isAfter(now));
            hops.sort(Comparator.comparing(failed::containsKey)); // stable
        }
        return hops;
    }

    /** Nobody answers there. @return whether a name that led there leads elsewhere too, where somebody may */
    public boolean failed(Hop hop) {
        List<Hop> others;
        synchronized (found) {
            others = found.values().stream().map(Found::all).filter(all -> all.contains(hop)).flatMap(List::stream).toList();
        }
        if (others.isEmpty())
            return false;
        synchronized (failed) {
            failed.put(hop, clock.instant().plus(HEALS));
            return others.stream().anyMatch(other -> !failed.containsKey(other));
        }
    }

    /** Who asks for what another is asking waits for its answer. */
    private Found ask(Name name) {
        var mine = new FutureTask<>(() -> lookUpAndKeep(name));
        @Nullable FutureTask<Found> theirs;
        synchronized (found) {
            var known = found.get(name);
            if (known != null && isFresh(known))
                return known;
            var none = nothing.get(name);
            if (none != null && isFresh(none))
                return none;
            theirs = asking.putIfAbsent(name, mine);
        }
        if (theirs != null)
            return answer(theirs);
        try {
            mine.run();
            return answer(mine);
        } finally {
            synchronized (found) {
                asking.remove(name);
            }
        }
    }

    private boolean isFresh(Found it) {
        return clock.instant().isBefore(it.until());
    }

    private static Found answer(FutureTask<Found> asked) {
        try {
            return asked.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the node stops", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private Found lookUpAndKeep(Name name) {
        var fresh = lookUp(name);
        synchronized (found) {
            var known = found.get(name);
            // a name server that is down stops no calls, and is not waited for by each of them
            var best = fresh.all().isEmpty() && known != null ? new Found(known.groups(), known.addresses(), clock.instant().plus(KEPT)) : fresh;
            boolean leads = !best.all().isEmpty();
            (leads ? found : nothing).put(name, best);
            if (leads)
                nothing.remove(name);
            return best;
        }
    }

    private Found lookUp(Name name) {
        var groups = services.of(name);
        var addresses = new LinkedHashMap<String, List<InetSocketAddress>>();
        var lifetimes = groups.stream().map(Services.Group::lifetime).flatMap(Optional::stream)
                .collect(Collectors.toCollection(ArrayList::new));
        for (var service : groups.stream().flatMap(group -> group.services().stream()).limit(MOST).toList())
            addresses.computeIfAbsent(key(service), _ -> {
                var answer = names.addresses(service.target());
                answer.lifetime().ifPresent(lifetimes::add);
                return answer.records().stream().map(address -> new InetSocketAddress(address, service.port())).toList();
            });
        var kept = addresses.values().stream().allMatch(List::isEmpty) ? NOTHING_KEPT
                : within(lifetimes.stream().min(Comparator.naturalOrder()).orElse(KEPT));
        return new Found(groups, addresses, clock.instant().plus(kept));
    }

    private static Duration within(Duration lifetime) {
        return lifetime.compareTo(SHORTEST) < 0 ? SHORTEST : lifetime.compareTo(LONGEST) > 0 ? LONGEST : lifetime;
    }

    private static String key(NameService.Service service) {
        return service.target() + ':' + service.port();
    }

    /** Which failed lately and come last. */
    public int failedNow() {
        synchronized (failed) {
            Instant now = clock.instant();
            failed.values().removeIf(until -> !until.isAfter(now));
            return failed.size();
        }
    }

    /** RFC 2782: the lowest priority first, within it by chance in proportion to the weights. */
    private List<NameService.Service> ordered(List<NameService.Service> services) {
        var byPriority = new TreeMap<Integer, List<NameService.Service>>();
        services.forEach(s -> byPriority.computeIfAbsent(s.priority(), _ -> new ArrayList<>()).add(s));
        var all = new ArrayList<NameService.Service>();
        for (var group : byPriority.values())
            while (!group.isEmpty())
                all.add(group.remove(pick(group)));
        return all;
    }

    private int pick(List<NameService.Service> group) {
        int sum = group.stream().mapToInt(NameService.Service::weight).sum();
        int at = sum == 0 ? 0 : random.nextInt(sum + 1);
        for (int i = 0; i < group.size(); i++) {
            at -= group.get(i).weight();
            if (at <= 0 && (group.get(i).weight() > 0 || sum == 0))
                return i;
        }
        return group.size() - 1;
    }
}
