package org.trunkline.sip.jain.internal.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** TCP or TLS: its listeners, and the connections that it accepts and opens. <b>Threads:</b> any. */
final class StreamTransport {
    private static final Logger LOG = LoggerFactory.getLogger(StreamTransport.class);
    /** Before another try where there is nothing to take a connection with. */
    private static final long BREATH_NANOS = 10_000_000;

    /** Makes sockets. */
    interface Sockets {
        ServerSocket listen(InetAddress address, int port) throws IOException;

        /** Ready to send, where TLS is spoken with the handshake behind it. @param from the node's own address */
        Socket connect(InetSocketAddress peer, InetAddress from) throws IOException;

        /** Prepares one that somebody opened, perhaps later and on another thread. */
        void accepted(Socket socket, Connections.Taker taker) throws IOException;
    }

    private final Sockets sockets;
    private final Connections connections;
    private final ConnectionReader reader;
    private final List<ServerSocket> listening = new CopyOnWriteArrayList<>();

    StreamTransport(Sockets sockets, Connections connections, ConnectionReader reader) {
        this.sockets = sockets;
        this.connections = connections;
        this.reader = reader;
    }

    Connections connections() {
        return connections;
    }

    void listen(InetAddress address, int port) throws IOException {
        var socket = sockets.listen(address, port);
        listening.add(socket);
        Thread.ofPlatform().daemon().name("sip-accept-" + connections.transport().token() + '-' + port)
                .start(() -> accept(socket));
    }

    /** Takes in what comes until the socket is closed. A border: without this thread nobody gets in any more. */
    private void accept(ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                connections.take(socket.accept(), it -> sockets.accepted(it, this::begin));
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    connections.noteShortage(e.getMessage());
                    LOG.debug("no connection could be accepted: {}", e.getMessage());
                    LockSupport.parkNanos(BREATH_NANOS); // no descriptor is free, say
                }
            } catch (RuntimeException | Error e) {
                LOG.warn("a connection was refused because resources ran out: {}", e.toString());
                LockSupport.parkNanos(BREATH_NANOS);
            }
        }
    }

    private void begin(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        reader.read(connections.add(socket, true), connections);
    }

    /** The connection to there, opened where there is none: that may take seconds. */
    Connection to(InetSocketAddress peer, InetAddress from) throws IOException {
        var known = connections.to(peer);
        if (known != null)
            return known;
        try {
            var socket = sockets.connect(peer, from);
            socket.setTcpNoDelay(true);
            var opened = connections.add(socket, false);
            reader.read(opened, connections);
            return opened;
        } catch (IOException e) {
            connections.noteShortage(e.getMessage());
            throw e;
        }
    }

    void close() {
        stopListening();
        connections.close();
    }

    void stopListening() {
        for (var socket : listening)
            try {
                socket.close();
            } catch (IOException e) {
                LOG.debug("closed already: {}", e.getMessage());
            }
        listening.clear();
    }
}
