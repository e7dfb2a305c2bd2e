package org.trunkline.media.rtp.internal;

import org.trunkline.engine.port.media.MediaPort;
import org.trunkline.media.rtp.internal.net.RelaySocket;

/** The two sockets of one media line towards one side. */
record PortPair(RelaySocket rtp, RelaySocket rtcp, MediaPort port, PortPool pool) implements AutoCloseable {

    /** Call once, when neither is connected nor polled: the ports go to rest, with the sockets if these may serve. */
    @Override
    public void close() {
        if (!isOpen())
            closeSockets();
        pool.rest(this);
    }

    boolean isOpen() {
        return rtp.isOpen() && rtcp.isOpen();
    }

    void closeSockets() {
        rtp.close();
        rtcp.close();
    }

    /** Throws away what came for the call before. */
    void drain() {
        rtp.drain();
        rtcp.drain();
    }
}
