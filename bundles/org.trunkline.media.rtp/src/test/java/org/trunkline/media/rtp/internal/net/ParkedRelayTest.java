package org.trunkline.media.rtp.internal.net;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;

import org.trunkline.media.rtp.internal.Relay;
import org.trunkline.media.rtp.internal.RelayTest;

/** The relay does the same where so few files may be open that every socket is parked in its ring. */
class ParkedRelayTest extends RelayTest {
    static LinuxSockets parking() {
        assumeTrue(LinuxSockets.isHere());
        var sockets = new LinuxSockets(true, alwaysFew(), 800);
        try {
            sockets.prove();
        } catch (IOException e) {
            assumeTrue(false, "no io_uring here: " + e.getMessage());
        }
        assumeTrue(sockets.parks(), "sockets cannot be parked before Linux 6.13");
        return sockets;
    }

    static Descriptors alwaysFew() {
        return new Descriptors(1000) {
            @Override
            boolean areFew() {
                return true;
            }
        };
    }

    @Override
    public Sockets sockets() {
        return parking();
    }

    /** They have no descriptors to wait with. */
    @Override
    public void rest() {
        Relay.await(() -> bound() == 0);
    }
}
