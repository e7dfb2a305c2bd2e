package org.trunkline.demo.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A demo phone against a bare socket that plays the node. */
@Timeout(120)
class UserAgentTest {
    private static final int WAIT_MS = 60_000;
    private static final String IN_CALL = " sip:anna@127.0.0.1 SIP/2.0\nVia: SIP/2.0/UDP 127.0.0.1:1;branch=z9hG4bKq%s\n"
            + "From: <sip:bob@x>;tag=b\nTo: <sip:anna@x>%s\nCall-ID: c1\nCSeq: %s\nContact: <sip:bob@127.0.0.1>\n%s\n";

    private final Pacer pacer = new Pacer();
    private DatagramSocket node;
    private UserAgent phone;
    private volatile Behaviour behaviour = new Behaviour.Answer(10, 0);

    @BeforeEach
    void open() throws Exception {
        node = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        node.setSoTimeout(WAIT_MS);
        phone = new UserAgent("anna", (InetSocketAddress) node.getLocalSocketAddress(), 0, new Voice(120),
                Impairment.NONE, pacer, new Random(1), invite -> behaviour);
    }

    @AfterEach
    void close() {
        phone.close();
        node.close();
        pacer.close();
    }

    private SipText receive(String start) throws Exception {
        return receive(text -> text.start().startsWith(start));
    }

    /** The first such message: what waits for an answer too long is sent again. */
    private SipText receive(Predicate<SipText> wanted) throws Exception {
        while (true) {
            var packet = new DatagramPacket(new byte[8192], 8192);
            node.receive(packet);
            var text = SipText.parse(packet.getData(), packet.getLength()).filter(wanted);
            if (text.isPresent())
                return text.get();
        }
    }

    private void send(String text) throws Exception {
        byte[] bytes = text.replace("\n", "\r\n").getBytes();
        node.send(new DatagramPacket(bytes, bytes.length, phone.address(), phone.port()));
    }

    private void answer(SipText request, int status, String more, String body) throws Exception {
        send("SIP/2.0 " + status + " X\nVia: " + request.header("via") + "\nFrom: " + request.header("from") + "\nTo: "
                + request.header("to") + ";tag=n\nCall-ID: " + request.header("call-id") + "\nCSeq: "
                + request.header("cseq") + '\n' + more + "\n" + body);
    }

    @Test
    void registersWithTheFirstChallengeOffered() throws Exception {
        phone.register("secret");
        var first = receive("REGISTER");
        answer(first, 401, "WWW-Authenticate: Digest realm=\"r\", nonce=\"n\", algorithm=SHA-256, qop=\"auth\"\n", "");
        var second = receive(text -> text.method().equals("REGISTER") && !text.branch().equals(first.branch()));
        assertEquals(first.cseq() + 1, second.cseq());
        assertTrue(second.header("authorization").contains("algorithm=SHA-256"), second.header("authorization"));
    }

    /** The example of RFC 2617 §3.5, whose qop and nc are those that the demo uses. */
    @Test
    void answersADigestChallenge() {
        String answer = Digest.answer("Digest realm=\"testrealm@host.com\", qop=\"auth,auth-int\", "
                + "nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", opaque=\"5ccc069c403ebaf9f0171e9517f40e41\"", "Mufasa",
                "Circle Of Life", "GET", "/dir/index.html", "0a4f113b");
        assertTrue(answer.contains("response=\"6629fae49393a05397450978507c4ef1\""), answer);
    }

    @Test
    void placesACallAndTalks() throws Exception {
        try (var media = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            media.setSoTimeout(WAIT_MS);
            phone.call("anna", "bob", WAIT_MS, 0);
            var invite = receive("INVITE");
            assertEquals("bob", invite.requestUser());
            answer(invite, 180, "", "");
            answer(invite, 200, "Contact: <sip:x@127.0.0.1:" + node.getLocalPort() + ">\n",
                    "v=0\nc=IN IP4 127.0.0.1\nm=audio " + media.getLocalPort() + " RTP/AVP 8\n");
            receive("ACK");
            var packet = new DatagramPacket(new byte[500], 500);
            media.receive(packet);
            assertEquals(12 + Voice.FRAME, packet.getLength());
            assertEquals(Voice.PAYLOAD_TYPE, packet.getData()[1] & 0x7f);
            assertEquals(1, phone.count());
        }
    }

    @Test
    void hangsUpWhenItTalkedLongEnough() throws Exception {
        phone.call("anna", "bob", WAIT_MS, 30);
        answer(receive("INVITE"), 200, "Contact: <sip:x@127.0.0.1:" + node.getLocalPort() + ">\n",
                "v=0\nc=IN IP4 127.0.0.1\nm=audio 9 RTP/AVP 8\n");
        assertEquals("n", receive("BYE").toTag());
        assertEquals(0, phone.count());
    }

    @Test
    void impatienceCancelsARingingCall() throws Exception {
        phone.call("anna", "bob", 50, 300);
        var invite = receive("INVITE");
        answer(invite, 180, "", "");
        var cancel = receive("CANCEL");
        assertEquals(invite.branch(), cancel.branch());
        answer(invite, 487, "", "");
        assertEquals(invite.branch(), receive("ACK").branch());
    }

