package org.trunkline.media.rtp.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.trunkline.domain.call.LegSide.CALLEE;
import static org.trunkline.domain.call.LegSide.CALLER;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.trunkline.engine.port.media.DtlsSrtp;
import org.trunkline.engine.port.media.DtlsSrtp.Ice;
import org.trunkline.engine.port.media.Media;
import org.trunkline.engine.port.media.MediaSession;
import org.trunkline.engine.port.media.SrtpKeys.Suite;
import org.trunkline.media.rtp.internal.meter.Rtcp;
import org.trunkline.media.rtp.internal.meter.Rtp;

/** Calls of browsers through the relay: checks, a handshake of Bouncy Castle's client, SRTP; the other side has plain RTP. */
class BrowserRelayTest {
    private static final int SSRC = 77;
    /** A record of a handshake with nothing in it. */
    private static final byte[] CLIENT_HELLO_BEGUN = {22, (byte) 0xFE, (byte) 0xFD, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1};

    private final Relay relay = new Relay();
    private final BrowserPeer alice = new BrowserPeer("A");
    private final BrowserPeer carol = new BrowserPeer("C");
    private final Peer bob = new Peer();

    @AfterEach
    void close() {
        alice.close();
        carol.close();
        bob.close();
        relay.close();
    }

    private MediaSession call() throws Exception {
        var session = relay.open();
        alice.talksTo(session.port(0, CALLER, bob.address()));
        bob.talksTo(session.port(0, CALLEE, bob.address()));
        session.remote(0, CALLER, alice.media());
        session.remote(0, CALLEE, bob.media(true, true));
        Relay.settle(session);
        return session;
    }

    private void connect(BrowserPeer browser, Suite suite) throws IOException {
        assertTrue(browser.check(true));
        browser.shakesHands(suite, relay.media.fingerprint().orElseThrow());
    }

    /** The node has its keys a moment after the browser: until then its packets are dropped. */
    private int says(int sequence) {
        for (int s = sequence;; s++) {
            alice.says(Rtp.voice(s, SSRC));
            var heard = bob.peek();
            int number = heard.map(it -> (it[2] & 0xFF) << 8 | it[3] & 0xFF).orElse(-1);
            if (number >= sequence) { // others are late
                assertArrayEquals(Rtp.voice(number, SSRC), heard.orElseThrow());
                return s + 1;
            }
            assertTrue(s < sequence + 200, "nothing arrives");
        }
    }

    private void hears(int sequence) {
        bob.send(Rtp.voice(sequence, SSRC + 1));
        assertArrayEquals(Rtp.voice(sequence, SSRC + 1), alice.hears(60_000).orElseThrow());
    }

    @ParameterizedTest
    @EnumSource(names = {"AEAD_AES_128_GCM", "AEAD_AES_256_GCM", "AES_CM_128_HMAC_SHA1_80"})
    void aBrowserAndAPhoneHearEachOther(Suite suite) throws Exception {
        var session = call();
        connect(alice, suite);
        int next = says(0);
        for (int s = 0; s < 30; s++)
            hears(s);
        while (bob.peek().isPresent()) {
            // those of the beginning that are late
        }
        for (int s = next; s < next + 30; s++) {
            alice.says(Rtp.voice(s, SSRC));
            assertArrayEquals(Rtp.voice(s, SSRC), bob.receive().orElseThrow());
        }
        session.close();
        var reports = session.reports();
        assertEquals(2, reports.size());
        reports.forEach(report -> {
            assertEquals("PCMU", report.codec());
            assertTrue(report.mos().orElseThrow() > 4, report.toString());
        });
    }

    /** RFC 8842 §5.2: where the side is a server, the node begins as soon as a check has shown where it is. */
    @Test
    void theNodeBeginsWithASideThatWaits() throws Exception {
        alice.waits();
        call();
        connect(alice, Suite.AEAD_AES_128_GCM);
        says(0);
        hears(1);
    }

    @Test
    void aServerWithAnotherCertificateThanTheSignallingsIsRefused() throws Exception {
        alice.waits();
        var session = call();
        session.remote(0, CALLER, alice.media(new DtlsSrtp(alice.node, alice.own, carol.fingerprint(), true, Optional.empty())));
        assertTrue(alice.check(true));
        assertThrows(IOException.class, () -> alice.shakesHands(Suite.AEAD_AES_128_GCM, relay.media.fingerprint().orElseThrow()));
    }

    @Test
    void reportsAreOnThePortOfTheMedia() throws Exception {
        call();
        connect(alice, Suite.AEAD_AES_128_GCM);
        says(0);
        byte[] report = Rtp.receiverReport(SSRC, SSRC + 1, 0, 0, 0);
        alice.reports(report);
        assertArrayEquals(report, bob.receiveRtcp().orElseThrow());
    }

