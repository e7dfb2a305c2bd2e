package org.trunkline.media.rtp.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.DatagramChannel;

import org.trunkline.engine.port.MediaPort;

/** The two sockets of one media line towards one side. */
record PortPair(DatagramChannel rtp, DatagramChannel rtcp, MediaPort port, PortPool pool) implements AutoCloseable {

    /** Call once: the ports go to rest. */
    @Override
    public void close() {
        try (rtp; rtcp) {
            pool.rest(port);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // closing a datagram socket cannot fail
        }
    }
}
