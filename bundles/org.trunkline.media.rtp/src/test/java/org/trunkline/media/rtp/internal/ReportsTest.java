package org.trunkline.media.rtp.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.trunkline.domain.call.LegSide.CALLEE;
import static org.trunkline.domain.call.LegSide.CALLER;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.quality.LossBursts;
import org.trunkline.domain.quality.StreamReport;
import org.trunkline.engine.port.media.MediaSession;
import org.trunkline.engine.port.media.SrtpKeys;
import org.trunkline.engine.port.media.SrtpKeys.Suite;
import org.trunkline.media.rtp.internal.meter.HeardReports;
import org.trunkline.media.rtp.internal.meter.Rtcp;
import org.trunkline.media.rtp.internal.meter.Rtp;
import org.trunkline.media.rtp.internal.srtp.SrtpContext;

/** RTCP read and written (RFC 3550 §6, RFC 3611), on sockets. */
class ReportsTest {
    private static final int ALICE = 1;
    private static final int BOB = 2;
    /** Past the time in which the other side might still begin with reports. */
    private static final Duration LONG = RtcpReporter.HEAD_START.plusSeconds(1);
    /** As long as the time between two reports may be. */
    private static final Duration NEXT = Duration.ofMillis(6200);

    private final Peer alice = new Peer();
    private final Peer bob = new Peer();

    @AfterEach
    void close() {
        alice.close();
        bob.close();
    }

    private static StreamReport from(MediaSession session, LegSide side) {
        return session.reports().stream().filter(r -> r.from() == side).findFirst().orElseThrow();
    }

    private void speak(Peer from, Peer to, int ssrc, int first, int end) {
        for (int s = first; s < end; s++)
            if (s % 10 != 5) {
                from.send(Rtp.voice(s, ssrc));
                to.receive().orElseThrow();
            }
    }

    private static HeardReports next(Peer to) {
        return HeardReports.in(to.receiveRtcp().orElseThrow());
    }

    /** RFC 3550 §6.4.1, §6.4.2: who is sent something hears of it, who sends hears how it came. */
    @Test
    void sidesThatGetNoReportsGetTheNodes() throws Exception {
        try (var relay = new Relay()) {
            relay.call(alice, bob);
            speak(alice, bob, ALICE, 0, 60);
            relay.pass(LONG);

            byte[] toBob = bob.receiveRtcp().orElseThrow();
            assertEquals("SR of 1; time of 1", HeardReports.in(toBob).all());
            var report = ByteBuffer.wrap(toBob);
            assertEquals(54, report.getInt(20), "packets");
            assertEquals(54 * 160, report.getInt(24), "octets");
            assertTrue(report.getInt(16) > 59 * 160 + 8000 * 10, "the stream's time goes on");
            int description = 28;
            assertEquals(Rtcp.DESCRIPTION, report.get(description + 1) & 0xFF);
            String name = new String(toBob, description + 10, toBob[description + 9], StandardCharsets.US_ASCII);
            assertTrue(name.matches("[A-Za-z0-9+/]{16}"), name); // RFC 7022 §4.2

            byte[] toAlice = alice.receiveRtcp().orElseThrow();
            var heard = HeardReports.in(toAlice).all();
            assertTrue(heard.startsWith("got 1: 25/256 lost, 6 in all, jitter "), heard); // of 60
            assertTrue(heard.contains("metrics of 1"), heard);
            assertTrue(new String(toAlice, StandardCharsets.US_ASCII).contains(name), "one name for the call's node");

            speak(alice, bob, ALICE, 60, 80);
            relay.pass(NEXT);
            heard = next(alice).all();
            assertTrue(heard.startsWith("got 1: 25/256 lost, 8 in all, "), heard); // 2 of 20 since
            assertTrue(next(bob).all().startsWith("SR of 1"));
            relay.pass(NEXT);
            assertTrue(!next(bob).all().contains("SR"), "nothing was sent since");
        }
    }

    @Test
    void reportsThatArePassedOnAreNotWrittenToo() throws Exception {
        try (var relay = new Relay()) {
            var session = relay.call(alice, bob);
            speak(alice, bob, ALICE, 0, 20);
            alice.sendRtcp(Rtp.senderReport(ALICE, 5));
            assertEquals("SR of 1", next(bob).all());
            relay.pass(LONG);
            assertTrue(alice.receiveRtcp().isPresent(), "bob sends none");
            Relay.settle(session);
            assertEquals(Optional.empty(), bob.peekRtcp());

            relay.pass(RtcpReporter.PATIENCE); // alice has stopped
            speak(alice, bob, ALICE, 20, 40);
            relay.pass(NEXT);
            assertTrue(next(bob).all().contains("time of"));
        }
    }

