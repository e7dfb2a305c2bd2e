package org.trunkline.sip.jain.internal.tls;

import java.net.InetAddress;
import java.util.List;
import java.util.Set;

import org.trunkline.domain.config.Transport;
import org.trunkline.sip.jain.internal.wire.BorderLimits;

/**
 * Where and how to listen.
 *
 * @param port 0 for any free one
 * @param transports of that port; TLS has another, and so have WebSockets, which come and go while the node runs
 * @param threads that read and parse datagrams; one keeps messages in order
 * @param origins of pages that may open WebSockets (RFC 7118), such as {@code https://phone.example.com}; none for all
 */
public record SipSettings(List<InetAddress> addresses, int port, Set<Transport> transports, int threads,
        BorderLimits limits, TlsSettings tls, List<String> origins) {
    public SipSettings(List<InetAddress> addresses, int port, Set<Transport> transports, int threads) {
        this(addresses, port, transports, threads, BorderLimits.DEFAULT);
    }

    public SipSettings(List<InetAddress> addresses, int port, Set<Transport> transports, int threads, BorderLimits limits) {
        this(addresses, port, transports, threads, limits, TlsSettings.NONE);
    }

    public SipSettings(List<InetAddress> addresses, int port, Set<Transport> transports, int threads, BorderLimits limits,
            TlsSettings tls) {
        this(addresses, port, transports, threads, limits, tls, List.of());
    }

    public SipSettings {
        addresses = List.copyOf(addresses);
        transports = Set.copyOf(transports);
        origins = List.copyOf(origins);
    }
}
