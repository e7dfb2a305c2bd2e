package org.trunkline.sip.jain.internal.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.config.Srtp;
import org.trunkline.sip.jain.internal.Peer;
import org.trunkline.testkit.Await;
import org.trunkline.testkit.RecordingCdrSink;

/** Calls through the real stack, between two peers of bare datagrams; the network loses what a test wants lost. */
@Timeout(300)
class CallsOverSocketsTest {
    private NodeUnderTest node;
    private RecordingCdrSink cdrs;
    private Peer alice;
    private Peer bob;

    @BeforeEach
    void open() throws Exception {
        node = new NodeUnderTest(BorderLimits.DEFAULT);
        cdrs = node.cdrs;
        alice = new Peer(node.address);
        bob = new Peer(node.address);
        node.directory.register("bob", "127.0.0.1:" + bob.port());
    }

    @AfterEach
    void close() {
        node.close();
        alice.close();
        bob.close();
    }

    private static String sdp(int port) {
        return Peer.sdp(port);
    }

    private String invite(String callId) {
        return alice.request("INVITE", callId, callId, "Proxy-Authorization: Fake alice\n")
                .replace("Content-Length: 0\n\n", sdp(4000));
    }

    private String ok(String invite, String tag) {
        return Peer.answer(invite, 200, tag, "Contact: <sip:bob@127.0.0.1:" + bob.port() + ">\n")
                .replace("Content-Length: 0\n\n", sdp(5000));
    }

    /** A request of alice within the dialog that the node answered so. */
    private String within(String answer, String method, int cseq) {
        String contact = Peer.header(answer, "Contact").replaceAll("[<>]", "");
        return method + ' ' + contact + " SIP/2.0\nVia: SIP/2.0/UDP 127.0.0.1:" + alice.port()
                + ";rport;branch=z9hG4bK" + method + cseq + "\nMax-Forwards: 70\nFrom: " + Peer.header(answer, "From")
                + "\nTo: " + Peer.header(answer, "To") + "\nCall-ID: " + Peer.header(answer, "Call-ID") + "\nCSeq: "
                + cseq + ' ' + method + "\nContent-Length: 0\n\n";
    }

    private void awaitCause(Cause cause) {
        Await.until("the call has its record", () -> !cdrs.ended().isEmpty());
        assertEquals(List.of(cause), cdrs.causes());
    }

    @Test
    void callWithEveryMessageLostOnce() throws Exception {
        String invite = invite("c1");
        alice.send(invite);
        alice.receive("SIP/2.0 100"); // what came twice before anybody looked is one message
        alice.send(invite); // that 100 was lost
        String toBob = bob.receive("INVITE");
        assertEquals(toBob, bob.receive("INVITE"), "no provisional response: the node sends it again");
        bob.send(Peer.answer(toBob, 180, "b1", ""));
        alice.receive("SIP/2.0 180");
        bob.send(ok(toBob, "b1"));
        String ack = bob.receive("ACK");
        bob.send(ok(toBob, "b1")); // our ACK was lost
        assertEquals(ack, bob.receive("ACK"));
        String first = alice.receive("SIP/2.0 200");
        assertEquals(first, alice.receive("SIP/2.0 200"), "no ACK: the node sends its 200 again");
        assertTrue(first.contains("m=audio 2000"), first);
        alice.send(within(first, "ACK", 1));
        String bye = within(first, "BYE", 2);
        alice.send(bye);
        String done = alice.receive("SIP/2.0 200 OK", "BYE");
        String toBobBye = bob.receive("BYE");
        assertEquals(toBobBye, bob.receive("BYE"), "no answer: the node sends it again");
        alice.send(bye); // the 200 was lost
        assertEquals(done, alice.receive("SIP/2.0 200 OK", "BYE"));
        bob.send(Peer.answer(toBobBye.replaceAll(";tag=b1", ""), 200, "b1", ""));
        awaitCause(Cause.NORMAL);
        var entries = cdrs.ladders().getFirst().entries();
        assertEquals(1, entries.getFirst().retransmissions());
        assertEquals("INVITE", entries.getFirst().label());
        assertEquals(invite.replace("\n", "\r\n").length(), entries.getFirst().message().length());
        assertTrue(entries.stream().filter(e -> e.leg() == 1 && e.label().equals("BYE")).findFirst().orElseThrow()
                .retransmissions() >= 1);
        assertEquals(13, entries.size(), () -> entries.stream().map(e -> e.leg() + " " + e.label()).toList().toString());
    }

    @Test
    void cancelReachesTheCallee() throws Exception {
        String invite = invite("c2");
        alice.send(invite);
        String toBob = bob.receive("INVITE");
        bob.send(Peer.answer(toBob, 180, "b1", ""));
        String ringing = alice.receive("SIP/2.0 180");
        alice.send(invite.replace("INVITE sip", "CANCEL sip").replace("1 INVITE", "1 CANCEL")
                .replaceAll("(?s)Content-Type.*", "Content-Length: 0\n\n"));
        String cancelled = alice.receive("SIP/2.0 200");
        assertEquals(Peer.header(ringing, "To"), Peer.header(cancelled, "To"));
        String terminated = alice.receive("SIP/2.0 487");
        alice.send(within(ringing, "ACK", 1).replace("z9hG4bKACK1", "z9hG4bKc2")
                .replace(Peer.header(ringing, "To"), Peer.header(terminated, "To")));
        String cancel = bob.receive("CANCEL");
        bob.send(Peer.answer(cancel, 200, "b1", ""));
        bob.send(Peer.answer(toBob, 487, "b1", ""));
        assertTrue(bob.receive("ACK").contains("tag=b1"));
        awaitCause(Cause.CANCELLED);
        assertTrue(cdrs.ladders().getFirst().entries().stream().anyMatch(e -> e.leg() == 1 && e.label().equals("ACK")));
    }

