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
 * @param transports of that port; TLS and WebSockets have others
 * @param threads that read and parse datagrams; one keeps messages in order
 */
public record SipSettings(List<InetAddress> addresses, int port, Set<Transport> transports, int threads,
        BorderLimits limits, TlsSettings tls, WebSocketSettings web) {
    public SipSettings(List<InetAddress> addresses, int port, Set<Transport> transports, int threads) {
        this(addresses, port, transports, threads, BorderLimits.DEFAULT);
    }

    public SipSettings(List<InetAddress> addresses, int port, Set<Transport> transports, int threads, BorderLimits limits) {
        this(addresses, port, transports, threads, limits, TlsSettings.NONE);
    }

    public SipSettings(List<InetAddress> addresses, int port, Set<Transport> transports, int threads, BorderLimits limits,
            TlsSettings tls) {
        this(addresses, port, transports, threads, limits, tls, WebSocketSettings.NONE);
    }

    public SipSettings {
        addresses = List.copyOf(addresses);
        transports = Set.copyOf(transports);
    }
}
