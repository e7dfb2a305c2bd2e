package org.trunkline.sip.jain.internal.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.trunkline.domain.config.Transport;
import org.trunkline.engine.port.signaling.Hop;
import org.trunkline.engine.port.signaling.IncomingRequest;
import org.trunkline.engine.port.signaling.NameAddress;
import org.trunkline.engine.port.signaling.OutgoingRequest;
import org.trunkline.engine.port.signaling.SignalEvent;
import org.trunkline.sip.jain.internal.JainSignaling;
import org.trunkline.sip.jain.internal.Peer;
import org.trunkline.sip.jain.internal.ReceivedEvents;
import org.trunkline.sip.jain.internal.tls.SipSettings;
import org.trunkline.sip.jain.internal.tls.TlsSettings;
import org.trunkline.sip.jain.internal.wire.BorderLimits;

/** What a sender writes into its Via is not taken for what is so. */
@Timeout(300)
class SaidViaTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final ReceivedEvents events = new ReceivedEvents();
    private Endpoints endpoints;
    private JainSignaling signaling;
    private InetSocketAddress node;
    private Peer peer;

    @BeforeEach
    void open() throws Exception {
        endpoints = new Endpoints(new SipSettings(List.of(LOOPBACK), 0, EnumSet.of(Transport.UDP), 1, BorderLimits.DEFAULT,
                TlsSettings.NONE));
        signaling = new JainSignaling(endpoints);
        signaling.open();
        signaling.attach(events);
        node = ReceivedEvents.address(endpoints);
        peer = new Peer(node);
    }

    @AfterEach
    void close() {
        peer.close();
        endpoints.close();
    }

    private IncomingRequest next() throws InterruptedException {
        return events.next(SignalEvent.Request.class).request();
    }

    /** Or SRTP keys would be answered in the clear, and sips: calls taken. */
    @Test
    void aDatagramIsNotTlsForSayingSo() throws Exception {
        for (String said : List.of("TLS", "TCP", "udp")) {
            peer.send(peer.request("INVITE", said, said, "").replace("SIP/2.0/UDP", "SIP/2.0/" + said));
            assertEquals(Transport.UDP, next().transport(), said);
        }
    }

    /** A phone in another LAN behind a NAT may have the very address and port that the node has in its own. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void theSendersViaIsNoLoopWhereItCameFromElsewhere() throws Exception {
        String request = peer.request("INVITE", "l1", "l1", "").replace("127.0.0.1:" + peer.port() + ";rport",
                "127.0.0.1:" + node.getPort() + ";rport");
        sendFromElsewhere(request);
        assertFalse(next().looped());
        sendFromElsewhere(request.replace("z9hG4bKl1", "z9hG4bKl2").replace("Max-Forwards",
                "Via: SIP/2.0/UDP 127.0.0.1:" + node.getPort() + ";branch=z9hG4bKfirst\nMax-Forwards"));
        assertTrue(next().looped(), "it passed the node before");
        peer.send(request.replace("z9hG4bKl1", "z9hG4bKl3"));
        assertTrue(next().looped(), "from the node's own address");
    }

    /** A router that sends it back changes where it comes from. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void whatTheNodeSentItselfIsALoopFromWhereverItComes() throws Exception {
        signaling.send(new OutgoingRequest("INVITE", "sip:bob@127.0.0.1", "own", 1, new NameAddress("", "sip:a@127.0.0.1"),
                "n1", new NameAddress("", "sip:bob@127.0.0.1"), "", 70, List.of(), Optional.of("a"),
                new Hop(peer.address(), Transport.UDP), List.of(), Optional.empty()), this);
        sendFromElsewhere(peer.receive("INVITE").replace("\r\n", "\n"));
        assertTrue(next().looped());
    }

    private void sendFromElsewhere(String request) throws IOException {
        try (var elsewhere = new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.2"), 0))) {
            byte[] bytes = request.replace("\n", "\r\n").getBytes(UTF_8);
            elsewhere.send(new DatagramPacket(bytes, bytes.length, node));
        }
    }
}
