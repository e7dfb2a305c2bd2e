package org.trunkline.sip.jain.internal.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Consumer;

import org.trunkline.domain.config.Transport;

/** A way to a peer (RFC 3261 §18, RFC 5626 §2): a UDP socket, or a connection. <b>Threads:</b> any. */
public interface Flow {
    Transport transport();

    /** What is sent arrives, or the flow breaks: nothing is sent again (RFC 3261 §17). */
    default boolean reliable() {
        return transport() != Transport.UDP;
    }

    /**
     * @param target of a datagram; a connection has one peer
     * @param lost told where that only comes out later
     * @throws IOException where it cannot be sent
     */
    void send(byte[] bytes, InetSocketAddress target, Consumer<IOException> lost) throws IOException;

    /** Names in the certificate that the peer proved to be its own; none where it showed none. */
    default List<String> certificateNames() {
        return List.of();
    }
}
