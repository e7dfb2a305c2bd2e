package org.trunkline.sip.jain.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.trunkline.domain.config.Transport;
import org.trunkline.engine.EnginePorts;
import org.trunkline.engine.WheelScheduler;
import org.trunkline.engine.call.CallEngine;
import org.trunkline.engine.port.signaling.RegisterHandler.Reply;
import org.trunkline.engine.port.signaling.Signaling;
import org.trunkline.sip.jain.internal.tls.SipSettings;
import org.trunkline.sip.jain.internal.transport.Endpoints;
import org.trunkline.testkit.Await;
import org.trunkline.testkit.FakeDirectory;
import org.trunkline.testkit.FakeMedia;
import org.trunkline.testkit.RecordingCdrSink;

/** How often the adapter and the engine call each other for a call: each crossing is paid for by every call there is. */
@Timeout(300)
class CrossingsTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final Queue<String> up = new ConcurrentLinkedQueue<>();
    private final Queue<String> down = new ConcurrentLinkedQueue<>();
    private final Queue<Set<String>> way = new ConcurrentLinkedQueue<>();
    private final WheelScheduler clock = new WheelScheduler(() -> 0); // nothing is sent again
    private final FakeDirectory directory = new FakeDirectory();
    private final RecordingCdrSink records = new RecordingCdrSink();
    private Endpoints endpoints;
    private CallEngine engine;
    private Peer alice;
    private Peer bob;

    @BeforeEach
    void open() throws Exception {
        endpoints = new Endpoints(new SipSettings(List.of(LOOPBACK), 0, EnumSet.of(Transport.UDP), 1), clock);
        var signaling = new JainSignaling(endpoints);
        signaling.open();
        engine = new CallEngine(new EnginePorts(counted(signaling), new FakeMedia(), directory, _ -> Reply.of(200, ""), records, clock));
        engine.start();
        String own = endpoints.local(LOOPBACK);
        var node = new InetSocketAddress(LOOPBACK, Integer.parseInt(own.substring(own.lastIndexOf(':') + 1)));
        alice = new Peer(node);
        bob = new Peer(node);
        directory.register("bob", "127.0.0.1:" + bob.port());
    }

    @AfterEach
    void close() {
        engine.stop();
        endpoints.close();
        clock.close();
        alice.close();
        bob.close();
    }

    private Signaling counted(Signaling adapter) {
        return counted(Signaling.class, adapter, down);
    }

    /** The same, and what it calls is noted. */
    private <T> T counted(Class<T> port, T real, Queue<String> calls) {
        return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, (_, method, arguments) -> {
            calls.add(method.getName());
            if (method.getName().equals("send"))
                way.add(stack());
            if (method.getName().equals("attach"))
                arguments[0] = counted(Signaling.Handler.class, (Signaling.Handler) arguments[0], up);
            try {
                return method.invoke(real, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }

    /** The product's classes between the socket and here, outermost first. */
    private static Set<String> stack() {
        return StackWalker.getInstance().walk(frames -> frames.map(StackWalker.StackFrame::getClassName)
                .filter(name -> name.startsWith("org.trunkline.") && !name.contains(CrossingsTest.class.getSimpleName()))
                .map(name -> name.replaceFirst("[$].*", "").replaceFirst(".*[.]", "")).toList()).reversed()
                .stream().collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private String invite() {
        return alice.request("INVITE", "c1", "c1", "Proxy-Authorization: Fake alice\n").replace("Content-Length: 0\n\n", Peer.sdp(4000));
    }

    private void begin() {
        up.clear();
        down.clear();
    }

    @Test
    void anInviteGoesUpAsOneEvent() throws Exception {
        begin();
        alice.send(invite());
        String toBob = bob.receive("INVITE");
        assertEquals(List.of("on"), List.copyOf(up), "the event has all that the engine needs");
        assertEquals(List.of("respond", "send"), List.copyOf(down));
        assertEquals("<sip:alice@" + endpoints.local(LOOPBACK) + ">", Peer.header(toBob, "From").replaceAll(";tag=.*", "").replaceAll("^[^<]*", ""));
    }

    /** Who debugs a call walks through these, from the datagram to the second leg's INVITE (docs/architecture.md). */
    @Test
    void aDatagramIsHandedOnByFewClasses() throws Exception {
        alice.send(invite());
        bob.receive("INVITE");
        assertEquals(List.of("UdpSocket", "DatagramReader", "Reception", "Transactions", "SignalEvents", "JainSignaling", "Switchboard",
                "NewCalls", "CallScope", "Mailbox", "Call", "InviteAdmission", "TargetHunt", "CallForwarding", "ContactForking",
                "Attempt", "Leg"), List.copyOf(way.element()));
    }

    @Test
    void aWholeCall() throws Exception {
        begin();
        alice.send(invite());
        String toBob = bob.receive("INVITE");
        bob.send(Peer.answer(toBob, 180, "b1", ""));
        alice.receive("SIP/2.0 180");
        bob.send(Peer.answer(toBob, 200, "b1", "Contact: <sip:bob@127.0.0.1:" + bob.port() + ">\n")
                .replace("Content-Length: 0\n\n", Peer.sdp(5000)));
        String answer = alice.receive("SIP/2.0 200");
        bob.receive("ACK");
        alice.send(within(answer, "ACK", 1));
        alice.send(within(answer, "BYE", 2));
        alice.receive("SIP/2.0 200", "BYE");
        bob.send(Peer.answer(bob.receive("BYE").replaceAll(";tag=b1", ""), 200, "b1", ""));
        Await.until("the call has its record", () -> !records.ended().isEmpty());
        Await.until("the answer to the BYE was handed up", () -> up.size() >= 6);
        assertEquals(Collections.nCopies(6, "on"), List.copyOf(up), "INVITE, 180, 200, ACK, BYE, 200");
        assertEquals(List.of("acknowledge", "respond", "respond", "respond", "respond", "send", "send"),
                down.stream().sorted().toList(), "100, INVITE, 180, ACK, 200, 200 and BYE");
        assertEquals(13, records.ladders().getFirst().entries().size(), "each message is in the ladder all the same");
    }

    @Test
    void aRegistrationAsksTheRegistrarAlone() throws Exception {
        begin();
        alice.send(alice.request("REGISTER", "r1", "r1", ""));
        alice.receive("SIP/2.0 200");
        assertEquals(List.of("registrar"), List.copyOf(up));
        assertEquals(List.of(), List.copyOf(down));
    }

    private String within(String answer, String method, int cseq) {
        String contact = Peer.header(answer, "Contact").replaceAll("[<>]", "");
        return method + ' ' + contact + " SIP/2.0\nVia: SIP/2.0/UDP 127.0.0.1:" + alice.port()
                + ";rport;branch=z9hG4bK" + method + cseq + "\nMax-Forwards: 70\nFrom: " + Peer.header(answer, "From")
                + "\nTo: " + Peer.header(answer, "To") + "\nCall-ID: " + Peer.header(answer, "Call-ID") + "\nCSeq: "
                + cseq + ' ' + method + "\nContent-Length: 0\n\n";
    }
}
