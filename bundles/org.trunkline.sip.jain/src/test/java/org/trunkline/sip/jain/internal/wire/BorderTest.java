package org.trunkline.sip.jain.internal.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.trunkline.domain.border.BlockedSource;
import org.trunkline.domain.config.Transport;
import org.trunkline.domain.config.Trunk;
import org.trunkline.domain.config.TrunkPeer;
import org.trunkline.sip.jain.internal.Peer;
import org.trunkline.testkit.Await;
import org.trunkline.testkit.FakeDirectory;

/** Limits and scanner defence, over sockets. */
@Timeout(300)
class BorderTest {
    private static final BorderLimits SMALL = new BorderLimits(4096, 40, 1000, Duration.ofSeconds(5), 1000, 5, 20,
            Duration.ofMinutes(10), 100, 2, 1000, 16, List.of("friendly-scanner"));

    private static String options(Peer peer, String id, String more) {
        return peer.request("OPTIONS", id, id, more);
    }

    @Test
    void whatIsTooMuchIsRefusedAndCounted() throws Exception {
        try (var node = new NodeUnderTest(SMALL); var peer = new Peer(node.address)) {
            peer.send(options(peer, "large", ("X-Long: " + "x".repeat(900) + '\n').repeat(5)));
            assertTrue(peer.receive("SIP/2.0 513").contains("Call-ID: large"));
            assertEquals(1, node.refused("too-large"));
            peer.send(options(peer, "many", "X: y\n".repeat(40)));
            assertTrue(peer.receive("SIP/2.0 400 Too Many Headers").contains("Call-ID: many"));
            assertEquals(1, node.refused("too-many-headers"));
            peer.send(options(peer, "long", "X-Long: " + "x".repeat(500) + "\n " + "y".repeat(500) + '\n'));
            assertTrue(peer.receive("SIP/2.0 400 Header Too Long").contains("Call-ID: long"));
            assertEquals(1, node.refused("header-too-long"));
            peer.send(options(peer, "fine", ""));
            peer.receive("SIP/2.0 200");
        }
    }

    @Test
    void aMessageThatTakesTooLongToReadIsRefused() throws Exception {
        var hasty = new BorderLimits(4096, 40, 1000, Duration.ofNanos(1), 1000, 5, 20, Duration.ofMinutes(10), 100, 2, 1000, 16,
                List.of());
        try (var node = new NodeUnderTest(hasty); var peer = new Peer(node.address)) {
            peer.send(options(peer, "slow", ""));
            peer.receive("SIP/2.0 400");
            assertEquals(1, node.refused("slow-parse"));
        }
    }

    /** RFC 3428 §8: over connections messages may be longer; what a stranger may make the node keep is not. */
    @Test
    void aTextMessageOfAKnownSourceMayBeLongOverAConnection() throws Exception {
        try (var node = new NodeUnderTest(BorderLimits.DEFAULT)) {
            assertTrue(text(node, 4000).startsWith("SIP/2.0 407"));
            assertTrue(text(node, 60_000).startsWith("SIP/2.0 513"));
            var plain = FakeDirectory.trunk("carrier", "127.0.0.1");
            node.directory.trustAt("127.0.0.1", new Trunk("carrier", new TrunkPeer("127.0.0.1", 5060, Transport.TCP, List.of(), true), true,
                    plain.registration(), plain.security(), plain.limits(), plain.numbers(), plain.tariff()));
            assertTrue(text(node, 60_000).startsWith("SIP/2.0 404"), "it was read, and is for nobody here");
            assertTrue(text(node, 90_000).startsWith("SIP/2.0 513"));
        }
    }

