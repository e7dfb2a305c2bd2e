package org.trunkline.sip.jain.internal.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.trunkline.sip.jain.internal.Peer;
import org.trunkline.sip.jain.internal.resolve.DnsNames;
import org.trunkline.testkit.FakeDirectory;
import org.trunkline.testkit.FakeNameServer;

/** Calls to a trunk that is a name (RFC 3263 §4.3). */
@Timeout(300)
class NamedTrunkTest {
    private static String invite(Peer alice, String id) {
        return alice.request("INVITE", id, id, "Proxy-Authorization: Fake alice\n").replace("sip:bob@", "sip:123@")
                .replace("Content-Length: 0\n\n", Peer.sdp(4000));
    }

    /** RFC 3263 §4.1: the name leads to TCP, where nobody listens, and then to UDP. */
    @Test
    void theNameSaysTheTransport() throws Exception {
        try (var names = new FakeNameServer().host("one.carrier.test", "127.0.0.1");
                var node = new NodeUnderTest(InetAddress.getLoopbackAddress(), BorderLimits.DEFAULT,
                        DnsNames.of(names.address(), Duration.ofSeconds(10)));
                var alice = new Peer(node.address); var one = new Peer(node.address)) {
            names.way("carrier.test", 10, 10, "s", "SIP+D2T", "_sip._tcp.carrier.test")
                    .way("carrier.test", 10, 20, "s", "SIP+D2U", "_sip._udp.carrier.test")
                    .service("_sip._tcp.carrier.test", 0, 0, one.port(), "one.carrier.test")
                    .service("_sip._udp.carrier.test", 0, 0, one.port(), "one.carrier.test");
            node.directory.route("123", FakeDirectory.trunk("carrier", "carrier.test", 0));
            alice.send(invite(alice, "n1"));
            String invite = one.receive("INVITE");
            assertTrue(invite.startsWith("INVITE sip:123@carrier.test SIP"), invite);
            assertTrue(Peer.header(invite, "Via").startsWith("SIP/2.0/UDP"), invite);
            one.send(Peer.answer(invite, 486, "t1", ""));
            one.receive("ACK");
            alice.receive("SIP/2.0 486");
            assertEquals(0, node.directory.leases());
        }
    }

    /** The first target is busy with itself: the same call goes to the second, and so does the next at once. */
    @Test
    void aTargetThatFailsHandsOverToTheNext() throws Exception {
        try (var names = new FakeNameServer().host("one.carrier.test", "127.0.0.1").host("two.carrier.test", "127.0.0.1");
                var node = new NodeUnderTest(InetAddress.getLoopbackAddress(), BorderLimits.DEFAULT,
                        DnsNames.of(names.address(), Duration.ofSeconds(10)));
                var alice = new Peer(node.address); var one = new Peer(node.address); var two = new Peer(node.address)) {
            names.service("_sip._udp.carrier.test", 10, 0, one.port(), "one.carrier.test")
                    .service("_sip._udp.carrier.test", 20, 0, two.port(), "two.carrier.test");
            node.directory.route("123", FakeDirectory.trunk("carrier", "carrier.test"));
            alice.send(invite(alice, "n1"));
            one.send(Peer.answer(one.receive("INVITE"), 503, "o1", ""));
            one.receive("ACK");
            String second = two.receive("INVITE");
            assertTrue(second.startsWith("INVITE sip:123@carrier.test"), second);
            two.send(Peer.answer(second, 486, "t1", ""));
            two.receive("ACK");
            alice.receive("SIP/2.0 486");
            assertEquals(1, node.endpoints.guard().status().tables().stream().filter(t -> t.name().equals("failed-targets"))
                    .findFirst().orElseThrow().used(), "shown where the other counts are");
            alice.send(invite(alice, "n2"));
            two.send(Peer.answer(two.receive("INVITE"), 486, "t2", ""));
            alice.receive("SIP/2.0 486", "Call-ID: n2");
            assertEquals(0, node.directory.leases());
        }
    }
}
