package org.trunkline.sip.jain.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.trunkline.testkit.FakeDirectory;

/** What RFC 5118 says of IPv6 in SIP, from a trunk at ::1 to a node there, over UDP and TCP. */
@Timeout(60)
class Rfc5118Test {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("::1");
    private static final String VIA = "Via: SIP/2.0/UDP [2001:db8::9:1];branch=z9hG4bKas3-111\n";

    private NodeUnderTest node;

    private record Case(String name, String method, String uri, String via, String more, String body, int answer) {
        byte[] bytes() {
            String dialog = method.equals("BYE") ? ";tag=bd76ya" : "";
            String text = method + ' ' + uri + " SIP/2.0\n" + via + "Max-Forwards: 70\nFrom: <sip:user@example.com>;tag=81x2\n"
                    + "To: <sip:user@example.com>" + dialog + "\nCall-ID: SSG9559905523997077@hlau_4100\nCSeq: 98176 " + method
                    + "\nContact: <sip:user@[2001:db8::9:1]>\n" + more;
            String end = body.replace("\n", "\r\n");
            return (text + "Content-Length: " + end.length() + "\n\n").replace("\n", "\r\n").concat(end).getBytes(UTF_8);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static Case register(String name, String uri, int answer) {
        return new Case(name, "REGISTER", uri, VIA, "", "", answer);
    }

    private static String sdp(String connection, String second) {
        return "v=0\no=assistant 971731711378798081 0 IN IP6 2001:db8::20\ns=Live video feed\n" + connection
                + "t=3338481189 3370017201\nm=audio 6000 RTP/AVP 2\na=rtpmap:2 G726-32/8000\nm=video 6024 RTP/AVP 107\n"
                + second + "a=rtpmap:107 H263-1998/90000\n";
    }

    static Stream<Case> cases() {
        String type = "Content-Type: application/sdp\n";
        return Stream.of(register("4.1 an IPv6 reference", "sip:[2001:db8::10]", 200),
                register("4.2 an address without brackets", "sip:2001:db8::10", 400),
                register("4.3 what looks like a port is part of the address", "sip:[2001:db8::10:5070]", 200),
                register("4.4 a port", "sip:[2001:db8::10]:5070", 200),
                new Case("4.5 received with brackets", "BYE", "sip:[2001:db8::10]",
                        VIA.replace(";branch", ";received=[2001:db8::9:255];branch"), "", "", 481),
                new Case("4.5 received without brackets", "BYE", "sip:[2001:db8::10]",
                        VIA.replace(";branch", ";received=2001:db8::9:255;branch"), "", "", 481),
                new Case("4.6 IPv6 in SDP", "INVITE", "sip:user@[2001:db8::10]", VIA, type,
                        sdp("c=IN IP6 2001:db8::20\n", ""), 404),
                new Case("4.7 IPv4 and IPv6 in headers", "BYE", "sip:user@host.example.net", VIA
                        + "Via: SIP/2.0/UDP 192.0.2.1;received=[2001:db8::9:255];branch=z9hG4bK451jj\n"
                        + "Via: SIP/2.0/TCP [2001:db8::9:1];received=[2001:db8::9:255];branch=z9hG4bKas3-112\n", "", "", 481),
                new Case("4.8 IPv4 and IPv6 in SDP", "INVITE", "sip:user@[2001:db8::10]", VIA, type,
                        sdp("c=IN IP6 2001:db8::20\n", "c=IN IP4 192.0.2.1\n"), 404),
                new Case("4.9 IPv4-mapped addresses", "INVITE", "sip:user@example.com",
                        VIA.replace("2001:db8::9:1", "::ffff:192.0.2.10"), type, sdp("c=IN IP6 ::ffff:192.0.2.2\n", ""), 404),
                new Case("4.10 three colons, as RFC 3261's grammar has them", "OPTIONS", "sip:user@[2001:db8:::192.0.2.1]",
                        VIA, "", "", 200));
    }

    @BeforeEach
    void open() throws Exception {
        try (var probe = new DatagramSocket(new InetSocketAddress(LOOPBACK, 0))) {
            node = new NodeUnderTest(LOOPBACK, BorderLimits.DEFAULT);
        } catch (IOException e) {
            assumeTrue(false, "this machine has no IPv6 loopback");
        }
        node.directory.trustAt("::1", FakeDirectory.trunk("carrier", "::1"));
    }

    @AfterEach
    void close() {
        Thread.ofVirtual().start(node::close); // jain-sip sleeps a second in it, of which the next case need not know
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
}
