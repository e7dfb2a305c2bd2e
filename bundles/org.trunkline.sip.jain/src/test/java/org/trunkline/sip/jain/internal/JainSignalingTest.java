package org.trunkline.sip.jain.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.trunkline.domain.config.Transport;
import org.trunkline.engine.WheelScheduler;
import org.trunkline.engine.port.signaling.Body;
import org.trunkline.engine.port.signaling.Header;
import org.trunkline.engine.port.signaling.Hop;
import org.trunkline.engine.port.signaling.IncomingMessage;
import org.trunkline.engine.port.signaling.NameAddress;
import org.trunkline.engine.port.signaling.OutOfDialog;
import org.trunkline.engine.port.signaling.OutgoingRequest;
import org.trunkline.engine.port.signaling.OutgoingResponse;
import org.trunkline.engine.port.signaling.RegisterHandler;
import org.trunkline.engine.port.signaling.SignalEvent;
import org.trunkline.engine.port.signaling.Signaling;
import org.trunkline.engine.port.signaling.Signaling.ServerTransaction;
import org.trunkline.engine.port.signaling.Transmission;
import org.trunkline.engine.port.signaling.WireMessage;
import org.trunkline.sip.jain.internal.tls.SignalingException;
import org.trunkline.sip.jain.internal.tls.SipSettings;
import org.trunkline.sip.jain.internal.transport.Endpoints;

/** The adapter against bare sockets. */
@Timeout(300)
class JainSignalingTest {
    private final BlockingQueue<SignalEvent> events = new ArrayBlockingQueue<>(1000);
    private final ConcurrentLinkedQueue<WireMessage> ladder = new ConcurrentLinkedQueue<>();
    private final BlockingQueue<RegisterHandler.Register> registers = new ArrayBlockingQueue<>(10);
    private int port;
    private Endpoints endpoints;
    private JainSignaling signaling;
    private Peer peer;

    @BeforeEach
    void open() throws Exception {
        var loopback = InetAddress.getLoopbackAddress();
        endpoints = new Endpoints(settings(0), new WheelScheduler(() -> 0)); // nothing is sent again for a slow machine
        signaling = new JainSignaling(endpoints);
        signaling.open();
        String own = endpoints.local(loopback);
        port = Integer.parseInt(own.substring(own.lastIndexOf(':') + 1));
        signaling.attach(new Signaling.Handler() {
            @Override
            public boolean on(SignalEvent event) {
                message(event).ifPresent(message -> ladder.add(message.wire()));
                events.add(event);
                return true;
            }

            @Override
            public void passed(WireMessage message) {
                ladder.add(message);
            }

            @Override
            public RegisterHandler registrar() {
                return request -> {
                    registers.add(request);
                    if (request.contacts().getFirst().uri().startsWith("sips:"))
                        return RegisterHandler.Reply.warned(480, "380 trunkline \"SIPS Not Allowed\"");
                    return new RegisterHandler.Reply(200, "", List.of(),
                            List.of(new RegisterHandler.Reply.Bound(request.contacts().getFirst().uri(), 300, Optional.of(0.25f))),
                            OptionalInt.empty());
                };
            }
        });
        peer = new Peer(new InetSocketAddress(loopback, port));
    }

    @AfterEach
    void close() {
        peer.close();
        endpoints.close();
    }

    private static Optional<IncomingMessage> message(SignalEvent event) {
        return switch (event) {
            case SignalEvent.Request(var _, var request) -> Optional.of(request);
            case SignalEvent.Ack(var request) -> Optional.of(request);
            case SignalEvent.Cancel(var _, var _, var request) -> Optional.of(request);
            case SignalEvent.Response(var _, var response) -> Optional.of(response);
            case SignalEvent.LateSuccess(var response) -> Optional.of(response);
            case SignalEvent.NoResponse _, SignalEvent.NotSent _ -> Optional.empty();
        };
    }

    /** As the engine keeps its ladder: of what it sends it has the bytes from this. */
    private Transmission respond(ServerTransaction transaction, OutgoingResponse response) {
        var sent = signaling.respond(transaction, response);
        ladder.add(sent.wire().orElseThrow());
        return sent;
    }

    private Stream<WireMessage> inOrder() {
        return ladder.stream().sorted(Comparator.comparing(WireMessage::at));
    }

    private List<String> labels() {
        return inOrder().map(WireMessage::label).toList();
    }

