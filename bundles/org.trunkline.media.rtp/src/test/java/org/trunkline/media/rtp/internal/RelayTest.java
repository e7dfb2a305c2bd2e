package org.trunkline.media.rtp.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.trunkline.domain.call.LegSide.CALLEE;
import static org.trunkline.domain.call.LegSide.CALLER;
import static org.trunkline.media.rtp.internal.Relay.await;
import static org.trunkline.media.rtp.internal.Relay.settle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.trunkline.domain.quality.CodecImpairment;
import org.trunkline.domain.quality.StreamReport;
import org.trunkline.engine.port.media.CodecTable;
import org.trunkline.engine.port.media.MediaSession;
import org.trunkline.engine.port.media.MediaUnavailableException;
import org.trunkline.engine.port.media.PluginCodecs;
import org.trunkline.engine.port.media.RemoteMedia;
import org.trunkline.media.audio.codec.AudioCodecs;
import org.trunkline.media.rtp.internal.meter.Drops;
import org.trunkline.media.rtp.internal.meter.MediaFuzzTest;
import org.trunkline.media.rtp.internal.meter.Rtcp;
import org.trunkline.media.rtp.internal.meter.Rtp;
import org.trunkline.media.rtp.internal.net.NioRelayTest;
import org.trunkline.media.rtp.internal.net.Packets;
import org.trunkline.media.rtp.internal.net.ProvidedBuffers;
import org.trunkline.media.rtp.internal.net.Sockets;

@Timeout(120)
public class RelayTest {
    private static final Path SOCKETS = Path.of("/proc/self/net/udp");

    /** What {@link NioRelayTest} has otherwise. */
    public Sockets sockets() {
        return Sockets.best();
    }

    private final Relay relay = new Relay(sockets());
    private final Peer alice = new Peer();
    private final Peer bob = new Peer();

    @AfterEach
    void close() {
        relay.close();
        alice.close();
        bob.close();
    }

    private static StreamReport from(MediaSession session, org.trunkline.domain.call.LegSide side) {
        return session.reports().stream().filter(r -> r.from() == side).findFirst().orElseThrow();
    }

    private static Drops drops(MediaSession session) {
        return ((RtpSession) session).drops();
    }

    private static void passes(Peer from, Peer to, byte[] packet) {
        from.send(packet);
        assertArrayEquals(packet, to.receive().orElseThrow());
    }

    @Test
    void mediaAndItsControlPassBothWays() throws Exception {
        var session = relay.call(alice, bob);
        for (int s = 0; s < 50; s++) {
            passes(alice, bob, Rtp.voice(s, 1));
            passes(bob, alice, Rtp.voice(s, 2));
            relay.pass(Duration.ofMillis(20));
        }
        alice.sendRtcp(Rtp.senderReport(1, 77));
        assertArrayEquals(Rtp.senderReport(1, 77), bob.receiveRtcp().orElseThrow());
        bob.sendRtcp(Rtp.receiverReport(2, 1, 77, 0));
        assertArrayEquals(Rtp.receiverReport(2, 1, 77, 0), alice.receiveRtcp().orElseThrow());

        assertEquals(50, from(session, CALLER).packets());
        assertEquals(8000, from(session, CALLEE).octets());
        assertEquals("PCMU", from(session, CALLER).codec());
        assertEquals(0, from(session, CALLER).lost());
        assertEquals(Duration.ZERO, from(session, CALLER).maxJitter());
        assertTrue(from(session, CALLER).mos().orElseThrow() > 4.3);
        assertTrue(from(session, CALLEE).rFactor().orElseThrow() > 90);
        session.close();
    }

    @Test
    void aStreamIsRatedByTheTableOfTheNodeAndNotByOursAlone() throws Exception {
        var poor = new CodecImpairment(40, 20, Duration.ZERO, CodecImpairment.Source.APPROXIMATE);
        try (var other = Relay.rating(() -> Map.of("PCMU", poor))) {
            var session = other.call(alice, bob);
            for (int s = 0; s < 50; s++) {
                passes(alice, bob, Rtp.voice(s, 1));
                other.pass(Duration.ofMillis(20));
            }
            assertEquals(93.2 - 40, from(session, CALLER).rFactor().orElseThrow(), 2);
            session.close();
        }
    }

