package org.trunkline.sip.jain.internal.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.domain.config.Transport;
import org.trunkline.engine.SourceKey;
import org.trunkline.sip.jain.internal.guard.IngressFilter;
import org.trunkline.sip.jain.internal.tls.KeepAlive;

/**
 * The connections of one transport: so many and no more, from one source a part of them, none that nobody uses.
 * <b>Threads:</b> any.
 */
final class Connections {
    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);
    /** From one source that is no trunk: others shall get in too. */
    private static final int SHARE = 4;
    /** Of the system, where it has no descriptor left. */
    private static final String NO_FILES = "Too many open files";

    /** Takes a connection that may come in. */
    interface Taker {
        void take(Socket socket) throws IOException;
    }

    private final Transport transport;
    private final IngressFilter screen;
    private final int most;
    private final Set<Connection> all = ConcurrentHashMap.newKeySet();
    private final Map<InetSocketAddress, Connection> byPeer = new ConcurrentHashMap<>();

    Connections(Transport transport, IngressFilter screen, int most) {
        this.transport = transport;
        this.screen = screen;
        this.most = most;
    }

    Transport transport() {
        return transport;
    }

    int count() {
        return all.size();
    }

    /** An open one to there. */
    @Nullable Connection to(InetSocketAddress peer) {
        var known = byPeer.get(peer);
        return known != null && known.isOpen() ? known : null;
    }

    /** Keeps one that is open. @param incoming whether the peer opened it */
    Connection add(Socket socket, boolean incoming) {
        var connection = new Connection(socket, transport, incoming, this::end);
        all.add(connection);
        byPeer.put(connection.peer(), connection);
        return connection;
    }

    // ---- what comes in

    /** Hands over what may come in, closes it otherwise. */
    void take(Socket socket, Taker taker) {
        boolean taken = false;
        try {
            if (admits(socket.getInetAddress())) {
                KeepAlive.on(socket);
                taker.take(socket);
                taken = true;
            }
        } catch (IOException e) {
            LOG.debug("{} closed before it was accepted: {}", socket.getInetAddress(), e.getMessage());
        } finally {
            if (!taken)
                close(socket);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("closed already: {}", e.getMessage());
        }
    }

    private boolean admits(InetAddress source) {
        if (screen.drops(source, false) || all.size() >= most / SHARE && full(source))
            return false;
        return screen.guard().admits(source, false);
    }

    private boolean full(InetAddress source) {
        if (all.size() >= most) {
            refuse("connections-full");
            return true;
        }
        var key = SourceKey.of(source);
        long same = all.stream().filter(connection -> key.equals(SourceKey.of(connection.peer().getAddress()))).count();
        boolean full = same >= Math.max(1, most / SHARE) && !screen.guard().trusts(source);
        if (full)
            refuse("source-connections");
        return full;
    }

    private void refuse(String counted) {
        screen.guard().refusals().count(counted);
    }

    /** Whether it was for want of descriptors; the system says so in its words. */
    void noteShortage(@Nullable String why) {
        if (why != null && why.contains(NO_FILES))
            refuse("files-full");
    }

    // ---- what ends

    /**
     * Ends connections that nobody uses, those that the node opened too.
     *
     * @param calling peers of calls in progress, asked for where somebody is silent
     */
    void reap(long now, Supplier<Set<InetSocketAddress>> calling) {
        var over = all.stream().filter(it -> it.life().isOver(now) && !(it.life().isSilent() && awaited(it))).toList();
        var inCalls = over.stream().anyMatch(it -> it.life().isSilent()) ? calling.get() : Set.<InetSocketAddress>of();
        for (var connection : over) {
            if (connection.life().isSilent() && connection.incoming() && inCalls.contains(connection.peer()))
                continue;
            if (connection.life().isStuck()) {
                refuse("connection-stuck");
                connection.abort();
            }
            end(connection);
        }
    }

    /** A phone that registered over it is called over it, if only once a day; behind a NAT there is no other way. */
    private boolean awaited(Connection connection) {
        return connection.incoming() && screen.guard().knows(connection.peer().getAddress());
    }

    /**
     * A request got no answer: where its connection is one that the node opened, and nothing at all came over it meanwhile, it is
     * dead, and the next request opens another; the system would go on sending for a quarter of an hour.
     */
    void unanswered(InetSocketAddress peer, long now) {
        var connection = byPeer.get(peer);
        if (connection != null && !connection.incoming() && connection.life().isDeaf(now))
            end(connection);
    }

    /** Nobody finds it any more, and it is closed: in this order, so that nobody finds one that its peer knows to be closed. */
    void end(Connection connection) {
        byPeer.remove(connection.peer(), connection);
        all.remove(connection);
        connection.close();
    }

    void close() {
        all.forEach(this::end);
    }
}
