package org.trunkline.sip.jain.internal;

import java.net.InetAddress;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.trunkline.domain.config.Transport;

/**
 * Where and how to listen.
 *
 * @param port 0 for any free one
 * @param transports of that port; TLS has another
 * @param threads that read and parse datagrams; one keeps messages in order
 */
record SipSettings(List<InetAddress> addresses, int port, Set<Transport> transports, int threads,
        BorderLimits limits, Optional<TlsSettings> tls) {
    SipSettings(List<InetAddress> addresses, int port, Set<Transport> transports, int threads) {
        this(addresses, port, transports, threads, BorderLimits.DEFAULT);
    }

    SipSettings(List<InetAddress> addresses, int port, Set<Transport> transports, int threads, BorderLimits limits) {
        this(addresses, port, transports, threads, limits, Optional.empty());
    }

    SipSettings {
        addresses = List.copyOf(addresses);
        transports = Set.copyOf(transports);
    }

    SipSettings tlsOn(int realPort) {
        return new SipSettings(addresses, port, transports, threads, limits, tls.map(t -> t.on(realPort)));
    }

    /** Where this transport listens. */
    int port(Transport transport) {
        return transport == Transport.TLS ? tls.map(TlsSettings::port).orElse(port) : port;
    }

    /** Those of the port and TLS. */
    Set<Transport> all() {
        var all = EnumSet.noneOf(Transport.class);
        all.addAll(transports);
        if (tls.isPresent())
            all.add(Transport.TLS);
        return all;
    }

    SipSettings on(int realPort) {
        return new SipSettings(addresses, realPort, transports, threads, limits, tls);
    }
}
