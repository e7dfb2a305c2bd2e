package org.trunkline.sip.jain.internal.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;

import javax.net.ssl.SSLSocket;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.trunkline.domain.config.Transport;
import org.trunkline.sip.jain.internal.Peer;
import org.trunkline.sip.jain.internal.resolve.DnsNames;
import org.trunkline.sip.jain.internal.tls.SignalingException;
import org.trunkline.sip.jain.internal.tls.TestAuthority;
import org.trunkline.sip.jain.internal.wire.BorderLimits;
import org.trunkline.sip.jain.internal.wire.NodeUnderTest;
import org.trunkline.testkit.Await;

/** Phones over WebSocket and secure WebSocket (RFC 7118), with Java's own client. */
@Timeout(300)
class WebSocketTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final String PAGE = "https://phone.example.com";

    @TempDir
    static Path folder;
    private static TestAuthority authority;

    private NodeUnderTest node;

    @BeforeAll
    static void certify() throws Exception {
        authority = new TestAuthority(folder).sign("node", "-ext", "san=dns:node.example,ip:127.0.0.1");
    }

    @BeforeEach
    void open() throws Exception {
        node = new NodeUnderTest(LOOPBACK, BorderLimits.DEFAULT, DnsNames.ofSystem(), authority.settings("node"),
                List.of(PAGE), Transport.WS, Transport.WSS);
    }

    @AfterEach
    void close() {
        node.close();
    }

    private WebPeer phone(Transport over) throws Exception {
        return phone(over, "");
    }

    private WebPeer phone(Transport over, String origin) throws Exception {
        return new WebPeer(URI.create(over.token() + "://127.0.0.1:" + node.port(over) + "/"), LOOPBACK,
                over == Transport.WSS ? Optional.of(authority.context(Optional.empty())) : Optional.empty(), origin);
    }

    private static String request(Transport over, String method, String user, String id, String more) {
        return method + " sip:" + user + "@node SIP/2.0\nVia: SIP/2.0/" + over.name() + " df7jal23ls0d.invalid;branch=z9hG4bK" + id
                + "\nMax-Forwards: 70\nFrom: <sip:alice@node>;tag=a1\nTo: <sip:" + user + "@node>\nCall-ID: " + id + "\nCSeq: 1 "
                + method + "\nContact: <sip:alice@df7jal23ls0d.invalid;transport=ws>\n" + more;
    }

    private static String options(String id) {
        return request(Transport.WS, "OPTIONS", "node", id, "Content-Length: 0\n\n");
    }

    private static String within(String message) {
        return message.replace("\r", "");
    }

    /** Chromium opens no WebSocket to a server that asks for a certificate. */
    @Test
    void browsersAreNotAskedForCertificates() throws Exception {
        var sockets = authority.context(Optional.of("node")).getSocketFactory();
        for (var over : List.of(Transport.TLS, Transport.WSS))
            try (var socket = (SSLSocket) sockets.createSocket(LOOPBACK, node.port(over))) {
                socket.startHandshake();
                assertEquals(over == Transport.TLS, socket.getSession().getLocalCertificates() != null, over + " asks");
            }
    }

    /** As an administrator sets them while the node runs: open WebSockets stay. */
    @Test
    void portsComeAndGo() throws Exception {
        int first = node.port(Transport.WS);
        try (var phone = phone(Transport.WS, PAGE)) {
            for (var over : List.of(Transport.WS, Transport.WSS))
                node.endpoints.web(over, Optional.empty());
            assertEquals(List.of("udp", "tcp", "tls"), spoken());
            Await.until("a port that lets nobody in", () -> !isOpen(first)); // the system keeps it until the thread that accepts has left it
            phone.send(options("o1"));
            assertTrue(phone.receive("SIP/2.0 200", "Call-ID: o1").contains("OPTIONS"));
        }
        node.endpoints.web(Transport.WS, Optional.of(first));
        node.endpoints.web(Transport.WSS, Optional.of(0));
        assertEquals(first, node.port(Transport.WS));
        int secure = node.port(Transport.WSS);
        for (var over : List.of(Transport.WS, Transport.WSS))
            try (var phone = phone(over, PAGE)) {
                phone.send(options("again-" + over));
                phone.receive("SIP/2.0 200", "Call-ID: again-" + over);
            }
        node.endpoints.web(Transport.WSS, Optional.of(0));
        assertEquals(secure, node.port(Transport.WSS), "it has one");
    }

    @Test
    void aPortThatOthersHaveLeavesTheOneOfBeforeAndIsOpenedOnceItIsFree() throws Exception {
        int before = node.port(Transport.WS);
        int wanted;
        try (var taken = new ServerSocket(0, 1, LOOPBACK)) {
            wanted = taken.getLocalPort();
            assertEquals("sip-port-in-use", assertThrows(SignalingException.class,
                    () -> node.endpoints.web(Transport.WS, Optional.of(wanted))).failure().code());
        }
        assertEquals(before, node.port(Transport.WS));
        try (var phone = phone(Transport.WS, PAGE)) {
            phone.send(options("o2"));
            phone.receive("SIP/2.0 200", "Call-ID: o2");
        }
        node.endpoints.web(Transport.WS, Optional.of(wanted));
        assertEquals(wanted, node.port(Transport.WS));
    }

    private List<String> spoken() {
        return node.endpoints.transports().stream().map(Transport::token).toList();
    }

    private static boolean isOpen(int port) {
        try (var _ = new Socket(LOOPBACK, port)) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"WS", "WSS"})
    void aPhoneRegistersCallsAndIsCalled(Transport over) throws Exception {
        try (var phone = phone(over, PAGE); var bob = new Peer(node.address)) {
            phone.send(request(over, "REGISTER", "alice", "r1", "Content-Length: 0\n\n"));
            String registered = phone.receive("SIP/2.0 200", "Call-ID: r1");
            assertTrue(Peer.header(registered, "Via").startsWith("SIP/2.0/" + over.name() + " df7jal23ls0d.invalid"), registered);
            var register = node.registered();
            assertEquals(over.token(), register.transport());
            assertTrue(register.behindNat(), "its Contact leads nowhere");
            node.directory.register("bob", "127.0.0.1:" + bob.port());
            node.directory.registerAt("alice", register.contacts().getFirst().uri(), register.source(), over.token());

            phone.send(request(over, "INVITE", "bob", "i1", "Proxy-Authorization: Fake alice\n" + Peer.sdp(4000)));
            String invite = bob.receive("INVITE");
            bob.send(Peer.answer(invite, 200, "b1", "Contact: <sip:bob@127.0.0.1:" + bob.port() + ">\n")
                    .replace("Content-Length: 0\n\n", Peer.sdp(5000)));
            String answer = phone.receive("SIP/2.0 200", "1 INVITE");
            assertTrue(Peer.header(answer, "Contact").contains(";transport=ws>"), answer);
            String to = "To: " + Peer.header(answer, "To").strip();
            phone.send(request(over, "ACK", "bob", "i1", "Content-Length: 0\n\n").replace("To: <sip:bob@node>", to));
            bob.receive("ACK");
            phone.send(request(over, "BYE", "bob", "i1", "Content-Length: 0\n\n").replace("To: <sip:bob@node>", to)
                    .replace("z9hG4bKi1", "z9hG4bKb1").replace("1 BYE", "2 BYE"));
            phone.receive("SIP/2.0 200", "2 BYE");
            bob.send(Peer.answer(bob.receive("BYE"), 200, "", "").replace(";tag=\n", "\n"));

            bob.send(bob.request("INVITE", "i2", "i2", "Proxy-Authorization: Fake bob\n").replace("sip:bob@127.0.0.1 ", "sip:alice@127.0.0.1 ")
                    .replace("Content-Length: 0\n\n", Peer.sdp(5000)));
            String rings = phone.receive("INVITE sip:alice@df7jal23ls0d.invalid;transport=ws ", "");
            assertTrue(Peer.header(rings, "Via").startsWith("SIP/2.0/" + over.name() + ' '), rings);
            phone.send(Peer.answer(within(rings), 486, "w1", ""));
            phone.receive("ACK", "");
            bob.receive("SIP/2.0 486");
            Await.until("both are over", () -> node.engine.count() == 0);
        }
    }

    @Test
    void framesMayBePartsOfAMessageAndPings() throws Exception {
        try (var phone = phone(Transport.WS)) {
            phone.ping("are you there");
            assertEquals("pong are you there", phone.receive());
            phone.sendInParts(options("parts"));
            assertTrue(phone.receive().contains("Call-ID: parts"));
            phone.send("\r\n\r\n");
            assertEquals("\r\n", phone.receive(), "the keep-alive of RFC 5626");
            phone.send(options("none").replace("Content-Length: 0\n", ""));
            assertTrue(phone.receive().startsWith("SIP/2.0 200"), "the frame is the end");
            phone.send("hello");
            phone.send(options("after"));
            assertTrue(phone.receive().contains("Call-ID: after"), "what is no message has no answer");
        }
    }

    @Test
    void aMessageBeyondAllBoundsEndsTheConnection() throws Exception {
        try (var phone = phone(Transport.WS)) {
            try {
                phone.send(new byte[100_000]);
            } catch (CompletionException e) {
                assertInstanceOf(IOException.class, e.getCause(), "closed while it was sent");
            }
            assertTrue(phone.isClosed());
        }
        Await.until("nothing is left", () -> node.endpoints.tables().getFirst().used() == 0);
    }

    @Test
    void whoIsGoneIsNotCalled() throws Exception {
        try (var phone = phone(Transport.WS); var bob = new Peer(node.address)) {
            phone.send(request(Transport.WS, "REGISTER", "alice", "r1", "Content-Length: 0\n\n"));
            phone.receive("SIP/2.0 200", "Call-ID: r1");
            var register = node.registered();
            node.directory.registerAt("alice", register.contacts().getFirst().uri(), register.source(), "ws");
            node.directory.register("bob", "127.0.0.1:" + bob.port());
            phone.close();
            Await.until("the node saw it", () -> node.endpoints.tables().getFirst().used() == 0);
            bob.send(bob.request("INVITE", "i1", "i1", "Proxy-Authorization: Fake bob\n").replace("sip:bob@127.0.0.1 ", "sip:alice@127.0.0.1 ")
                    .replace("Content-Length: 0\n\n", Peer.sdp(5000)));
            String answer = bob.receive("SIP/2.0 ");
            while (answer.startsWith("SIP/2.0 1"))
                answer = bob.receive("SIP/2.0 ");
            assertTrue(answer.startsWith("SIP/2.0 503"), answer); // as of a phone whose connection over TCP is gone
        }
    }

    @Test
    void onlyKnownPagesMayConnect() {
        assertThrows(CompletionException.class, () -> phone(Transport.WS, "https://elsewhere.example"));
        Await.until("it is counted", () -> node.refused("ws-handshake") == 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST / HTTP/1.1|400", "GET / HTTP/1.1\nUpgrade: websocket|426",
            "GET / HTTP/1.1\nUpgrade: websocket\nConnection: Upgrade\nSec-WebSocket-Version: 8|426",
            "GET / HTTP/1.1\nUpgrade: websocket\nConnection: Upgrade\nSec-WebSocket-Version: 13|400",
            "GET / HTTP/1.1\nUpgrade: websocket\nConnection: Upgrade\nSec-WebSocket-Version: 13\nSec-WebSocket-Protocol: sip|400"})
    void whatIsNoUpgradeIsToldSo(String given) throws IOException {
        String[] parts = given.split("\\|");
        try (var socket = new Socket(LOOPBACK, node.port(Transport.WS))) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write((parts[0].replace("\n", "\r\n") + "\r\n\r\n").getBytes(UTF_8));
            String answer = new String(socket.getInputStream().readNBytes(12), ISO_8859_1);
            assertEquals("HTTP/1.1 " + parts[1], answer);
        }
    }
}
