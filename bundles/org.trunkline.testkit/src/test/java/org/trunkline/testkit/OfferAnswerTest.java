package org.trunkline.testkit;

import static java.time.Duration.ofMillis;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.trunkline.domain.call.CallState;
import org.trunkline.domain.call.LegSide;

/** Session descriptions with more than one voice line, and how they change (RFC 3264, RFC 6337). */
class OfferAnswerTest {
    private final EngineFixture f = new EngineFixture();

    /** @param lines {@code audio 4000 RTP/AVP 8} with attributes after a bar */
    private static String sdp(String address, String... lines) {
        var text = new StringBuilder("v=0\r\no=- 1 1 IN IP4 " + address + "\r\ns=-\r\nc=IN IP4 " + address + "\r\nt=0 0\r\n");
        for (String line : lines)
            text.append("m=").append(line.replace("|", "\r\na=")).append("\r\n");
        return text.toString();
    }

    private static List<String> lines(String sdp) {
        return sdp.lines().filter(line -> line.startsWith("m=")).map(line -> line.replaceFirst("(m=\\S+) [1-9][0-9]* ", "$1 P "))
                .toList();
    }

    @Test
    void videoAndTextPassAndWhatIsDeclinedIsFreed() { // RFC 3264 §6, RFC 4103
        f.directory.register("bob", "192.0.2.20:5060");
        var invite = f.sip.receive(FakeRequest.invite("bob").sdp(sdp("192.0.2.10", "audio 4000 RTP/AVP 8",
                "video 4002 RTP/AVP 96|rtpmap:96 H264/90000", "text 4004 RTP/AVP 98|rtpmap:98 t140/1000")));
        assertEquals(List.of("m=audio P RTP/AVP 8", "m=video P RTP/AVP 96", "m=text P RTP/AVP 98"),
                lines(f.callee().body()));
        f.sip.respond(f.callee(), 200, sdp("192.0.2.20", "audio 5000 RTP/AVP 8", "video 0 RTP/AVP 96",
                "text 5004 RTP/AVP 98|rtpmap:98 t140/1000"));
        assertEquals(List.of("m=audio P RTP/AVP 8", "m=video 0 RTP/AVP 96", "m=text P RTP/AVP 98"), lines(invite.body()));
        var session = f.media.sessions().getFirst();
        assertEquals(List.of(1), session.removed);
        assertEquals(5004, session.remote(2, LegSide.CALLEE).rtp().getPort());
    }

    @Test
    void aLineIsAddedAndTakenAwayAgain() { // RFC 3264 §8.1, §8.2
        var invite = f.talking();
        var added = f.sip.receive(FakeRequest.within(invite, "INVITE", 2).sdp(sdp("192.0.2.10", "audio 4000 RTP/AVP 8",
                "video 4002 RTP/AVP 96|rtpmap:96 H264/90000")));
        f.sip.respond(f.callee(), 200, sdp("192.0.2.20", "audio 5000 RTP/AVP 8",
                "video 5002 RTP/AVP 96|rtpmap:96 H264/90000"));
        assertEquals(2, lines(added.body()).size());
        f.sip.receive(FakeRequest.within(invite, "ACK", 2));
        var session = f.media.sessions().getFirst();
        assertEquals(5002, session.remote(1, LegSide.CALLEE).rtp().getPort());
        var removed = f.sip.receive(FakeRequest.within(invite, "INVITE", 3).sdp(sdp("192.0.2.10", "audio 4000 RTP/AVP 8",
                "video 0 RTP/AVP 96")));
        assertEquals("m=video 0 RTP/AVP 96", lines(f.callee().body()).getLast());
        f.sip.respond(f.callee(), 200, sdp("192.0.2.20", "audio 5000 RTP/AVP 8", "video 0 RTP/AVP 96"));
        assertEquals("m=video 0 RTP/AVP 96", lines(removed.body()).getLast());
        assertEquals(List.of(1), session.removed);
    }

    @Test
    void faxByT38AndBackToVoice() { // ITU-T T.38 annex D
        var invite = f.talking();
        var bob = f.callee();
        var fax = f.sip.receive(FakeRequest.within(bob.request, "b-tag", "INVITE", 1).sdp(sdp("192.0.2.20",
                "audio 0 RTP/AVP 8", "image 5010 udptl t38|T38FaxVersion:0|T38MaxBitRate:14400")));
        assertEquals(List.of("m=audio 0 RTP/AVP 8", "m=image P udptl t38"), lines(f.callee().body()));
        assertTrue(f.callee().body().contains("a=T38MaxBitRate:14400"), f.callee().body());
        assertFalse(f.callee().body().contains("a=rtcp"), f.callee().body());
        f.sip.respond(f.callee(), 200, sdp("192.0.2.10", "audio 0 RTP/AVP 8", "image 4010 udptl t38"));
        assertEquals(List.of("m=audio 0 RTP/AVP 8", "m=image P udptl t38"), lines(fax.body()));
        f.sip.receive(FakeRequest.within(bob.request, "b-tag", "ACK", 1));
        var session = f.media.sessions().getFirst();
        assertEquals(List.of(0), session.removed);
        assertEquals("image", session.remote(1, LegSide.CALLEE).media());
        assertEquals(4010, session.remote(1, LegSide.CALLER).rtp().getPort());
        var voice = f.sip.receive(FakeRequest.within(invite, "INVITE", 2).sdp(sdp("192.0.2.10", "audio 4000 RTP/AVP 8",
                "image 0 udptl t38")));
        f.sip.respond(f.callee(), 200, sdp("192.0.2.20", "audio 5000 RTP/AVP 8", "image 0 udptl t38"));
        assertEquals(List.of("m=audio P RTP/AVP 8", "m=image 0 udptl t38"), lines(voice.body()));
        assertEquals(CallState.ANSWERED, f.state());
    }