    private static SipSettings settings(int port) {
        return new SipSettings(List.of(InetAddress.getLoopbackAddress()), port, EnumSet.of(Transport.UDP, Transport.TCP), 1);
    }

    private <T extends SignalEvent> T next(Class<T> kind) throws InterruptedException {
        var event = events.poll(60, SECONDS);
        assertNotNull(event, "no event came");
        return assertInstanceOf(kind, event);
    }

    private OutgoingRequest invite(String callId, Hop hop) {
        return new OutgoingRequest("INVITE", "sip:bob@127.0.0.1:" + peer.port(), callId, 1,
                new NameAddress("Alice", "sip:alice@127.0.0.1"), "n1", new NameAddress("", "sip:bob@127.0.0.1"), "",
                69, List.of("<sip:127.0.0.1:" + peer.port() + ";lr>"), Optional.of("alice"), hop,
                List.of(new Header("X-One", "1"), new Header("X-One", "2")),
                Optional.of(Body.sdp("v=0\r\n")));
    }

    /** RFC 4579 §5.1: the node's Contact within the dialog of a conference. */
    @Test
    void aRequestOfAConferenceSaysSo() throws Exception {
        var like = invite("focus-1", hop());
        signaling.send(new OutgoingRequest("UPDATE", like.requestUri(), "focus-1", 2, like.from(), "n1", like.to(), "p1", 70, like.routes(),
                Optional.of("8000"), hop(), List.of(), Optional.empty(), true), new Object());
        assertEquals("<sip:8000@127.0.0.1:" + port + ">;isfocus", Peer.header(peer.receive("UPDATE "), "Contact"));
    }

    private Hop hop() {
        return new Hop(peer.address(), Transport.UDP);
    }

    @Test
    void anInviteIsReadAnsweredAndAcknowledged() throws Exception {
        peer.send(peer.request("INVITE", "in-1", "b1", "k: timer\nSupported: replaces,\n  path\nX-Odd: a\n"));
        var event = next(SignalEvent.Request.class);
        var request = event.request();
        assertEquals("INVITE", request.method());
        assertEquals(new NameAddress("A \"x\"", "sip:alice@127.0.0.1"), request.from());
        assertEquals("a1", request.fromTag());
        assertEquals("", request.toTag());
        assertEquals(List.of("timer", "replaces, path"), request.headers("Supported"));
        assertTrue(request.lists("supported", "path"));
        assertEquals(Optional.of("a"), request.header("x-odd"));
        assertEquals(peer.address(), request.source());
        assertEquals(70, request.maxForwards());

        respond(event.transaction(), OutgoingResponse.of(100, ""));
        assertTrue(peer.receive("SIP/2.0 100").contains("rport=" + peer.port()));
        var sending = respond(event.transaction(), new OutgoingResponse(200, "", "t1", Optional.of("bob"),
                List.of(new Header("Allow", "INVITE")), Optional.of(Body.sdp("v=0\r\n"))));
        String ok = peer.receive("SIP/2.0 200");
        assertEquals("<sip:bob@127.0.0.1>;tag=t1", Peer.header(ok, "To"));
        assertEquals("<sip:bob@127.0.0.1:" + port + ">", Peer.header(ok, "Contact"));
        assertTrue(ok.endsWith("\r\n\r\nv=0\r\n"), ok);
        sending.again();
        assertEquals(ok, peer.receive("SIP/2.0 200"));

        peer.send(peer.request("ACK", "in-1", "b2", "").replace("To: <sip:bob@127.0.0.1>",
                "To: <sip:bob@127.0.0.1>;tag=t1"));
        assertEquals("t1", next(SignalEvent.Ack.class).request().toTag());
        assertEquals(List.of("INVITE", "100 Trying", "200 OK", "200 OK", "ACK"),
                labels());
        assertEquals(ok, new String(inOrder().skip(2).findFirst().orElseThrow().bytes(), UTF_8));
    }

    @Test
    void aRetransmittedInviteMakesNoSecondEventButALadderEntry() throws Exception {
        String invite = peer.request("INVITE", "in-2", "b3", "");
        peer.send(invite);
        var event = next(SignalEvent.Request.class);
        respond(event.transaction(), OutgoingResponse.of(180, "t1"));
        peer.receive("SIP/2.0 180");
        peer.send(invite);
        peer.receive("SIP/2.0 180"); // the transaction repeats it
        assertEquals(0, events.size());
        assertEquals(List.of("INVITE", "180 Ringing", "INVITE", "180 Ringing"),
                labels());
    }

