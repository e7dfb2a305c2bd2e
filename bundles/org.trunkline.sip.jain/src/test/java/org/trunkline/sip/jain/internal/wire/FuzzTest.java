package org.trunkline.sip.jain.internal.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.Test;
import org.trunkline.domain.border.BorderStatus;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.engine.port.signaling.SourceTrust;
import org.trunkline.sip.jain.internal.JainRequest;
import org.trunkline.sip.jain.internal.Peer;
import org.trunkline.sip.jain.internal.guard.IngressFilter;
import org.trunkline.sip.jain.internal.guard.SourceGuard;
import org.trunkline.sip.jain.internal.transport.DatagramFlow;
import org.trunkline.sip.jain.internal.transport.WireParser;
import org.trunkline.testkit.Await;
import org.trunkline.testkit.FakeDirectory;
import org.trunkline.testkit.Mutator;
import org.trunkline.testkit.Sdps;

/**
 * Spoiled SIP and SDP. A fixed number of cases here; {@code releng/fuzz.sh} goes on for as long as it is let.
 * {@code -Dfuzz.seed=N} repeats a run.
 */
class FuzzTest {
    private static final long SEED = Long.getLong("fuzz.seed", 20261121);
    private static final int CASES = Integer.getInteger("fuzz.cases", 20_000);
    /** Cases until all classes are there. */
    private static final int WARM = 100;
    private static final int SENT = Integer.getInteger("fuzz.sent", 1_000);
    private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();
    private static final InetAddress TRUNK = InetAddress.ofLiteral("127.0.0.74");

    static List<byte[]> seeds() throws IOException {
        var all = new ArrayList<byte[]>();
        for (String file : List.of("wsinv", "intmeth", "esc01", "escnull", "esc02", "lwsdisp", "longreq", "dblreq",
                "semiuri", "transports", "mpart01", "unreason", "noreason", "badinv01", "scalar02", "scalarlg", "quotbal",
                "multi01", "insuf", "regaut01", "bcast", "cparam01", "regescrt", "inv2543"))
            try (var in = FuzzTest.class.getResourceAsStream("/golden/rfc4475/" + file + ".dat")) {
                all.add(in.readAllBytes());
            }
        String sdp = Sdps.offer("127.0.0.74", 4000);
        for (String method : List.of("INVITE", "INVITE", "INVITE", "REGISTER", "OPTIONS", "BYE", "CANCEL", "ACK", "REFER"))
            all.add((method + " sip:bob@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.74:5070;rport;branch=z9hG4bKfz\r\n"
                    + "Max-Forwards: 70\r\nFrom: \"A\" <sip:alice@127.0.0.74>;tag=a1\r\nTo: <sip:bob@127.0.0.1>\r\n"
                    + "Call-ID: fuzz\r\nCSeq: 1 " + method + "\r\nContact: <sip:alice@127.0.0.74:5070>\r\n"
                    + "Session-Expires: 1800;refresher=uac\r\nSupported: timer\r\nContent-Type: application/sdp\r\n"
                    + "Content-Length: " + sdp.length() + "\r\n\r\n" + sdp).getBytes(UTF_8));
        return all;
    }

    /**
     * Nothing but a refusal comes out of the screen and the parser, soon, and what passes can be read by the engine.
     */
    @Test
    void nothingIsThrownPastTheParser() throws Exception {
        var mutator = new Mutator(SEED);
        var seeds = seeds();
        var guard = new SourceGuard(BorderLimits.DEFAULT, java.time.Instant::now, _ -> SourceTrust.TRUNK);
        var screen = new IngressFilter(BorderLimits.DEFAULT, guard);
        var parser = new WireParser(screen, Duration.ofSeconds(30));
        var source = new InetSocketAddress(TRUNK, 5070);
        int passed = 0;
        long slowest = 0;
        for (int i = 0; i < CASES; i++) {
            byte[] message = mutator.next(seeds);
            long begun = CPU.getCurrentThreadCpuTime();
            try {
                if (new HeaderValidator(BorderLimits.DEFAULT).read(message, message.length, true).isPresent()) {
                    screen.passes(screen.scan(), message, message.length, source,
                            (bytes, _) -> assertTrue(bytes.length <= message.length + StatelessResponse.MOST_ADDED, "an answer amplifies its request"));
                    continue;
                }
                passed++;
                if (parser.parse(Indexed.of(message), true).orElse(null) instanceof gov.nist.javax.sip.message.SIPRequest request)
                    read(request);
            } catch (ParseException e) {
                continue; // refused
            } catch (RuntimeException | Error e) {
                fail("seed " + SEED + ", case " + i + ":\n" + new String(message, ISO_8859_1), e);
            } finally {
                if (i >= WARM)
                    slowest = Math.max(slowest, CPU.getCurrentThreadCpuTime() - begun);
            }
        }
        assertTrue(slowest < BorderLimits.DEFAULT.parse().toNanos(), "a message took " + slowest + " ns of CPU");
        assertTrue(passed > CASES / 50, "the mutations are too rough: " + passed + " passed");
    }

    private static void read(gov.nist.javax.sip.message.SIPRequest request) {
        if (request.getFrom() == null || request.getTo() == null || request.getCallId() == null)
            return; // the reception drops it
        var message = new JainRequest(request, false, new DatagramFlow());
        message.headers("Require");
        message.contact();
        message.recordRoutes();
        message.from();
        message.to();
        message.requestUri();
        message.body();
    }

