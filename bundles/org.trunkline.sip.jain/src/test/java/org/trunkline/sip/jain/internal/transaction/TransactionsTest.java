package org.trunkline.sip.jain.internal.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
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
import org.trunkline.sip.jain.internal.transport.Endpoints;

/** Timers and matching of RFC 3261 §17 over UDP, against a bare socket. */
@Timeout(300)
class TransactionsTest {
    private final ReceivedEvents events = new ReceivedEvents();
    private final AtomicLong ahead = new AtomicLong();
    private final WheelScheduler clock = new WheelScheduler(() -> System.nanoTime() + ahead.get());
    private Endpoints endpoints;
    private JainSignaling signaling;
    private Peer peer;

    @BeforeEach
    void open() throws Exception {
        var loopback = InetAddress.getLoopbackAddress();
        endpoints = new Endpoints(new SipSettings(List.of(loopback), 0, EnumSet.of(Transport.UDP), 1), clock);
        signaling = new JainSignaling(endpoints);
        signaling.open();
        signaling.attach(events);
        peer = new Peer(ReceivedEvents.address(endpoints));
    }

    @AfterEach
    void close() {
        peer.close();
        endpoints.close();
    }

    private <T extends SignalEvent> T next(Class<T> kind) throws InterruptedException {
        return events.next(kind);
    }

    /** Timers come up sooner by this much. */
    private void pass(Duration time) {
        ahead.addAndGet(time.toNanos());
        clock.after(Duration.ZERO, () -> {}); // it sees that time has leapt
    }

    private OutgoingRequest request(String method) {
        return new OutgoingRequest(method, "sip:bob@127.0.0.1", "out", 1, new NameAddress("", "sip:a@127.0.0.1"), "n1",
                new NameAddress("", "sip:bob@127.0.0.1"), "t1", 70, List.of(), Optional.empty(),
                new Hop(peer.address(), Transport.UDP), List.of(), Optional.empty());
    }

    /** RFC 3261 §17.2.1: timer G until the ACK, and the ACK goes no further. */
    @Test
    void aRefusalIsRepeatedUntilItsAck() throws Exception {
        String invite = peer.request("INVITE", "g", "g", "");
        peer.send(invite);
        signaling.respond(next(SignalEvent.Request.class).transaction(), OutgoingResponse.of(486, "t1"));
        String refusal = peer.receive("SIP/2.0 486");
        assertEquals(refusal, peer.receive("SIP/2.0 486"), "timer G");
        peer.send(invite);
        assertEquals(refusal, peer.receive("SIP/2.0 486"));
        peer.send(peer.request("ACK", "g", "g", "").replace("1 INVITE", "1 ACK"));
        peer.send(peer.request("OPTIONS", "after", "after", ""));
        assertEquals("OPTIONS", next(SignalEvent.Request.class).request().method(), "the ACK made no event");
    }

    /** RFC 3261 §17.1.1.2 and §17.1.2.2: timers A and E. */
    @Test
    void requestsAreRepeatedUntilSomethingComes() throws Exception {
        signaling.send(request("BYE"), this);
        String bye = peer.receive("BYE");
        assertEquals(bye, peer.receive("BYE"), "timer E");
        peer.send(Peer.answer(bye, 200, "x", "").replace("From: <sip:a@127.0.0.1>;tag=n1", "From: <sip:a@x>;tag=no"));
        peer.send(Peer.answer(bye, 200, "x", "").replace(";tag=t1;tag=x", ";tag=t1"));
        var answer = next(SignalEvent.Response.class).response();
        assertEquals(200, answer.status());
        assertEquals("n1", answer.fromTag(), "that of another dialog was none");
    }

    /** RFC 3261 §17.1.2.2: T2 between two once there was a provisional one, and timer F counts from the beginning. */
    @Test
    void aRequestInProgressIsRepeatedEachFourSecondsAndGivenUpAfter32() throws Exception {
        signaling.send(request("BYE"), this);
        peer.send(Peer.answer(peer.receive("BYE"), 100, "x", "").replace(";tag=t1;tag=x", ";tag=t1"));
        assertEquals(100, next(SignalEvent.Response.class).response().status());
        pass(Timers.T1);
        for (int repeated = 1; repeated <= 8; repeated++) {
            peer.receive("BYE");
            pass(Timers.T2);
        }
        next(SignalEvent.NoResponse.class);
    }

    /** RFC 3261 §17.1.1.2: a final response that comes again is acknowledged again. */
    @Test
    void everyRefusalIsAcknowledged() throws Exception {
        signaling.send(request("INVITE"), this);
        String busy = Peer.answer(peer.receive("INVITE"), 486, "x", "");
        peer.send(busy);
        String ack = peer.receive("ACK");
        peer.send(busy);
        assertEquals(ack, peer.receive("ACK"));
        assertEquals(486, next(SignalEvent.Response.class).response().status());
        assertTrue(events.isEmpty());
    }

    /** RFC 3261 §17.2.3: without the magic cookie the whole of the request identifies it. */
    @Test
    void oldBranchesMatchToo() throws Exception {
        String invite = old(peer.request("INVITE", "old", "x", ""));
        peer.send(invite);
        var event = next(SignalEvent.Request.class);
        signaling.respond(event.transaction(), OutgoingResponse.of(180, "t1"));
        String ringing = peer.receive("SIP/2.0 180");
        peer.send(invite);
        assertEquals(ringing, peer.receive("SIP/2.0 180"), "the same transaction");
        peer.send(old(peer.request("INVITE", "other", "x", "")));
        assertEquals("other", next(SignalEvent.Request.class).request().callId(), "the same Via, another call");
        peer.send(old(peer.request("CANCEL", "old", "x", "")));
        assertEquals(event.transaction(), next(SignalEvent.Cancel.class).invite());
    }

    private static String old(String message) {
        return message.replaceFirst(";branch=z9hG4bK\\w+", "");
    }

    /** RFC 3261 §9.2: a CANCEL that crosses the final answer changes nothing. */
    @Test
    void aCancelMayComeTooLate() throws Exception {
        peer.send(peer.request("INVITE", "late", "late", ""));
        var event = next(SignalEvent.Request.class);
        signaling.respond(event.transaction(), OutgoingResponse.of(200, "t1"));
        peer.receive("SIP/2.0 200");
        peer.send(peer.request("CANCEL", "late", "late", ""));
        assertTrue(peer.receive("SIP/2.0 200").contains("1 CANCEL"));
        assertTrue(events.isEmpty());
    }

    /** RFC 3261 §18.2.2: without rport the answer goes to the port of the Via. */
    @Test
    void answersGoWhereTheViaSays() throws Exception {
        try (var other = new Peer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 9))) {
            peer.send(peer.request("OPTIONS", "via", "via", "").replace(peer.port() + ";rport", other.port() + ""));
            signaling.respond(next(SignalEvent.Request.class).transaction(), OutgoingResponse.of(200, "t1"));
            assertTrue(other.receive("SIP/2.0 200").contains("Call-ID: via"));
        }
    }
}
