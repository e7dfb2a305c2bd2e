package org.trunkline.sip.jain.internal.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import gov.nist.javax.sip.message.SIPRequest;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.trunkline.engine.port.signaling.SourceTrust;
import org.trunkline.sip.jain.internal.Peer;
import org.trunkline.sip.jain.internal.guard.IngressFilter;
import org.trunkline.sip.jain.internal.guard.SourceGuard;
import org.trunkline.sip.jain.internal.wire.BorderLimits;
import org.trunkline.sip.jain.internal.wire.HeaderValidator;
import org.trunkline.sip.jain.internal.wire.Indexed;
import org.trunkline.sip.jain.internal.wire.StatelessRefusal;
import org.trunkline.sip.jain.internal.wire.TransactionKey;
import org.trunkline.testkit.Await;

/** What is worked on first, and what not at all, while more comes than there is time for. */
@Timeout(300)
class InboxTest implements Inbox.AdmissionPolicy {
    private final Set<String> known = new HashSet<>();
    private final IngressFilter screen = new IngressFilter(BorderLimits.DEFAULT,
            new SourceGuard(BorderLimits.DEFAULT, Instant::now, _ -> SourceTrust.TRUNK));
    private volatile long now = 1;
    private volatile boolean busy;
    private volatile boolean behind;
    private final List<Boolean> hurries = new ArrayList<>();
    private DatagramChannel channel;
    private Inbox inbox;
    private Peer peer;

    @Override
    public boolean knows(String transaction) {
        return known.contains(transaction);
    }

    @Override
    public boolean emergency(String uri) {
        return uri.startsWith("sip:112@");
    }

    @Override
    public Optional<String> busy() {
        return busy ? Optional.of(Inbox.OVERLOAD) : Optional.empty();
    }

    @Override
    public boolean behind() {
        return behind;
    }

    @Override
    public void hurryChanged() {
        hurries.add(inbox.hurried());
    }

    @BeforeEach
    void open() throws IOException {
        channel = DatagramChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        inbox = new Inbox(channel, screen, this, () -> now, 1);
        peer = new Peer((InetSocketAddress) channel.getLocalAddress());
    }

    @AfterEach
    void close() throws IOException {
        channel.close();
        inbox.close();
        peer.close();
    }

    private String next() throws IOException {
        var arrival = inbox.take();
        assertNotNull(arrival);
        String text = new String(arrival.bytes(), UTF_8);
        return text.substring(0, text.indexOf(' ')) + ' ' + Peer.header(text, "Call-ID").strip();
    }

    /** On a busy machine it comes a moment later: all is there before any is worked on. */
    private void sent(int waiting, int refused) {
        Await.until(waiting + " wait, " + refused + " are refused", () -> {
            look();
            return inbox.size() == waiting && screen.guard().refusals().of("overload") == refused;
        });
    }

