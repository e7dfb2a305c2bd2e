package org.trunkline.phone.internal.transport;

import java.net.URI;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import org.trunkline.domain.config.Transport;
import org.trunkline.phone.internal.work.Work;

/** Connects by the transport of the server's address. One for each account: it remembers addresses that failed, and its own port for UDP. */
public final class Connections implements SipConnection.Connector {
    private final Work work;
    private final ServerNames names;
    private final AtomicInteger port = new AtomicInteger();

    public Connections(Work work) {
        this.work = work;
        names = new ServerNames(new SystemLookup(), work::now, new SecureRandom());
    }

    @Override
    public SipConnection connect(URI server, SipConnection.Listener listener) {
        var transport = ServerUri.transport(server).filter(it -> !it.isWebSocket());
        if (transport.isEmpty())
            return WebSocketConnection.connect(server, listener, work);
        var connection = transport.equals(Optional.of(Transport.UDP)) ? new DatagramConnection(server, listener, work, names, port)
                : new StreamConnection(server, transport.get(), listener, work, names);
        connection.open();
        return connection;
    }
}
