package org.trunkline.ui.phone.internal.account;

import java.net.InetAddress;
import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.trunkline.domain.config.AddressBlock;
import org.trunkline.domain.config.Transport;
import org.trunkline.ui.NodeState;

/**
 * Where the node takes SIP over WebSocket, as this desk reaches it.
 *
 * @param server {@code ws://127.0.0.1:5066}
 * @param domain host of the addresses of its subscribers
 */
record NodeSocket(URI server, String domain) {
    private static final String LOOPBACK = "127.0.0.1";

    private record Listener(Transport transport, String host, int port) {}

    /** Of the node that the desk shows; empty where it has no listener for WebSockets. */
    static Optional<NodeSocket> of(NodeState node) {
        var listeners = node.status().map(status -> status.listeners()).orElse(List.of());
        return of(listeners, node.kind() == NodeState.Kind.EMBEDDED ? Optional.empty() : Optional.ofNullable(URI.create(node.name()).getHost()));
    }

    /**
     * @param listeners {@code ws 127.0.0.1:5066}
     * @param remote host of a remote node, which is encrypted to where it can be; empty for the one inside the desk
     */
    static Optional<NodeSocket> of(List<String> listeners, Optional<String> remote) {
        var preferred = remote.isPresent() ? Transport.WSS : Transport.WS; // the name on a certificate is not this computer's
        return listeners.stream().flatMap(NodeSocket::parse).min(Comparator.comparing((Listener l) -> l.transport() != preferred)
                .thenComparing(l -> remote.isEmpty() && !isHere(l.host()))).map(l -> socket(l, remote));
    }

    private static NodeSocket socket(Listener listener, Optional<String> remote) {
        String host = remote.orElseGet(() -> isAny(listener.host()) ? LOOPBACK : listener.host());
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        String written = bare.indexOf(':') < 0 ? bare : '[' + bare + ']';
        return new NodeSocket(URI.create(listener.transport().token() + "://" + written + ':' + listener.port()), bare);
    }

    private static Stream<Listener> parse(String listener) {
        int blank = listener.indexOf(' ');
        int colon = listener.lastIndexOf(':');
        if (blank < 0 || colon < blank || !Transport.of(listener.substring(0, blank)).isWebSocket())
            return Stream.empty();
        String host = listener.substring(blank + 1, colon);
        return Stream.of(new Listener(Transport.of(listener.substring(0, blank)), host.startsWith("[") ? host.substring(1, host.length() - 1)
                : host, Integer.parseInt(listener.substring(colon + 1))));
    }

    private static boolean isHere(String host) {
        return isAny(host) || AddressBlock.parseAddress(host).filter(InetAddress::isLoopbackAddress).isPresent();
    }

    private static boolean isAny(String host) {
        return AddressBlock.parseAddress(host).filter(InetAddress::isAnyLocalAddress).isPresent();
    }
}
