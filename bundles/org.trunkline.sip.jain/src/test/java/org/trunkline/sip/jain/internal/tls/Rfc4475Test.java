package org.trunkline.sip.jain.internal.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import javax.net.ssl.SSLContext;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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
import org.trunkline.testkit.Await;
import org.trunkline.testkit.FakeDirectory;

/**
 * The torture messages of RFC 4475, byte for byte, from a trunk's address to a listening node, over UDP, TCP and TLS. Where the RFC leaves a
 * choice between refusing and guessing, this node refuses. Sound requests show by getting past the parser: 404 for
 * an INVITE to nobody here, 481 for one of no dialog, 501 for a method that nobody has, 405 for MESSAGE.
 */
@Timeout(300)
class Rfc4475Test {
    private static final InetAddress TRUNK = InetAddress.ofLiteral("127.0.0.75");

    /** File, section, final answer over UDP and over TCP; 0 is silence. */
    private static final String TABLE = """
            wsinv      3.1.1.1  481 481  a short tortuous INVITE, within a dialog that is not there
            intmeth    3.1.1.2  501 501  wide range of valid characters
            esc01      3.1.1.3  404 404  valid use of the % escaping mechanism
            escnull    3.1.1.4  200 200  escaped nulls in URIs
            esc02      3.1.1.5  501 501  use of % when it is not an escape
            lwsdisp    3.1.1.6  200 200  no LWS between display name and <
            longreq    3.1.1.7  404 404  long values in header fields
            dblreq     3.1.1.8  200 200,400  extra trailing octets in a UDP datagram; two messages of a stream, the second without Contact
            semiuri    3.1.1.9  200 200  semicolon-separated parameters in URI user part
            transports 3.1.1.10 200 200  varied and unknown transport types
            mpart01    3.1.1.11 405 405  multipart MIME message
            unreason   3.1.1.12 0   0    unusual reason phrase
            noreason   3.1.1.13 0   0    empty reason phrase
            badinv01   3.1.2.1  400 400  extraneous header field separators
            clerr      3.1.2.2  400 0    Content-Length larger than message; a stream waits for the rest
            ncl        3.1.2.3  400 400  negative Content-Length
            scalar02   3.1.2.4  400 400  request scalar fields with overlarge values
            scalarlg   3.1.2.5  0   0    response scalar fields with overlarge values
            quotbal    3.1.2.6  400 400  unterminated quoted string in display name
            ltgtruri   3.1.2.7  400 400  <> enclosing Request-URI
            lwsruri    3.1.2.8  400 400  malformed SIP Request-URI (embedded LWS)
            lwsstart   3.1.2.9  400 400  multiple SP separating Request-Line elements
            trws       3.1.2.10 400 400  SP characters at end of Request-Line
            escruri    3.1.2.11 400 400  escaped headers in SIP Request-URI
            baddate    3.1.2.12 404 404  invalid time zone in Date header field
            regbadct   3.1.2.13 400 400  failure to enclose name-addr URI in <>
            badaspec   3.1.2.14 400 400  spaces within addr-spec
            baddn      3.1.2.15 400 0    non-token characters in display name; no empty line, for which a stream waits
            badvers    3.1.2.16 505 505  unknown protocol version
            mismatch01 3.1.2.17 400 400  start line and CSeq method mismatch
            mismatch02 3.1.2.18 400 400  unknown method with CSeq method mismatch
            bigcode    3.1.2.19 0   0    overlarge response code
            badbranch  3.2.1    400 400  missing transaction identifier
            insuf      3.3.1    400 400  missing required header fields
            unkscm     3.3.2    416 416  Request-URI with unknown scheme
            novelsc    3.3.3    416 416  Request-URI with known but atypical scheme
            unksm2     3.3.4    400 400  unknown URI schemes in header fields, to a registrar
            bext01     3.3.5    420 420  Proxy-Require and Require
            invut      3.3.6    415 415  unknown Content-Type
            regaut01   3.3.7    401 401  unknown authorization scheme
            multi01    3.3.8    400 400  multiple values in single value required fields
            mcl01      3.3.9    400 400  multiple Content-Length values
            bcast      3.3.10   0   0    200 OK response with broadcast Via
            zeromf     3.3.11   200 200  Max-Forwards of zero, to the one asked
            cparam01   3.3.12   200 200  REGISTER with a contact header parameter
            cparam02   3.3.13   200 200  REGISTER with a url parameter
            regescrt   3.3.14   200 200  REGISTER with a URL escaped header
            sdp01      3.3.15   406 406  unacceptable Accept offering
            inv2543    3.4.1    404 400  INVITE with RFC 2543 syntax; no Content-Length, which a stream needs
            """;

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

