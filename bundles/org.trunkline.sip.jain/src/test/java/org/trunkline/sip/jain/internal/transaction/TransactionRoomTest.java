package org.trunkline.sip.jain.internal.transaction;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
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
import org.junit.jupiter.params.provider.EnumSource;
import org.trunkline.domain.config.Transport;
import org.trunkline.engine.WheelScheduler;
import org.trunkline.engine.port.signaling.Hop;
import org.trunkline.engine.port.signaling.NameAddress;
import org.trunkline.engine.port.signaling.OutgoingRequest;
import org.trunkline.engine.port.signaling.OutgoingResponse;
import org.trunkline.engine.port.signaling.SignalEvent;
import org.trunkline.sip.jain.internal.JainSignaling;
import org.trunkline.sip.jain.internal.Peer;
import org.trunkline.sip.jain.internal.ReceivedEvents;
import org.trunkline.sip.jain.internal.tls.SipSettings;
import org.trunkline.sip.jain.internal.transport.ConnectionsTest;
import org.trunkline.sip.jain.internal.transport.Endpoints;
import org.trunkline.sip.jain.internal.wire.BorderLimits;
import org.trunkline.testkit.Await;
import org.trunkline.testkit.SampleAdmission;

/** Tables of transactions that are full: new calls are refused, those in progress go on (RFC 3261 §8.2.7, §21.5.4). */
@Timeout(300)
class TransactionRoomTest {
    private static final int MOST = 4;
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final ReceivedEvents events = new ReceivedEvents();
    private Endpoints endpoints;
    private JainSignaling signaling;
    private Peer peer;
    private Socket connection;

    @BeforeEach
    void open() throws Exception {
        var d = BorderLimits.DEFAULT;
        var few = new BorderLimits(d.messageBytes(), d.headers(), d.headerBytes(), d.parse(), d.newPerSecond(), d.failures(),
                d.challenges(), d.block(), d.sources(), d.connections(), MOST, d.handshakes(), d.scanners());
        endpoints = new Endpoints(new SipSettings(List.of(LOOPBACK), 0, EnumSet.of(Transport.UDP, Transport.TCP), 1, few),
                new WheelScheduler(() -> 0)); // no timer comes up
        signaling = new JainSignaling(endpoints);
        signaling.open();
        signaling.attach(events);
        signaling.admission(SampleAdmission.emergency("112"));
        var node = ReceivedEvents.address(endpoints);
        peer = new Peer(node);
        connection = new Socket(node.getAddress(), node.getPort());
        connection.setSoTimeout(60_000);
    }

    @AfterEach
    void close() throws IOException {
        connection.close();
        peer.close();
        endpoints.close();
    }

    private <T extends SignalEvent> T next(Class<T> kind) throws InterruptedException {
        return events.next(kind);
    }

    private long used(String table) {
        return signaling.transactions().tables().stream().filter(t -> t.name().equals(table))
                .findFirst().orElseThrow().used();
    }

    private long refused() {
        return endpoints.guard().refusals().of("transactions-full");
    }

    private String request(String method, String id, Transport over) {
        return peer.request(method, id, id, "").replace("SIP/2.0/UDP", "SIP/2.0/" + over.name());
    }

    private void say(String message, Transport over) throws IOException {
        if (over == Transport.UDP)
            peer.send(message);
        else
            connection.getOutputStream().write(message.replace("\n", "\r\n").getBytes(UTF_8));
    }

    private String hear(Transport over, String start) throws IOException {
        return over == Transport.UDP ? peer.receive(start) : ConnectionsTest.message(connection.getInputStream());
    }

    @ParameterizedTest
    @EnumSource(names = {"UDP", "TCP"})
    void callsThatComeAreRefusedAndWhatBelongsToOthersIsNot(Transport over) throws Exception {
        String table = "server-transactions";
        for (int i = 0; i < MOST; i++) {
            say(request("INVITE", "c" + i, over), over);
            next(SignalEvent.Request.class);
        }
        assertEquals(MOST, used(table));
        say(request("INVITE", "more", over), over);
        String refusal = hear(over, "SIP/2.0 503");
        assertTrue(refusal.startsWith("SIP/2.0 503 Service Unavailable") && refusal.contains("Call-ID: more"), refusal);
        assertTrue(Integer.parseInt(Peer.header(refusal, "Retry-After").strip()) >= 2);
        assertEquals(MOST, used(table), "without a transaction");
        assertEquals(1, refused());
        say(request("ACK", "more", over).replace("To: <sip:bob@127.0.0.1>", "To: " + Peer.header(refusal, "To").strip()), over);
        say(request("BYE", "b", over).replace("To: <sip:bob@127.0.0.1>", "To: <sip:bob@127.0.0.1>;tag=known"), over);
        assertEquals("BYE", next(SignalEvent.Request.class).request().method(), "the ACK made no event");
        say(request("INVITE", "help", over).replace("sip:bob@127.0.0.1 ", "sip:112@127.0.0.1 "), over);
        var emergency = next(SignalEvent.Request.class);
        assertEquals("help", emergency.request().callId());
        signaling.respond(emergency.transaction(), OutgoingResponse.of(486, "t"));
    }

