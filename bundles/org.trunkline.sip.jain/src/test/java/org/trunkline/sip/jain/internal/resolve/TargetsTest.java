package org.trunkline.sip.jain.internal.resolve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.trunkline.domain.config.Transport;
import org.trunkline.engine.port.signaling.Hop;
import org.trunkline.testkit.Await;
import org.trunkline.testkit.FakeNameServer;

/** RFC 3263 §4.2 and RFC 2782, against a name server on loopback. */
@Timeout(300)
class TargetsTest {
    private Instant now = Instant.parse("2026-01-31T08:00:00Z");
    private FakeNameServer server;
    private Targets targets;

    @BeforeEach
    void open() throws Exception {
        server = new FakeNameServer().host("plain.test", "192.0.2.1").host("plain.test", "2001:db8::1")
                .host("a.carrier.test", "192.0.2.10").host("b.carrier.test", "192.0.2.20").host("c.carrier.test", "192.0.2.30")
                .service("_sip._udp.carrier.test", 20, 0, 5090, "c.carrier.test")
                .service("_sip._udp.carrier.test", 10, 75, 5070, "a.carrier.test")
                .service("_sip._udp.carrier.test", 10, 25, 5080, "b.carrier.test")
                .service("_sips._tcp.carrier.test", 0, 0, 5061, "b.carrier.test");
        targets = new Targets(DnsNames.of(server.address(), Duration.ofSeconds(10)), () -> EnumSet.allOf(Transport.class), () -> now, new Random(1));
    }

    @AfterEach
    void close() {
        server.close();
    }

    private List<String> find(String host, int port, Transport transport) {
        return targets.find(new Targets.Name(host, port, transport)).stream().map(Hop::text).toList();
    }

    @Test
    void withoutServicesTheAddressesAtTheStandardPort() {
        assertEquals(List.of("192.0.2.1:5060", "[2001:db8:0:0:0:0:0:1]:5060"), find("plain.test", 0, Transport.UDP));
        assertEquals(List.of("192.0.2.1:5061", "[2001:db8:0:0:0:0:0:1]:5061"), find("plain.test", 0, Transport.TLS));
        assertEquals(List.of(), find("nobody.test", 0, Transport.UDP));
    }

    @Test
    void aPortThatIsGivenAsksForNoServices() {
        assertEquals(List.of("192.0.2.10:6000"), find("a.carrier.test", 6000, Transport.UDP));
    }

    @Test
    void servicesOfTheTransportByPriorityAndWeight() {
        var firsts = new HashMap<String, Integer>();
        for (int i = 0; i < 1000; i++) {
            var found = find("carrier.test", 0, Transport.UDP);
            assertEquals(3, found.size());
            assertEquals("192.0.2.30:5090", found.getLast(), "the higher priority number comes last");
            firsts.merge(found.getFirst(), 1, Integer::sum);
        }
        assertTrue(firsts.get("192.0.2.10:5070") > 680 && firsts.get("192.0.2.10:5070") < 820, firsts::toString);
        assertEquals(List.of("192.0.2.20:5061"), find("carrier.test", 0, Transport.TLS));
    }

    /** RFC 2308 §5. */
    @Test
    void thatANameLeadsNowhereIsKeptForSeconds() {
        find("late.test", 6000, Transport.UDP);
        int asked = server.asked();
        server.host("late.test", "192.0.2.40");
        now = now.plusMillis(4_900);
        assertEquals(List.of(), find("late.test", 6000, Transport.UDP));
        assertEquals(asked, server.asked());
        now = now.plusMillis(200);
        assertEquals(List.of("192.0.2.40:6000"), find("late.test", 6000, Transport.UDP));
    }

    private static <T> NameService.Answer<T> forAWhile(T record) {
        return new NameService.Answer<>(List.of(record), Optional.empty());
    }

    @Test
    void answersAreKeptAsLongAsTheShortestOfTheirRecords() throws Exception {
        server.lifetime(Duration.ofMinutes(10)).host("long.test", "192.0.2.50").service("_sip._udp.short.test", 0, 0, 5070, "long.test");
        server.lifetime("_sip._udp.short.test", Duration.ofSeconds(7));
        find("long.test", 6000, Transport.UDP);
        find("short.test", 0, Transport.UDP);
        int asked = server.asked();
        now = now.plusSeconds(6);
        find("short.test", 0, Transport.UDP);
        assertEquals(asked, server.asked());
        now = now.plusSeconds(2);
        find("short.test", 0, Transport.UDP);
        assertTrue(server.asked() > asked, "the SRV record was kept beyond its lifetime");
        asked = server.asked();
        now = now.plusSeconds(590);
        find("long.test", 6000, Transport.UDP);
        assertEquals(asked, server.asked());
        now = now.plusSeconds(10);
        find("long.test", 6000, Transport.UDP);
        assertTrue(server.asked() > asked);
    }

