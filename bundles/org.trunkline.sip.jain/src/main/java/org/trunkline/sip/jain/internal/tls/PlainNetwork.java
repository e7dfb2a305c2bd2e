package org.trunkline.sip.jain.internal.tls;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Sockets without TLS. A connection that does not come up is given up soon. */
public final class PlainNetwork {
    static final int PATIENCE_MS = 5_000;
    /** Connections that wait to be accepted. */
    static final int BACKLOG = 512;

    private PlainNetwork() {}

    public static ServerSocket listen(InetAddress address, int port) throws IOException {
        return new ServerSocket(port, BACKLOG, address);
    }

    /** @param from the node's own address */
    public static Socket connect(InetSocketAddress peer, InetAddress from) throws IOException {
        var socket = new Socket();
        try {
            socket.bind(new InetSocketAddress(from, 0));
            KeepAlive.on(socket);
            socket.connect(peer, PATIENCE_MS);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }
}