    private void look() {
        try {
            inbox.look(now);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    private static String within(String request) {
        return request.replace("To: <sip:bob@127.0.0.1>", "To: <sip:bob@127.0.0.1>;tag=known");
    }

    @Test
    void callsInProgressGoFirstAndNewRequestsTakeTurns() throws IOException {
        peer.send(peer.request("INVITE", "c1", "c1", ""));
        peer.send(peer.request("INVITE", "c2", "c2", ""));
        peer.send(peer.request("REGISTER", "r1", "r1", ""));
        peer.send(peer.request("OPTIONS", "r2", "r2", ""));
        peer.send(within(peer.request("BYE", "b1", "b1", "")));
        peer.send(peer.request("CANCEL", "x1", "x1", ""));
        peer.send(peer.request("ACK", "a1", "a1", ""));
        sent(7, 0);
        assertEquals("BYE b1", next());
        assertEquals("CANCEL x1", next());
        assertEquals("ACK a1", next());
        assertEquals("INVITE c1", next());
        assertEquals("REGISTER r1", next());
        peer.send(within(peer.request("BYE", "b2", "b2", "")));
        sent(3, 0);
        assertEquals("BYE b2", next());
        assertEquals("INVITE c2", next());
        assertEquals("OPTIONS r2", next());
    }

    /** Who gave up at once, or while calls wait, shall not be called all the same (RFC 3261 §9.2). */
    @Test
    void aCancelGoesBehindItsInvite() throws IOException {
        peer.send(peer.request("INVITE", "c1", "c1", ""));
        peer.send(peer.request("INVITE", "c2", "c2", ""));
        peer.send(peer.request("INVITE", "c3", "c3", ""));
        peer.send(peer.request("CANCEL", "c2", "c2", ""));
        peer.send(peer.request("CANCEL", "c2", "c2", ""));
        peer.send(peer.request("CANCEL", "c9", "c9", ""));
        sent(5, 0);
        assertEquals("CANCEL c9", next(), "of a call that has begun, or of none");
        assertEquals("INVITE c1", next());
        assertEquals("INVITE c2", next());
        assertEquals("CANCEL c2", next(), "before it rings anywhere");
        assertEquals("INVITE c3", next());
    }

    /** Or it would overtake it there. */
    @Test
    void aCancelIsNotReadWhileAnotherThreadReadsItsInvite() throws Exception {
        peer.send(peer.request("INVITE", "c1", "c1", ""));
        sent(1, 0);
        assertEquals("INVITE c1", next());
        peer.send(peer.request("CANCEL", "c1", "c1", ""));
        peer.send(within(peer.request("BYE", "b1", "b1", "")));
        sent(2, 0);
        assertEquals("BYE b1", elsewhere(), "others need not wait for that");
        peer.send(peer.request("OPTIONS", "o1", "o1", ""));
        assertEquals("OPTIONS o1", elsewhere());
        assertEquals("CANCEL c1", next(), "the INVITE is read");
    }

    /** Taken by another thread. */
    private String elsewhere() {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return next();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }, Thread::startVirtualThread).join();
    }

    @Test
    void emergencyCallsWaitForNobody() throws IOException {
        behind = true;
        peer.send(peer.request("INVITE", "c1", "c1", ""));
        peer.send(peer.request("INVITE", "112", "c4", "").replace("sip:bob@127.0.0.1 SIP", "sip:112@127.0.0.1 SIP"));
        sent(2, 0);
        assertEquals("INVITE 112", next());
    }

