package org.trunkline.http.internal.listen;

import java.net.SocketAddress;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All open connections, bounded. Strangers have little room, and the oldest makes way for a new one: a flood of unfinished
 * requests displaces itself, while a client with a token authenticates within one round trip and then has room of its own.
 * <b>Threads:</b> any.
 */
public final class Connections implements Connection.Listener {
    public static final int STRANGERS_PER_SOURCE = 64;
    public static final int STRANGERS = 192;
    public static final int KNOWN = 640;
    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

    private final Map<SocketAddress, OpenConnection> open = new ConcurrentHashMap<>();
    private final Map<EndPoint, OpenConnection> byEndPoint = new ConcurrentHashMap<>();
    private final Map<Source, LinkedHashSet<OpenConnection>> strangers = new HashMap<>();
    private final Set<OpenConnection> known = new HashSet<>();
    private final LongSupplier nanos;
    private int strangerCount;

    public Connections() {
        this(System::nanoTime);
    }

    Connections(LongSupplier nanos) {
        this.nanos = nanos;
    }

    @Override
    public void onOpened(Connection connection) {
        var remote = connection.getEndPoint().getRemoteSocketAddress();
        if (!(connection.getEndPoint() instanceof SocketChannelEndPoint endPoint)) {
            find(remote).ifPresent(outer -> outer.upgraded(connection));
            return;
        }
        var fresh = new OpenConnection(endPoint, connection, nanos.getAsLong());
        open.put(remote, fresh);
        byEndPoint.put(endPoint, fresh);
        enter(fresh).ifPresent(OpenConnection::abort);
    }

    /** @return the one that makes way */
    private synchronized Optional<OpenConnection> enter(OpenConnection fresh) {
        var same = strangers.computeIfAbsent(fresh.source, _ -> new LinkedHashSet<>());
        same.add(fresh);
        strangerCount++;
        if (same.size() > STRANGERS_PER_SOURCE)
            return oldest(same);
        if (strangerCount > STRANGERS)
            return strangers.values().stream().max(Comparator.comparingInt(Collection::size)).flatMap(this::oldest);
        return Optional.empty();
    }

    private Optional<OpenConnection> oldest(LinkedHashSet<OpenConnection> some) {
        var first = some.getFirst();
        removeStranger(first);
        return Optional.of(first);
    }

    private boolean removeStranger(OpenConnection connection) {
        var same = strangers.get(connection.source);
        if (same == null || !same.remove(connection))
            return false;
        if (same.isEmpty())
            strangers.remove(connection.source);
        strangerCount--;
        return true;
    }

    /** It has shown a valid token: it leaves the strangers' room while there is other room. */
    public synchronized void known(OpenConnection connection) {
        if (known.size() < KNOWN && removeStranger(connection))
            known.add(connection);
    }

    /** The connection from this address and port. */
    public Optional<OpenConnection> find(SocketAddress remote) {
        return Optional.ofNullable(open.get(remote));
    }

    @Override
    public void onClosed(Connection connection) {
        Optional.ofNullable(byEndPoint.get(connection.getEndPoint())).ifPresent(this::remove);
    }

    private void remove(OpenConnection gone) {
        byEndPoint.remove(gone.endPoint);
        open.remove(gone.remote, gone);
        synchronized (this) {
            removeStranger(gone);
            known.remove(gone);
        }
    }

    /** Cuts off those that are too late; called every second. */
    void sweep() {
        long now = nanos.getAsLong();
        for (var connection : byEndPoint.values())
            if (!connection.endPoint.isOpen())
                remove(connection);
            else if (connection.late(now)) {
                LOG.debug("{} was too slow; its connection is closed", connection.remote);
                connection.abort();
            }
    }

    int size() {
        return byEndPoint.size();
    }
}