    /** RFC 4568 §7: keys go over TLS or not at all, and a Via that says so makes no TLS. */
    @Test
    void whoMustEncryptIsRefusedOverDatagramsThatCallThemselvesTls() throws Exception {
        node.directory.encrypt("alice", Srtp.REQUIRE);
        String offer = sdp(4000).replaceFirst("RTP/AVP", "RTP/SAVP").replaceFirst("Content-Length: .*\n", "")
                + "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:" + "A".repeat(40) + '\n';
        alice.send(alice.request("INVITE", "s1", "s1", "Proxy-Authorization: Fake alice\n")
                .replace("SIP/2.0/UDP", "SIP/2.0/TLS").replace("Content-Length: 0\n\n", offer));
        alice.receive("SIP/2.0 488");
        Await.until("the call has its record", () -> !cdrs.ended().isEmpty());
        assertEquals("udp", cdrs.only().legs().getFirst().transport());
    }

    /** It names no user (RFC 3261 §25.1), neither an empty one nor one called "null". */
    @ParameterizedTest
    @ValueSource(strings = {"sip:@127.0.0.1", "sips:@127.0.0.1", "sip:@127.0.0.1;user=phone"})
    void anAddressWithAnEmptyUserIsRefused(String uri) throws Exception {
        alice.send(invite("empty").replace("sip:bob@127.0.0.1 SIP", uri + " SIP"));
        alice.receive("SIP/2.0 400", "Call-ID: empty");
        alice.send(invite("bob"));
        assertTrue(bob.receive("INVITE").startsWith("INVITE sip:bob@"), "the next call is the first that is put through");
        assertEquals(List.of(), cdrs.ended());
    }

    @Test
    void busyCallee() throws Exception {
        alice.send(invite("the-callers-own"));
        String toBob = bob.receive("INVITE");
        assertFalse(toBob.contains("Authorization"), toBob);
        assertFalse(toBob.contains("the-callers-own"), toBob);
        assertFalse(toBob.contains(String.valueOf(alice.port())), toBob);
        bob.send(Peer.answer(toBob, 486, "b1", ""));
        bob.receive("ACK");
        assertTrue(alice.receive("SIP/2.0 486").contains("CSeq: 1 INVITE"));
        awaitCause(Cause.BUSY);
    }

    @Test
    void overlongDatagram() throws Exception {
        alice.send(alice.request("OPTIONS", "long", "long", "X-Long: " + "x".repeat(17_000) + '\n'));
        assertTrue(alice.receive("SIP/2.0 513").contains("Call-ID: long"));
    }

    @Test
    void optionsAndUnknownMethods() throws Exception {
        alice.send(alice.request("OPTIONS", "o1", "o1", ""));
        String answer = alice.receive("SIP/2.0 200");
        assertTrue(answer.contains("Allow: INVITE"), answer);
        assertTrue(answer.contains("Accept: application/sdp"), answer);
        alice.send(alice.request("FROB", "o2", "o2", ""));
        assertTrue(alice.receive("SIP/2.0 501").contains("Call-ID: o2"));
    }

    @Test
    void aRegisterThatComesAgainGetsTheSameAnswer() throws Exception {
        String register = alice.request("REGISTER", "r1", "r1", "");
        alice.send(register);
        String answer = alice.receive("SIP/2.0 200");
        alice.send(register);
        assertEquals(answer, alice.receive("SIP/2.0 200"), "even its tag");
        alice.send(register.replace("CSeq: 1", "CSeq: 2").replace("z9hG4bKr1", "z9hG4bKr2"));
        assertTrue(alice.receive("SIP/2.0 200").contains("CSeq: 2 REGISTER"));
    }

    /** RFC 3261 §8.2.6, §10.3: what the parser's way answers, and from its bytes alone. */
    @ParameterizedTest
    @ValueSource(strings = {"", "Authorization: Digest username=\"x\"\n", "Path: <sip:edge;lr>\nPath: <sip:edge2;lr>\n",
        "Expires: 60\nContact: <sip:alice@192.0.2.7>;q=0.5\n"})
    void aRegisterIsAnsweredAlikeInBothWays(String more) throws Exception {
        var read = new ArrayList<List<String>>();
        for (String agent : List.of("User-Agent: Phone 1\n", "User-Agent: Phone\n 1\n")) { // folded: the parser's
            alice.send(alice.request("REGISTER", "r1", "r1" + agent.length(), agent + more));
            read.add(alice.receive("SIP/2.0").lines().map(line -> line.replaceFirst("z9hG4bK[^;]+", "")
                    .replaceFirst("^(To: .*;tag=).*", "$1").replaceFirst(";received=127.0.0.1", "")
                    .replaceFirst("(;rport=\\d+)(;branch=)", "$2$1")).sorted().toList());
        }
        assertEquals(read.getLast(), read.getFirst());
    }
}
