package org.trunkline.sip.jain.internal.tls;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import org.trunkline.engine.port.signaling.Hop;

/** The node's own address as each peer sees it: the one it is bound to, or for a wildcard the one routed from. */
public final class AdvertisedAddresses {
    private static final int CACHED = 10_000;
    private static final long KEPT_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Map<InetAddress, InetAddress> routes = new ConcurrentHashMap<>();
    /** Written into every message. */
    private final Map<InetSocketAddress, String> texts = new ConcurrentHashMap<>();
    /** Of this machine. Few, so none is ever taken out. */
    private final Set<String> own = ConcurrentHashMap.newKeySet();
    private volatile long begun = System.nanoTime();

    /** @return {@code host:port} */
    public String local(InetAddress bound, int port, InetAddress towards) {
        var from = new InetSocketAddress(bound.isAnyLocalAddress() ? routed(bound, towards) : bound, port);
        var known = texts.get(from);
        return known != null ? known : texts.computeIfAbsent(from, Hop::text);
    }

    /** Whether one of this machine's addresses was used towards a peer. */
    public boolean isLocal(String address) {
        return own.contains(address);
    }

    private InetAddress routed(InetAddress bound, InetAddress towards) {
        if (routes.size() > CACHED)
            routes.clear();
        return routes.computeIfAbsent(towards, peer -> lookUp(bound, peer));
    }

    /** Interfaces and routes come and go. @param now in nanoseconds of the system */
    public void forgetOld(long now) {
        if (now - begun < KEPT_NANOS)
            return;
        begun = now;
        routes.clear();
    }

    /** Connecting a datagram socket sends nothing, but asks the routing table. */
    private InetAddress lookUp(InetAddress bound, InetAddress towards) {
        try (var probe = new DatagramSocket()) {
            probe.connect(new InetSocketAddress(towards, 9));
            var local = probe.getLocalAddress();
            own.add(local.getHostAddress());
            return local;
        } catch (IOException | java.io.UncheckedIOException e) {
            return bound; // no route: nothing will arrive whatever stands there
        }
    }
}
