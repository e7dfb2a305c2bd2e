package org.trunkline.sip.jain.internal.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.trunkline.domain.config.NumberRules;
import org.trunkline.domain.config.Transport;
import org.trunkline.domain.config.Trunk;
import org.trunkline.domain.config.TrunkLimits;
import org.trunkline.domain.config.TrunkNumbers;
import org.trunkline.domain.config.TrunkPeer;
import org.trunkline.domain.config.TrunkSecurity;
import org.trunkline.engine.port.signaling.Hop;
import org.trunkline.engine.port.signaling.SourceTrust;
import org.trunkline.sip.jain.internal.Peer;
import org.trunkline.sip.jain.internal.transaction.LargeRequests;
import org.trunkline.sip.jain.internal.web.WebSocketStream;
import org.trunkline.sip.jain.internal.wire.BorderLimits;
import org.trunkline.sip.jain.internal.wire.NodeUnderTest;
import org.trunkline.testkit.Await;
import org.trunkline.testkit.Sdps;

/** Connections that the node opens: bounded, reaped, and nothing left of those that nobody takes. */
@Timeout(300)
public class ConnectionsTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private NodeUnderTest node;
    private Peer alice;

    @BeforeEach
    void open() throws Exception {
        node = new NodeUnderTest(BorderLimits.DEFAULT);
        alice = new Peer(node.address);
    }

    @AfterEach
    void close() {
        alice.close();
        node.close();
    }

    private static Trunk trunk(int port, Transport transport) {
        return new Trunk("carrier", new TrunkPeer(LOOPBACK.getHostAddress(), port, transport, List.of(), false), true,
                Optional.empty(), TrunkSecurity.NONE, new TrunkLimits(0, 0, 0, 60),
                new TrunkNumbers("SE", Optional.empty(), false, NumberRules.NONE, NumberRules.NONE), Optional.empty());
    }

    private void invite(String id) throws IOException {
        invite(id, "");
    }

    /** @param more lines of the offer */
    private void invite(String id, String more) throws IOException {
        String sdp = Sdps.offer("127.0.0.1", 4000) + more;
        alice.send(alice.request("INVITE", id, id, "Proxy-Authorization: Fake alice\n").replace("sip:bob@", "sip:123@")
                .replace("Content-Length: 0\n\n", "Content-Type: application/sdp\nContent-Length: " + sdp.length() + "\n\n"
                        + sdp.replace("\r\n", "\n")));
    }

    private long used(String table) {
        return node.endpoints.guard().status().tables().stream().filter(t -> t.name().equals(table)).findFirst()
                .orElseThrow().used();
    }

    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).filter(name -> name.startsWith("sip-")
                || name.contains("TCPMessage") || name.contains("TLSMessage")).collect(Collectors.toSet());
    }

    @Test
    void ofATargetThatRefusesNothingIsLeft() throws Exception {
        var before = threads();
        node.directory.route("123", trunk(alice.port(), Transport.TCP));
        for (int i = 0; i < 20; i++) {
            invite("r" + i);
            String refused = alice.receive("SIP/2.0 5", "Call-ID: r" + i);
            alice.send(alice.request("ACK", "r" + i, "r" + i, "")
                    .replace("To: <sip:bob@127.0.0.1>", "To: " + Peer.header(refused, "To").strip()));
        }
        Await.until("no connection", () -> used("connections") == 0);
        Await.until("no call", () -> node.engine.count() == 0 && node.directory.leases() == 0);
        Await.until("no transaction", () -> used("client-transactions") + used("server-transactions") == 0);
        Await.until("no thread", () -> before.containsAll(threads()));
    }

    /** RFC 6455 §5.5.1. */
    @Test
    void nothingFollowsTheEndOfAWebSocket() throws Exception {
        try (var listening = new ServerSocket(0, 1, LOOPBACK); var phone = new Socket(LOOPBACK, listening.getLocalPort());
                var accepted = listening.accept()) {
            var connection = new Connection(accepted, Transport.WS, true, _ -> {});
            byte[] end = {(byte) 0x88, (byte) 0x80, 0, 0, 0, 0};
            phone.getOutputStream().write(end);
            assertTrue(new WebSocketStream(accepted.getInputStream(), 100, connection).message().isEmpty());
            assertThrows(IOException.class, () -> connection.send("SIP/2.0 200".getBytes(UTF_8), connection.peer(), _ -> {}));
            accepted.close();
            assertArrayEquals(new byte[] {(byte) 0x88, 0}, phone.getInputStream().readAllBytes());
        }
    }

    @Test
    void whoIsIdleIsEnded() throws Exception {
        try (var listening = new ServerSocket(0, 5, LOOPBACK)) {
            listening.setSoTimeout(60_000);
            node.directory.route("123", trunk(listening.getLocalPort(), Transport.TCP));
            invite("i1");
            try (var carrier = listening.accept()) {
                answer(carrier, 486);
                alice.receive("SIP/2.0 486");
                assertEquals(1, used("connections"));
                node.endpoints.reap(System.nanoTime() + Duration.ofMinutes(19).toNanos());
                assertEquals(1, used("connections"), "not for so long");
                node.endpoints.reap(System.nanoTime() + Duration.ofMinutes(21).toNanos());
                assertEquals(0, used("connections"));
                String rest = new String(carrier.getInputStream().readAllBytes(), UTF_8);
                assertTrue(rest.isEmpty() || rest.startsWith("ACK"), "closed, not broken off: " + rest);
            }
            invite("i2");
            try (var carrier = listening.accept()) { // the next call has a new one
                answer(carrier, 486);
                alice.receive("SIP/2.0 486", "Call-ID: i2");
            }
        }
    }

    /** Its peer was restarted, say, behind a firewall that tells nobody. */
    @Test
    void whereNothingComesAnyMoreTheNextRequestOpensAnother() throws Exception {
        try (var listening = new ServerSocket(0, 5, LOOPBACK)) {
            listening.setSoTimeout(60_000);
            node.directory.route("123", trunk(listening.getLocalPort(), Transport.TCP));
            var hop = new Hop((InetSocketAddress) listening.getLocalSocketAddress(), Transport.TCP);
            long before = System.nanoTime();
            invite("d1");
            try (var carrier = listening.accept()) {
                answer(carrier, 486);
                alice.receive("SIP/2.0 486");
                node.endpoints.unanswered(hop, before + Duration.ofSeconds(29).toNanos());
                assertEquals(1, used("connections"), "it said something within that time");
                node.endpoints.unanswered(hop, System.nanoTime() + Duration.ofSeconds(32).toNanos());
                assertEquals(0, used("connections"));
            }
            invite("d2");
            try (var carrier = listening.accept()) {
                answer(carrier, 486);
                alice.receive("SIP/2.0 486", "Call-ID: d2");
            }
        }
    }

    /** Behind a NAT there is no other way to it, and many phones say nothing for an hour. */
    @Test
    void whoRegisteredOverItsConnectionKeepsItThoughSilent() throws Exception {
        node.endpoints.standing(_ -> SourceTrust.REGISTERED);
        try (var phone = new Socket(LOOPBACK, node.address.getPort())) {
            phone.setSoTimeout(60_000);
            phone.getOutputStream().write(alice.request("OPTIONS", "o1", "o1", "").replace("SIP/2.0/UDP", "SIP/2.0/TCP")
                    .replace("\n", "\r\n").getBytes(UTF_8));
            message(phone.getInputStream());
            Await.until("it is counted", () -> used("connections") == 1);
            node.endpoints.reap(System.nanoTime() + Duration.ofHours(2).toNanos());
            assertEquals(1, used("connections"));
            node.endpoints.standing(_ -> SourceTrust.STRANGER);
            node.endpoints.reap(System.nanoTime() + Duration.ofHours(2).toNanos());
            assertEquals(0, used("connections"), "its registration is over");
        }
    }

    /**
     * A call says nothing for as long as its parties talk, where they agreed on a long session interval: a caller
     * behind a NAT that is not registered could learn of its end in no other way.
     */
    @Test
    void aSideOfACallKeepsItsConnectionThoughSilent() throws Exception {
        node.directory.register("bob", "127.0.0.1:" + alice.port());
        try (var caller = new Socket(LOOPBACK, node.address.getPort());
                var idle = new Socket(LOOPBACK, node.address.getPort())) {
            caller.setSoTimeout(60_000);
            idle.setSoTimeout(60_000);
            say(idle, alice.request("OPTIONS", "o1", "o1", ""));
            message(idle.getInputStream());
            say(caller, alice.request("INVITE", "k1", "k1", "Proxy-Authorization: Fake alice\n"
                    + "Supported: timer\nSession-Expires: 7200;refresher=uac\n").replace("Content-Length: 0\n\n", Peer.sdp(4000)));
            String invite = alice.receive("INVITE");
            alice.send(Peer.answer(invite, 200, "b1", "Contact: <sip:bob@127.0.0.1:" + alice.port() + ">\n")
                    .replace("Content-Length: 0\n\n", Peer.sdp(5000)));
            String answer = message(caller.getInputStream());
            while (!answer.startsWith("SIP/2.0 200"))
                answer = message(caller.getInputStream());
            String to = "To: " + Peer.header(answer, "To").strip();
            say(caller, alice.request("ACK", "k1", "k2", "").replace("To: <sip:bob@127.0.0.1>", to));
            alice.receive("ACK");
            assertEquals(2, used("connections"));
            node.endpoints.reap(System.nanoTime() + Duration.ofHours(1).toNanos());
            assertEquals(-1, idle.getInputStream().read(), "who is in no call");
            assertEquals(1, used("connections"));

            alice.send("BYE " + uri(Peer.header(invite, "Contact")) + " SIP/2.0\nVia: SIP/2.0/UDP 127.0.0.1:" + alice.port()
                    + ";branch=z9hG4bKbye\nMax-Forwards: 70\nFrom: " + Peer.header(invite, "To").strip() + ";tag=b1\nTo: "
                    + Peer.header(invite, "From").strip() + "\nCall-ID: " + Peer.header(invite, "Call-ID").strip()
                    + "\nCSeq: 1 BYE\nContent-Length: 0\n\n");
            String bye = message(caller.getInputStream());
            assertTrue(bye.startsWith("BYE "), bye);
            say(caller, Peer.answer(bye, 200, "", "").replace(";tag=\n", "\n").replaceAll("\r", ""));
            Await.until("it is over", () -> node.engine.count() == 0);
            node.endpoints.reap(System.nanoTime() + Duration.ofHours(1).toNanos());
            assertEquals(0, used("connections"));
        }
    }

    private static String uri(String contact) {
        return contact.substring(contact.indexOf('<') + 1, contact.indexOf('>'));
    }

    private static void say(Socket to, String message) throws IOException {
        to.getOutputStream().write(message.replace("SIP/2.0/UDP", "SIP/2.0/TCP").replace("\n", "\r\n").getBytes(UTF_8));
    }

    private static String answer(Socket carrier, int status) throws IOException {
        carrier.setSoTimeout(60_000);
        String request = message(carrier.getInputStream());
        carrier.getOutputStream().write(Peer.answer(request, status, "c1", "").replaceAll("\r?\n", "\r\n").getBytes(UTF_8));
        return request;
    }

    public static String message(InputStream in) throws IOException {
        var text = new StringBuilder();
        while (!text.toString().endsWith("\r\n\r\n"))
            text.append((char) in.read());
        String head = text.toString();
        return head + new String(in.readNBytes(Integer.parseInt(Peer.header(head, "Content-Length").strip())), UTF_8);
    }

    private static String large() {
        return "a=x:" + "0123456789".repeat(140) + "\r\n";
    }

    /** RFC 3261 §18.1.1: above 1,300 bytes over TCP, with the Via that says so. */
    @Test
    void whatIsTooLargeForADatagramGoesOverTcp() throws Exception {
        try (var listening = new ServerSocket(0, 5, LOOPBACK)) {
            node.directory.route("123", trunk(listening.getLocalPort(), Transport.UDP));
            invite("l1", large());
            listening.setSoTimeout(60_000);
            listening.accept().close(); // it was asked whether it listens
            try (var carrier = listening.accept()) {
                String request = answer(carrier, 486);
                assertTrue(request.length() > LargeRequests.LARGEST_DATAGRAM, request);
                assertTrue(Peer.header(request, "Via").startsWith("SIP/2.0/TCP "), request);
                alice.receive("SIP/2.0 486");
            }
            assertEquals(0, node.directory.leases());
        }
    }

    /** The same section: where TCP is refused, over UDP after all, and at once the next time. */
    @Test
    void whereTcpIsRefusedItGoesOverUdp() throws Exception {
        try (var carrier = new Peer(node.address)) {
            node.directory.route("123", trunk(carrier.port(), Transport.UDP));
            for (String id : List.of("u1", "u2")) {
                invite(id, large());
                String request = carrier.receive("INVITE");
                assertTrue(request.length() > LargeRequests.LARGEST_DATAGRAM, request);
                assertTrue(Peer.header(request, "Via").startsWith("SIP/2.0/UDP "), request);
                carrier.send(Peer.answer(request, 486, "c1", ""));
                carrier.receive("ACK");
                alice.receive("SIP/2.0 486", "Call-ID: " + id);
            }
        }
    }

    /** A CANCEL follows its INVITE over the transport that this took (RFC 3261 §9.1). */
    @Test
    void aLargeCallThatIsCancelled() throws Exception {
        try (var carrier = new Peer(node.address)) {
            node.directory.route("123", trunk(carrier.port(), Transport.UDP));
            invite("k1", large());
            String request = carrier.receive("INVITE");
            carrier.send(Peer.answer(request, 180, "c1", ""));
            alice.receive("SIP/2.0 180");
            alice.send(alice.request("CANCEL", "k1", "k1", "").replace("sip:bob@", "sip:123@"));
            String cancel = carrier.receive("CANCEL");
            assertEquals(Peer.header(request, "Via"), Peer.header(cancel, "Via"));
            alice.receive("SIP/2.0 487");
        }
    }
}
