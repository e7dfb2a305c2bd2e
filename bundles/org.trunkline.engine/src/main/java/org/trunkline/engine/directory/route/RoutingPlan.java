package org.trunkline.engine.directory.route;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.trunkline.domain.config.AddressBlock;
import org.trunkline.domain.config.NumberAssignment;
import org.trunkline.domain.config.RingGroup;
import org.trunkline.domain.config.Route;
import org.trunkline.domain.config.Subscriber;
import org.trunkline.domain.config.Trunk;
import org.trunkline.engine.port.config.Configuration;
import org.trunkline.engine.port.config.DigestSecret;
import org.trunkline.engine.port.signaling.AddressTrie;

/**
 * A configuration compiled for the call path: every question is a look-up. Immutable; a change makes a new one, which
 * is swapped in whole.
 */
public final class RoutingPlan {
    /** A trunk with the position of its source: what an administrator wrote beats what a host name led to. */
    public record Peer(Trunk trunk, boolean explicit) {}

    private final Configuration configuration;
    private final Map<String, Subscriber> subscribers;
    private final Map<String, Trunk> trunks;
    private final Map<String, String> owners;
    private final Map<String, List<String>> numbersOf;
    private final Map<String, RingGroup> groups;
    private final Map<String, RingGroup> groupsByNumber;
    private final PrefixTrie<Route> routes;
    private final AddressTrie<Peer> peers;
    private final Map<String, Set<InetAddress>> hosts;

    /** @param hosts what the trunks' host names resolve to; an address as host need not be there */
    public RoutingPlan(Configuration configuration, Map<String, Set<InetAddress>> hosts) {
        this.configuration = configuration;
        this.hosts = Map.copyOf(hosts);
        subscribers = configuration.subscribers().stream().collect(Collectors.toMap(Subscriber::username, s -> s));
        trunks = configuration.trunks().stream().collect(Collectors.toMap(Trunk::name, t -> t));
        owners = new HashMap<>();
        numbersOf = new HashMap<>();
        for (NumberAssignment number : configuration.numbers()) {
            owners.put(number.number(), number.subscriber());
            numbersOf.computeIfAbsent(number.subscriber(), _ -> new ArrayList<>()).add(number.number());
        }
        groups = configuration.ringGroups().stream().collect(Collectors.toMap(RingGroup::name, g -> g));
        groupsByNumber = configuration.ringGroups().stream().filter(g -> g.number().isPresent())
                .collect(Collectors.toMap(g -> g.number().get(), g -> g, (first, _) -> first));
        routes = new PrefixTrie<>(configuration.routes().stream().collect(Collectors.toMap(Route::prefix, r -> r)));
        peers = new AddressTrie<>(peerEntries());
    }

    private List<AddressTrie.Entry<Peer>> peerEntries() {
        var order = Comparator.comparing((Trunk t) -> !t.enabled()).thenComparing(Trunk::name);
        var entries = new ArrayList<AddressTrie.Entry<Peer>>();
        for (Trunk trunk : configuration.trunks().stream().sorted(order).toList()) {
            trunk.peer().inboundAddresses().forEach(text -> AddressBlock.parse(text)
                    .ifPresent(block -> entries.add(new AddressTrie.Entry<>(block, new Peer(trunk, true)))));
            for (InetAddress address : addresses(trunk)) {
                var block = new AddressBlock(address, address.getAddress().length * Byte.SIZE);
                entries.add(new AddressTrie.Entry<>(block, new Peer(trunk, false)));
            }
        }
        entries.sort(Comparator.comparing(e -> !e.value().explicit())); // stable: keeps enabled before disabled
        return entries;
    }

    /** Where calls to a trunk go; empty while its name resolves to nothing. */
    public List<InetAddress> addresses(Trunk trunk) {
        return AddressBlock.parseAddress(trunk.peer().host()).map(List::of)
                .orElseGet(() -> List.copyOf(hosts.getOrDefault(trunk.peer().host(), Set.of())));
    }

    public List<Peer> peersAt(InetAddress source) {
        return peers.longest(source);
    }

    /** Which addresses are those of trunks. */
    public AddressTrie<Peer> peers() {
        return peers;
    }

    public Optional<Subscriber> subscriber(String username) {
        return Optional.ofNullable(subscribers.get(username));
    }

    public Optional<Trunk> trunk(String name) {
        return Optional.ofNullable(trunks.get(name));
    }

    public Collection<Trunk> trunks() {
        return trunks.values();
    }

    public Optional<DigestSecret> secret(String username) {
        return Optional.ofNullable(configuration.secrets().get(username));
    }

    public int secretsOutside(String realm) {
        return (int) configuration.secrets().values().stream().filter(s -> !s.realm().equals(realm)).count();
    }

    /** Username of the subscriber that has one of our numbers. */
    Optional<String> owner(String e164) {
        return Optional.ofNullable(owners.get(e164));
    }

    /** The ring group of that name or number. */
    Optional<RingGroup> group(String nameOrNumber) {
        var named = groups.get(nameOrNumber);
        return Optional.ofNullable(named != null ? named : groupsByNumber.get(nameOrNumber));
    }

    /** Numbers of a subscriber, the first is the one to call out with. */
    List<String> numbersOf(String username) {
        return numbersOf.getOrDefault(username, List.of());
    }

    /** The route with the longest prefix of this number. */
    Optional<Route> route(String number) {
        return routes.longest(number);
    }

    public Configuration configuration() {
        return configuration;
    }
}