    /**
     * RFC 4585 §6.2.1 (NACK), §6.3.1 (PLI), RFC 5104 §4.3.1 (FIR), draft-holmer-rmcat-transport-wide-cc-extensions-01 §3.1, RFC 5506: feedback
     * passes in both directions, alone and in compounds.
     */
    @ParameterizedTest
    @CsvSource({"205,1,0064000F", "205,15,0001000200000A0020020404", "206,1,''", "206,4,0000004D05000000"})
    void feedbackPassesBothWays(int kind, int format, String content) throws Exception {
        call();
        connect(alice, Suite.AEAD_AES_128_GCM);
        int next = says(0);
        hears(next);
        byte[] alone = Rtp.feedback(kind, format, SSRC, SSRC + 1, HexFormat.of().parseHex(content));
        byte[] compound = Rtp.compound(Rtp.receiverReport(SSRC, SSRC + 1, 0, 0, 0), alone);
        for (byte[] packet : List.of(alone, compound)) {
            alice.reports(packet);
            assertArrayEquals(packet, bob.receiveRtcp().orElseThrow());
        }
        byte[] back = Rtp.feedback(kind, format, SSRC + 1, SSRC, HexFormat.of().parseHex(content));
        bob.sendRtcp(back);
        assertArrayEquals(back, alice.hearsReport(kind, 60_000).orElseThrow());
        byte[] compoundBack = Rtp.compound(Rtp.receiverReport(SSRC + 1, SSRC, 0, 0, 0), back);
        bob.sendRtcp(compoundBack);
        assertArrayEquals(compoundBack, alice.hearsReport(Rtcp.RECEIVER_REPORT, 60_000).orElseThrow());
    }

    @Test
    void twoBrowsersHearEachOtherEachWithItsKeys() throws Exception {
        var session = relay.open();
        alice.talksTo(session.port(0, CALLER, bob.address()));
        carol.talksTo(session.port(0, CALLEE, bob.address()));
        session.remote(0, CALLER, alice.media());
        session.remote(0, CALLEE, carol.media());
        connect(alice, Suite.AEAD_AES_128_GCM);
        connect(carol, Suite.AES_CM_128_HMAC_SHA1_80);
        Optional<byte[]> heard = Optional.empty();
        for (int s = 0; heard.isEmpty() && s < 200; s++) {
            alice.says(Rtp.voice(s, SSRC));
            heard = carol.hears(40);
        }
        assertTrue(heard.isPresent());
    }

    /** RFC 8445: nobody who does not know the password gets as much as an answer. */
    @Test
    void withoutARightCheckThereIsNoHandshake() throws Exception {
        call();
        assertFalse(alice.check(true, new Ice(alice.node.user(), "a/password/of/a/stranger"), 200));
        alice.send(new byte[] {22, (byte) 0xFE, (byte) 0xFD, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0});
        alice.send(Rtp.voice(1, SSRC));
        assertTrue(alice.check(false), "a right one still is answered");
        assertTrue(bob.peek().isEmpty());
    }

    @Test
    void anotherCertificateThanTheSignallingsIsRefused() throws Exception {
        var session = call();
        session.remote(0, CALLER, alice.media(new DtlsSrtp(alice.node, alice.own, carol.fingerprint(), false, Optional.empty())));
        Relay.settle(session);
        assertTrue(alice.check(true));
        assertThrows(IOException.class, () -> alice.shakesHands(Suite.AEAD_AES_128_GCM, relay.media.fingerprint().orElseThrow()));
        Relay.await(() -> relay.media.border().refused().stream().anyMatch(it -> it.reason().equals("dtls-failed") && it.count() == 1));
    }

    @Test
    void nothingIsSentInTheClear() throws Exception {
        var session = call();
        assertTrue(alice.check(true));
        bob.send(Rtp.voice(1, SSRC));
        bob.sendRtcp(Rtp.senderReport(SSRC, 1));
        Relay.tick(session);
        assertTrue(alice.anyMedia(100).isEmpty());
    }

    @Test
    void datagramsThatAreLostAreSentAgain() throws Exception {
        call();
        assertTrue(alice.check(true));
        alice.loses(3);
        alice.shakesHands(Suite.AEAD_AES_128_GCM, relay.media.fingerprint().orElseThrow());
        says(0);
    }

