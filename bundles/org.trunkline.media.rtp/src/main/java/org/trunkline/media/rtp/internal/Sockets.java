package org.trunkline.media.rtp.internal;

import java.io.IOException;
import java.net.InetAddress;

import org.slf4j.LoggerFactory;

/** What the relay takes from the operating system. Any thread. */
interface Sockets {
    /** DSCP EF (RFC 3246): networks that look at it hurry voice along. */
    int EXPEDITED = 0xB8;

    /** @throws java.net.BindException if another has the port */
    RelaySocket open(InetAddress local, int port) throws IOException;

    Poller poller() throws IOException;

    /** System calls where we know them, which spares a seventh of a packet's cost; else what Java offers. */
    static Sockets best() {
        try {
            if (LinuxSockets.isHere()) {
                var sockets = new LinuxSockets();
                sockets.poller().close(); // fails where no native access is granted, or the calls are forbidden
                return sockets;
            }
        } catch (LinkageError | IOException e) {
            LoggerFactory.getLogger(Sockets.class).debug("no system calls: {}", e.toString());
        }
        return new NioSockets();
    }
}
