package org.trunkline.media.rtp.internal.net;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.trunkline.media.rtp.internal.RelayTest;

/** The relay does the same where io_uring is not to be had, as in most containers. */
class EpollRelayTest extends RelayTest {
    @Override
    public Sockets sockets() {
        assumeTrue(LinuxSockets.isHere());
        return new LinuxSockets(false);
    }
}
