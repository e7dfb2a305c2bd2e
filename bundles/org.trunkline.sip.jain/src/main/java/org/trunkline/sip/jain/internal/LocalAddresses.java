package org.trunkline.sip.jain.internal;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.trunkline.engine.port.Hop;

/** The node's own address as each peer sees it: the one it is bound to, or for a wildcard the one routed from. */
final class LocalAddresses {
    private static final int CACHED = 10_000;

    private final Map<InetAddress, InetAddress> routes = new ConcurrentHashMap<>();
    /** Written into every message. */
    private final Map<InetAddress, String> texts = new ConcurrentHashMap<>();

    /** @param port always the same @return {@code host:port} */
    String local(InetAddress bound, int port, InetAddress towards) {
        var own = bound.isAnyLocalAddress() ? routed(bound, towards) : bound;
        var known = texts.get(own);
        return known != null ? known : texts.computeIfAbsent(own, it -> Hop.text(new InetSocketAddress(it, port)));
    }

    /** Whether one of this machine's addresses was used towards a peer. */
    boolean isLocal(String address) {
        return routes.values().stream().anyMatch(local -> local.getHostAddress().equals(address));
    }

    private InetAddress routed(InetAddress bound, InetAddress towards) {
        if (routes.size() > CACHED)
            forget(); // interfaces come and go too
        return routes.computeIfAbsent(towards, peer -> lookUp(bound, peer));
    }

    private void forget() {
        routes.clear();
        texts.clear();
    }

    /** Connecting a datagram socket sends nothing, but asks the routing table. */
    private static InetAddress lookUp(InetAddress bound, InetAddress towards) {
        try (var probe = new DatagramSocket()) {
            probe.connect(new InetSocketAddress(towards, 9));
            return probe.getLocalAddress();
        } catch (IOException | java.io.UncheckedIOException e) {
            return bound; // no route: nothing will arrive whatever stands there
        }
    }
}