    /** The kernel tells once that there are packets: those that wait together must all be taken. */
    @Test
    void aBurstThatWaitedPassesWhole() throws Exception {
        int burst = 5 * Packets.MOST + 3;
        var session = relay.call(alice, bob);
        passes(alice, bob, Rtp.voice(0, 1));
        passes(bob, alice, Rtp.voice(0, 2));
        var busy = new CountDownLatch(1);
        ((RtpSession) session).loop().post(() -> untilOpen(busy));
        for (int s = 1; s <= burst; s++)
            alice.send(Rtp.voice(s, 1));
        busy.countDown();

        for (int s = 1; s <= burst; s++)
            assertArrayEquals(Rtp.voice(s, 1), bob.receive().orElseThrow());
        passes(alice, bob, Rtp.voice(burst + 1, 1));
    }

    /** Who talks at once is heard from the first word, however busy the machine is. */
    @Test
    void whatWaitedBeforeItsSenderWasKnownPassesWhole() throws Exception {
        int burst = 100;
        var session = relay.call(alice, bob);
        var busy = new CountDownLatch(1);
        ((RtpSession) session).loop().post(() -> untilOpen(busy));
        for (int s = 0; s < burst; s++)
            alice.send(Rtp.voice(s, 1));
        busy.countDown();

        for (int s = 0; s < burst; s++)
            assertArrayEquals(Rtp.voice(s, 1), bob.receive().orElseThrow());
        passes(alice, bob, Rtp.voice(burst, 1));
        assertEquals(0, from(session, CALLER).lost());
    }

    /** More at once than the loop has room for: the rest waits in the sockets. */
    @Test
    void manyCallsPacketsThatWaitedPassWhole() throws Exception {
        int burst = 30;
        var callers = new ArrayList<Peer>();
        var callees = new ArrayList<Peer>();
        try {
            MediaSession session = null;
            for (int i = 0; i * burst < ProvidedBuffers.COUNT + 200; i++) {
                callers.add(new Peer());
                callees.add(new Peer());
                session = relay.call(callers.getLast(), callees.getLast());
                passes(callers.getLast(), callees.getLast(), Rtp.voice(0, 1));
                passes(callees.getLast(), callers.getLast(), Rtp.voice(0, 2));
            }
            var busy = new CountDownLatch(1);
            ((RtpSession) session).loop().post(() -> untilOpen(busy));
            for (var caller : callers)
                for (int s = 1; s <= burst; s++)
                    caller.send(Rtp.voice(s, 1));
            busy.countDown();
            for (var callee : callees)
                for (int s = 1; s <= burst; s++)
                    assertArrayEquals(Rtp.voice(s, 1), callee.receive().orElseThrow());
            for (int i = 0; i < callers.size(); i++)
                passes(callees.get(i), callers.get(i), Rtp.voice(1, 2));
        } finally {
            callers.forEach(Peer::close);
            callees.forEach(Peer::close);
        }
    }

    @Test
    void anEmptyPacketEndsNothing() throws Exception {
        relay.call(alice, bob);
        for (int s = 0; s < 6; s += 2) {
            passes(alice, bob, Rtp.voice(s, 1));
            passes(bob, alice, Rtp.voice(s, 2));
            alice.send(new byte[0]);
            passes(alice, bob, Rtp.voice(s + 1, 1));
        }
    }