    @Test
    void newCallsWaitHereWhileThoseBeforeThemWaitForAProcessor() throws Exception {
        behind = true;
        peer.send(peer.request("INVITE", "c1", "c1", ""));
        peer.send(peer.request("REGISTER", "r1", "r1", ""));
        peer.send(peer.request("REGISTER", "r2", "r2", ""));
        peer.send(within(peer.request("BYE", "b1", "b1", "")));
        sent(4, 0);
        assertEquals("BYE b1", next());
        assertEquals("REGISTER r1", next());
        assertEquals("REGISTER r2", next());
        var taken = CompletableFuture.supplyAsync(() -> {
            try {
                return next();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        peer.send(within(peer.request("BYE", "b2", "b2", ""))); // not held up by the call that waits
        assertEquals("BYE b2", taken.get(120, TimeUnit.SECONDS));
        pass(NewRequestQueue.PAUSE.plusMillis(1));
        peer.send(peer.request("INVITE", "c2", "c2", ""));
        sent(1, 1);
        behind = false;
        assertEquals("INVITE c1", next());
    }

    @Test
    void whoComesWhileTheFirstHasWaitedLongIsRefusedAtOnce() throws IOException {
        peer.send(peer.request("INVITE", "c1", "c1", ""));
        peer.send(peer.request("INVITE", "c2", "c2", ""));
        sent(2, 0);
        assertEquals("INVITE c1", next());
        pass(NewRequestQueue.PAUSE.plusMillis(1));
        peer.send(peer.request("INVITE", "c3", "c3", ""));
        peer.send(peer.request("INVITE", "c3", "c3", ""));
        peer.send(peer.request("INVITE", "112", "c4", "").replace("sip:bob@127.0.0.1 SIP", "sip:112@127.0.0.1 SIP"));
        sent(2, 2);
        assertEquals("INVITE 112", next());
        assertEquals("INVITE c2", next());
        String refused = peer.receive("SIP/2.0 503");
        assertEquals("c3", Peer.header(refused, "Call-ID").strip());
        int seconds = Integer.parseInt(Peer.header(refused, "Retry-After").strip());
        assertTrue(seconds >= 2 && seconds <= 10, refused);
        assertEquals(refused, peer.receive("SIP/2.0 503"), "RFC 3261 §8.2.7: the same answer for the same request");
        peer.send(peer.request("INVITE", "c5", "c5", ""));
        assertEquals("INVITE c5", next(), "nobody waits any more");
    }

    /** What waits after a pause is worked off; where that takes long, or soon happens again, more come than can be served. */
    @Test
    void aPauseIsNoOverload() throws IOException {
        peer.send(peer.request("INVITE", "c1", "c1", ""));
        sent(1, 0);
        pass(NewRequestQueue.LONG.plusMillis(1));
        peer.send(peer.request("INVITE", "c2", "c2", ""));
        sent(2, 0);
        pass(NewRequestQueue.PAUSE);
        peer.send(peer.request("INVITE", "c3", "c3", ""));
        sent(2, 1);
        assertEquals("INVITE c1", next());
        assertEquals("INVITE c2", next());
        peer.send(peer.request("INVITE", "c4", "c4", ""));
        sent(1, 1);
        pass(NewRequestQueue.LONG.plusMillis(1));
        peer.send(peer.request("INVITE", "c5", "c5", ""));
        sent(1, 2);
        assertEquals("INVITE c4", next());
        pass(NewRequestQueue.CALM);
        peer.send(peer.request("INVITE", "c6", "c6", ""));
        sent(1, 2);
        pass(NewRequestQueue.LONG.plusMillis(1));
        peer.send(peer.request("INVITE", "c7", "c7", ""));
        sent(2, 2);
    }

    @Test
    void moreThanAPauseLeavesIsOverload() throws IOException {
        for (int i = 1; i <= NewRequestQueue.LEFT + 1; i++) {
            peer.send(peer.request("INVITE", "c" + i, "c" + i, ""));
            if (i % 20 == 0)
                sent(i, 0); // the socket holds some hundred
        }
        sent(NewRequestQueue.LEFT + 1, 0);
        pass(NewRequestQueue.LONG.plusMillis(1));
        peer.send(peer.request("INVITE", "late", "late", ""));
        sent(NewRequestQueue.LEFT + 1, 1);
    }

    /** A node that has just started is slow with its first requests, and has time for the few behind them. */
    @Test
    void aFewAreNeverRefusedForTheirWait() throws IOException {
        close();
        channel = DatagramChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        inbox = new Inbox(channel, screen, this, () -> now);
        peer = new Peer((InetSocketAddress) channel.getLocalAddress());
        for (int i = 0; i <= NewRequestQueue.FEW; i++)
            peer.send(peer.request("INVITE", "c" + i, "c" + i, ""));
        sent(NewRequestQueue.FEW + 1, 0);
        assertEquals("INVITE c0", next());
        pass(Duration.ofSeconds(2));
        peer.send(peer.request("REGISTER", "r1", "r1", ""));
        peer.send(peer.request("INVITE", "c99", "c99", ""));
        sent(NewRequestQueue.FEW + 1, 1);
        assertEquals("REGISTER r1", next());
        assertEquals("INVITE c1", next());
        assertEquals("c99", Peer.header(peer.receive("SIP/2.0 503"), "Call-ID").strip(), "one too many");
        peer.send(peer.request("INVITE", "c100", "c100", ""));
        sent(NewRequestQueue.FEW, 1);
        for (int i = 2; i <= NewRequestQueue.FEW; i++)
            assertEquals("INVITE c" + i, next());
        assertEquals("INVITE c100", next());
    }

    /** After a node stood still each request is there several times (RFC 3261 §17.1.1.2); that is no more work than before. */
    @Test
    void thoseWhoAskAgainAreNoCrowd() throws IOException {
        close();
        channel = DatagramChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        inbox = new Inbox(channel, screen, this, () -> now);
        peer = new Peer((InetSocketAddress) channel.getLocalAddress());
        int callers = NewRequestQueue.FEW / 2;
        for (int time = 0; time < 3; time++)
            for (int i = 0; i < callers; i++)
                peer.send(peer.request("INVITE", "c" + i, "c" + i, ""));
        sent(3 * callers, 0);
        pass(Duration.ofSeconds(2));
        peer.send(peer.request("INVITE", "late", "late", ""));
        sent(3 * callers + 1, 0);
        for (int i = 0; i < 3 * callers; i++)
            assertEquals("INVITE c" + i % callers, next());
        assertEquals("INVITE late", next());
    }

    /** The refusal is complete: RFC 3261 §8.2.6.2, §18.2.1, RFC 3581 §4. */
    @Test
    void theRefusalBearsWhatAnAnswerMust() throws IOException {
        busy = true;
        String invite = peer.request("INVITE", "c1", "c1", "Via: SIP/2.0/UDP far.test;branch=z9hG4bKfar\n");
        peer.send(invite);
        peer.send(within(peer.request("BYE", "b1", "b1", "")));
        sent(1, 1);
        assertEquals("BYE b1", next());
        String refused = peer.receive("SIP/2.0 503");
        assertEquals("SIP/2.0/UDP 127.0.0.1:" + peer.port() + ";rport=" + peer.port() + ";branch=z9hG4bKc1;received=127.0.0.1",
                Peer.header(refused, "Via").strip());
        assertTrue(refused.contains("\r\nVia: SIP/2.0/UDP far.test;branch=z9hG4bKfar\r\n"), refused);
        assertEquals(Peer.header(invite, "From"), Peer.header(refused, "From").strip());
        assertTrue(Peer.header(refused, "To").startsWith("<sip:bob@127.0.0.1>;tag="), refused);
        assertEquals("1 INVITE", Peer.header(refused, "CSeq").strip());
        assertTrue(refused.endsWith("Content-Length: 0\r\n\r\n"), refused);
        // its ACK is nobody's business
        peer.send(peer.request("ACK", "c1", "c1", "").replace("To: <sip:bob@127.0.0.1>", "To: " + Peer.header(refused, "To").strip()));
        peer.send(within(peer.request("BYE", "b2", "b2", "")));
        sent(1, 1);
        assertEquals("BYE b2", next());
    }

    @Test
    void aFoldedHeadIsRefusedTheLongWay() throws IOException {
        busy = true;
        peer.send(peer.request("INVITE", "c1", "c1", "").replace("CSeq: 1", "CSeq:\n 1"));
        peer.send(within(peer.request("BYE", "b1", "b1", "")));
        sent(1, 1);
        next();
        String refused = peer.receive("SIP/2.0 503");
        assertEquals("5", Peer.header(refused, "Retry-After").strip());
        assertEquals("1 INVITE", Peer.header(refused, "CSeq").strip());
    }

    @Test
    void whatComesAgainIsNeverRefused() throws Exception {
        String invite = peer.request("INVITE", "c1", "c1", "");
        peer.send(invite);
        peer.send(invite);
        peer.send(peer.request("INVITE", "c0", "c0", ""));
        sent(3, 0);
        assertEquals("INVITE c1", next());
        assertEquals("INVITE c1", next(), "the ladder counts it");
        assertEquals("INVITE c0", next());
        var parsed = (SIPRequest) new WireParser(screen, Duration.ofSeconds(30))
                .parse(Indexed.of(invite.replace("\n", "\r\n").getBytes(UTF_8)), true).orElseThrow();
        var via = parsed.getTopmostVia();
        known.add(TransactionKey.of("INVITE", via.getBranch(), via.getHost(), via.getPort()));
        busy = true;
        peer.send(invite);
        peer.send(peer.request("INVITE", "c2", "c2", ""));
        sent(1, 1);
        assertEquals("INVITE c1", next(), "its own transaction answers it");
        assertEquals("c2", Peer.header(peer.receive("SIP/2.0 503"), "Call-ID").strip());
    }

    /** It takes one datagram then, and the selector tells of the others. */
    @Test
    void whoSleptMissesNothing() throws IOException {
        close();
        channel = DatagramChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        var ticks = new AtomicLong(); // so that each wait seems long
        inbox = new Inbox(channel, screen, this, () -> ticks.addAndGet(1_000_000), 1);
        peer = new Peer((InetSocketAddress) channel.getLocalAddress());
        peer.send(peer.request("INVITE", "c1", "c1", ""));
        peer.send(peer.request("OPTIONS", "o1", "o1", ""));
        peer.send(within(peer.request("BYE", "b1", "b1", "")));
        assertEquals(Set.of("INVITE c1", "OPTIONS o1", "BYE b1"), Set.of(next(), next(), next()));
    }

    /** A refusal comes at once or not at all. */
    @Test
    void whoIsInIsServedHoweverLongItTook() throws IOException {
        peer.send(peer.request("INVITE", "c1", "c1", ""));
        peer.send(peer.request("INVITE", "c2", "c2", ""));
        peer.send(peer.request("INVITE", "c3", "c3", ""));
        sent(3, 0);
        assertEquals("INVITE c1", next());
        pass(Duration.ofSeconds(2));
        assertEquals("INVITE c2", next());
        assertEquals("INVITE c3", next());
        assertEquals(0, screen.guard().refusals().of("overload"));
    }

    /** The key read from the head is the one that the transaction has. */
    @Test
    void transactionsAreKnownByTheHeadAlone() throws Exception {
        for (String via : new String[] {"SIP/2.0/UDP Host.Test:5080;branch=z9hG4bKAb.1;rport", "SIP / 2.0 / UDP 192.0.2.1 ;branch=z9hG4bKx",
                "SIP/2.0/UDP [2001:DB8::1]:5061;received=192.0.2.1;branch=z9hG4bKv6", "SIP/2.0/UDP [2001:db8::2];branch=z9hG4bKv6b"}) {
            String invite = peer.request("INVITE", "c1", "c1", "").replaceFirst("Via: .*\n", "Via: " + via + '\n').replace("\n", "\r\n");
            byte[] bytes = invite.getBytes(UTF_8);
            var scan = new HeaderValidator(BorderLimits.DEFAULT);
            assertTrue(scan.read(bytes, bytes.length, true).isEmpty(), via);
            var parsed = ((SIPRequest) new WireParser(screen, Duration.ofSeconds(30)).parse(Indexed.of(bytes), true).orElseThrow())
                    .getTopmostVia();
            assertEquals(TransactionKey.of("INVITE", parsed.getBranch(), parsed.getHost(), parsed.getPort()),
                    scan.transaction().orElseThrow(), via);
        }
    }

    /** No parser is at work: in bytes, which a slow machine does not change. */
    @Test
    void refusingIsCheap() throws Exception {
        byte[] invite = peer.request("INVITE", "c1", "c1", "").replaceFirst("Content-Length: 0\n\n", Peer.sdp(4000))
                .replace("\n", "\r\n").getBytes(UTF_8);
        var scan = screen.scan();
        var refusal = new StatelessRefusal();
        var parser = new WireParser(screen, Duration.ofDays(1));
        long refused = allocated(() -> screen.passes(scan, invite, invite.length, peer.address(), (_, _) -> {})
                && refusal.to(invite, scan, peer.address()).isPresent());
        long parsed = allocated(() -> parser.parse(Indexed.of(invite), true).orElseThrow() != null);
        assertTrue(refused < 1_500 && refused < parsed / 2, refused + " bytes, parsed " + parsed);
    }

    /** Bytes a time, once warm. */
    private static long allocated(Callable<Boolean> work) throws Exception {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        int times = 500;
        long before = 0;
        for (int i = -times; i < times; i++) {
            if (i == 0)
                before = threads.getCurrentThreadAllocatedBytes();
            assertTrue(work.call());
        }
        return (threads.getCurrentThreadAllocatedBytes() - before) / times;
    }
}