    @Test
    void aliasesAreFollowed() {
        server.alias("www.plain.test", "plain.test");
        assertEquals(List.of("192.0.2.1:6000", "[2001:db8:0:0:0:0:0:1]:6000"), find("www.plain.test", 6000, Transport.UDP));
    }

    @Test
    void namesThatAreNotTherePushOutNoneThatIs() {
        var counted = new AtomicInteger();
        var many = new Targets(new NameService() {
            @Override
            public Answer<Way> ways(String domain) {
                return Answer.none();
            }

            @Override
            public Answer<Service> services(String name) {
                return Answer.none();
            }

            @Override
            public Answer<InetAddress> addresses(String host) {
                counted.incrementAndGet();
                return host.equals("there.test") ? forAWhile(InetAddress.getLoopbackAddress()) : Answer.none();
            }
        }, () -> EnumSet.allOf(Transport.class), () -> now, new Random(1));
        many.find(new Targets.Name("there.test", 6000, Transport.UDP));
        for (int i = 0; i < 1_500; i++)
            many.find(new Targets.Name("not" + i + ".test", 6000, Transport.UDP));
        int asked = counted.get();
        assertEquals(1, many.find(new Targets.Name("there.test", 6000, Transport.UDP)).size());
        many.find(new Targets.Name("not1499.test", 6000, Transport.UDP));
        assertEquals(asked, counted.get());
        many.find(new Targets.Name("not0.test", 6000, Transport.UDP));
        assertEquals(asked + 1, counted.get(), "the oldest gave way");
    }

    @Test
    void answersAreKeptAWhileAndLongerWhenNobodyAnswers() {
        find("carrier.test", 0, Transport.UDP);
        int asked = server.asked();
        find("carrier.test", 0, Transport.UDP);
        assertEquals(asked, server.asked());
        now = now.plus(Duration.ofMinutes(1));
        assertEquals(3, find("carrier.test", 0, Transport.UDP).size());
        assertTrue(server.asked() > asked);
        server.close();
        now = now.plus(Duration.ofMinutes(1));
        assertEquals(3, find("carrier.test", 0, Transport.UDP).size(), "a name server that is down stops no calls");
    }

    /** Its answers are waited for, and not by each call. */
    @Test
    void aNameServerThatIsDownIsAskedOnceInAWhile() {
        var asked = new AtomicInteger();
        var down = new Targets(new NameService() {
            @Override
            public Answer<Way> ways(String domain) {
                return Answer.none();
            }

            @Override
            public Answer<Service> services(String name) {
                return asked.incrementAndGet() == 1 ? forAWhile(new Service(1, 1, 5070, "one.test")) : Answer.none();
            }

            @Override
            public Answer<InetAddress> addresses(String host) {
                return asked.get() == 1 ? forAWhile(InetAddress.ofLiteral("192.0.2.1")) : Answer.none();
            }
        }, () -> EnumSet.allOf(Transport.class), () -> now, new Random(1));
        var name = new Targets.Name("carrier.test", 0, Transport.UDP);
        var known = down.find(name);
        now = now.plus(Duration.ofMinutes(1));
        for (int call = 0; call < 5; call++)
            assertEquals(known, down.find(name));
        assertEquals(2, asked.get());
        now = now.plus(Duration.ofMinutes(1));
        assertEquals(known, down.find(name));
        assertEquals(3, asked.get());
    }

    @Test
    void whatFailedComesLastUntilItHeals() {
        var before = targets.find(new Targets.Name("carrier.test", 0, Transport.UDP));
        assertTrue(targets.failed(before.getFirst()));
        var after = targets.find(new Targets.Name("carrier.test", 0, Transport.UDP));
        assertEquals(before.getFirst(), after.getLast());
        assertTrue(targets.failed(after.get(0)));
        assertFalse(targets.failed(after.get(1)), "none is left");
        now = now.plus(Duration.ofMinutes(2));
        assertEquals("192.0.2.30:5090", find("carrier.test", 0, Transport.UDP).getLast());
        assertFalse(targets.failed(new Hop(new java.net.InetSocketAddress("192.0.2.99", 5060), Transport.UDP)),
                "of no name");
    }