    private static void untilOpen(CountDownLatch latch) {
        try {
            assertTrue(latch.await(20, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A new call does not wake the loop: its first packet does. */
    @Test
    void theFirstPacketOfACallFindsItKnown() throws Exception {
        var other = relay.open();
        other.port(0, CALLER, alice.address());
        settle(other); // the loop has a session, and so may sleep until its next tick
        for (int i = 0; i < 20; i++) {
            var session = relay.open();
            alice.talksTo(session.port(0, CALLER, alice.address()));
            bob.talksTo(session.port(0, CALLEE, bob.address()));
            session.remote(0, CALLER, alice.media(true, true));
            session.remote(0, CALLEE, bob.media(true, true));
            passes(alice, bob, Rtp.voice(i, 1));
            session.close();
        }
    }

    @Test
    void portsAreEvenThenOddAndOnTheBoundAddress() throws Exception {
        var port = relay.open().port(0, CALLER, alice.address());

        assertEquals(0, port.rtp() % 2);
        assertEquals(port.rtp() + 1, port.rtcp());
        assertEquals(InetAddress.ofLiteral(Loopback.RELAY), port.address());
    }

    @Test
    void ipv6PeersMeetIpv4Peers() throws Exception {
        assumeTrue(hasIpv6(), "no IPv6 loopback");
        try (var both = new Relay(sockets(), Loopback.RELAY + ", ::1"); var carol = new Peer("::1")) {
            var session = both.call(alice, carol);
            passes(alice, carol, Rtp.voice(1, 1));
            passes(carol, alice, Rtp.voice(1, 2));
            passes(carol, alice, Rtp.voice(2, 2));

            assertEquals(2, from(session, CALLEE).packets());
        }
    }

    private static boolean hasIpv6() {
        try (var probe = new DatagramSocket(new InetSocketAddress("::1", 0))) {
            return probe.isBound();
        } catch (SocketException e) {
            return false;
        }
    }

    @Test
    void theWildcardShowsTheAddressThatRoutesToThePeer() throws Exception {
        try (var anywhere = new Relay(sockets(), "0.0.0.0")) {
            var session = anywhere.call(alice, bob);

            assertEquals(InetAddress.ofLiteral("127.0.0.1"), session.port(0, CALLER, alice.address()).address());
            passes(alice, bob, Rtp.voice(1, 1));
        }
    }

    @Test
    void aPeerOfAnotherFamilyIsRefusedInWords() {
        var refusal = assertThrows(MediaUnavailableException.class,
                () -> relay.open().port(0, CALLER, InetAddress.ofLiteral("2001:db8::1")));

        assertTrue(refusal.getMessage().contains(Loopback.RELAY), refusal.getMessage());
    }

    @Test
    void knownLossDuplicatesAndDisorderAreReported() throws Exception {
        var session = relay.call(alice, bob);
        passes(alice, bob, Rtp.voice(65_000, 9));
        // the wrap in the middle; every 20th is lost, every 50th comes twice, every 70th after its successor
        var order = new ArrayList<Integer>();
        for (int s = 65_001; s < 66_000; s++) {
            if (s % 20 == 0)
                continue;
            order.add(s);
            if (s % 50 == 3)
                order.add(s);
            if (s % 70 == 9) {
                order.removeLast();
                order.add(order.size() - 1, s);
            }
        }
        for (int s : order) {
            relay.pass(Duration.ofMillis(20));
            alice.send(Rtp.voice(s & 0xFFFF, 9));
            assertTrue(bob.receive().isPresent());
        }

        var report = from(session, CALLER);
        long unique = order.stream().distinct().count() + 1;
        assertEquals(unique, report.packets());
        assertEquals(1000 - unique, report.lost());
        assertEquals(order.size() + 1 - unique, report.duplicates());
        assertTrue(report.reordered() >= 13 && report.reordered() <= 15, "" + report.reordered());
        assertTrue(report.rFactor().orElseThrow() < 80, "5% loss costs: " + report.rFactor());
    }

    @Test
    void whoDoesNotWantMediaGetsNoneButControlPasses() throws Exception {
        var session = relay.call(alice, bob);
        passes(alice, bob, Rtp.voice(1, 1));
        session.remote(0, CALLEE, bob.media(true, false));
        session.remote(0, CALLER, alice.media(false, true));
        settle(session);
        alice.sendRtcp(Rtp.senderReport(1, 5));
        assertTrue(bob.receiveRtcp().isPresent());
        alice.send(Rtp.voice(2, 1));
        passes(bob, alice, Rtp.voice(1, 2));

        await(() -> drops(session).unwanted == 1);
        assertEquals(Optional.empty(), bob.peek());
    }

    @Test
    void whatASideSaidBeforeItHadAPortCounts() throws Exception {
        var session = relay.open();
        session.remote(0, CALLER, alice.media(true, true));
        bob.talksTo(session.port(0, CALLEE, bob.address()));
        session.remote(0, CALLEE, bob.media(true, true));
        alice.talksTo(session.port(0, CALLER, alice.address()));
        settle(session);

        passes(alice, bob, Rtp.voice(1, 1));
        passes(bob, alice, Rtp.voice(1, 2));
    }

    /** A trunk that failed is followed by one that is reached from elsewhere. */
    @Test
    void aNewLocalAddressMeansNewPorts() throws Exception {
        assumeTrue(hasIpv6(), "no IPv6 loopback");
        try (var twoHomes = new Relay(sockets(), Loopback.RELAY + ", ::1"); var carol = new Peer("::1")) {
            var session = twoHomes.open();
            session.remote(0, CALLER, alice.media(true, true));
            alice.talksTo(session.port(0, CALLER, alice.address()));
            session.port(0, CALLEE, bob.address());
            session.remote(0, CALLEE, bob.media(true, true));
            carol.talksTo(session.port(0, CALLEE, carol.address()));
            session.remote(0, CALLEE, carol.media(true, true));
            settle(session);

            passes(alice, carol, Rtp.voice(1, 1));
            passes(carol, alice, Rtp.voice(1, 2));
            assertEquals(2, twoHomes.media.usage().portsUsed());
        }
    }

    @Test
    void aStrangerCanNeitherOpenNorTakeTheLatch() throws Exception {
        try (var mallory = new Peer(Loopback.STRANGER); var sameHost = new Peer()) {
            var session = relay.open();
            Relay.join(session, alice, bob);
            mallory.talksTo(session.port(0, CALLER, alice.address()));
            sameHost.talksTo(session.port(0, CALLER, alice.address()));

            mallory.send(Rtp.voice(1, 666));
            await(() -> drops(session).refused == 1);
            assertEquals(Optional.empty(), bob.peek());

            passes(alice, bob, Rtp.voice(1, 1));
            for (int s = 2; s < 20; s++) {
                mallory.send(Rtp.voice(s, 1));
                sameHost.send(Rtp.voice(s, 1));
            }
            passes(alice, bob, Rtp.voice(2, 1));
            passes(bob, alice, Rtp.voice(1, 2));

            assertEquals(Optional.empty(), mallory.peek());
            assertEquals(Optional.empty(), sameHost.peek());
            assertEquals(2, from(session, CALLER).packets());
        }
    }

    @Test
    void theStrangerIsNotHeardEvenWhileTheSideIsSilent() throws Exception {
        try (var mallory = new Peer(Loopback.STRANGER)) {
            var session = relay.call(alice, bob);
            mallory.talksTo(session.port(0, CALLER, alice.address()));
            passes(alice, bob, Rtp.voice(1, 1));
            relay.pass(Duration.ofSeconds(10));
            Relay.tick(session);
            mallory.send(Rtp.voice(2, 1));

            await(() -> drops(session).refused == 1);
            assertEquals(Optional.empty(), bob.peek());
            passes(alice, bob, Rtp.voice(3, 1));
        }
    }

    @Test
    void aNewNatMappingIsTakenUpOnceTheOldFellSilent() throws Exception {
        try (var moved = new Peer()) {
            var session = relay.call(alice, bob);
            moved.talksTo(session.port(0, CALLER, alice.address()));
            passes(alice, bob, Rtp.voice(1, 1));
            moved.send(Rtp.voice(2, 1));
            assertEquals(Optional.empty(), bob.peek());

            relay.pass(Duration.ofSeconds(4));
            await(() -> {
                moved.send(Rtp.voice(3, 1));
                return bob.peek().isPresent();
            });
            passes(bob, moved, Rtp.voice(1, 2));
        }
    }

    @Test
    void thePhoneBehindNatIsAnsweredWhereItSendsFrom() throws Exception {
        var session = relay.open();
        alice.talksTo(session.port(0, CALLER, alice.address()));
        bob.talksTo(session.port(0, CALLEE, bob.address()));
        var inside = new InetSocketAddress(InetAddress.ofLiteral("10.9.8.7"), 4000);
        session.remote(0, CALLER, new RemoteMedia("audio", inside, inside, true, true, Map.of()));
        session.remote(0, CALLEE, bob.media(true, true));
        settle(session);
        passes(alice, bob, Rtp.voice(1, 1));

        passes(bob, alice, Rtp.voice(1, 2));
    }

    @Test
    void rubbishDoesNotLatch() throws Exception {
        try (var second = new Peer()) {
            var session = relay.call(alice, bob);
            second.talksTo(session.port(0, CALLER, alice.address()));
            second.send(new byte[200]);
            second.send(new byte[] {(byte) 0x80, 0, 1});
            passes(alice, bob, Rtp.voice(1, 1));

            assertEquals(1, session.reports().getFirst().packets());
        }
    }

    @Test
    void aReInviteMovesTheStream() throws Exception {
        try (var desk = new Peer()) {
            var session = relay.call(alice, bob);
            passes(alice, bob, Rtp.voice(1, 1));
            passes(bob, alice, Rtp.voice(1, 2));
            desk.talksTo(session.port(0, CALLER, desk.address()));
            session.remote(0, CALLER, desk.media(true, true));
            settle(session);
            passes(bob, desk, Rtp.voice(2, 2)); // before it sent anything itself
            alice.send(Rtp.voice(2, 1)); // a straggler
            passes(desk, bob, Rtp.voice(100, 3));
            passes(desk, bob, Rtp.voice(101, 3));
            passes(bob, desk, Rtp.voice(3, 2));

            assertEquals(Optional.empty(), bob.peek());
            assertEquals(3, from(session, CALLER).packets());
        }
    }

    @Test
    void controlMovesAlone() throws Exception {
        try (var desk = new Peer()) {
            var session = relay.call(alice, bob);
            passes(alice, bob, Rtp.voice(1, 1));
            var was = alice.media(true, true);
            session.remote(0, CALLER, new RemoteMedia("audio", was.rtp(),
                    new InetSocketAddress(desk.address(), desk.rtcp.getLocalPort()), true, true, was.codecs()));
            settle(session);
            bob.sendRtcp(Rtp.senderReport(2, 9));

            assertArrayEquals(Rtp.senderReport(2, 9), desk.receiveRtcp().orElseThrow());
            passes(alice, bob, Rtp.voice(2, 1));
        }
    }

    @Test
    void holdWithAnAddressOfZerosKeepsTheLatch() throws Exception {
        var session = relay.call(alice, bob);
        passes(alice, bob, Rtp.voice(1, 1));
        var zeros = new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), 9);
        session.remote(0, CALLER, new RemoteMedia("audio", zeros, zeros, false, false, Map.of()));
        settle(session);
        bob.send(Rtp.voice(1, 2));
        await(() -> drops(session).unwanted == 1);
        assertEquals(Optional.empty(), alice.peek());
        session.remote(0, CALLER, alice.media(true, true));
        settle(session);

        passes(bob, alice, Rtp.voice(2, 2));
        passes(alice, bob, Rtp.voice(2, 1));
    }

    @Test
    void theNodeDoesNotSendToGroupsOrAnywhereItsOwnMachineListens() throws Exception {
        try (var lan = new Relay(sockets(), "0.0.0.0")) {
            var session = lan.open();
            var group = new InetSocketAddress(InetAddress.ofLiteral("224.0.0.99"), 4000);
            alice.talksTo(session.port(0, CALLER, alice.address()));
            session.port(0, CALLEE, bob.address());
            session.remote(0, CALLER, alice.media(true, true));
            session.remote(0, CALLEE, new RemoteMedia("audio", group, group, true, true, Map.of()));
            settle(session);
            alice.send(Rtp.voice(1, 1));
            await(() -> drops(session).undeliverable == 1);

            assertEquals(1, from(session, CALLER).packets());
        }
    }

    @Test
    void controlOnTheMediaPortIsRecognisedAndAnsweredThere() throws Exception {
        var session = relay.open();
        alice.talksTo(session.port(0, CALLER, alice.address()));
        bob.talksTo(session.port(0, CALLEE, bob.address()));
        session.remote(0, CALLER, alice.media("audio", true, true, true));
        session.remote(0, CALLEE, bob.media(true, true));
        settle(session);
        alice.send(Rtp.senderReport(1, 5));
        assertArrayEquals(Rtp.senderReport(1, 5), bob.receiveRtcp().orElseThrow());
        bob.sendRtcp(Rtp.receiverReport(2, 1, 5, 0));
        assertArrayEquals(Rtp.receiverReport(2, 1, 5, 0), alice.receive().orElseThrow());

        assertEquals(0, from(session, CALLER).packets());
    }

    @Test
    void brokenControlIsDroppedAndCounted() throws Exception {
        var session = relay.call(alice, bob);
        alice.sendRtcp(Rtp.senderReport(1, 5));
        assertTrue(bob.receiveRtcp().isPresent());
        alice.sendRtcp(new byte[] {(byte) 0x80, (byte) 200, 0, 99, 0, 0, 0, 0});
        alice.sendRtcp(Rtp.senderReport(1, 6));

        assertArrayEquals(Rtp.senderReport(1, 6), bob.receiveRtcp().orElseThrow());
        assertEquals(1, drops(session).invalid);
    }

    @Test
    void roundTripOfEachSideComesFromReportsThatPass() throws Exception {
        var session = relay.call(alice, bob);
        passes(alice, bob, Rtp.voice(1, 1));
        alice.sendRtcp(Rtp.senderReport(1, 0x1111_2222));
        assertTrue(bob.receiveRtcp().isPresent());
        relay.pass(Duration.ofMillis(500));
        bob.sendRtcp(Rtp.receiverReport(2, 1, 0x1111_2222, 65_536 / 10)); // held 100 ms, so 400 under way
        assertTrue(alice.receiveRtcp().isPresent());

        assertEquals(Optional.empty(), from(session, CALLER).rtt());
        assertEquals(400, from(session, CALLEE).rtt().orElseThrow().toMillis(), 1);
    }

    @Test
    void faxIsPassedOnUnread() throws Exception {
        var session = relay.open();
        alice.talksTo(session.port(0, CALLER, alice.address()));
        bob.talksTo(session.port(0, CALLEE, bob.address()));
        session.remote(0, CALLER, alice.media("image", true, true, false));
        session.remote(0, CALLEE, bob.media("image", true, true, false));
        settle(session);
        passes(alice, bob, new byte[] {0, 1, 2, 3});
        passes(bob, alice, new byte[] {9});

        var report = from(session, CALLER);
        assertEquals(1, report.packets());
        assertEquals("image", report.media());
        assertEquals(Optional.empty(), report.mos());
    }

    @Test
    void linesAreApart() throws Exception {
        try (var aliceVideo = new Peer(); var bobVideo = new Peer()) {
            var session = relay.call(alice, bob);
            aliceVideo.talksTo(session.port(1, CALLER, alice.address()));
            bobVideo.talksTo(session.port(1, CALLEE, bob.address()));
            session.remote(1, CALLER, aliceVideo.media("video", true, true, false));
            session.remote(1, CALLEE, bobVideo.media("video", true, true, false));
            settle(session);
            passes(aliceVideo, bobVideo, Rtp.packet(96, 1, 1, 5, 1200));
            passes(alice, bob, Rtp.voice(1, 1));
            assertEquals(4, session.reports().size());

            session.remove(1);
            settle(session);
            aliceVideo.send(Rtp.packet(96, 2, 1, 5, 1200));
            assertEquals(Optional.empty(), bobVideo.peek());
            assertEquals(2, relay.media.usage().portsUsed());
            passes(alice, bob, Rtp.voice(2, 1));
            assertEquals(1, session.reports().stream().filter(r -> r.mline() == 1 && r.from() == CALLER).findFirst()
                    .orElseThrow().packets());
        }
    }

    @Test
    void silenceIsToldOnceAndNotWhileHeld() throws Exception {
        var session = relay.call(alice, bob);
        session.watchSilence(true);
        settle(session);
        passes(alice, bob, Rtp.voice(1, 1));
        relay.pass(Duration.ofSeconds(40));
        passes(alice, bob, Rtp.voice(2, 1));
        relay.pass(Duration.ofSeconds(40));
        passes(bob, alice, Rtp.voice(2, 1));
        assertEquals(List.of(), relay.silences);

        session.watchSilence(false);
        settle(session);
        relay.pass(Duration.ofSeconds(500));
        session.watchSilence(true);
        settle(session);
        relay.pass(Duration.ofSeconds(61));
        await(() -> !relay.silences.isEmpty());
        relay.pass(Duration.ofSeconds(61));
        passes(alice, bob, Rtp.voice(3, 1));

        assertEquals(1, relay.silences.size());
        assertEquals(Duration.ofSeconds(61), relay.silences.getFirst());
    }

    @Test
    void anUnheardOfPeerThatRefusesDoesNotStopTheOther() throws Exception {
        var session = relay.call(alice, bob);
        passes(alice, bob, Rtp.voice(1, 1));
        passes(bob, alice, Rtp.voice(1, 2));
        bob.close();
        for (int s = 2; s < 30; s++)
            alice.send(Rtp.voice(s, 1));
        await(() -> from(session, CALLER).packets() == 29);

        assertEquals(0, from(session, CALLER).lost());
    }

    @Test
    void aFloodIsCutNotPassedOn() throws Exception {
        var session = relay.call(alice, bob);
        passes(alice, bob, Rtp.voice(0, 1));
        await(() -> {
            for (int s = 0; s < 100; s++)
                alice.send(Rtp.voice(1, 1));
            return drops(session).flood > 0;
        });

        await(() -> { // what is left of the flood may fill the socket
            relay.pass(Duration.ofSeconds(2));
            alice.send(Rtp.voice(2, 1));
            return from(session, CALLER).packets() == 3;
        });
    }

    @Test
    void afterTheEndReportsStayAndPortsComeBack() throws Exception {
        var session = relay.call(alice, bob);
        passes(alice, bob, Rtp.voice(1, 1));
        assertEquals(new org.trunkline.engine.port.media.Media.Usage(1, 2, 100), relay.media.usage());
        session.close();
        session.close();
        await(() -> relay.media.usage().portsUsed() == 0);

        assertEquals(0, relay.media.usage().sessions());
        assertEquals(1, from(session, CALLER).packets());
        assertThrows(MediaUnavailableException.class, () -> session.port(0, CALLER, alice.address()));
    }

    @Test
    void aRangeThatIsUsedUpIsRefusedAndRecovers() throws Exception {
        int min = Loopback.ports(4);
        try (var small = new Relay(sockets(), min, min + 3)) {
            var first = small.call(alice, bob);
            var second = small.open();
            var refusal = assertThrows(MediaUnavailableException.class, () -> second.port(0, CALLER, alice.address()));
            assertTrue(refusal.getMessage().contains(min + "-" + (min + 3)), refusal.getMessage());
            passes(alice, bob, Rtp.voice(1, 1));

            first.close();
            await(() -> small.media.usage().portsUsed() == 0);
            second.port(0, CALLER, alice.address());
        }
    }

    @Test
    void portsRestBeforeTheyAreUsedAgain() throws Exception {
        int min = Loopback.ports(20);
        try (var small = new Relay(sockets(), min, min + 19)) {
            for (int i = 0; i < 20; i++) {
                var session = small.open();
                int port = session.port(0, CALLER, alice.address()).rtp();
                session.close();
                await(() -> small.media.usage().portsUsed() == 0);
                var next = small.open();
                assertNotEquals(port, next.port(0, CALLER, alice.address()).rtp());
                next.close();
                await(() -> small.media.usage().portsUsed() == 0);
                small.pass(Duration.ofSeconds(6));
            }
        }
    }

    @Test
    void portsOfOtherProgramsArePassedOver() throws Exception {
        int min = Loopback.ports(8);
        try (var small = new Relay(sockets(), min, min + 7);
                var other = new DatagramSocket(new InetSocketAddress(Loopback.RELAY, min + 3))) {
            var session = small.open();
            for (int line = 0; line < 3; line++)
                assertNotEquals(other.getLocalPort() - 1, session.port(line, CALLER, alice.address()).rtp());
            assertThrows(MediaUnavailableException.class, () -> session.port(3, CALLER, alice.address()));
        }
    }

    @Test
    void thousandsOfCallsLeaveNothingBehind() throws Exception {
        assumeTrue(Files.exists(SOCKETS));
        for (int i = 0; i < 2000; i++) {
            var session = relay.open();
            Relay.tell(session, alice, bob);
            if (i % 50 == 0)
                passes(alice, bob, Rtp.voice(1, i));
            session.close();
            if (i % 20 == 0)
                Relay.settle(session); // the ports are back then
        }
        await(() -> relay.media.usage().portsUsed() == 0);

        rest();
        await(() -> bound() <= 2 * relay.media.usage().portsTotal());
        relay.close();
        await(() -> bound() == 0);
    }

    /** Sockets of calls that ended wait for others. */
    public void rest() {
        assertTrue(bound() > 0);
    }

    /** Sockets at the relay's address, by its name in the kernel's table: no other process takes that. */
    public static long bound() {
        var octets = InetAddress.ofLiteral(Loopback.RELAY).getAddress();
        var name = " %08X:".formatted(ByteBuffer.wrap(octets).order(ByteOrder.nativeOrder()).getInt());
        try (var lines = Files.lines(SOCKETS)) {
            return lines.filter(line -> line.contains(name)).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whateverArrivesTheRelayGoesOn() throws Exception {
        long seed = MediaFuzzTest.SEED;
        var random = new Random(seed);
        var session = relay.call(alice, bob);
        for (int i = 0; i < 5000; i++) {
            var bytes = new byte[random.nextInt(1, 300)];
            random.nextBytes(bytes);
            if (random.nextInt(3) > 0)
                bytes[0] = (byte) (0x80 | bytes[0] & 0x3F);
            if (random.nextBoolean())
                alice.send(bytes);
            else
                alice.sendRtcp(bytes);
            relay.pass(Duration.ofMillis(2)); // fewer a second than would be a flood
            if (i % 500 == 0)
                relay.pass(Duration.ofSeconds(random.nextInt(5)));
            if (i % 100 == 0)
                settle(session); // more would not wait in a socket
        }
        relay.pass(Duration.ofSeconds(10));
        bob.send(Rtp.voice(1, 2));
        byte[] got = alice.receive().orElseThrow();
        while (Rtcp.isMuxed(ByteBuffer.wrap(got))) // a report: some of it looked as if she shared a port
            got = alice.receive().orElseThrow();
        assertArrayEquals(Rtp.voice(1, 2), got, "seed " + seed);
        assertTrue(session.reports().size() == 2, "seed " + seed);
    }

    @Test
    void badSettingsAreRefusedInWords() {
        for (var config : List.of(Relay.config("localhost", 20_000, 30_000, 60), Relay.config("127.0.0.1", 20_001, 20_002, 60),
                Relay.config("127.0.0.1", 30_000, 20_000, 60), Relay.config("127.0.0.1", 20_000, 30_000, 1),
                Relay.config("203.0.113.77", 20_000, 30_000, 60)))
            assertThrows(IllegalArgumentException.class, () -> new RtpMedia(config, sockets(), System::nanoTime,
                    InstantSource.system(), CodecTable.STANDARD, AudioCodecs.inJava(), PluginCodecs.NONE));
    }

    @Test
    void changedSettingsServeNewCallsAndBadOnesNobody() throws Exception {
        int min = Loopback.ports(10);
        relay.media.modified(Relay.config(Loopback.RELAY, 5, 4, 60));
        assertEquals(100, relay.media.usage().portsTotal());
        var session = relay.call(alice, bob);
        relay.media.modified(Relay.config(Loopback.RELAY, min, min + 9, 60));
        assertEquals(5, relay.media.usage().portsTotal());
        passes(alice, bob, Rtp.voice(1, 1));

        int port = relay.open().port(0, CALLER, alice.address()).rtp();
        assertTrue(port >= min && port < min + 10);
        session.close();
    }
}