    @Test
    void takesACallUntilTheOtherSideHangsUp() throws Exception {
        String head = " sip:anna@127.0.0.1 SIP/2.0\nVia: SIP/2.0/UDP 127.0.0.1:1;branch=z9hG4bKq%s\nFrom: <sip:bob@x>;tag=b\nTo: <sip:anna@x>%s\nCall-ID: c1\nCSeq: %s\nContact: <sip:bob@127.0.0.1>\n\n";
        send("INVITE" + head.formatted("1", "", "1 INVITE")
                + "v=0\nc=IN IP4 127.0.0.1\nm=audio 9 RTP/AVP 8\n");
        receive("SIP/2.0 180");
        var ok = receive("SIP/2.0 200");
        assertTrue(ok.body().contains("PCMA"), ok.body());
        send("ACK" + head.formatted("2", ";tag=" + ok.toTag(), "1 ACK"));
        assertEquals(1, phone.count());
        send("BYE" + head.formatted("3", ";tag=" + ok.toTag(), "2 BYE"));
        assertEquals("SIP/2.0 200 OK", receive(text -> text.header("cseq").equals("2 BYE")).start());
        assertEquals(0, phone.count());
    }

    /** @return its tag */
    private String takeCall() throws Exception {
        send("INVITE" + IN_CALL.formatted("1", "", "1 INVITE", "") + "v=0\nc=IN IP4 127.0.0.1\nm=audio 9 RTP/AVP 8\n");
        String tag = receive("SIP/2.0 200").toTag();
        send("ACK" + IN_CALL.formatted("2", ";tag=" + tag, "1 ACK", ""));
        return tag;
    }

    private void tell(String tag, String outcome) throws Exception {
        send("NOTIFY" + IN_CALL.formatted("n" + outcome.length(), ";tag=" + tag, "5 NOTIFY",
                "Event: refer\nSubscription-State: active\n") + outcome + "\n");
        receive(text -> text.header("cseq").equals("5 NOTIFY"));
    }

    /** RFC 3515 §2.4; it goes once the other two talk, and not before. */
    @Test
    void leadsTheCallerOnBlindly() throws Exception {
        behaviour = new Behaviour.Transfer(10, 10, "chen", false);
        String tag = takeCall();
        var refer = receive("REFER");
        assertEquals("<" + phone.aor("chen") + ">", refer.header("refer-to"));
        assertEquals("<sip:anna@x>", refer.header("referred-by"));
        assertEquals("b", refer.toTag());
        answer(refer, 202, "", "");
        tell(tag, "SIP/2.0 180 Ringing");
        assertEquals(1, phone.count());
        tell(tag, "SIP/2.0 200 OK");
        assertEquals("b", receive("BYE").toTag());
        assertEquals(0, phone.count());
    }

    /** RFC 5589 §7.1, RFC 3891 §3: the dialog with the colleague is the one to be replaced. */
    @Test
    void asksTheColleagueFirst() throws Exception {
        behaviour = new Behaviour.Transfer(10, 10, "chen", true);
        takeCall();
        var invite = receive("INVITE");
        assertEquals("chen", invite.requestUser());
        answer(invite, 200, "Contact: <sip:x@127.0.0.1:" + node.getLocalPort() + ">\n",
                "v=0\nc=IN IP4 127.0.0.1\nm=audio 9 RTP/AVP 8\n");
        receive("ACK");
        assertEquals("<" + phone.aor("chen") + "?Replaces=" + invite.header("call-id") + "%3Bto-tag%3Dn%3Bfrom-tag%3D"
                + invite.fromTag() + ">", receive("REFER").header("refer-to"));
    }

    @Test
    void talksOnWhereTheNodeLeadsIt() throws Exception {
        try (var media = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            media.setSoTimeout(WAIT_MS);
            String tag = takeCall();
            send("INVITE" + IN_CALL.formatted("7", ";tag=" + tag, "2 INVITE", "") + "v=0\nc=IN IP4 127.0.0.1\nm=audio "
                    + media.getLocalPort() + " RTP/AVP 8\n");
            receive(text -> text.header("cseq").equals("2 INVITE"));
            media.receive(new DatagramPacket(new byte[500], 500));
        }
    }

    /** G.711 §2, table 1a: decision value ends of the positive segments, even bits inverted. */
    @Test
    void aLawOfKnownSamples() {
        assertEquals((byte) 0xD5, Voice.aLaw(0));
        assertEquals((byte) 0xAA, Voice.aLaw(32767));
        assertEquals((byte) 0x2A, Voice.aLaw(-32767));
        assertEquals((byte) 0xFA, Voice.aLaw(1000));
    }

    @Test
    void aBadLineLosesItsShareInBursts() {
        var line = new Impairment(0.05, 0, 0);
        var random = new Random(7);
        boolean last = false;
        int lost = 0;
        int bursts = 0;
        for (int i = 0; i < 200_000; i++) {
            boolean now = line.loses(last, random);
            lost += now ? 1 : 0;
            bursts += now && !last ? 1 : 0;
            last = now;
        }
        assertEquals(0.05, lost / 200_000.0, 0.005);
        assertEquals(2.0, (double) lost / bursts, 0.1);
    }

    @Test
    void readsHeadersInShortFormAndRefusesNoise() {
        byte[] message = "OPTIONS sip:x SIP/2.0\r\nv: SIP/2.0/UDP h;branch=z9hG4bKx\r\nt: <sip:a@b;tag=no>;tag=yes\r\n\r\n".getBytes();
        var text = SipText.parse(message, message.length).orElseThrow();
        assertEquals("z9hG4bKx", text.branch());
        assertEquals("yes", text.toTag());
        assertEquals(List.of(), text.all("route"));
        assertTrue(SipText.parse(new byte[4], 4).isEmpty());
    }
}
