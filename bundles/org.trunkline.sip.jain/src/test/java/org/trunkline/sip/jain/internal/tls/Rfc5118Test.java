package org.trunkline.sip.jain.internal.tls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import javax.net.ssl.SSLContext;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.trunkline.domain.config.Transport;
import org.trunkline.sip.jain.internal.Torture;
import org.trunkline.sip.jain.internal.resolve.DnsNames;
import org.trunkline.sip.jain.internal.web.WebPeer;
import org.trunkline.sip.jain.internal.wire.BorderLimits;
import org.trunkline.sip.jain.internal.wire.NodeUnderTest;
import org.trunkline.testkit.FakeDirectory;

/** The messages of RFC 5118 with the answers it asks for, from a trunk at ::1 to a node there, over UDP, TCP, TLS and WebSocket. */
@Timeout(300)
class Rfc5118Test {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("::1");
    @TempDir
    static Path folder;
    private static TlsSettings tls;
    private static Optional<SSLContext> peer;

    private NodeUnderTest node;

    @BeforeAll
    static void certify() throws Exception {
        var authority = new TestAuthority(folder).sign("node", "-ext", "san=ip:127.0.0.1");
        tls = authority.settings("node");
        peer = Optional.of(authority.context(Optional.empty()));
    }

    /** @param head the header lines of the RFC's message, without Content-Length @param body its lines */
    private record Case(String name, String request, String head, String body, int answer) {
        byte[] bytes() {
            String end = body.replace("\n", "\r\n");
            String type = body.isEmpty() ? "" : "Content-Type: application/sdp\n";
            return (request + " SIP/2.0\n" + head + "Max-Forwards: 70\n" + type + "Content-Length: " + end.length() + "\n\n")
                    .replace("\n", "\r\n").concat(end).getBytes(UTF_8);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static final String CALL = "Call-ID: SSG9559905523997077@hlau_4100\n";
    private static final String USER = "From: sip:user@example.com;tag=81x2\n";
    private static final String VIA = "Via: SIP/2.0/UDP [2001:db8::9:1];branch=z9hG4bKas3-111\n";
    private static final String LIVE = """
            v=0
            o=assistant 971731711378798081 0 IN IP6 2001:db8::20
            s=Live video feed for today's meeting
            c=IN IP6 2001:db8::20
            t=3338481189 3370017201
            m=audio 6000 RTP/AVP 2
            a=rtpmap:2 G726-32/8000
            m=video 6024 RTP/AVP 107
            a=rtpmap:107 H263-1998/90000
            """;

    private static Case register(String name, String uri, int answer) {
        return new Case(name, "REGISTER " + uri, "To: sip:user@example.com\n" + USER + VIA + CALL
                + "Contact: \"Caller\" <sip:caller@[2001:db8::1]>\nCSeq: 98176 REGISTER\n", "", answer);
    }

    private static Case options(String name, String uri) {
        return new Case(name, "OPTIONS " + uri, "To: " + uri + "\nFrom: sip:user@example.com;tag=810x2\n"
                + "Via: SIP/2.0/UDP lab1.east.example.com;branch=z9hG4bKas3-111\n"
                + "Call-ID: G9559905523997077@hlau_4100\nCSeq: 689 OPTIONS\n", "", 200);
    }

    /** BYE of no dialog and INVITE to a number that nobody has: what is read is answered so, what is not gets 400. */
    static Stream<Case> cases() {
        return Stream.of(register("4.1 an IPv6 reference", "sip:[2001:db8::10]", 200),
                register("4.2 an address without brackets", "sip:2001:db8::10", 400),
                register("4.3 what looks like a port is part of the address", "sip:[2001:db8::10:5070]", 200),
                register("4.4 a port", "sip:[2001:db8::10]:5070", 200),
                new Case("4.5 received with brackets", "BYE sip:[2001:db8::10]", "To: sip:user@example.com;tag=bd76ya\n" + USER
                        + "Via: SIP/2.0/UDP [2001:db8::9:1];received=[2001:db8::9:255];branch=z9hG4bKas3-111\n" + CALL
                        + "CSeq: 321 BYE\n", "", 481),
                new Case("4.5 received without brackets", "OPTIONS sip:[2001:db8::10]", "To: sip:user@example.com\n" + USER
                        + "Via: SIP/2.0/UDP [2001:db8::9:1];received=2001:db8::9:255;branch=z9hG4bKas3\n"
                        + "Call-ID: SSG95523997077@hlau_4100\nContact: \"Caller\" <sip:caller@[2001:db8::9:1]>\n"
                        + "CSeq: 921 OPTIONS\n", "", 200),
                new Case("4.6 IPv6 in SDP", "INVITE sip:user@[2001:db8::10]", "To: sip:user@[2001:db8::10]\n" + USER
                        + "Via: SIP/2.0/UDP [2001:db8::20];branch=z9hG4bKas3-111\n" + CALL
                        + "Contact: \"Caller\" <sip:caller@[2001:db8::20]>\nCSeq: 8612 INVITE\n", LIVE, 404),
                new Case("4.7 IPv4 and IPv6 in headers", "BYE sip:user@host.example.net",
                        "Via: SIP/2.0/UDP [2001:db8::9:1]:6050;branch=z9hG4bKas3-111\n"
                                + "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKjhja8781hjuaij65144\n"
                                + "Via: SIP/2.0/TCP [2001:db8::9:255];branch=z9hG4bK451jj;received=192.0.2.200\n"
                                + "Call-ID: 997077@lau_4100\nCSeq: 89187 BYE\nTo: sip:user@example.net;tag=9817--94\n" + USER, "", 481),
                new Case("4.8 IPv4 and IPv6 in SDP", "INVITE sip:user@[2001:db8::10]", "To: sip:user@[2001:db8::10]\n" + USER + VIA
                        + CALL + "Contact: \"Caller\" <sip:caller@[2001:db8::9:1]>\nCSeq: 8912 INVITE\n", """
                                v=0
                                o=bob 280744730 28977631 IN IP4 host.example.com
                                s=
                                t=0 0
                                m=audio 22334 RTP/AVP 0
                                c=IN IP4 192.0.2.1
                                m=video 6024 RTP/AVP 107
                                c=IN IP6 2001:db8::1
                                a=rtpmap:107 H263-1998/90000
                                """, 404),
                new Case("4.9 IPv4-mapped addresses", "INVITE sip:user@example.com", "To: sip:user@example.com\n"
                        + "From: sip:user@east.example.com;tag=81x2\n"
                        + "Via: SIP/2.0/UDP [::ffff:192.0.2.10]:19823;branch=z9hG4bKbh19\n"
                        + "Via: SIP/2.0/UDP [::ffff:192.0.2.2];branch=z9hG4bKas3-111\n" + CALL
                        + "Contact: \"T. desk phone\" <sip:ted@[::ffff:192.0.2.2]>\nCSeq: 612 INVITE\n",
                        LIVE.replace("2001:db8::20", "::ffff:192.0.2.2").replace("Live video feed for today's meeting",
                                "Call me soon, please!"), 404),
                options("4.10 three colons, as RFC 3261's grammar has them", "sip:user@[2001:db8:::192.0.2.1]"),
                options("4.10 two colons", "sip:user@[2001:db8::192.0.2.1]"));
    }

    @BeforeEach
    void open() throws Exception {
        open(TlsSettings.NONE);
    }

    private void open(TlsSettings with, Transport... web) throws Exception {
        try (var probe = new DatagramSocket(new InetSocketAddress(LOOPBACK, 0))) {
            node = new NodeUnderTest(LOOPBACK, BorderLimits.DEFAULT, DnsNames.ofSystem(), with, List.of(), web);
        } catch (IOException e) {
            assumeTrue(false, "this machine has no IPv6 loopback");
        }
        node.directory.trustAt("::1", FakeDirectory.trunk("carrier", "::1"));
    }

    @AfterEach
    void close() {
        node.close();
    }

    private static List<Integer> statuses(List<String> answers) {
        return answers.stream().map(a -> Integer.valueOf(a.substring(8, 11))).toList();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void overUdp(Case c) throws Exception {
        var answers = new Torture(node.address, LOOPBACK).datagram(c.bytes(), 1);
        assertEquals(List.of(c.answer()), statuses(answers), answers::toString);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void overTcp(Case c) throws Exception {
        var answers = new Torture(node.address, LOOPBACK).stream(c.bytes(), 1);
        assertEquals(List.of(c.answer()), statuses(answers), answers::toString);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void overTls(Case c) throws Exception {
        node.close();
        open(tls);
        var answers = new Torture(node.secure(), LOOPBACK, peer).stream(c.bytes(), 1);
        assertEquals(List.of(c.answer()), statuses(answers), answers::toString);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void overWebSocket(Case c) throws Exception {
        node.close();
        open(TlsSettings.NONE, Transport.WS);
        try (var phone = new WebPeer(URI.create("ws://[::1]:" + node.port(Transport.WS)), LOOPBACK, Optional.empty(), "")) {
            var answers = phone.ask(c.bytes(), 1);
            assertEquals(List.of(c.answer()), statuses(answers), answers::toString);
        }
    }
}
