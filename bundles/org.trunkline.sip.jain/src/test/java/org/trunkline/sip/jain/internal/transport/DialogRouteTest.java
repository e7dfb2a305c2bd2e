package org.trunkline.sip.jain.internal.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.trunkline.domain.config.Transport;
import org.trunkline.engine.port.signaling.Hop;
import org.trunkline.engine.port.signaling.NameAddress;
import org.trunkline.engine.port.signaling.OutgoingRequest;
import org.trunkline.engine.port.signaling.SourceTrust;
import org.trunkline.sip.jain.internal.JainSignaling;
import org.trunkline.sip.jain.internal.tls.SipSettings;
import org.trunkline.sip.jain.internal.tls.TlsSettings;
import org.trunkline.sip.jain.internal.wire.BorderLimits;
import org.trunkline.testkit.Await;

/** Where requests within a dialog go when the connection that it began on is gone (RFC 3261 §12.2.1.1). */
@Timeout(300)
class DialogRouteTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final Hop GONE = new Hop(new InetSocketAddress(LOOPBACK, 9), Transport.TCP);

    private Endpoints endpoints;
    private JainSignaling signaling;
    private DialogRoute route;

    @BeforeEach
    void open() throws Exception {
        endpoints = new Endpoints(new SipSettings(List.of(LOOPBACK), 0, EnumSet.of(Transport.UDP, Transport.TCP), 1,
                BorderLimits.DEFAULT, TlsSettings.NONE));
        signaling = new JainSignaling(endpoints);
        signaling.open();
        route = new DialogRoute(endpoints);
    }

    @AfterEach
    void close() {
        endpoints.close();
    }

    private static OutgoingRequest bye(String toTag, String contact, List<String> routes, Hop hop) {
        return new OutgoingRequest("BYE", contact, "c1", 2, new NameAddress("", "sip:node@127.0.0.1"), "n1",
                new NameAddress("", "sip:carrier@127.0.0.1"), toTag, 70, routes, Optional.empty(), hop, List.of(), Optional.empty());
    }

    private Hop of(String contact, String... routes) {
        return of(GONE, contact, routes);
    }

    private Hop of(Hop gone, String contact, String... routes) {
        return route.of(bye("t1", contact, List.of(routes), gone)).hop();
    }

    private static Hop tcp(String address, int port) {
        return new Hop(new InetSocketAddress(InetAddress.ofLiteral(address), port), Transport.TCP);
    }

    @Test
    void itGoesToTheContactOrTheFirstRoute() {
        assertEquals(tcp("127.0.0.1", 5070), of("sip:c@127.0.0.1:5070;transport=tcp"));
        assertEquals(tcp("127.0.0.1", 5060), of("sip:c@127.0.0.1"));
        assertEquals(tcp("127.0.0.1", 5080), of("sip:c@192.0.2.1", "<sip:127.0.0.1:5080;lr>", "<sip:192.0.2.2;lr>"));
    }

    @Test
    void whatBeginsADialogGoesWhereItWasSent() {
        assertEquals(GONE, route.of(bye("", "sip:c@127.0.0.1:5070", List.of(), GONE)).hop());
    }

    @Test
    void namesAndWhatCannotBeReadChangeNothing() {
        assertEquals(GONE, of("sip:c@carrier.example"));
        assertEquals(GONE, of("tel:+4687"));
        assertEquals(GONE, of("sip:"));
    }

    /** Or a caller could have the node connect to machines behind it. */
    @Test
    void onlyATrunkSendsTheNodeToAnotherAddress() {
        assertEquals(GONE, of("sip:c@192.0.2.1"));
        endpoints.standing(_ -> SourceTrust.TRUNK);
        assertEquals(tcp("192.0.2.1", 5060), of("sip:c@192.0.2.1"));
        var outside = tcp("192.0.2.9", 9);
        assertEquals(outside, of(outside, "sip:c@10.1.2.3"), "the carrier's own, behind its NAT");
        assertEquals(outside, of(outside, "sip:c@127.0.0.1:8060"), "the node's own");
    }

    /** A carrier in the node's network, which calls from one machine and listens at another. */
    @ParameterizedTest
    @CsvSource({"10.0.0.9,10.1.2.3", "192.168.1.9,10.1.2.3", "fd00::9,fd00::3"})
    void aTrunkOfTheSameNetworkIsFollowedWithinIt(String seen, String named) {
        var gone = tcp(seen, 9);
        String contact = "sip:c@" + (named.indexOf(':') < 0 ? named : '[' + named + ']');
        assertEquals(gone, of(gone, contact), "a stranger's is not");
        endpoints.standing(_ -> SourceTrust.TRUNK);
        assertEquals(tcp(named, 5060), of(gone, contact));
        assertEquals(tcp(named, 5080), of(gone, "sip:c@192.0.2.1", contact.replace("sip:c@", "<sip:") + ":5080;lr>"));
        assertEquals(gone, of(gone, "sip:c@127.0.0.1:8060"), "the node itself");
    }

    /** Its Via names the port that it listens at, and it does not ask for rport, as some do over TCP. */
    @Test
    void aConnectionWhoseViaNamesAnotherPortIsUsedToo() throws Exception {
        String own = endpoints.local(LOOPBACK, Transport.TCP);
        try (var phone = new Socket(LOOPBACK, Integer.parseInt(own.substring(own.lastIndexOf(':') + 1)))) {
            phone.setSoTimeout(60_000);
            phone.getOutputStream().write(("OPTIONS sip:node SIP/2.0\r\nVia: SIP/2.0/TCP 127.0.0.1:5099;branch=z9hG4bKv1\r\n"
                    + "Max-Forwards: 70\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:node>\r\nCall-ID: v1\r\nCSeq: 1 OPTIONS\r\n"
                    + "Content-Length: 0\r\n\r\n").getBytes(UTF_8));
            var back = new Hop((InetSocketAddress) phone.getLocalSocketAddress(), Transport.TCP);
            Await.until("it is there", () -> endpoints.connected(back));
            assertEquals(back, route.of(bye("t1", "sip:p@127.0.0.1:5099", List.of(), back)).hop());
        }
    }

    @Test
    void aConnectionThatIsThereIsUsed() throws Exception {
        try (var contact = new ServerSocket(0, 5, LOOPBACK); var other = new ServerSocket(0, 5, LOOPBACK)) {
            var open = tcp("127.0.0.1", contact.getLocalPort());
            String elsewhere = "sip:c@127.0.0.1:" + other.getLocalPort();
            signaling.send(bye("t1", "sip:c@127.0.0.1:" + contact.getLocalPort() + ";transport=tcp", List.of(), GONE), this);
            contact.setSoTimeout(60_000);
            try (var carrier = contact.accept()) {
                carrier.setSoTimeout(60_000);
                String first = new BufferedReader(new InputStreamReader(carrier.getInputStream(), UTF_8)).readLine();
                assertTrue(first.startsWith("BYE sip:c@127.0.0.1:" + contact.getLocalPort()), first);
                assertEquals(open, route.of(bye("t1", elsewhere, List.of(), open)).hop());
            }
        }
    }
}
