package org.trunkline.media.rtp.internal.net;

import org.trunkline.media.rtp.internal.RelayTest;

/** The relay does the same where there are no system calls to be had. */
public class NioRelayTest extends RelayTest {
    @Override
    public Sockets sockets() {
        return new NioSockets();
    }
}