    @Test
    void whatManyWantAtOnceIsAskedOnce() throws Exception {
        var asked = new AtomicInteger();
        var answers = new CountDownLatch(1);
        var slow = new Targets(new NameService() {
            @Override
            public Answer<Way> ways(String domain) {
                return Answer.none();
            }

            @Override
            public Answer<Service> services(String name) {
                asked.incrementAndGet();
                try {
                    answers.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                return forAWhile(new Service(1, 1, 5070, "one.test"));
            }

            @Override
            public Answer<InetAddress> addresses(String host) {
                return forAWhile(InetAddress.ofLiteral("192.0.2.1"));
            }
        }, () -> EnumSet.allOf(Transport.class), () -> now, new Random(1));
        var found = new ConcurrentLinkedQueue<String>();
        var callers = new ArrayList<Thread>();
        for (int i = 0; i < 10; i++)
            callers.add(Thread.ofPlatform().start(() -> slow.find(new Targets.Name("carrier.test", 0, Transport.UDP))
                    .forEach(hop -> found.add(hop.text()))));
        Await.until("all wait", () -> callers.stream().allMatch(caller -> caller.getState() == Thread.State.WAITING));
        answers.countDown();
        for (var caller : callers)
            caller.join();
        assertEquals(1, asked.get());
        assertEquals(Collections.nCopies(10, "192.0.2.1:5070"), List.copyOf(found));
    }

    private List<String> findAny(String host, Transport otherwise) {
        return targets.find(new Targets.Name(host, 0, otherwise, true)).stream()
                .map(hop -> hop.transport().token() + ' ' + hop.text()).toList();
    }

    /** RFC 3263 §4.1: by order, then preference; what the node does not speak or cannot read is left out. */
    @Test
    void theNameSaysTheTransport() throws Exception {
        server.way("big.test", 20, 1, "s", "SIP+D2U", "_sip._udp.carrier.test") // not after an order that matched
                .way("big.test", 10, 50, "s", "SIP+D2T", "_sip._tcp.big.test")
                .way("big.test", 10, 20, "s", "SIPS+D2T", "_sips._tcp.big.test")
                .way("big.test", 10, 10, "s", "SIPS+D2T", "_sips._tcp.elsewhere.test") // not of its domain
                .way("big.test", 1, 1, "s", "SIP+D2S", "_sip._sctp.big.test").way("big.test", 1, 2, "u", "E2U+sip", "big.test")
                .service("_sip._tcp.big.test", 0, 0, 5070, "a.carrier.test")
                .service("_sips._tcp.big.test", 0, 0, 5071, "b.carrier.test");
        assertEquals(List.of("tls 192.0.2.20:5071", "tcp 192.0.2.10:5070"), findAny("big.test", Transport.UDP));
        assertTrue(targets.failed(targets.find(new Targets.Name("big.test", 0, Transport.UDP, true)).getFirst()));
        assertEquals(List.of("tcp 192.0.2.10:5070", "tls 192.0.2.20:5071"), findAny("big.test", Transport.UDP), "the other way is left");
        assertEquals(1, targets.failedNow());
        now = now.plus(Duration.ofMinutes(2));
        assertEquals(0, targets.failedNow());
        assertEquals(List.of("tls 192.0.2.20:5071", "tcp 192.0.2.10:5070"), findAny("big.test", Transport.UDP), "healed");
    }

    @Test
    void aNodeWithoutTlsTakesTheNextWay() throws Exception {
        server.way("big.test", 10, 1, "s", "SIPS+D2T", "_sips._tcp.big.test").way("big.test", 10, 2, "S", "sip+d2u", "_sip._udp.carrier.test")
                .service("_sips._tcp.big.test", 0, 0, 5071, "b.carrier.test");
        targets = new Targets(DnsNames.of(server.address(), Duration.ofSeconds(10)), () -> EnumSet.of(Transport.UDP, Transport.TCP), () -> now, new Random(1));
        assertEquals("udp 192.0.2.30:5090", findAny("big.test", Transport.UDP).getLast());
    }

    /** RFC 3263 §4.1, without NAPTR: the services of each transport are asked for, then addresses. */
    @Test
    void withoutNaptrTheServicesSayTheTransport() throws Exception {
        server.service("_sip._tcp.stream.test", 0, 0, 5099, "a.carrier.test");
        assertEquals(List.of("tcp 192.0.2.10:5099"), findAny("stream.test", Transport.UDP));
        assertEquals(List.of("udp 192.0.2.1:5060", "udp [2001:db8:0:0:0:0:0:1]:5060"), findAny("plain.test", Transport.UDP));
    }

    @Test
    void tlsIsNeverLeftForAnother() throws Exception {
        server.way("big.test", 10, 50, "s", "SIP+D2T", "_sip._tcp.big.test").service("_sip._tcp.big.test", 0, 0, 5070, "a.carrier.test")
                .service("_sips._tcp.big.test", 0, 0, 5071, "b.carrier.test");
        assertEquals(List.of("tls 192.0.2.20:5071"), findAny("big.test", Transport.TLS));
        assertEquals(List.of("tls 192.0.2.20:5061"), findAny("carrier.test", Transport.TLS));
    }
}
