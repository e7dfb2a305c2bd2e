package org.trunkline.sip.jain.internal;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

import org.trunkline.domain.config.Transport;
import org.trunkline.engine.port.Hop;

/**
 * Where a name leads (RFC 3263 §4.2): SRV by priority and weight unless a port is given, then addresses. Targets that
 * failed go to the end for a while. The transport is always configured, so NAPTR has nothing to choose.
 *
 * <p><b>Threads:</b> any; {@link #find} blocks.
 */
final class Targets {
    /** The JDK's client tells no lifetimes. */
    private static final Duration KEPT = Duration.ofSeconds(30);
    private static final Duration HEALS = Duration.ofMinutes(1);
    private static final int MOST = 1000;

    /** @param port 0 where none was given */
    record Name(String host, int port, Transport transport) {}

    private record Found(List<NameService.Service> services, Map<String, List<InetSocketAddress>> addresses, Instant at) {
        List<InetSocketAddress> all() {
            return addresses.values().stream().flatMap(List::stream).toList();
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
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Map<Name, Found> found = new Bounded<>();
    private final Map<Hop, Instant> failed = new Bounded<>();

    Targets(NameService names, InstantSource clock, RandomGenerator random) {
        this.names = names;
        this.clock = clock;
        this.random = random;
    }

    /** The targets in the order to try them, those that failed lately last. */
    List<Hop> find(Name name) {
        var answer = ask(name);
        var hops = new ArrayList<Hop>();
        for (var service : ordered(answer.services()))
            for (var address : answer.addresses().getOrDefault(key(service), List.of()))
                hops.add(new Hop(address, name.transport()));
        synchronized (failed) {
            Instant now = clock.instant();
            failed.values().removeIf(until -> !until.isAfter(now));
            hops.sort(Comparator.comparing(failed::containsKey)); // stable
        }
        return hops;
    }

    /** Nobody answers there. @return whether a name that led there leads elsewhere too, where somebody may */
    boolean failed(Hop hop) {
        List<InetSocketAddress> others;
        synchronized (found) {
            others = found.entrySet().stream().filter(e -> e.getKey().transport() == hop.transport())
                    .map(e -> e.getValue().all()).filter(all -> all.contains(hop.address())).flatMap(List::stream).toList();
        }
        if (others.isEmpty())
            return false;
        synchronized (failed) {
            failed.put(hop, clock.instant().plus(HEALS));
            return others.stream().anyMatch(address -> !failed.containsKey(new Hop(address, hop.transport())));
        }
    }

    private Found ask(Name name) {
        synchronized (found) {
            var known = found.get(name);
            if (known != null && Duration.between(known.at(), clock.instant()).compareTo(KEPT) < 0)
                return known;
        }
        var fresh = lookUp(name);
        synchronized (found) {
            var known = found.get(name);
            if (fresh.all().isEmpty() && known != null)
                return known; // a name server that is down stops no calls
            if (!fresh.all().isEmpty())
                found.put(name, fresh);
        }
        return fresh;
    }

    private Found lookUp(Name name) {
        List<NameService.Service> services = name.port() == 0 ? names.services(query(name)) : List.of();
        if (services.isEmpty())
            services = List.of(new NameService.Service(0, 0, name.port() == 0 ? standard(name.transport()) : name.port(),
                    name.host()));
        var addresses = new LinkedHashMap<String, List<InetSocketAddress>>();
        for (var service : services.size() > MOST ? services.subList(0, MOST) : services)
            addresses.put(key(service), names.addresses(service.target()).stream()
                    .map(address -> new InetSocketAddress(address, service.port())).toList());
        return new Found(services, addresses, clock.instant());
    }

    private static String key(NameService.Service service) {
        return service.target() + ':' + service.port();
    }

    private static String query(Name name) {
        return switch (name.transport()) {
            case UDP -> "_sip._udp.";
            case TCP -> "_sip._tcp.";
            case TLS -> "_sips._tcp.";
        } + name.host();
    }

    static int standard(Transport transport) {
        return transport == Transport.TLS ? 5061 : 5060;
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