    @Test
    void aCalleeWithoutT38RefusesItAndTheCallGoesOn() {
        var invite = f.talking();
        var fax = f.sip.receive(FakeRequest.within(invite, "INVITE", 2).sdp(sdp("192.0.2.10", "audio 0 RTP/AVP 8",
                "image 4010 udptl t38")));
        f.sip.respond(f.callee(), 488);
        assertEquals(488, fax.last().status());
        assertEquals(CallState.ANSWERED, f.state());
        assertEquals(4000, f.media.sessions().getFirst().remote(0, LegSide.CALLER).rtp().getPort());
    }

    @Test
    void bothSidesHoldAndLetGoOneAfterTheOther() { // RFC 3264 §8.4, RFC 6337 §5.3
        var invite = f.talking();
        var bob = f.callee().request;
        f.sip.receive(FakeRequest.within(bob, "b-tag", "INVITE", 1).sdp(Sdps.audio("192.0.2.20", 5000, "8", "inactive")));
        assertTrue(f.callee().body().contains("a=inactive"), f.callee().body());
        f.sip.respond(f.callee(), 200, Sdps.audio("192.0.2.10", 4000, "8", "inactive"));
        f.sip.receive(FakeRequest.within(bob, "b-tag", "ACK", 1));
        assertEquals(CallState.HELD, f.state());
        f.sip.receive(FakeRequest.within(invite, "INVITE", 2).sdp(Sdps.audio("192.0.2.10", 4000, "8", "sendonly")));
        f.sip.respond(f.callee(), 200, Sdps.audio("192.0.2.20", 5000, "8", "inactive"));
        f.sip.receive(FakeRequest.within(invite, "ACK", 2));
        f.sip.receive(FakeRequest.within(bob, "b-tag", "INVITE", 2).sdp(Sdps.audio("192.0.2.20", 5000, "8", "sendrecv")));
        f.sip.respond(f.callee(), 200, Sdps.audio("192.0.2.10", 4000, "8", "sendonly"));
        f.sip.receive(FakeRequest.within(bob, "b-tag", "ACK", 2));
        assertEquals(CallState.HELD, f.state());
        f.sip.receive(FakeRequest.within(invite, "INVITE", 3).sdp(Sdps.audio("192.0.2.10", 4000, "8", "sendrecv")));
        f.sip.respond(f.callee(), 200, Sdps.audio("192.0.2.20", 5000, "8", "sendrecv"));
        assertEquals(CallState.ANSWERED, f.state());
        assertTrue(f.media.sessions().getFirst().watching);
    }

    @Test
    void glareOfTheNodesOwnReinviteIsTriedAgain() { // RFC 3261 §14.1
        f.directory.register("carol", "192.0.2.30:5060");
        var invite = f.talking();
        f.sip.receive(FakeRequest.within(f.callee().request, "b-tag", "REFER", 1).header("Refer-To", "<sip:carol@x>"));
        f.sip.respond(f.callee(), 200, Sdps.answer("192.0.2.30", 6000));
        var first = f.callee();
        assertEquals(invite.request.callId(), first.request.callId());
        f.sip.respond(first, 491);
        assertEquals(first, f.callee());
        f.after(ofMillis(1000));
        assertEquals(invite.request.callId(), f.callee().request.callId());
        assertEquals(first.request.cseq() + 1, f.callee().request.cseq());
        f.sip.respond(f.callee(), 200, Sdps.answer("192.0.2.10", 4000));
        assertEquals(1, f.engine.count());
    }

    @Test
    void earlyMediaStopsForLocalRingingOnlyByTheCallee() { // RFC 3960 §3: the node adds no tone of its own
        f.directory.register("bob", "192.0.2.20:5060");
        var invite = f.sip.receive(FakeRequest.invite("bob"));
        f.sip.respond(f.callee(), 180);
        assertEquals("", invite.body());
        f.sip.respond(f.callee(), 183, Sdps.answer("192.0.2.20", 5000));
        assertTrue(invite.body().contains("m=audio"), invite.body());
        assertEquals(CallState.EARLY_MEDIA, f.state());
        f.sip.respond(f.callee(), 180);
        assertEquals(List.of(100, 180, 183, 180), invite.statuses());
        f.answer(f.callee());
        assertEquals(200, invite.last().status());
    }
}