    /** @return the first line of the answer */
    private static String text(NodeUnderTest node, int length) throws Exception {
        try (var socket = new Socket(node.address.getAddress(), node.address.getPort())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(("""
                    MESSAGE sip:nobody@127.0.0.1 SIP/2.0
                    Via: SIP/2.0/TCP 127.0.0.1:5060;branch=z9hG4bKm%d
                    Max-Forwards: 70
                    From: <sip:x@127.0.0.1>;tag=1
                    To: <sip:nobody@127.0.0.1>
                    Call-ID: m%d
                    CSeq: 1 MESSAGE
                    Content-Type: text/plain
                    Content-Length: %d

                    """.formatted(socket.getLocalPort(), socket.getLocalPort(), length) + "x".repeat(length)).getBytes(US_ASCII));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII)).readLine();
        }
    }

    private static NodeUnderTest trusting() throws Exception {
        var node = new NodeUnderTest(SMALL);
        node.directory.trustAt("127.0.0.1", FakeDirectory.trunk("carrier", "127.0.0.1"));
        return node;
    }

    /** An ACK has no answer, but each would be parsed, for ever. */
    @Test
    void whoseAcksAreOfNoDialogIsHeardNoMore() throws Exception {
        var few = new BorderLimits(4096, 40, 1000, Duration.ofSeconds(5), 20, 5, 20, Duration.ofMinutes(10), 100, 2, 1000, 16,
                List.of());
        try (var node = new NodeUnderTest(few); var peer = new Peer(node.address)) {
            String ack = peer.request("ACK", "stray", "stray", "")
                    .replace("To: <sip:bob@127.0.0.1>", "To: <sip:bob@127.0.0.1>;tag=none");
            while (node.refused("source-rate") == 0)
                peer.send(ack);
        }
    }

    /** Who is no trunk gets a quarter of the connections, and 10,000 idle ones of a stranger keep nobody out. */
    @Test
    void oneSourceGetsAPartOfTheConnections() throws Exception {
        var eight = new BorderLimits(4096, 40, 1000, Duration.ofSeconds(5), 1000, 5, 20, Duration.ofMinutes(10), 100, 8, 1000, 16,
                List.of());
        try (var node = new NodeUnderTest(eight);
                var first = new Socket(node.address.getAddress(), node.address.getPort());
                var second = new Socket(node.address.getAddress(), node.address.getPort())) {
            Await.until("both are taken", () -> node.endpoints.tables().getFirst().used() == 2);
            try (var third = new Socket(node.address.getAddress(), node.address.getPort())) {
                third.setSoTimeout(60_000);
                assertEquals(-1, third.getInputStream().read());
            }
            assertEquals(1, node.refused("source-connections"));
            try (var other = new Socket(node.address.getAddress(), node.address.getPort(), InetAddress.ofLiteral("127.0.0.2"), 0)) {
                Await.until("another's is taken", () -> node.endpoints.tables().getFirst().used() == 3);
                assertTrue(other.isConnected() && first.isConnected() && second.isConnected());
            }
        }
    }

    @Test
    void connectionsAreBounded() throws Exception {
        try (var node = trusting();
                var first = new Socket(node.address.getAddress(), node.address.getPort());
                var second = new Socket(node.address.getAddress(), node.address.getPort())) {
            Await.until("both are taken", () -> node.endpoints.tables().getFirst().used() == 2);
            try (var third = new Socket(node.address.getAddress(), node.address.getPort())) {
                third.setSoTimeout(60_000);
                assertEquals(-1, third.getInputStream().read());
            }
            assertEquals(1, node.refused("connections-full"));
            assertTrue(first.isConnected() && second.isConnected());
        }
    }

    /** As svcrack does: one password after another. */
    @Test
    void guessingEndsInSilence() throws Exception {
        try (var node = new NodeUnderTest(SMALL); var peer = new Peer(node.address); var other = new Peer(node.address)) {
            for (int i = 0; i <= SMALL.failures(); i++) {
                peer.send(peer.request("REGISTER", "r" + i, "r" + i, "Authorization: Digest username=\"x\"\n"));
                peer.receive("SIP/2.0 401");
            }
            var blocked = node.endpoints.guard().blocked();
            assertEquals(List.of(BlockedSource.Reason.GUESSING), blocked.stream().map(BlockedSource::reason).toList());
            peer.send(options(peer, "o1", ""));
            other.send(options(other, "o2", ""));
            Await.until("both are dropped: they share the address",
                    () -> node.refused("blocked") == 2);
            assertTrue(node.endpoints.guard().unblock(blocked.getFirst().source()));
            peer.send(options(peer, "o3", ""));
            assertTrue(peer.receive("SIP/2.0 200").contains("Call-ID: o3"), "the first answer since");
        }
    }

    /** svmap, svwar and svcrack name themselves unless told otherwise. */
    @Test
    void scannersAreDroppedAtTheirFirstWord() throws Exception {
        try (var node = new NodeUnderTest(SMALL); var peer = new Peer(node.address)) {
            peer.send(options(peer, "scan", "User-Agent: friendly-scanner\n"));
            Await.until("dropped", () -> node.refused("scanner") == 1);
            assertEquals(List.of(), node.endpoints.guard().blocked());
            peer.send(options(peer, "phone", ""));
            assertTrue(peer.receive("SIP/2.0 200").contains("Call-ID: phone"), "a phone at the same address is answered");
        }
    }
}
