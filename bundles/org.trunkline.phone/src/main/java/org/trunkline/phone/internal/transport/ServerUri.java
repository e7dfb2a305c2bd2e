package org.trunkline.phone.internal.transport;

import java.net.URI;
import java.util.Optional;

import org.trunkline.domain.config.Transport;

/**
 * The address of a SIP server as accounts have it: {@code ws} or {@code wss} with host, port and path (RFC 7118), or {@code udp}, {@code tcp} or
 * {@code tls} with a host and perhaps a port; without one, the name says where its servers are (RFC 3263). A fragment pins a certificate.
 */
public final class ServerUri {
    private static final int PORT = 5060;
    private static final int TLS_PORT = 5061;

    private ServerUri() {
    }

    /** Empty for another scheme. */
    public static Optional<Transport> transport(URI server) {
        for (var each : Transport.values())
            if (each.token().equalsIgnoreCase(server.getScheme()))
                return Optional.of(each);
        return Optional.empty();
    }

    static int defaultPort(Transport transport) {
        return transport == Transport.TLS ? TLS_PORT : PORT;
    }

    /** The domain whose services lead to the server (RFC 3263 §4.2, RFC 3261 §26.2.2). */
    static String service(Transport transport, String host) {
        return switch (transport) {
            case UDP -> "_sip._udp." + host;
            case TLS -> "_sips._tcp." + host;
            default -> "_sip._tcp." + host;
        };
    }
}