    @Test
    void anInviteGoesOutAndItsAnswersComeBack() throws Exception {
        var owner = new Object();
        signaling.send(invite("out-1", hop()), owner);
        String invite = peer.receive("INVITE sip:bob@127.0.0.1:" + peer.port());
        assertEquals("<sip:alice@127.0.0.1:" + port + ">", Peer.header(invite, "Contact"));
        assertEquals("\"Alice\" <sip:alice@127.0.0.1>;tag=n1", Peer.header(invite, "From"));
        assertEquals(2, invite.split("X-One: ").length - 1);
        assertTrue(invite.endsWith("\r\nContent-Length: 5\r\n\r\nv=0\r\n"), invite);

        peer.send(Peer.answer(invite, 180, "p1", ""));
        var ringing = next(SignalEvent.Response.class);
        assertEquals(180, ringing.response().status());
        assertEquals(owner, ringing.transaction().owner());
        String ok = Peer.answer(invite, 200, "p1", "Contact: <sip:bob@127.0.0.1:" + peer.port() + ">\n");
        peer.send(ok);
        assertEquals("p1", next(SignalEvent.Response.class).response().toTag());
        peer.send(ok);
        assertEquals(200, next(SignalEvent.LateSuccess.class).response().status());
        peer.send(Peer.answer(invite, 200, "p2", "Contact: <sip:bob@127.0.0.1:" + peer.port() + ">\n"));
        assertEquals("p2", next(SignalEvent.LateSuccess.class).response().toTag());

        var ack = invite("out-1", hop());
        signaling.acknowledge(new OutgoingRequest("ACK", ack.requestUri(), ack.callId(), 1, ack.from(), "n1", ack.to(),
                "p1", 70, List.of(), Optional.empty(), hop(), List.of(), Optional.empty())).again();
        assertEquals(peer.receive("ACK"), peer.receive("ACK"));
    }

    @Test
    void aRefusalIsAcknowledgedByTheStackAndShownInTheLadder() throws Exception {
        ladder.add(signaling.send(invite("out-2", hop()), this).wire().orElseThrow());
        String invite = peer.receive("INVITE");
        peer.send(Peer.answer(invite, 486, "p1", ""));
        assertEquals(486, next(SignalEvent.Response.class).response().status());
        String ack = peer.receive("ACK");
        assertTrue(Peer.header(ack, "To").endsWith("tag=p1"));
        assertEquals(List.of("INVITE", "486 Whatever", "ACK"), labels());
        assertEquals(ack, new String(inOrder().skip(2).findFirst().orElseThrow().bytes(), UTF_8));
    }

    /** Else a name server that is slow would hold up all who call: a Contact may say anything. */
    @Test
    void whatLooksLikeAnAddressAsksNobody() {
        for (String host : List.of("300.1.1.1", "1.2.3.4.5", "[::g]", "x:y", "...")) {
            var result = new CompletableFuture<Optional<Hop>>();
            signaling.resolve(host, 5060, Transport.UDP, result::complete);
            assertEquals(Optional.empty(), result.getNow(Optional.of(new Hop(peer.address(), Transport.UDP))), host);
        }
        var result = new CompletableFuture<Optional<Hop>>();
        signaling.resolve("[::1]", 5062, Transport.UDP, result::complete);
        assertEquals(new InetSocketAddress("::1", 5062), result.join().orElseThrow().address());
    }

    @Test
    void cancelGoesOutOnTheInvitesBranch() throws Exception {
        var transaction = signaling.send(invite("out-3", hop()), this);
        String invite = peer.receive("INVITE");
        peer.send(Peer.answer(invite, 180, "p1", ""));
        next(SignalEvent.Response.class);
        signaling.cancel(transaction, List.of(new Header("Reason", "SIP;cause=200")));
        String cancel = peer.receive("CANCEL");
        assertEquals(Peer.header(invite, "Via"), Peer.header(cancel, "Via"));
        assertEquals("1 CANCEL", Peer.header(cancel, "CSeq"));
        assertEquals("SIP;cause=200", Peer.header(cancel, "Reason"));
        peer.send(Peer.answer(cancel, 200, "p1", ""));
        peer.send(Peer.answer(invite, 487, "p1", ""));
        assertEquals(487, next(SignalEvent.Response.class).response().status());
        peer.receive("ACK");
        assertEquals(0, events.size());
    }

