package org.trunkline.media.rtp.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.trunkline.domain.call.LegSide.CALLEE;
import static org.trunkline.domain.call.LegSide.CALLER;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.engine.port.media.DtlsSrtp;
import org.trunkline.engine.port.media.DtlsSrtp.Ice;
import org.trunkline.engine.port.media.Media;
import org.trunkline.engine.port.media.MediaSession;
import org.trunkline.engine.port.media.SrtpKeys.Suite;
import org.trunkline.media.rtp.internal.meter.Rtp;

/** Calls of browsers whose network lets no UDP through: checks, handshake and SRTP in one TCP connection (RFC 6544). */
class BrowserTcpTest {
    private static final int SSRC = 77;

    private final Relay relay = new Relay();
    private final BrowserPeer alice = new BrowserPeer("A");
    private final Peer bob = new Peer();
    private MediaSession session;

    @BeforeEach
    void call() throws Exception {
        session = relay.open();
        alice.talksTo(session.port(0, CALLER, bob.address()));
        bob.talksTo(session.port(0, CALLEE, bob.address()));
        session.remote(0, CALLER, alice.media());
        session.remote(0, CALLEE, bob.media(true, true));
        Relay.settle(session);
    }

    @AfterEach
    void close() {
        alice.close();
        bob.close();
        relay.close();
    }

    private void connect() throws Exception {
        alice.connects();
        assertTrue(alice.check(true));
        alice.shakesHands(Suite.AEAD_AES_128_GCM, relay.media.fingerprint().orElseThrow());
    }

    /** The node has its keys a moment after the browser: until then its packets are dropped. */
    private int says(int sequence) {
        for (int s = sequence;; s++) {
            alice.says(Rtp.voice(s, SSRC));
            var heard = bob.peek();
            if (heard.isPresent() && (heard.get()[2] << 8 | heard.get()[3] & 0xFF) >= sequence) // others came late
                return s + 1;
            assertTrue(s < sequence + 200, "nothing arrives");
        }
    }

    private void hears(int sequence) {
        bob.send(Rtp.voice(sequence, SSRC + 1));
        assertArrayEquals(Rtp.voice(sequence, SSRC + 1), alice.hears(60_000).orElseThrow());
    }

    private long connections() {
        return relay.media.border().tables().stream().filter(it -> it.name().equals("ice-tcp")).findFirst().orElseThrow().used();
    }

    @Test
    void speechAndReportsFlowBothWays() throws Exception {
        connect();
        int next = says(0);
        for (int s = 0; s < 30; s++)
            hears(s);
        next = says(next);
        while (bob.peek().isPresent()) {
            // what the first ones were waiting for
        }
        for (int s = next; s < next + 30; s++) {
            alice.says(Rtp.voice(s, SSRC));
            assertArrayEquals(Rtp.voice(s, SSRC), bob.receive().orElseThrow());
        }
        byte[] report = Rtp.receiverReport(SSRC, SSRC + 1, 0, 0, 0);
        alice.reports(report);
        assertArrayEquals(report, bob.receiveRtcp().orElseThrow());
        byte[] back = Rtp.receiverReport(SSRC + 1, SSRC, 0, 0, 0);
        bob.sendRtcp(back);
        assertArrayEquals(back, alice.hearsReport(201, 60_000).orElseThrow());
        session.close();
        Relay.await(() -> connections() == 0);
    }

    /** The node may have to be the DTLS client here too. */
    @Test
    void theNodeBeginsWithASideThatWaits() throws Exception {
        alice.waits();
        session.close();
        call();
        connect();
        says(0);
        hears(1);
    }

    /** What the browser nominates counts: UDP once it gets through, TCP where it does no longer. */
    @Test
    void thePathFollowsTheNomination() throws Exception {
        connect();
        int next = says(0);
        hears(1);
        alice.hangsUp();
        assertTrue(alice.check(true));
        next = says(next);
        hears(2);
        alice.connects();
        assertTrue(alice.check(false));
        bob.send(Rtp.voice(3, SSRC + 1));
        assertTrue(alice.hears(100).isEmpty(), "UDP is nominated still");
        assertTrue(alice.check(true));
        says(next);
        hears(4);
    }

    @Test
    void anotherConnectionTakesOver() throws Exception {
        connect();
        int next = says(0);
        alice.connects();
        assertTrue(alice.check(true));
        says(next);
        hears(1);
        Relay.await(() -> connections() == 1);
    }

    @Test
    void aConnectionThatEndsIsNotSentTo() throws Exception {
        connect();
        says(0);
        hears(1);
        alice.hangsUp();
        Relay.await(() -> connections() == 0);
        Relay.settle(session);
        long before = ((RtpSession) session).drops().undeliverable;
        bob.send(Rtp.voice(2, SSRC + 1));
        Relay.await(() -> ((RtpSession) session).drops().undeliverable == before + 1);
        session.watchSilence(false);
        Relay.settle(session);
        relay.pass(WebRtcTransport.LOST.plusSeconds(1));
        Relay.await(() -> {
            Relay.tick(session);
            return relay.failures.contains(Media.Failure.CONSENT_EXPIRED);
        });
    }

    @Test
    void withoutTheRightPasswordThereIsNoMoreThanAConnection() {
        alice.connects();
        assertFalse(alice.check(true, new Ice(alice.node.user(), "a/password/of/a/stranger"), 200));
        assertFalse(alice.check(true, new Ice("nobody", "a/password/of/a/stranger"), 100));
        assertEquals(0, ((RtpSession) session).drops().refused, "the relay saw nothing of it");
        assertTrue(alice.check(false), "a right one still is answered");
    }

    @Test
    void anIceRestartIsPossibleInTheSameConnectionAndInAnother() throws Exception {
        connect();
        int next = says(0);
        var fresh = new Ice("nodeFresh", "another/password/of/the/node");
        session.remote(0, CALLER, alice.media(new DtlsSrtp(fresh, alice.own, alice.fingerprint(), false, Optional.empty())));
        Relay.settle(session);
        assertTrue(alice.check(true, fresh, 60_000));
        next = says(next);
        alice.connects();
        assertFalse(alice.check(true, alice.node, 100));
        assertTrue(alice.check(true, fresh, 60_000));
        says(next);
        hears(1);
    }

    /** One that does not read, as behind a network that is gone, costs the other side nothing. */
    @Test
    void aBrowserThatDoesNotReadLosesPackets() throws Exception {
        connect();
        says(0);
        var sequence = new AtomicInteger();
        Relay.await(() -> {
            for (int i = 0; i < 100; i++)
                bob.send(Arrays.copyOf(Rtp.voice(sequence.getAndIncrement(), SSRC + 1), 1200));
            relay.pass(Duration.ofMillis(200));
            return ((RtpSession) session).drops().slow > 0;
        });
        assertTrue(alice.hears(60_000).isPresent());
    }
}
