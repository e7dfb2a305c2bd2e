package org.trunkline.sip.jain.internal.transaction;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
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
import org.trunkline.sip.jain.internal.ReceivedEvents;
import org.trunkline.sip.jain.internal.tls.SipSettings;
import org.trunkline.sip.jain.internal.transport.ConnectionsTest;
import org.trunkline.sip.jain.internal.transport.Endpoints;
import org.trunkline.testkit.Await;
import org.trunkline.testkit.SampleAdmission;

/** Timers of RFC 3261 §17 over what is reliable, and where responses go (§18.2.2). */
@Timeout(300)
class StreamTransactionsTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final ReceivedEvents events = new ReceivedEvents();
    private final AtomicLong ahead = new AtomicLong();
    private final WheelScheduler clock = new WheelScheduler(() -> System.nanoTime() + ahead.get());
    private Endpoints endpoints;
    private JainSignaling signaling;
    private Socket phone;

    @BeforeEach
    void open() throws Exception {
        endpoints = new Endpoints(new SipSettings(List.of(LOOPBACK), 0, EnumSet.of(Transport.UDP, Transport.TCP), 1), clock);
        signaling = new JainSignaling(endpoints);
        signaling.open();
        signaling.attach(events);
        signaling.admission(SampleAdmission.registered(LOOPBACK));
        phone = new Socket(LOOPBACK, ReceivedEvents.address(endpoints).getPort());
        phone.setSoTimeout(60_000);
    }

    @AfterEach
    void close() throws IOException {
        phone.close();
        endpoints.close();
    }

    private <T extends SignalEvent> T next(Class<T> kind) throws InterruptedException {
        return events.next(kind);
    }

    private void pass(Duration time) {
        ahead.addAndGet(time.toNanos());
        clock.after(Duration.ZERO, () -> {}); // it sees that time has leapt
    }

    private void say(String method, String id, int viaPort) throws IOException {
        phone.getOutputStream().write((method + " sip:bob@127.0.0.1 SIP/2.0\nVia: SIP/2.0/TCP 127.0.0.1:" + viaPort + ";branch=z9hG4bK"
                + id + "\nMax-Forwards: 70\nFrom: <sip:a@127.0.0.1>;tag=1\nTo: <sip:bob@127.0.0.1>\nCall-ID: " + id + "\nCSeq: 1 "
                + method + "\nContact: <sip:a@127.0.0.1>\nContent-Length: 0\n\n").replace("\n", "\r\n").getBytes(UTF_8));
    }

    private String hear() throws IOException {
        return ConnectionsTest.message(phone.getInputStream());
    }

    @Test
    void nothingIsSentAgainOverAConnection() throws Exception {
        say("INVITE", "busy", 5070);
        signaling.respond(next(SignalEvent.Request.class).transaction(), OutgoingResponse.of(486, "t1"));
        assertTrue(hear().startsWith("SIP/2.0 486"));
        var hop = new Hop((InetSocketAddress) phone.getLocalSocketAddress(), Transport.TCP);
        signaling.send(new OutgoingRequest("BYE", "sip:a@127.0.0.1", "out", 1, new NameAddress("", "sip:b@127.0.0.1"), "n1",
                new NameAddress("", "sip:a@127.0.0.1"), "t1", 70, List.of(), Optional.empty(), hop, List.of(), Optional.empty()), this);
        assertTrue(hear().startsWith("BYE "));
        pass(Timers.LIMIT.plusSeconds(1)); // timers A, E and G would have come up
        next(SignalEvent.NoResponse.class);
        say("OPTIONS", "after", 5070);
        signaling.respond(next(SignalEvent.Request.class).transaction(), OutgoingResponse.of(200, "t2"));
        assertTrue(hear().contains("Call-ID: after"), "nothing came between");
        Await.until("no transaction is left", // the thread that answered removes it after the answer was sent
                () -> signaling.transactions().tables().stream().mapToLong(table -> table.used()).sum() == 0);
    }

    /** RFC 6026 §7.1: the INVITE's transaction is there until nothing of it can come any more. */
    @Test
    void aCancelAfterTheAnswerIsTooLate() throws Exception {
        say("INVITE", "late", 5070);
        signaling.respond(next(SignalEvent.Request.class).transaction(), OutgoingResponse.of(200, "t1"));
        assertTrue(hear().startsWith("SIP/2.0 200"));
        say("CANCEL", "late", 5070);
        String answer = hear();
        assertTrue(answer.startsWith("SIP/2.0 200") && answer.contains("1 CANCEL"), answer);
        assertTrue(events.isEmpty());
    }

    @Test
    void anAnswerWhoseConnectionIsGoneOpensAnotherToAKnownPeer() throws Exception {
        try (var listening = new ServerSocket(0, 5, LOOPBACK)) {
            listening.setSoTimeout(60_000);
            say("INVITE", "gone", listening.getLocalPort());
            var transaction = next(SignalEvent.Request.class).transaction();
            var hop = new Hop((InetSocketAddress) phone.getLocalSocketAddress(), Transport.TCP);
            phone.close();
            Await.until("the node saw it", () -> !endpoints.connected(hop));
            signaling.respond(transaction, OutgoingResponse.of(486, "t1"));
            try (var back = listening.accept()) {
                String answer = ConnectionsTest.message(back.getInputStream());
                assertTrue(answer.startsWith("SIP/2.0 486") && answer.contains("Call-ID: gone"), answer);
            }
        }
    }
}