    /** The browser's repetitions are lost too, so the node's clock alone gets them further (RFC 6347 §4.2.4). */
    @Test
    void theNodeSendsItsFlightAgainByItsClock() throws Exception {
        var session = call();
        assertTrue(alice.check(true));
        alice.neverRepeats();
        alice.loses(1);
        var hands = CompletableFuture.runAsync(() -> {
            try {
                alice.shakesHands(Suite.AEAD_AES_128_GCM, relay.media.fingerprint().orElseThrow());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        assertThrows(TimeoutException.class, () -> hands.get(300, TimeUnit.MILLISECONDS), "the clock stands still");
        Relay.await(() -> {
            relay.pass(Duration.ofMillis(100));
            Relay.tick(session);
            return hands.isDone();
        });
        hands.join();
        says(0);
    }

    /** A check that was right proves more than a cookie does: that the source is where it says, and knows the password. */
    @Test
    void aHandshakeFromElsewhereBeginsNothing() throws Exception {
        var session = call();
        assertTrue(alice.check(false)); // not nominated: the socket still hears everyone
        carol.talksTo(session.port(0, CALLER, bob.address()));
        carol.neverRepeats();
        var hands = CompletableFuture.runAsync(() -> {
            try {
                carol.shakesHands(Suite.AEAD_AES_128_GCM, relay.media.fingerprint().orElseThrow());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        Relay.await(() -> ((RtpSession) session).drops().refused > 0);
        assertThrows(TimeoutException.class, () -> hands.get(100, TimeUnit.MILLISECONDS), "not as much as an answer");
        assertTrue(alice.check(true));
        alice.shakesHands(Suite.AEAD_AES_128_GCM, relay.media.fingerprint().orElseThrow());
        says(0);
    }

    @Test
    void aHandshakeThatIsNotCompletedFailsTheCall() throws Exception {
        var session = call();
        session.watchSilence(true);
        assertTrue(alice.check(true));
        relay.pass(WebRtcTransport.SETUP.minusSeconds(1));
        Relay.tick(session);
        assertTrue(relay.failures.isEmpty(), "it has time still");
        alice.send(CLIENT_HELLO_BEGUN);
        Relay.await(() -> {
            relay.pass(Duration.ofMillis(500));
            Relay.tick(session);
            return refused("dtls-failed") == 1;
        });
        assertEquals(List.of(Media.Failure.NO_KEYS), relay.failures);
    }

    @Test
    void aBrowserThatIsGoneFailsTheCall() throws Exception {
        var session = call();
        session.watchSilence(false); // on hold too
        connect(alice, Suite.AEAD_AES_128_GCM);
        says(0);
        relay.pass(Duration.ofSeconds(40));
        assertTrue(alice.check(true));
        relay.pass(WebRtcTransport.LOST);
        Relay.tick(session);
        assertTrue(relay.failures.isEmpty(), "checked in time");
        relay.pass(Duration.ofSeconds(1));
        Relay.await(() -> {
            Relay.tick(session);
            return relay.failures.equals(List.of(Media.Failure.CONSENT_EXPIRED));
        });
        relay.pass(Duration.ofSeconds(60));
        Relay.tick(session);
        assertEquals(1, relay.failures.size(), "told once");
        assertEquals(List.of(WebRtcTransport.LOST.plusSeconds(1)), relay.lasting);
    }

    /** RFC 7675 §5.2, RFC 5246 §7.2.1: nothing is sent to a page that was closed, and its call ends though it did not say so. */
    @Test
    void aPageThatIsClosedFailsTheCall() throws Exception {
        var session = call();
        session.watchSilence(false);
        connect(alice, Suite.AEAD_AES_128_GCM);
        says(0);
        hears(1);
        alice.leaves();
        Relay.await(() -> {
            bob.send(Rtp.voice(2, SSRC + 1));
            return alice.anyMedia(50).isEmpty();
        });
        relay.pass(WebRtcTransport.LEFT);
        Relay.tick(session);
        assertTrue(relay.failures.isEmpty(), "its BYE may be on the way");
        relay.pass(Duration.ofSeconds(1));
        Relay.await(() -> {
            Relay.tick(session);
            return relay.failures.equals(List.of(Media.Failure.CONSENT_EXPIRED));
        });
        assertEquals(List.of(WebRtcTransport.LEFT.plusSeconds(1)), relay.lasting);
    }

    /** RFC 8839 §4.4.1.1: a phone that lost its network and restarts has all its time again. */
    @Test
    void aRestartBeginsTheTimeAgain() throws Exception {
        var session = call();
        session.watchSilence(false);
        connect(alice, Suite.AEAD_AES_128_GCM);
        says(0);
        relay.pass(WebRtcTransport.LOST.minusSeconds(5));
        session.remote(0, CALLER, alice.media(new DtlsSrtp(new Ice("nodeFresh", "another/password/of/the/node"), alice.own,
                alice.fingerprint(), false, Optional.empty())));
        Relay.settle(session);
        relay.pass(Duration.ofSeconds(30));
        Relay.tick(session);
        assertTrue(relay.failures.isEmpty());
    }

    private long refused(String reason) {
        return relay.media.border().refused().stream().filter(it -> it.reason().equals(reason)).mapToLong(it -> it.count()).sum();
    }

    /** A peer whose consent has expired gets no more media (RFC 7675 §5.1). */
    @Test
    void withoutConsentNothingIsSent() throws Exception {
        var session = call();
        connect(alice, Suite.AEAD_AES_128_GCM);
        says(0);
        hears(1);
        relay.pass(Duration.ofSeconds(31));
        Relay.tick(session);
        bob.send(Rtp.voice(2, SSRC + 1));
        Relay.tick(session);
        assertTrue(alice.hears(100).isEmpty());
        assertTrue(alice.check(true));
        hears(3);
    }

    /** A phone that roams: after three seconds of silence another path is taken, if the password is right. */
    @Test
    void thePathMayChange() throws Exception {
        var session = call();
        connect(alice, Suite.AEAD_AES_128_GCM);
        int next = says(0);
        relay.pass(Duration.ofSeconds(4));
        Relay.tick(session);
        alice.moves();
        assertFalse(alice.check(true, new Ice(alice.node.user(), "a/password/of/a/stranger"), 100));
        assertTrue(alice.check(true));
        says(next);
        hears(1);
    }

    /** RFC 8839 §4.4.1.1: an ICE restart keeps the keys. */
    @Test
    void otherCredentialsCountFromThenOn() throws Exception {
        var session = call();
        connect(alice, Suite.AEAD_AES_128_GCM);
        int next = says(0);
        var fresh = new Ice("nodeFresh", "another/password/of/the/node");
        session.remote(0, CALLER, alice.media(new DtlsSrtp(fresh, alice.own, alice.fingerprint(), false, Optional.empty())));
        Relay.settle(session);
        assertFalse(alice.check(true, alice.node, 100));
        assertTrue(alice.check(true, fresh, 60_000));
        says(next);
        hears(1);
    }

    private Ice restart(MediaSession session) {
        return restart(session, "nodeFresh");
    }

    private Ice restart(MediaSession session, String user) {
        var fresh = new Ice(user, "another/password/of/the/node");
        session.remote(0, CALLER, alice.media(new DtlsSrtp(fresh, alice.own, alice.fingerprint(), false, Optional.empty())));
        Relay.settle(session);
        return fresh;
    }

    /** A phone that left its network for another one: no three seconds of silence have to pass, as its signalling says so. */
    @Test
    void aRestartIsHeardFromElsewhereAtOnce() throws Exception {
        var session = call();
        connect(alice, Suite.AEAD_AES_128_GCM);
        int next = says(0);
        hears(1);
        var fresh = restart(session);
        alice.moves();
        assertTrue(alice.check(true, fresh, 5_000));
        says(next + 200);
        hears(2);
    }

    /** RFC 8445 §9: the path of before is used until there is another. */
    @Test
    void mediaContinuesDuringARestart() throws Exception {
        var session = call();
        connect(alice, Suite.AEAD_AES_128_GCM);
        int next = says(0);
        hears(1);
        var fresh = restart(session);
        hears(2);
        says(next);
        assertTrue(alice.check(true, fresh, 60_000));
        hears(3);
    }

    /** As where a phone's network comes and goes: the first one was not checked yet. */
    @Test
    void mediaContinuesDuringASecondRestart() throws Exception {
        var session = call();
        connect(alice, Suite.AEAD_AES_128_GCM);
        says(0);
        hears(1);
        restart(session);
        restart(session, "nodeFresher");
        hears(2);
        relay.pass(Duration.ofSeconds(31));
        Relay.tick(session);
        bob.send(Rtp.voice(3, SSRC + 1));
        Relay.tick(session);
        assertTrue(alice.hears(100).isEmpty(), "the consent of before ends too");
    }

    /** As after a transfer at the other end of the leg. */
    @Test
    void aPhoneMayBecomeABrowser() throws Exception {
        var session = relay.open();
        try (var phone = new Peer()) {
            Relay.join(session, phone, bob);
            phone.send(Rtp.voice(1, 3));
            assertTrue(bob.receive().isPresent());
            alice.talksTo(session.port(0, CALLER, bob.address()));
            session.remote(0, CALLER, alice.media());
            Relay.settle(session);
            connect(alice, Suite.AEAD_AES_128_GCM);
            says(0);
            hears(1);
            phone.send(Rtp.voice(2, 3));
            assertTrue(alice.check(false));
            assertTrue(bob.peek().isEmpty());
        }
    }

    @Test
    void aFloodOfChecksIsDropped() throws Exception {
        call();
        assertTrue(alice.check(false));
        for (int i = 0; i < 300; i++)
            alice.send(new byte[] {0, 1, 0, 0});
        assertFalse(alice.check(false, alice.node, 60), "the second's share is used up");
        relay.pass(Duration.ofSeconds(2));
        assertTrue(alice.check(false));
    }
}
