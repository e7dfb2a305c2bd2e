package org.trunkline.media.rtp.internal;

import java.io.IOException;
import java.util.function.Predicate;

/** Tells which sockets have packets. Touched by one thread, save where it says otherwise. */
interface Poller extends AutoCloseable {

    /** Packets are read into these. */
    Packets packets();

    /**
     * Packets of this socket end the waiting from now on, as a wake-up does; any thread. {@link #add} must have been
     * posted before, to be done before the next packet is looked at: a packet that nobody wants is told once only.
     */
    void expect(RelaySocket socket) throws IOException;

    /** Packets of the socket are for this endpoint. */
    void add(RelaySocket socket, Endpoint endpoint) throws IOException;

    void remove(RelaySocket socket);

    /**
     * Waits for packets, a wake-up or the time; 0 for no limit.
     *
     * @param first done after the waiting, before any packet is looked at
     * @param ready what to do with each that has packets; answers whether it may have more
     */
    void await(long millis, Runnable first, Predicate<Endpoint> ready) throws IOException;

    /** Ends the waiting, now or next; any thread. */
    void wakeup();

    @Override
    void close() throws IOException;
}
