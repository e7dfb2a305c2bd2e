package org.trunkline.media.rtp.internal.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.trunkline.domain.call.LegSide.CALLEE;
import static org.trunkline.domain.call.LegSide.CALLER;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.trunkline.engine.port.media.MediaSession;
import org.trunkline.engine.port.media.MediaUnavailableException;
import org.trunkline.media.rtp.internal.Peer;
import org.trunkline.media.rtp.internal.Relay;
import org.trunkline.media.rtp.internal.RelayTest;
import org.trunkline.media.rtp.internal.RtpSession;
import org.trunkline.media.rtp.internal.meter.Rtp;

/** What was to be had when the node started may not be later. */
@Timeout(120)
class FailingRingTest {
    private final Peer alice = new Peer();
    private final Peer bob = new Peer();
    private final FailingRings rings = new FailingRings();

    /** Every wait fails once the test says so. */
    private static final class Waits extends LinuxSockets {
        private volatile boolean noMemory;

        Waits() {
            super(false);
        }

        @Override
        public Poller poller() throws IOException {
            var poller = super.poller();
            return (Poller) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Poller.class},
                    (_, method, arguments) -> {
                        if (noMemory && method.getName().equals("await"))
                            throw new IOException("out of memory");
                        try {
                            return method.invoke(poller, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        }
    }

    @BeforeEach
    void linux() {
        assumeTrue(LinuxSockets.isHere());
    }

    @AfterEach
    void close() {
        alice.close();
        bob.close();
        Relay.await(() -> RelayTest.bound() == 0); // no ring that was given up keeps the ports of its calls
    }

    private Relay withRings() {
        try {
            new LinuxSockets(true).prove();
        } catch (IOException e) {
            assumeTrue(false, "no io_uring here: " + e.getMessage());
        }
        return new Relay(rings);
    }

    private void passBothWays(int from, int to) {
        for (int s = from; s < to; s++) {
            passes(alice, bob, Rtp.voice(s, 1));
            passes(bob, alice, Rtp.voice(s, 2));
        }
    }

    private static void passes(Peer from, Peer to, byte[] packet) {
        from.send(packet);
        assertArrayEquals(packet, to.receive().orElseThrow());
    }

    @Test
    void callsGoOnByEpollWhereTheRingFails() throws Exception {
        try (var relay = withRings(); var carol = new Peer(); var dave = new Peer()) {
            var session = relay.call(alice, bob);
            passBothWays(0, 5);
            rings.noMemory = true;
            passBothWays(5, 10);
            carol.talksTo(session.port(0, CALLER, carol.address()));
            session.remote(0, CALLER, carol.media(true, true)); // what was connected is not for ever
            Relay.settle(session);
            passes(carol, bob, Rtp.voice(10, 1));
            passes(bob, carol, Rtp.voice(10, 2));
            passes(carol, bob, Rtp.voice(11, 1));
            session.close();

            relay.call(alice, dave);
            passes(alice, dave, Rtp.voice(1, 3));
            passes(dave, alice, Rtp.voice(1, 4));
            assertEquals(0, ((RtpSession) session).drops().failed);
        }
    }

    /** The ring fails while the socket is taken from it, not while it waits. */
    @Test
    void aSideMovesWhileTheRingFails() throws Exception {
        try (var relay = withRings(); var carol = new Peer()) {
            var session = relay.call(alice, bob);
            passBothWays(0, 5);
            ((RtpSession) session).loop().post(() -> rings.noMemory = true);
            carol.talksTo(session.port(0, CALLER, carol.address()));
            session.remote(0, CALLER, carol.media(true, true));
            Relay.settle(session);

            passes(carol, bob, Rtp.voice(10, 1));
            passes(bob, carol, Rtp.voice(10, 2));
            passes(carol, bob, Rtp.voice(11, 1));
        }
    }

    @Test
    void aLoopWithoutARingHasEpoll() throws Exception {
        rings.noMemory = true;
        try (var relay = new Relay(rings)) {
            relay.call(alice, bob);
            passBothWays(0, 3);
        }
    }

    @Test
    void whyThereIsNoRingIsSaidToWhoCanChangeIt() {
        assertTrue(IoUring.whyNone(Syscalls.ENOMEM).contains("LimitMEMLOCK"));
        assertTrue(IoUring.whyNone(Syscalls.EPERM).contains("kernel.io_uring_disabled"));
        assertTrue(IoUring.whyNone(Syscalls.ENOSYS).contains("Linux 6.1"));
        assertTrue(IoUring.whyNone(Syscalls.EMFILE).contains("LimitNOFILE"));
    }

    @Test
    void aLoopReturnsToARingAfterAWhile() throws Exception {
        try (var relay = withRings(); var carol = new Peer(); var dave = new Peer()) {
            var session = relay.call(alice, bob);
            passBothWays(0, 3);
            rings.noMemory = true;
            passBothWays(3, 6);
            waitForRing(relay, session); // in vain
            rings.noMemory = false;
            relay.pass(RingPoller.AGAIN.minusSeconds(1));
            Relay.tick(session);
            int before = rings.receiving();
            passBothWays(6, 8, relay.call(carol, dave), carol, dave);
            assertEquals(before, rings.receiving());

            waitForRing(relay, session);
            passBothWays(8, 12, relay.call(carol, dave), carol, dave);
            assertTrue(rings.receiving() >= before + 2, "both sides of the new call");
            passBothWays(20, 24, session, alice, bob);
            rings.noMemory = true;
            passBothWays(24, 28, session, alice, bob);
        }
    }

    @Test
    void aLoopThatHadNoneGetsOneLater() throws Exception {
        rings.noMemory = true;
        try (var relay = withRings(); var carol = new Peer(); var dave = new Peer()) {
            var session = relay.call(alice, bob);
            passBothWays(0, 3);
            rings.noMemory = false;
            waitForRing(relay, session);
            passBothWays(0, 3, relay.call(carol, dave), carol, dave);
            assertTrue(rings.receiving() >= 2);
        }
    }

    /** The loop has seen that it has none, and that it is time for one. */
    private static void waitForRing(Relay relay, MediaSession session) {
        relay.pass(Duration.ofSeconds(1));
        Relay.tick(session);
        relay.pass(RingPoller.AGAIN);
        Relay.tick(session);
    }

    private static void passBothWays(int from, int to, MediaSession session, Peer caller, Peer callee)
            throws MediaUnavailableException {
        caller.talksTo(session.port(0, CALLER, caller.address()));
        callee.talksTo(session.port(0, CALLEE, callee.address()));
        for (int s = from; s < to; s++) {
            passes(caller, callee, Rtp.voice(s, 1));
            passes(callee, caller, Rtp.voice(s, 2));
        }
    }

    @Test
    void aRelayThatStoppedRefusesCalls() throws Exception {
        var waits = new Waits();
        try (var relay = new Relay(waits)) {
            var session = relay.call(alice, bob);
            passBothWays(0, 3);
            waits.noMemory = true;
            alice.send(Rtp.voice(4, 1));
            Relay.await(() -> refuses(relay)); // each loop at its next wait

            assertThrows(MediaUnavailableException.class, () -> session.port(0, CALLER, alice.address()));
            session.close();
            assertEquals(0, relay.media.usage().sessions());
        }
    }

    private boolean refuses(Relay relay) {
        var session = relay.open();
        try {
            session.port(0, CALLER, alice.address());
            return false;
        } catch (MediaUnavailableException e) {
            return e.getMessage().contains("restart");
        } finally {
            session.close();
        }
    }
}
