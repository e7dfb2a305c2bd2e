package org.trunkline.media.rtp.internal.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * A bound UDP socket that never blocks. One thread at a time. What goes wrong with a packet is told by a number, since
 * it may be every packet of a call whose far end has gone, and an exception each would cost more than relaying.
 */
public interface RelaySocket extends AutoCloseable {
    /** There is no packet, or no room for one. */
    int NOTHING = -1;
    /** Nobody listened where an earlier packet went, or could be reached there (ICMP). */
    int UNREACHABLE = -2;
    int FAILED = -3;

    /**
     * Reads what waits from the peer connected to, at most {@link Packets#MOST} packets; each is then from 0 to its
     * limit in its buffer. With fewer there are no more.
     *
     * @param first slot to read into
     * @return how many, or why none
     */
    int read(Packets packets, int first);

    /** Reads one from anybody. @return who sent it; null where there is none */
    @Nullable InetSocketAddress receive(ByteBuffer buffer) throws IOException;

    /** Sends what is between position and limit to the peer connected to. @return octets, or why not */
    int write(ByteBuffer packet);

    /** The same to anybody, while not connected. */
    int send(ByteBuffer packet, InetSocketAddress to);

    /** Only this peer's packets come from now on; what waits of anybody's is still to be {@link #receive}d. */
    void connect(InetSocketAddress peer) throws IOException;

    void disconnect() throws IOException;

    /** Throws away what waits. */
    void drain();

    /** Whether it can serve another call. */
    boolean isOpen();

    /** Not while a poller has it. Again does nothing. */
    @Override
    void close();
}