    /** The node takes all of it from a trunk beside a call, which goes on, and has nothing left in the end. */
    @Test
    void aCallGoesOnBesideAndNothingIsLeft() throws Exception {
        var mutator = new Mutator(SEED + 1);
        var seeds = seeds();
        try (var node = new NodeUnderTest(BorderLimits.DEFAULT); var bob = new Peer(node.address);
                var alice = new Peer(node.address); var noise = new DatagramSocket(new InetSocketAddress(TRUNK, 0))) {
            node.directory.trustAt(TRUNK.getHostAddress(), FakeDirectory.trunk("carrier", TRUNK.getHostAddress()));
            node.directory.register("bob", "127.0.0.1:" + bob.port());
            String dialog = call(alice, bob);
            for (int i = 0; i < SENT; i++) {
                byte[] message = mutator.next(seeds);
                noise.send(new DatagramPacket(message, message.length, node.address));
                if (i % 100 == 99)
                    answered(alice, within(dialog, "OPTIONS", 10 + i, alice), "CSeq: " + (10 + i) + " OPTIONS");
                if (i % 200 == 0)
                    stream(node, message);
            }
            String bye = "CSeq: " + (11 + SENT) + " BYE";
            assertTrue(answered(alice, within(dialog, "BYE", 11 + SENT, alice), bye).startsWith("SIP/2.0 200"));
            settled(node);
            assertTrue(node.cdrs.causes().stream().noneMatch(Cause.INTERNAL_ERROR::equals), "a bug ended a call");
        }
    }

    /** As a phone would, with timer E: noise may fill the node's buffer. */
    private static String answered(Peer peer, String request, String cseq) throws IOException {
        for (long wait = 500; ; wait *= 2)
            try {
                peer.send(request);
                return peer.receiveWithin(Duration.ofMillis(wait), "SIP/2.0 ", cseq);
            } catch (java.net.SocketTimeoutException e) {
                if (wait > 16_000)
                    throw e;
            }
    }

    private static void stream(NodeUnderTest node, byte[] message) throws IOException {
        try (var socket = new Socket(node.address.getAddress(), node.address.getPort(), TRUNK, 0)) {
            socket.getOutputStream().write(message);
        }
    }

    private static String call(Peer alice, Peer bob) throws Exception {
        alice.send(alice.request("INVITE", "held", "held", "Proxy-Authorization: Fake alice\n")
                .replace("Content-Length: 0\n\n", Peer.sdp(4000)));
        String toBob = bob.receive("INVITE");
        bob.send(Peer.answer(toBob, 200, "b1", "Contact: <sip:bob@127.0.0.1:" + bob.port() + ">\n")
                .replace("Content-Length: 0\n\n", Peer.sdp(5000)));
        String answer = alice.receive("SIP/2.0 200");
        alice.send(within(answer, "ACK", 1, alice));
        Thread.ofVirtual().start(() -> answerAll(bob));
        return answer;
    }

    private static void answerAll(Peer bob) {
        while (true)
            try {
                String request = bob.receive("");
                if (!request.startsWith("ACK") && !request.startsWith("SIP/2.0"))
                    bob.send(Peer.answer(request.replaceAll("(?m)^(To: .*);tag=\\S+", "$1"), 200, "b1", ""));
            } catch (java.net.SocketTimeoutException e) {
                continue; // nothing to do
            } catch (IOException e) {
                return; // closed
            } catch (AssertionError e) {
                continue; // spoiled beyond an answer
            }
    }

    private static String within(String answer, String method, int cseq, Peer alice) {
        String contact = Peer.header(answer, "Contact").replaceAll("[<>\r]", "");
        return method + ' ' + contact + " SIP/2.0\nVia: SIP/2.0/UDP 127.0.0.1:" + alice.port() + ";rport;branch=z9hG4bK"
                + method + cseq + "\nMax-Forwards: 70\nFrom: " + Peer.header(answer, "From").strip() + "\nTo: "
                + Peer.header(answer, "To").strip() + "\nCall-ID: " + Peer.header(answer, "Call-ID").strip() + "\nCSeq: "
                + cseq + ' ' + method + "\nContent-Length: 0\n\n";
    }

    /** Timers H and B take 32 s, which the node's clock need not wait for; after them every table is empty. */
    static void settled(NodeUnderTest node) {
        settled(node, () -> {});
    }

    /** @param nudge done again and again until they are */
    static void settled(NodeUnderTest node, Runnable nudge) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (System.nanoTime() < end && !full(node).isEmpty())
            pause(node, nudge);
        assertEquals(List.of(), full(node), "left behind: " + node.engine.snapshot());
        assertEquals(0, node.directory.leases());
        Await.until("media is closed", () -> node.media.open() == 0);
    }

    private static void pause(NodeUnderTest node, Runnable nudge) {
        nudge.run();
        node.pass(Duration.ofMillis(500));
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }

    private static List<BorderStatus.Table> full(NodeUnderTest node) {
        var all = new ArrayList<>(node.engine.border().tables());
        all.addAll(node.endpoints.guard().status().tables());
        all.removeIf(table -> table.used() == 0 || table.name().equals("sources"));
        return all;
    }
}
