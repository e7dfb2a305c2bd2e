package org.trunkline.media.rtp.internal.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.trunkline.domain.call.LegSide.CALLEE;
import static org.trunkline.domain.call.LegSide.CALLER;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.trunkline.engine.port.media.MediaSession;
import org.trunkline.engine.port.media.MediaUnavailableException;
import org.trunkline.media.rtp.internal.Loopback;
import org.trunkline.media.rtp.internal.Peer;
import org.trunkline.media.rtp.internal.Relay;
import org.trunkline.media.rtp.internal.RelayTest;
import org.trunkline.media.rtp.internal.meter.Rtp;

/** Calls that have no descriptors; that they are relayed as others are {@link ParkedRelayTest} says. */
@Timeout(120)
class FixedFilesTest {
    private static final int CALLS = 30;
    private final Peer alice = new Peer();
    private final Peer bob = new Peer();

    @AfterEach
    void close() {
        alice.close();
        bob.close();
    }

    private static void passes(Peer from, Peer to, byte[] packet) {
        from.send(packet);
        assertArrayEquals(packet, to.receive().orElseThrow());
    }

    /** Open files that media may be. */
    private static Descriptors few(int count) {
        return new Descriptors(2 * count); // the other half is not for media
    }

    @Test
    void moreCallsThanOpenFiles() throws Exception {
        ParkedRelayTest.parking();
        try (var relay = new Relay(new LinuxSockets(true, few(60), 200))) {
            var sessions = new ArrayList<MediaSession>();
            for (int i = 0; i < CALLS; i++)
                sessions.add(relay.call(alice, bob));
            assertEquals(2 * CALLS, relay.media.usage().portsUsed());
            for (int i = 0; i < CALLS; i++) {
                alice.talksTo(sessions.get(i).port(0, CALLER, alice.address()));
                bob.talksTo(sessions.get(i).port(0, CALLEE, bob.address()));
                passes(alice, bob, Rtp.voice(i, 1));
                passes(bob, alice, Rtp.voice(i, 2));
                passes(alice, bob, Rtp.voice(i + 1, 1));
            }
            sessions.forEach(MediaSession::close);
            relay.call(alice, bob);
            passes(alice, bob, Rtp.voice(1, 1));
        }
    }

    /** Between RTP and RTCP of one pair they become few: nothing of it may stay. */
    @Test
    void pairsOfWhichOneSocketIsParkedAreClosedWhole() throws Exception {
        ParkedRelayTest.parking();
        var turns = new AtomicInteger();
        var halves = new Descriptors(40) {
            @Override
            boolean areFew() {
                return turns.getAndIncrement() % 2 == 1;
            }
        };
        try (var relay = new Relay(new LinuxSockets(true, halves, 200))) {
            for (int i = 0; i < CALLS; i++) {
                relay.call(alice, bob).close();
                Relay.await(() -> relay.media.usage().portsUsed() == 0);
            }
            Relay.await(() -> RelayTest.bound() == 0);
        }
    }

    @Test
    void withoutARingOpenFilesAreTheLimit() throws Exception {
        assumeTrue(LinuxSockets.isHere());
        try (var relay = new Relay(new LinuxSockets(false, few(60), 200))) {
            assertEquals(30, relay.media.usage().portsTotal());
            for (int i = 0; i < 15; i++)
                relay.call(alice, bob);
            var refused = assertThrows(MediaUnavailableException.class, () -> relay.call(alice, bob));
            assertTrue(refused.getMessage().contains("LimitNOFILE"), refused.getMessage());
        }
    }

    /** The kernel could keep them until other calls, which go on for hours, have ended. */
    @Test
    void portsAreFreeOnceTheCallEnds() throws Exception {
        try (var relay = new Relay(ParkedRelayTest.parking())) {
            relay.call(alice, bob);
            passes(alice, bob, Rtp.voice(1, 1));
            var session = relay.open();
            try (var carol = new Peer(); var dave = new Peer()) {
                Relay.join(session, carol, dave);
                passes(carol, dave, Rtp.voice(1, 3));
                var port = session.port(0, CALLER, carol.address());
                assertFalse(isFree(port.rtp()));
                assertFalse(isFree(port.rtcp()));
                session.close();

                Relay.await(() -> isFree(port.rtp()));
                Relay.await(() -> isFree(port.rtcp()));
            }
            passes(alice, bob, Rtp.voice(2, 1));
        }
    }

    private static boolean isFree(int port) {
        try (var probe = new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral(Loopback.RELAY), port))) {
            return probe.isBound();
        } catch (SocketException e) {
            return false;
        }
    }

    /** Packets wait in their sockets meanwhile. */
    @Test
    void callsGoOnWhenTheRingDoes() throws Exception {
        ParkedRelayTest.parking();
        var rings = new FailingRings(ParkedRelayTest.alwaysFew(), 200);
        try (var relay = new Relay(rings); var carol = new Peer()) {
            var session = relay.call(alice, bob);
            passes(alice, bob, Rtp.voice(1, 1));
            passes(bob, alice, Rtp.voice(1, 2));
            rings.noMemory = true;
            Relay.settle(session);
            alice.send(Rtp.voice(2, 1));
            Relay.settle(session);
            rings.noMemory = false;
            assertArrayEquals(Rtp.voice(2, 1), bob.receive().orElseThrow());
            passes(bob, alice, Rtp.voice(2, 2));

            rings.noMemory = true;
            Relay.settle(session);
            carol.talksTo(session.port(0, CALLER, carol.address()));
            session.remote(0, CALLER, carol.media(true, true)); // what it is told meanwhile holds
            Relay.settle(session);
            rings.noMemory = false;
            Relay.tick(session);
            carol.send(Rtp.voice(10, 3));
            assertTrue(bob.receive().isPresent());
            passes(bob, carol, Rtp.voice(3, 2));
            passes(carol, bob, Rtp.voice(11, 3));
        }
    }

    @Test
    void kernelsThatKeepClosedFilesAreLeftAlone() {
        assertTrue(LinuxSockets.closesPlaces("6.18.44-fc-v669"));
        assertTrue(LinuxSockets.closesPlaces("6.13"));
        assertTrue(LinuxSockets.closesPlaces("7.0.1"));
        assertFalse(LinuxSockets.closesPlaces("6.12.8-1-amd64"));
        assertFalse(LinuxSockets.closesPlaces("5.15.0"));
        assertFalse(LinuxSockets.closesPlaces(""));
        assertFalse(LinuxSockets.closesPlaces("unknown"));
    }
}
