package org.trunkline.media.rtp.internal;

/** The relay does the same where there are no system calls to be had. */
class NioRelayTest extends RelayTest {
    @Override
    Sockets sockets() {
        return new NioSockets();
    }
}