    private record Case(String file, String section, List<Integer> udp, List<Integer> tcp) {
        static Case of(String line) {
            var parts = line.strip().split(" +", 5);
            return new Case(parts[0], parts[1], statuses(parts[2]), statuses(parts[3]));
        }

        private static List<Integer> statuses(String text) {
            return text.equals("0") ? List.of() : Stream.of(text.split(",")).map(Integer::valueOf).toList();
        }

        @Override
        public String toString() {
            return file + " §" + section;
        }
    }

    /** A node for each: the messages share branches, which must differ in the world outside. */
    @BeforeEach
    void open() throws Exception {
        open(TlsSettings.NONE);
    }

    private void open(TlsSettings with) throws Exception {
        node = new NodeUnderTest(InetAddress.getLoopbackAddress(), BorderLimits.DEFAULT, DnsNames.ofSystem(), with);
        node.directory.trustAt(TRUNK.getHostAddress(), FakeDirectory.trunk("carrier", TRUNK.getHostAddress()));
    }

    @AfterEach
    void close() {
        node.close();
    }

    static Stream<Case> cases() {
        return TABLE.lines().map(Case::of).filter(c -> c.file().matches(System.getProperty("torture.only", ".*")));
    }

    private static byte[] read(String file) throws IOException {
        try (var in = Rfc4475Test.class.getResourceAsStream("/golden/rfc4475/" + file + ".dat")) {
            return in.readAllBytes();
        }
    }

    private static List<Integer> statuses(List<String> answers) {
        return answers.stream().map(a -> Integer.valueOf(a.substring(8, 11))).toList();
    }

    @Test
    void allAreThere() {
        assertEquals(49, cases().map(Case::file).distinct().count());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void overUdp(Case c) throws Exception {
        var answers = new Torture(node.address, TRUNK).datagram(read(c.file()), c.udp().size());
        assertEquals(c.udp(), statuses(answers), answers::toString);
        answers.forEach(a -> assertTrue(a.contains("\r\nCSeq: ") && a.endsWith("\r\n\r\n"), a));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void overTcp(Case c) throws Exception {
        var answers = new Torture(node.address, TRUNK).stream(read(c.file()), c.tcp().size());
        assertEquals(c.tcp(), statuses(answers), answers::toString);
    }

    /** As over TCP, with the same connection good for the next message. */
    @ParameterizedTest
    @MethodSource("cases")
    void overTls(Case c) throws Exception {
        node.close();
        open(tls);
        var answers = new Torture(node.secure(), TRUNK, peer).stream(read(c.file()),
                c.tcp().size());
        assertEquals(c.tcp(), statuses(answers), answers::toString);
    }

    /** As over UDP: a frame is one message. What has no answer is followed by one that has. */
    @ParameterizedTest
    @MethodSource("cases")
    void overWebSocket(Case c) throws Exception {
        node.close();
        node = new NodeUnderTest(InetAddress.getLoopbackAddress(), BorderLimits.DEFAULT, DnsNames.ofSystem(), TlsSettings.NONE,
                List.of(), Transport.WS);
        node.directory.trustAt(TRUNK.getHostAddress(), FakeDirectory.trunk("carrier", TRUNK.getHostAddress()));
        try (var phone = new WebPeer(URI.create("ws://127.0.0.1:" + node.port(Transport.WS)), TRUNK, Optional.empty(), "")) {
            var answers = phone.ask(read(c.file()), c.udp().size());
            assertEquals(c.udp(), statuses(answers), answers::toString);
        }
    }

    @Test
    void whatWasRefusedIsCounted() throws Exception {
        long before = node.refused("malformed");
        new Torture(node.address, TRUNK).datagram(read("quotbal"), 1);
        assertEquals(before + 1, node.refused("malformed"));
    }

    /** Nothing of a refused message makes a transaction, a call or a record. */
    @Test
    void nothingIsLeftOfThem() throws Exception {
        for (var c : cases().toList())
            new Torture(node.address, TRUNK).datagram(read(c.file()), c.udp().size());
        Await.until("no call is left", () -> node.engine.count() == 0);
    }
}
