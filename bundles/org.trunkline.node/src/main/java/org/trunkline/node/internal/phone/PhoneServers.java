package org.trunkline.node.internal.phone;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.trunkline.api.phone.PhoneCard.Server;
import org.trunkline.domain.config.AddressBlock;
import org.trunkline.domain.config.TlsCertificate;
import org.trunkline.domain.config.Transport;

/** Where phones reach the node, as its listeners tell: a listener on all addresses stands for each of the machine's. */
final class PhoneServers {
    /** Those that other machines reach first; then UDP, which every phone speaks; then IPv4. */
    private static final Comparator<Server> BEST = Comparator.comparing(Server::thisMachineOnly)
            .thenComparing(Server::transport).thenComparing(server -> server.host().indexOf(':') >= 0);

    private final Supplier<List<String>> listeners;
    private final Supplier<Optional<TlsCertificate>> certificate;
    private final Supplier<List<InetAddress>> machine;

    /**
     * @param listeners {@code udp 192.0.2.10:5060}
     * @param certificate that is shown over TLS
     * @param machine its own addresses
     */
    PhoneServers(Supplier<List<String>> listeners, Supplier<Optional<TlsCertificate>> certificate,
            Supplier<List<InetAddress>> machine) {
        this.listeners = listeners;
        this.certificate = certificate;
        this.machine = machine;
    }

    /** The best first; empty where the node does not listen. */
    List<Server> all() {
        return listeners.get().stream().flatMap(this::of).sorted(BEST).distinct().toList();
    }

    private Stream<Server> of(String listener) {
        int blank = listener.indexOf(' ');
        int colon = listener.lastIndexOf(':');
        var transport = Transport.of(listener.substring(0, Math.max(0, blank)));
        if (blank < 0 || colon < blank || transport.isWebSocket())
            return Stream.empty();
        int port = Integer.parseInt(listener.substring(colon + 1));
        var hosts = hosts(listener.substring(blank + 1, colon));
        var names = transport.encrypted() ? names() : List.<String>of();
        boolean thisMachineOnly = hosts.stream().allMatch(PhoneServers::isLoopback);
        return Stream.concat(names.stream().map(name -> new Server(name, port, transport, thisMachineOnly)),
                hosts.stream().map(host -> new Server(host, port, transport, isLoopback(host))));
    }

    /** A phone checks the certificate against the name that it is given. */
    private List<String> names() {
        return certificate.get().map(TlsCertificate::names).orElse(List.of()).stream()
                .filter(name -> name.indexOf('.') > 0 && !name.startsWith("*") && AddressBlock.parseAddress(name).isEmpty())
                .toList();
    }

    /** Of a listener, without brackets; of one on all addresses those of the machine. */
    List<String> hosts(String listening) {
        var bare = listening.startsWith("[") ? listening.substring(1, listening.length() - 1) : listening;
        var address = AddressBlock.parseAddress(bare);
        if (address.isEmpty() || !address.get().isAnyLocalAddress())
            return List.of(bare);
        var hosts = new LinkedHashSet<String>();
        machine.get().stream().filter(each -> !(address.get() instanceof Inet4Address) || each instanceof Inet4Address)
                .sorted(Comparator.comparing(InetAddress::isLoopbackAddress)).forEach(each -> hosts.add(AddressBlock.text(each)));
        return hosts.isEmpty() ? Collections.singletonList("127.0.0.1") : List.copyOf(hosts);
    }

    static boolean isLoopback(String host) {
        return AddressBlock.parseAddress(host).filter(InetAddress::isLoopbackAddress).isPresent();
    }
}