    @Test
    void noneAreWrittenWhereTheSettingSaysSo() throws Exception {
        try (var relay = Relay.withoutReports()) {
            var session = relay.call(alice, bob);
            speak(alice, bob, ALICE, 0, 20);
            session.watchSilence(true);
            Relay.settle(session);
            relay.pass(Duration.ofSeconds(61));
            Relay.await(() -> !relay.silences.isEmpty()); // so the lines had their turn
            assertEquals(Optional.empty(), alice.peekRtcp());
            assertEquals(Optional.empty(), bob.peekRtcp());
        }
    }

    /** RFC 3550 §6.4.1 by the node's sender report, RFC 3611 §4.5 by its time. */
    @Test
    void answersToTheNodesReportsTellTheRoundTrip() throws Exception {
        try (var relay = new Relay()) {
            var session = relay.call(alice, bob);
            speak(alice, bob, ALICE, 0, 20);
            relay.pass(LONG);
            var toBob = next(bob);
            var toAlice = next(alice);
            relay.pass(Duration.ofMillis(500));
            bob.sendRtcp(Rtp.receiverReport(BOB, ALICE, toBob.senderTime, 65_536 / 10)); // held for 100 ms
            alice.sendRtcp(Rtp.compound(Rtp.receiverReport(ALICE, BOB, 0, 0),
                    Rtp.extended(ALICE, Rtp.timeAnswer(9, toAlice.receiverTime, 65_536 / 5)))); // for 200
            Relay.await(() -> from(session, CALLER).rtt().isPresent() && from(session, CALLEE).rtt().isPresent());

            assertEquals(400, from(session, CALLEE).rtt().orElseThrow().toMillis(), 1);
            assertEquals(300, from(session, CALLER).rtt().orElseThrow().toMillis(), 1);
        }
    }

    @Test
    void theNodeAnswersWhatASideNeedsForItsOwnRoundTrip() throws Exception {
        try (var relay = new Relay()) {
            relay.call(alice, bob);
            speak(alice, bob, ALICE, 0, 20);
            alice.sendRtcp(Rtp.compound(Rtp.senderReport(ALICE, 0x1234_5678),
                    Rtp.extended(ALICE, Rtp.receiverTime(0x7777_8888))));
            bob.receiveRtcp().orElseThrow();
            relay.pass(LONG);

            var heard = next(alice).all();
            assertTrue(heard.contains("last 12345678 delay "), heard);
            assertTrue(heard.contains("answer to 1: 77778888 delay "), heard);
            long delay = Long.parseLong(heard.replaceAll("(?s).*last 12345678 delay (\\d+).*", "$1"));
            assertEquals(LONG.toSeconds() * 65_536, delay, 1);
        }
    }

    /** RFC 3550 §6.4.1 and RFC 3611 §4.7. */
    @Test
    void whatTheListenerReportsIsKeptWithTheStream() throws Exception {
        try (var relay = new Relay()) {
            var session = relay.call(alice, bob);
            speak(alice, bob, ALICE, 0, 30);
            assertEquals(Optional.empty(), from(session, CALLER).farEnd());
            bob.sendRtcp(Rtp.receiverReport(BOB, ALICE, 64, 12, 240)); // 240 of 8000 a second
            bob.sendRtcp(Rtp.receiverReport(BOB, 99, 255, 999, 8000)); // about nothing that was sent
            bob.sendRtcp(Rtp.compound(Rtp.receiverReport(BOB, ALICE, 16, 13, 80),
                    Rtp.extended(BOB, Rtp.metrics(ALICE, 26, 13, 64, 2, 400, 9000, 71, 39, 36))));
            for (int i = 0; i < 3; i++)
                assertTrue(alice.receiveRtcp().isPresent(), "passed on");

            var far = from(session, CALLER).farEnd().orElseThrow();
            assertEquals(2, far.reports());
            assertEquals(13, far.lost());
            assertEquals(0.25, far.worstLoss());
            assertEquals(Duration.ofMillis(10), far.jitter());
            assertEquals(Duration.ofMillis(30), far.maxJitter());
            assertEquals(Optional.of(13 / 256.0), far.discarded());
            assertEquals(Optional.of(new LossBursts(0.25, 2 / 256.0, Duration.ofMillis(400), Duration.ofSeconds(9))),
                    far.bursts());
            assertEquals(Optional.of(71.0), far.rFactor());
            assertEquals(Optional.of(3.6), far.mos());
            assertEquals(2, session.reports().size());
            assertEquals(Optional.empty(), from(session, CALLEE).farEnd(), "alice said nothing of bob");
        }
    }

