package org.trunkline.media.rtp.internal;

import java.io.IOException;
import java.util.function.Consumer;

/** Tells which sockets have packets. Touched by one thread, save {@link #wakeup()}. */
interface Poller extends AutoCloseable {
    void add(RelaySocket socket, Endpoint endpoint) throws IOException;

    void remove(RelaySocket socket);

    /** Waits for packets, a wake-up or the time; 0 for no limit. */
    void await(long millis, Consumer<Endpoint> ready) throws IOException;

    /** Ends the waiting, now or next; any thread. */
    void wakeup();

    @Override
    void close() throws IOException;
}