    @ParameterizedTest
    @EnumSource(names = {"UDP", "TCP"})
    void atTwiceAsManyNothingIsTakenAnyMore(Transport over) throws Exception {
        for (int i = 0; i < 2 * MOST; i++) {
            say(request("INVITE", "c" + i, over).replace("sip:bob@127.0.0.1 ", "sip:112@127.0.0.1 "), over);
            next(SignalEvent.Request.class);
        }
        say(request("OPTIONS", "o", over), over);
        assertTrue(hear(over, "SIP/2.0 503").contains("Call-ID: o"));
        assertEquals(1, refused());
        assertTrue(events.isEmpty());
    }

    private static OutgoingRequest outgoing(String method, String toTag, InetSocketAddress to, Transport over, int cseq) {
        return new OutgoingRequest(method, "sip:bob@127.0.0.1", "out", cseq, new NameAddress("", "sip:a@127.0.0.1"), "n1",
                new NameAddress("", "sip:bob@127.0.0.1"), toTag, 70, List.of(), Optional.of("a"), new Hop(to, over), List.of(),
                Optional.empty());
    }

    /** Their targets say nothing, so that the requests wait. */
    @ParameterizedTest
    @EnumSource(names = {"UDP", "TCP"})
    void whereTheNodesOwnWaitNewCallsAreRefusedAndDialogsCanBeEnded(Transport over) throws Exception {
        String table = "client-transactions";
        try (var mute = new ServerSocket(0, 5, LOOPBACK)) {
            var to = over == Transport.UDP ? peer.address() : (InetSocketAddress) mute.getLocalSocketAddress();
            for (int i = 0; i < MOST; i++)
                signaling.send(outgoing("INVITE", "", to, over, i + 1), "owner");
            Await.until("all wait", () -> used(table) == MOST);
            say(request("INVITE", "more", Transport.TCP), Transport.TCP);
            assertTrue(hear(Transport.TCP, "").contains("Call-ID: more"));
            say(request("INVITE", "more", Transport.UDP), Transport.UDP);
            peer.receive("SIP/2.0 503");
            assertEquals(2, refused());

            for (int i = 0; i < MOST / 2; i++)
                signaling.send(outgoing("INVITE", "", to, over, 10 + i), "a call let in before");
            Await.until("so do these", () -> used(table) == MOST + MOST / 2);
            signaling.send(outgoing("INVITE", "", to, over, 20), "one too many");
            assertEquals("one too many", next(SignalEvent.NotSent.class).transaction().owner(), "another trunk is tried");
            assertEquals(3, refused());

            for (int i = 0; i < MOST / 2; i++)
                signaling.send(outgoing("BYE", "t1", to, over, 30 + i), "in progress");
            Await.until("hung up", () -> used(table) == 2 * MOST);
            assertTrue(events.isEmpty());
            signaling.send(outgoing("BYE", "t1", to, over, 40), "the ceiling");
            assertEquals("the ceiling", next(SignalEvent.NotSent.class).transaction().owner());
            signaling.acknowledge(outgoing("ACK", "t1", to, over, 1));
            assertEquals(2 * MOST, used(table), "an ACK needs none");
        }
    }

    /** Timer D keeps the ACK for 32 s: at 1,600 refused calls a second that alone would fill the table. */
    @Test
    void whatWasRefusedTakesNoRoom() throws Exception {
        for (int i = 0; i < MOST; i++) {
            signaling.send(outgoing("INVITE", "", peer.address(), Transport.UDP, i + 1), "owner");
            String busy = Peer.answer(peer.receive("INVITE", "CSeq: " + (i + 1) + ' '), 486, "x", "");
            peer.send(busy);
            next(SignalEvent.Response.class);
            peer.receive("ACK");
            peer.send(busy);
            peer.receive("ACK");
        }
        assertEquals(0, used("client-transactions"));
        assertFalse(signaling.busy().isPresent());
    }
}