    /** RFC 3550 §6.4.1: a report tells of each source apart, and of all of them each time. */
    @Test
    void lossOfSeveralSourcesIsTheirSum() throws Exception {
        try (var relay = new Relay()) {
            var session = relay.call(alice, bob);
            speak(alice, bob, ALICE, 0, 5);
            speak(alice, bob, 7, 0, 5);
            for (int lost = 1; lost <= 3; lost++) {
                bob.sendRtcp(Rtp.compound(Rtp.receiverReport(BOB, ALICE, 0, 10, 0), Rtp.receiverReport(BOB, 7, 0, lost, 0)));
                alice.receiveRtcp().orElseThrow();
            }
            assertEquals(13, from(session, CALLER).farEnd().orElseThrow().lost());
        }
    }

    @Test
    void metricsThatAreNotKnownAreLeftOut() throws Exception {
        try (var relay = new Relay()) {
            var session = relay.call(alice, bob);
            speak(alice, bob, ALICE, 0, 5);
            bob.sendRtcp(Rtp.compound(Rtp.receiverReport(BOB, ALICE, 0, -3, 0), // duplicates
                    Rtp.extended(BOB, Rtp.metrics(ALICE, 0, 0, 0, 0, 0, 0, 127, 41, 127))));
            alice.receiveRtcp().orElseThrow();

            var far = from(session, CALLER).farEnd().orElseThrow();
            assertEquals(0, far.lost());
            assertEquals(Optional.empty(), far.bursts());
            assertEquals(Optional.empty(), far.rFactor());
            assertEquals(Optional.of(4.1), far.mos(), "for listening");
        }
    }

    /** RFC 5761: the reports of a side that shares one port for both come and go there; RFC 3605: else where it says. */
    @Test
    void reportsGoWhereASideWantsThem() throws Exception {
        try (var relay = new Relay()) {
            var session = relay.open();
            alice.talksTo(session.port(0, CALLER, alice.address()));
            bob.talksTo(session.port(0, CALLEE, bob.address()));
            session.remote(0, CALLER, alice.media("audio", true, true, true));
            session.remote(0, CALLEE, bob.media(true, true));
            Relay.settle(session);
            speak(alice, bob, ALICE, 0, 20);
            relay.pass(LONG);

            assertTrue(HeardReports.in(alice.receive().orElseThrow()).all().startsWith("got 1: "));
            assertTrue(next(bob).all().startsWith("SR of 1"));
        }
    }

    /** RFC 3711 §3.4: who encrypts gets encrypted reports only. */
    @Test
    void reportsOfTheNodeAreEncryptedAsTheMediaIs() throws Exception {
        var suite = Suite.AEAD_AES_128_GCM;
        byte[] hers = new byte[suite.octets()];
        byte[] ours = new byte[suite.octets()];
        ours[0] = 1;
        var alices = new SrtpContext(new SrtpKeys(suite, hers, ours));
        try (var relay = new Relay()) {
            var session = relay.open();
            alice.talksTo(session.port(0, CALLER, alice.address()));
            bob.talksTo(session.port(0, CALLEE, bob.address()));
            session.remote(0, CALLER, alice.media(true, true).with(Optional.of(new SrtpKeys(suite, ours, hers))));
            session.remote(0, CALLEE, bob.media(true, true));
            Relay.settle(session);
            bob.send(Rtp.voice(1, BOB));
            var voice = buffer(alice.receive().orElseThrow());
            assertTrue(alices.unprotect(voice));
            relay.pass(LONG);

            var report = buffer(alice.receiveRtcp().orElseThrow());
            assertTrue(alices.unprotectRtcp(report));
            byte[] plain = new byte[report.limit()];
            report.get(0, plain);
            assertTrue(HeardReports.in(plain).all().startsWith("SR of 2"));
        }
    }

    private static ByteBuffer buffer(byte[] packet) {
        return ByteBuffer.allocate(2048).put(packet).flip();
    }
}