    @Test
    void cancelComesInForItsInvite() throws Exception {
        peer.send(peer.request("INVITE", "in-3", "b5", ""));
        var event = next(SignalEvent.Request.class);
        event.transaction().own("call");
        signaling.respond(event.transaction(), OutgoingResponse.of(180, "t1"));
        peer.send(peer.request("CANCEL", "in-3", "b5", ""));
        var cancel = next(SignalEvent.Cancel.class);
        assertEquals(Optional.of("call"), cancel.invite().owner());
        signaling.respond(cancel.transaction(), OutgoingResponse.of(200, "t1"));
        signaling.respond(cancel.invite(), OutgoingResponse.of(487, "t1"));
        assertEquals("1 CANCEL", Peer.header(peer.receive("SIP/2.0 200"), "CSeq"));
        peer.receive("SIP/2.0 487");
    }

    /** RFC 3261 §9.2, §17.2.3: who has no branch is matched by all the rest. */
    @ParameterizedTest
    @EnumSource(names = {"UDP", "TCP"})
    void aCancelOfOldPeersIsFoundWithoutABranch(Transport over) throws Exception {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(60_000);
            for (String branch : List.of("", ";branch=old.1")) {
                String id = "old" + branch.length();
                say(socket, over, id, "INVITE", branch);
                var event = next(SignalEvent.Request.class);
                event.transaction().own(id);
                signaling.respond(event.transaction(), OutgoingResponse.of(180, "t1"));
                assertTrue(hear(socket, over).startsWith("SIP/2.0 180"));
                say(socket, over, id, "CANCEL", branch);
                var cancel = next(SignalEvent.Cancel.class);
                assertEquals(Optional.of(id), cancel.invite().owner());
                signaling.respond(cancel.transaction(), OutgoingResponse.of(200, "t1"));
                assertTrue(hear(socket, over).startsWith("SIP/2.0 200"));
                signaling.respond(cancel.invite(), OutgoingResponse.of(487, "t1"));
                assertTrue(hear(socket, over).startsWith("SIP/2.0 487"));
                say(socket, over, id, "ACK", branch);
            }
            say(socket, over, "none", "CANCEL", "");
            assertTrue(hear(socket, over).startsWith("SIP/2.0 481"));
        }
    }

    private void say(Socket socket, Transport over, String id, String method, String branch) throws Exception {
        String message = peer.request(method, id, id, "").replace(";branch=z9hG4bK" + id, branch);
        if (over == Transport.UDP)
            peer.send(message);
        else
            socket.getOutputStream().write(message.replace("SIP/2.0/UDP", "SIP/2.0/TCP").replace("\n", "\r\n").getBytes(UTF_8));
    }

    private String hear(Socket socket, Transport over) throws Exception {
        return over == Transport.UDP ? peer.receive() : read(socket);
    }

    /** RFC 5630 §8: with the words of the registrar, by the quick way and the other one. */
    @ParameterizedTest
    @EnumSource(names = {"UDP", "TCP"})
    void aRefusedRegistrationBearsItsWarning(Transport over) throws Exception {
        String register = peer.request("REGISTER", "sips", "sips", "").replace("Contact: <sip:", "Contact: <sips:");
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(60_000);
            if (over == Transport.UDP)
                peer.send(register);
            else
                socket.getOutputStream().write(register.replace("SIP/2.0/UDP", "SIP/2.0/TCP").replace("\n", "\r\n").getBytes(UTF_8));
            String answer = hear(socket, over);
            assertTrue(answer.startsWith("SIP/2.0 480 Temporarily Unavailable"), answer);
            assertEquals("380 trunkline \"SIPS Not Allowed\"", Peer.header(answer, "Warning").strip());
        }
    }

    @Test
    void aCancelOfNothingIs481() throws Exception {
        peer.send(peer.request("CANCEL", "in-4", "b6", ""));
        peer.receive("SIP/2.0 481");
        assertEquals(0, events.size());
    }

    @Test
    void registerGoesToTheRegistrar() throws Exception {
        peer.send(peer.request("REGISTER", "reg-1", "b7", "Expires: 120\nAuthorization: Digest username=\"a\"\nUser-Agent: Phone 1\n")
                .replace("127.0.0.1:" + peer.port() + ">", "10.9.8.7:5070;transport=udp>;expires=60;q=0.5"));
        var register = registers.poll(60, SECONDS);
        assertEquals("bob", register.toUser());
        assertEquals("sip:alice@10.9.8.7:5070;transport=udp", register.contacts().getFirst().uri());
        assertEquals(OptionalInt.of(60), register.contacts().getFirst().expires());
        assertEquals(OptionalInt.of(120), register.expires());
        assertEquals(List.of("Digest username=\"a\""), register.authorization());
        assertTrue(register.behindNat());
        assertEquals("Phone 1", register.userAgent());
        assertEquals("<sip:alice@10.9.8.7:5070;transport=udp>;expires=300;q=0.25",
                Peer.header(peer.receive("SIP/2.0 200"), "Contact"));
    }

    /** It was read as the end of the binding. */
    @Test
    void aRegisterWhoseContactExpiresAtNoTimeIsRefused() throws Exception {
        for (String bad : List.of("soon", "-1", "60s", "99999999999")) {
            peer.send(peer.request("REGISTER", "reg-4", "x" + bad.hashCode(), "").replace(peer.port() + ">", peer.port() + ">;expires=" + bad));
            assertTrue(peer.receive("SIP/2.0 400").startsWith("SIP/2.0 400 Bad Expires"), bad);
        }
        assertTrue(registers.isEmpty());
        for (String good : List.of("3600", "4294967295")) { // read from the bytes, and by the stack
            peer.send(peer.request("REGISTER", "reg-4", "y" + good, "Expires: " + good + '\n')
                    .replace(peer.port() + ">", peer.port() + ">;expires=" + good));
            peer.receive("SIP/2.0 200");
            var register = registers.take();
            int seconds = (int) Math.min(Long.parseLong(good), Integer.MAX_VALUE);
            assertEquals(OptionalInt.of(seconds), register.contacts().getFirst().expires());
            assertEquals(OptionalInt.of(seconds), register.expires());
        }
    }

    /** RFC 3261 §10.3, step 2; RFC 3327 §5.3. */
    @Test
    void aRegisterMayRequireThePathAndNothingElse() throws Exception {
        peer.send(peer.request("REGISTER", "reg-3", "q1", "Require: path, Gruu\nRequire: outbound\nPath: <sip:edge;lr>\n"));
        assertEquals("Gruu, outbound", Peer.header(peer.receive("SIP/2.0 420"), "Unsupported").strip());
        assertTrue(registers.isEmpty());
        for (String require : List.of("Require: path\n", "Supported: path\n")) {
            peer.send(peer.request("REGISTER", "reg-3", "q2" + require.length(), require + "Path: <sip:edge;lr>\n"));
            assertEquals("<sip:edge;lr>", Peer.header(peer.receive("SIP/2.0 200"), "Path").strip());
            assertEquals(List.of("<sip:edge;lr>"), registers.take().path());
        }
    }

    @Test
    void ownRequestsTellTheirOutcome() throws Exception {
        var outcomes = new ArrayBlockingQueue<OutOfDialog.Outcome>(1);
        new OwnRequests(signaling).send(new OutOfDialog.Request("OPTIONS", "127.0.0.1", peer.port(), Transport.UDP,
                "sip:127.0.0.1", "sip:node@127.0.0.1", "sip:127.0.0.1", Optional.of("node"), OptionalInt.empty(),
                Optional.empty(), 1, Map.of("X-Y", "z")), outcomes::add);
        String options = peer.receive("OPTIONS");
        assertEquals("z", Peer.header(options, "X-Y"));
        peer.send(Peer.answer(options, 200, "p", "Allow: INVITE\n"));
        var answered = assertInstanceOf(OutOfDialog.Outcome.Answered.class, outcomes.poll(60, SECONDS));
        assertEquals(200, answered.status());
        assertEquals(List.of("INVITE"), answered.headers().get("allow"));
        assertEquals(0, ladder.size());
    }

    @Test
    void aConnectionRefusedIsToldOnce() throws Exception {
        try (var bound = new Socket()) { // but does not listen
            bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            signaling.send(invite("out-4", new Hop((InetSocketAddress) bound.getLocalSocketAddress(), Transport.TCP)), this);
            assertTrue(next(SignalEvent.NotSent.class).problem().length() > 3);
        }
    }

    @Test
    void overTcpAnswersAndNewRequestsUseTheConnection() throws Exception {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(60_000);
            String register = peer.request("REGISTER", "reg-2", "b8", "").replace("SIP/2.0/UDP", "SIP/2.0/TCP")
                    .replace("127.0.0.1:" + peer.port(), "127.0.0.1:" + socket.getLocalPort())
                    .replace("\n", "\r\n");
            socket.getOutputStream().write(register.getBytes(UTF_8));
            var seen = registers.poll(60, SECONDS);
            assertEquals(socket.getLocalPort(), seen.source().getPort());
            assertEquals("tcp", seen.transport());
            assertTrue(read(socket).startsWith("SIP/2.0 200"));

            signaling.send(invite("out-5", new Hop((InetSocketAddress) socket.getLocalSocketAddress(), Transport.TCP)),
                    this);
            String invite = read(socket);
            assertTrue(invite.startsWith("INVITE"), invite);
            assertTrue(invite.contains("SIP/2.0/TCP 127.0.0.1:" + port), invite);
            assertTrue(invite.contains(";transport=tcp>"), invite);
            socket.getOutputStream().write(Peer.answer(invite, 486, "p", "").replace("SIP/2.0/TCP", "SIP/2.0/TLS")
                    .replace("\n", "\r\n").getBytes(UTF_8));
            var refused = next(SignalEvent.Response.class).response();
            assertEquals(486, refused.status());
            assertEquals(Transport.TCP, refused.transport(), "whatever its Via says");
            assertTrue(read(socket).startsWith("ACK"));
        }
    }

    @Test
    void overTcpSubscriptionsAreAnsweredAndTold() throws Exception { // RFC 6665 §4.2.1.1, §8.1.1
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(60_000);
            String subscribe = peer.request("SUBSCRIBE", "sub-1", "b11", "Event: dialog\nExpires: 600\n")
                    .replace("SIP/2.0/UDP", "SIP/2.0/TCP").replace("\n", "\r\n");
            socket.getOutputStream().write(subscribe.getBytes(UTF_8));
            var seen = next(SignalEvent.Request.class);
            signaling.respond(seen.transaction(), new OutgoingResponse(200, "", "w1", Optional.of("bob"),
                    List.of(new Header("Expires", "600")), Optional.empty()));
            String answer = read(socket);
            assertTrue(answer.startsWith("SIP/2.0 200") && answer.contains("\r\nExpires: 600\r\n"), answer);

            var like = invite("sub-1", new Hop((InetSocketAddress) socket.getLocalSocketAddress(), Transport.TCP));
            signaling.send(new OutgoingRequest("NOTIFY", like.requestUri(), "sub-1", 1, like.from(), "w1", like.to(), "p", 70,
                    List.of(), Optional.of("bob"), like.hop(), List.of(new Header("Event", "dialog"),
                            new Header("Subscription-State", "active;expires=600")), Optional.empty()), this);
            String notify = read(socket);
            assertTrue(notify.startsWith("NOTIFY ") && notify.contains("\r\nSubscription-State: active;expires=600\r\n"),
                    notify);
            socket.getOutputStream().write(Peer.answer(notify, 200, "p", "").replace("\n", "\r\n").getBytes(UTF_8));
            assertEquals(200, next(SignalEvent.Response.class).response().status());
        }
    }

    private static String read(Socket socket) throws Exception {
        byte[] buffer = new byte[65536];
        int n = socket.getInputStream().read(buffer);
        return n < 0 ? "closed" : new String(buffer, 0, n, UTF_8);
    }

    @Test
    void ourOwnViaIsALoop() throws Exception {
        peer.send(peer.request("INVITE", "in-6", "b9", "Via: SIP/2.0/UDP 127.0.0.1:" + port + ";branch=z9hG4bKown\n"));
        assertTrue(next(SignalEvent.Request.class).request().looped());
    }

    @Test
    void garbageIsSurvived() throws Exception {
        peer.send("this is not SIP\n\n");
        peer.send("\n\n");
        peer.send("INVITE sip:x SIP/2.0\nVia: nonsense\n\n");
        peer.send(peer.request("OPTIONS", "in-7", "b10", ""));
        assertEquals("OPTIONS", next(SignalEvent.Request.class).request().method());
    }

    @Test
    void aPortInUseIsSaidInOneLine() {
        var refused = assertThrows(SignalingException.class, () -> new Endpoints(settings(port)));
        assertEquals("sip-port-in-use", refused.failure().code());
        assertTrue(refused.getMessage().contains(String.valueOf(port)), refused.getMessage());
        assertTrue(refused.getMessage().contains("--sip-port"), refused.getMessage());
    }
}
