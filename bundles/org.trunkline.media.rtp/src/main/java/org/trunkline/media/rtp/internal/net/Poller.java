package org.trunkline.media.rtp.internal.net;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Tells which sockets have packets. Touched by one thread, save where it says otherwise. */
public interface Poller extends AutoCloseable {

    /** Packets are read into these by {@link RelaySocket#read}. */
    Packets packets();

    /**
     * Packets of this socket end the waiting from now on, as a wake-up does; any thread. {@link #add} must have been
     * posted before, to be done before the next packet is looked at: a packet that nobody wants is told once only.
     */
    void expect(RelaySocket socket) throws IOException;

    /** Packets of the socket are for this endpoint. */
    void add(RelaySocket socket, MediaSocket endpoint) throws IOException;

    /** Afterwards it is closed, if it cannot be anybody else's. Again does nothing. */
    void remove(RelaySocket socket);

    /** The socket has one peer from now on. */
    default void connected(RelaySocket socket, MediaSocket endpoint) throws IOException {}

    /** It is about to have none. */
    default void disconnecting(RelaySocket socket) throws IOException {}

    /** What is done with those that have packets. */
    interface Taker {
        /** It is to be read. @return whether it may have more */
        boolean readable(MediaSocket endpoint);

        /** This was read for it already. */
        void arrived(MediaSocket endpoint, ByteBuffer packet);
    }

    /**
     * Waits for packets, a wake-up or the time; 0 for no limit.
     *
     * @param first done after the waiting, before any packet is looked at
     */
    void await(long millis, Runnable first, Taker taker) throws IOException;

    /** Some times a second while there are calls. */
    default void tick(long nanos) {}

    /** Keeps a packet that is being looked at, to send it with the others. @return false where it is another one */
    boolean keep(ByteBuffer packet, MediaSocket target);

    /** Sends what was kept, at the latest with the next waiting. */
    void sendAll();

    /** Ends the waiting, now or next; any thread. */
    void wakeup();

    @Override
    void close() throws IOException;
}
