package org.trunkline.phone.internal.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

import org.trunkline.domain.config.Transport;
import org.trunkline.engine.port.signaling.Hop;

/**
 * Finds the addresses of one server by its name (RFC 3263 §4.2; the account says the transport), and remembers those that failed.
 *
 * <p><b>Threads:</b> any; {@link #next} blocks.
 */
final class ServerNames {
    /** What the name servers know. */
    interface Lookup {
        /** SRV records (RFC 2782), {@link #NO_SERVICE} as they are; empty where there are none. @throws IOException where that is not known now */
        List<Service> services(String name) throws IOException;

        /** @throws UnknownHostException where there are none */
        List<InetAddress> addresses(String host) throws UnknownHostException;
    }

    /** @param weight share among those of one priority */
    record Service(int priority, int weight, int port, String host) {
    }

    /** Target of a record that says that there is no such service (RFC 2782). */
    static final String NO_SERVICE = ".";
    /** For as long another address is preferred. */
    private static final Duration REST = Duration.ofMinutes(1);
    private static final int MOST = 32;

    private final Lookup lookup;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Map<InetSocketAddress, Instant> failures = new HashMap<>();
    private List<InetSocketAddress> found = List.of();

    ServerNames(Lookup lookup, InstantSource clock, RandomGenerator random) {
        this.lookup = lookup;
        this.clock = clock;
        this.random = random;
    }

    /** The address to try now. @throws IOException where the name leads nowhere, or nobody says where */
    InetSocketAddress next(URI server, Transport transport) throws IOException {
        return best(addresses(server.getHost(), server.getPort(), transport));
    }

    private synchronized InetSocketAddress best(List<InetSocketAddress> all) {
        found = List.copyOf(all);
        forgetOld();
        return all.stream().min(Comparator.comparing(address -> failures.getOrDefault(address, Instant.EPOCH))).orElseThrow();
    }

    /** Whether one of the addresses found last did not fail. */
    synchronized boolean hasAnother() {
        forgetOld();
        return !failures.keySet().containsAll(found);
    }

    private void forgetOld() {
        var limit = clock.instant().minus(REST);
        failures.values().removeIf(at -> at.isBefore(limit));
    }

    synchronized void failed(InetSocketAddress address) {
        if (failures.size() < MOST)
            failures.put(address, clock.instant());
    }

    private List<InetSocketAddress> addresses(String host, int port, Transport transport) throws IOException {
        var name = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        boolean elsewhere = name.contains("."); // another name is of this network, which may have no name server
        if (port < 0 && elsewhere && !Hop.isLiteral(name)) {
            var found = new ArrayList<InetSocketAddress>();
            var services = lookup.services(ServerUri.service(transport, name));
            for (var each : ordered(services))
                try {
                    if (!each.host().equals(NO_SERVICE))
                        lookup.addresses(each.host()).forEach(address -> found.add(new InetSocketAddress(address, each.port())));
                } catch (UnknownHostException e) {
                    // another one may have an address
                }
            if (!services.isEmpty()) { // the host of that name is another one (RFC 3263 §4.2)
                if (found.isEmpty())
                    throw new UnknownHostException(name);
                return found;
            }
        }
        int at = port < 0 ? ServerUri.defaultPort(transport) : port;
        return lookup.addresses(name).stream().map(address -> new InetSocketAddress(address, at)).toList();
    }

    /** By priority; those of one priority by chance, in proportion to their weights. */
    private List<Service> ordered(List<Service> services) {
        var draws = new HashMap<Service, Double>();
        for (var each : services)
            draws.put(each, -Math.log(1 - random.nextDouble()) / Math.max(each.weight(), 0.01));
        return services.stream().sorted(Comparator.comparingInt(Service::priority).thenComparingDouble(draws::get)).toList();
    }
}
