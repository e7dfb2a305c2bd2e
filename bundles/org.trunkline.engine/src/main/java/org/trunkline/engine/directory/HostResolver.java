package org.trunkline.engine.directory;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.domain.config.AddressBlock;
import org.trunkline.engine.port.Scheduler;

/**
 * Asks the name server for the trunks' hosts, again and again, so that the call path never waits for it. A name that
 * fails keeps its last addresses: a name server that is down stops no calls.
 */
final class HostResolver {
    /** Resolves one name. */
    interface Lookup {
        List<InetAddress> all(String host) throws UnknownHostException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(HostResolver.class);
    private static final Duration INTERVAL = Duration.ofMinutes(1);

    private final Lookup lookup;
    private final Scheduler scheduler;
    private final Executor blocking;
    private final Consumer<Map<String, Set<InetAddress>>> changed;
    private volatile Set<String> hosts = Set.of();
    private volatile Map<String, Set<InetAddress>> known = Map.of();
    private Set<String> failing = Set.of();
    private volatile boolean stopped;

    /** @param changed told of all addresses when any differs, on a thread that may block */
    HostResolver(Lookup lookup, Scheduler scheduler, Executor blocking, Consumer<Map<String, Set<InetAddress>>> changed) {
        this.lookup = lookup;
        this.scheduler = scheduler;
        this.blocking = blocking;
        this.changed = changed;
    }

    void start() {
        scheduler.after(INTERVAL, this::turn);
    }

    void stop() {
        stopped = true;
    }

    private void turn() {
        if (stopped)
            return;
        blocking.execute(this::resolve);
        scheduler.after(INTERVAL, this::turn);
    }

    /** Which names matter from now on; resolves them soon. Addresses are left out. */
    void watch(Set<String> names) {
        hosts = Set.copyOf(names.stream().filter(h -> AddressBlock.parseAddress(h).isEmpty()).toList());
        if (!known.keySet().containsAll(hosts))
            blocking.execute(this::resolve);
    }

    Map<String, Set<InetAddress>> known() {
        return known;
    }

    /** Of any host, watched or not; empty where it does not resolve. Blocks. */
    Set<InetAddress> resolve(String host) {
        var address = AddressBlock.parseAddress(host);
        if (address.isPresent())
            return Set.of(address.get());
        try {
            return known.containsKey(host) ? known.get(host) : Set.copyOf(lookup.all(host));
        } catch (UnknownHostException e) { // a call there says so
            return Set.of();
        }
    }

    private synchronized void resolve() {
        var found = new HashMap<String, Set<InetAddress>>();
        var failed = new HashSet<String>();
        for (String host : hosts) {
            try {
                found.put(host, new LinkedHashSet<>(lookup.all(host)));
            } catch (UnknownHostException e) { // no cause worth telling beyond the name
                failed.add(host);
                if (!failing.contains(host))
                    LOG.warn("host {} does not resolve", host);
                found.put(host, known.getOrDefault(host, Set.of()));
            }
        }
        failing = failed;
        if (!found.equals(known)) {
            known = Map.copyOf(found);
            changed.accept(known);
        }
    }
}
