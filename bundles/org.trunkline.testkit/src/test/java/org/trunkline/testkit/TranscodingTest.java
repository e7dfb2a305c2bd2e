package org.trunkline.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.domain.call.Direction;
import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.call.Party;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.config.CallHandling;
import org.trunkline.engine.port.media.Conversion.Format;
import org.trunkline.engine.port.media.ConvertibleCodec;
import org.trunkline.engine.port.media.Media;
import org.trunkline.engine.port.media.RemoteMedia.Encoding;
import org.trunkline.engine.port.routing.Directory;
import org.trunkline.testkit.FakeMedia.FakeSession;
import org.trunkline.testkit.FakeSignaling.Received;

/** What the node offers and answers where two sides may have no codec in common, and what it then converts. */
class TranscodingTest {
    private static final Encoding OPUS = new Encoding("opus", 48_000);
    private static final Encoding PCMA = new Encoding("PCMA", 8000);
    private static final List<ConvertibleCodec> CODECS = List.of(new ConvertibleCodec(OPUS, -1, "opus/48000/2", "useinbandfec=1", true, ConvertibleCodec.FRAME),
            new ConvertibleCodec(new Encoding("G722", 8000), 9, "G722/8000", "", true, ConvertibleCodec.FRAME), new ConvertibleCodec(PCMA, 8, "PCMA/8000", "", false, ConvertibleCodec.FRAME),
            new ConvertibleCodec(new Encoding("PCMU", 8000), 0, "PCMU/8000", "", false, ConvertibleCodec.FRAME));
    private static final ConvertibleCodec G729 = new ConvertibleCodec(new Encoding("G729", 8000), 18, "G729/8000", "annexb=yes", false, Duration.ofMillis(10));
    private static final ConvertibleCodec G723 = new ConvertibleCodec(new Encoding("G723", 8000), 4, "G723/8000", "", false, Duration.ofMillis(30));
    private static final String OPUS_ONLY = "111 110|rtpmap:111 opus/48000/2|fmtp:111 minptime=10|rtpmap:110 telephone-event/48000";
    private static final String PCMA_ONLY = "8 101|rtpmap:101 telephone-event/8000";

    private final EngineFixture f = new EngineFixture();

    @BeforeEach
    void nodeConverts() {
        f.media.converts(CODECS);
        f.directory.register("bob", "192.0.2.20:5060");
    }

    /** @param codecs formats, and attributes after bars */
    private static String sdp(String address, String codecs) {
        return "v=0\r\no=- 1 1 IN IP4 " + address + "\r\ns=-\r\nc=IN IP4 " + address + "\r\nt=0 0\r\nm=audio 4000 RTP/AVP "
                + codecs.replace("|", "\r\na=") + "\r\n";
    }

    private Received dial(String codecs) {
        return f.sip.receive(FakeRequest.invite("bob").sdp(sdp("192.0.2.10", codecs)));
    }

    private void answer(String codecs) {
        f.sip.respond(f.callee(), 200, sdp("192.0.2.20", codecs));
    }

    private static String formats(String sdp) {
        return sdp.lines().filter(line -> line.startsWith("m=")).findFirst().orElseThrow().replaceFirst(".* RTP/AVP ", "");
    }

    private FakeSession session() {
        return f.media.sessions().getFirst();
    }

    private Received converted() {
        var invite = dial(OPUS_ONLY);
        answer("8 96|rtpmap:96 telephone-event/8000");
        f.acknowledge(invite);
        return invite;
    }

    @Test
    void aCallerWithoutTelephoneCodecsIsOfferedWithThem() {
        dial(OPUS_ONLY);
        var offer = f.callee().body();
        assertEquals("111 110 9 8 0 96", formats(offer), "its own codecs come first");
        assertTrue(offer.contains("a=rtpmap:96 telephone-event/8000\r\n"), offer);
        assertTrue(offer.contains("a=fmtp:111 minptime=10\r\n"), offer);
    }

    @Test
    void eachSideIsToldItsOwnCodec() {
        var invite = converted();
        assertEquals("111 110", formats(invite.body()));
        assertTrue(invite.body().contains("a=rtpmap:111 opus/48000/2\r\n"), invite.body());
        assertFalse(invite.body().contains("PCMA"), invite.body());
        f.hangUp(invite);
        f.sip.respond(f.sip.last("BYE"), 200);
        var legs = f.cdrs.only().legs();
        assertEquals(Optional.of("opus"), legs.get(0).codec());
        assertEquals(Optional.of("PCMA"), legs.get(1).codec());
    }

    @Test
    void whatCannotBeUnderstoodIsConverted() {
        converted();
        var toTrunk = session().conversion(0, LegSide.CALLER).orElseThrow();
        assertEquals(Map.of(111, OPUS, 110, new Encoding("telephone-event", 48_000)), toTrunk.from());
        assertEquals(new Format(8, PCMA), toTrunk.to());
        assertEquals(Optional.of(new Format(96, new Encoding("telephone-event", 8000))), toTrunk.events());
        var toBrowser = session().conversion(0, LegSide.CALLEE).orElseThrow();
        assertEquals(Map.of(8, PCMA, 96, new Encoding("telephone-event", 8000)), toBrowser.from());
        assertEquals(new Format(111, OPUS), toBrowser.to());
    }

    @Test
    void whatBothHaveIsNotConverted() {
        var invite = dial(OPUS_ONLY);
        answer("111 8 110|rtpmap:111 opus/48000/2|rtpmap:110 telephone-event/48000");
        assertEquals("111 110", formats(invite.body()), "what the caller did not offer is not in its answer");
        assertEquals(Map.of(), session().conversions);
    }

    @Test
    void theSameCodecByAnotherNumberIsNotConverted() {
        var invite = dial(OPUS_ONLY);
        answer("96 97|rtpmap:96 opus/48000/2|rtpmap:97 telephone-event/48000");
        assertEquals("96 97", formats(invite.body()), "as ever");
        assertEquals(Map.of(), session().conversions);
    }

    @Test
    void telephoneCodecsAreOfferedAloneUntilSomebodyRefusesThem() {
        var invite = dial(PCMA_ONLY);
        assertEquals("8 101", formats(f.callee().body()));
        f.sip.respond(f.callee(), 488);
        assertEquals("8 101 0 96 9 97", formats(f.callee().body()), "wideband last: it gains nothing");
        answer("96 97|rtpmap:96 opus/48000/2|rtpmap:97 telephone-event/48000");
        assertEquals(200, invite.last().status());
        assertEquals("8 101", formats(invite.body()));
        assertEquals(new Format(96, OPUS), session().conversion(0, LegSide.CALLER).orElseThrow().to());
        assertEquals(new Format(8, PCMA), session().conversion(0, LegSide.CALLEE).orElseThrow().to());
    }

    /** Codecs of plug-ins come behind the node's own. */
    private void pluginsBring(ConvertibleCodec... codecs) {
        f.media.converts(Stream.concat(CODECS.stream(), Stream.of(codecs)).toList());
    }

    @Test
    void aPhoneWithTheCodecOfAPluginAloneTalksToATrunkWithout() {
        pluginsBring(G729);
        var invite = dial("18 101|fmtp:18 annexb=no|rtpmap:101 telephone-event/8000|ptime:30");
        assertEquals("18 101 8 0 96 9 97", formats(f.callee().body()));
        answer(PCMA_ONLY);
        assertEquals("18 101", formats(invite.body()));
        assertTrue(invite.body().contains("a=fmtp:18 annexb=no\r\n"), invite.body());
        var toPhone = session().conversion(0, LegSide.CALLEE).orElseThrow();
        assertEquals(new Format(18, G729.encoding()), toPhone.to());
        assertEquals("annexb=no", toPhone.parameters().to());
        assertEquals(Map.of(18, "annexb=no"), session().conversion(0, LegSide.CALLER).orElseThrow().parameters().from());
    }

    @Test
    void aTrunkWithTheCodecOfAPluginAloneIsOfferedItAfterItsRefusal() {
        pluginsBring(G729);
        var invite = dial(PCMA_ONLY);
        assertEquals("8 101", formats(f.callee().body()));
        f.sip.respond(f.callee(), 488);
        assertEquals("8 101 0 18 96 9 97", formats(f.callee().body()), "behind the node's own codec of telephone speech");
        assertTrue(f.callee().body().contains("a=fmtp:18 annexb=yes\r\n"), f.callee().body());
        answer("18 101|rtpmap:101 telephone-event/8000");
        assertEquals("8 101", formats(invite.body()));
        assertEquals(new Format(18, G729.encoding()), session().conversion(0, LegSide.CALLER).orElseThrow().to());
        assertEquals("", session().conversion(0, LegSide.CALLER).orElseThrow().parameters().to());
    }

    @Test
    void packetsHaveWholeFramesOfTheCodec() {
        pluginsBring(G723);
        dial("4 101|rtpmap:101 telephone-event/8000|ptime:20");
        answer(PCMA_ONLY + "|ptime:40");
        assertEquals(Duration.ofMillis(30), session().conversion(0, LegSide.CALLEE).orElseThrow().packet());
        assertEquals(Duration.ofMillis(40), session().conversion(0, LegSide.CALLER).orElseThrow().packet());
    }

    @Test
    void aCallEndsWithAReasonWhereTheCodecOfAPluginFails() {
        pluginsBring(G729);
        var invite = dial("18|fmtp:18 annexb=no");
        answer(PCMA_ONLY);
        f.acknowledge(invite);
        session().fail(Media.Failure.NO_CODEC, Duration.ofSeconds(5));
        f.sip.requests("BYE").forEach(bye -> f.sip.respond(bye, 200));
        assertEquals(List.of(Cause.MEDIA_UNAVAILABLE), f.cdrs.causes());
    }

    @Test
    void aSecondRefusalIsFinal() {
        var invite = dial(PCMA_ONLY);
        f.sip.respond(f.callee(), 488);
        f.sip.respond(f.callee(), 488);
        assertEquals(488, invite.last().status());
    }

    @Test
    void aNodeThatConvertsNoMoreCallsOffersNothingMore() {
        f.media.converts(List.of());
        var invite = dial(OPUS_ONLY);
        assertEquals("111 110", formats(f.callee().body()));
        f.sip.respond(f.callee(), 488);
        assertEquals(488, invite.last().status());
    }

    @Test
    void holdAndResumeChangeNothing() {
        var invite = dial(OPUS_ONLY);
        answer("8 96|rtpmap:96 telephone-event/8000|ptime:40");
        f.acknowledge(invite);
        var before = Map.copyOf(session().conversions);
        assertEquals(2, before.size());
        assertEquals(40, before.get("0/CALLER").packet().toMillis());
        for (String direction : List.of("sendonly", "sendrecv")) {
            int cseq = direction.equals("sendonly") ? 2 : 3;
            var again = f.sip.receive(FakeRequest.within(invite, "INVITE", cseq).sdp(sdp("192.0.2.10", OPUS_ONLY + "|" + direction)));
            assertEquals("111 110 9 8 0 96", formats(f.callee().body()));
            answer("8 96|rtpmap:96 telephone-event/8000|ptime:40|" + (cseq == 2 ? "recvonly" : "sendrecv"));
            assertEquals("111 110", formats(again.body()));
            f.sip.receive(FakeRequest.within(invite, "ACK", cseq));
            assertEquals(before, session().conversions);
        }
    }

    @Test
    void aNewOfferWithACommonCodecEndsIt() {
        var invite = dial(OPUS_ONLY);
        answer("8 96|rtpmap:96 telephone-event/8000");
        f.acknowledge(invite);
        assertEquals(2, session().conversions.size());
        var again = f.sip.receive(FakeRequest.within(invite, "INVITE", 2).sdp(sdp("192.0.2.10", PCMA_ONLY)));
        answer("8 101|rtpmap:101 telephone-event/8000");
        assertEquals("8 101", formats(again.body()));
        assertEquals(Map.of(), session().conversions);
    }

    /** Carol, of bob's pickup group, takes his call. @param replaces empty to dial *8 */
    private Received pickUp(String codecs, String replaces) {
        for (String name : List.of("bob", "carol"))
            f.directory.handle(name, new CallHandling(Optional.empty(), Optional.empty(), Optional.empty(), 20, Optional.empty(), false, 0, List.of("floor")));
        f.directory.decide("*8", request -> new Directory.Decision.PickUp(Direction.INTERNAL, Party.of("carol"), Party.of("*8"), Optional.empty()));
        var invite = FakeRequest.anonymousInvite(replaces.isEmpty() ? "*8" : "bob").header("Proxy-Authorization", "Fake carol").callId("pickup").fromTag("c")
                .source("192.0.2.30").sdp(sdp("192.0.2.30", codecs));
        return f.sip.receive(replaces.isEmpty() ? invite : invite.header("Replaces", replaces));
    }

    @Test
    void aPickupBetweenTwoWithoutACommonCodecIsConverted() {
        var invite = dial(OPUS_ONLY);
        f.sip.respond(f.callee(), 180);
        var bob = f.callee();
        var carol = pickUp(PCMA_ONLY, "");
        assertEquals(List.of(100, 200), carol.statuses());
        assertEquals("8 101", formats(carol.body()));
        assertEquals("111 110", formats(invite.body()));
        assertTrue(invite.body().contains("a=fmtp:111 minptime=10\r\n"), invite.body());
        f.sip.respond(bob, 487);
        f.acknowledge(invite);
        f.sip.receive(FakeRequest.within(carol, "ACK", 1));
        var session = f.media.sessions().getLast();
        assertEquals(new Format(8, PCMA), session.conversion(0, LegSide.CALLER).orElseThrow().to());
        assertEquals(new Format(111, OPUS), session.conversion(0, LegSide.CALLEE).orElseThrow().to());
        f.hangUp(invite);
        f.sip.respond(f.sip.last("BYE"), 200);
        var legs = f.cdrs.only().legs();
        assertEquals(Optional.of("opus"), legs.getFirst().codec());
        assertEquals(Optional.of("PCMA"), legs.getLast().codec());
    }

    @Test
    void aPickupByReplacesIsConvertedToo() {
        var invite = dial(PCMA_ONLY);
        f.sip.respond(f.callee(), 180);
        var bob = f.callee().request;
        var carol = pickUp(OPUS_ONLY, bob.callId() + ";to-tag=" + bob.fromTag() + ";from-tag=b-tag");
        assertEquals(200, carol.last().status());
        assertEquals("111 110", formats(carol.body()));
        assertEquals("8 101", formats(invite.body()));
        assertEquals(new Format(111, OPUS), f.media.sessions().getLast().conversion(0, LegSide.CALLER).orElseThrow().to());
    }

    @Test
    void aPickupWithACommonCodecIsNotConverted() {
        var invite = dial(PCMA_ONLY);
        f.sip.respond(f.callee(), 180);
        var carol = pickUp("8 0 101|rtpmap:101 telephone-event/8000", "");
        assertEquals("8 101", formats(carol.body()));
        assertEquals("8 101", formats(invite.body()));
        assertEquals(Map.of(), f.media.sessions().getLast().conversions);
    }

    @Test
    void aPickupThatTheNodeHasNoRoomToConvertIsRefusedAndTheCallRingsOn() {
        var invite = dial(OPUS_ONLY);
        f.sip.respond(f.callee(), 180);
        f.media.converts(List.of());
        assertEquals(488, pickUp(PCMA_ONLY, "").last().status());
        assertEquals(180, invite.last().status());
    }

    @Test
    void whoTakesThePlaceOfAnAnsweredSideIsConvertedWithItsOwnCodecInTheRecord() { // RFC 3891 §3
        var invite = dial(PCMA_ONLY);
        answer(PCMA_ONLY);
        f.acknowledge(invite);
        var bob = f.callee().request;
        var desk = f.sip.receive(FakeRequest.anonymousInvite("alice").header("Proxy-Authorization", "Fake bob").callId("desk").fromTag("d")
                .source("192.0.2.21").sdp(sdp("192.0.2.21", OPUS_ONLY)).header("Replaces", bob.callId() + ";to-tag=" + bob.fromTag() + ";from-tag=b-tag"));
        var toAlice = f.sip.last("INVITE");
        assertEquals(invite.request.callId(), toAlice.request.callId());
        f.sip.respond(toAlice, 200, sdp("192.0.2.10", PCMA_ONLY));
        assertEquals("111 110", formats(desk.body()));
        f.sip.respond(f.sip.last("BYE"), 200);
        f.sip.receive(FakeRequest.within(desk, "ACK", 1));
        assertEquals(new Format(111, OPUS), f.media.sessions().getLast().conversion(0, LegSide.CALLER).orElseThrow().to());
        f.hangUp(invite);
        f.sip.respond(f.sip.last("BYE"), 200);
        assertTrue(f.cdrs.ended().stream().flatMap(cdr -> cdr.legs().stream()).anyMatch(leg -> leg.codec().equals(Optional.of("opus"))));
    }

    @Test
    void theCalleeMayOfferToo() {
        var invite = dial(OPUS_ONLY);
        answer("8 96|rtpmap:96 telephone-event/8000");
        f.acknowledge(invite);
        var bob = f.callee().request;
        var held = f.sip.receive(FakeRequest.within(bob, "b-tag", "INVITE", 1).sdp(sdp("192.0.2.20", PCMA_ONLY + "|sendonly")));
        assertEquals("8 101 0 96 9 97", formats(f.callee().body()));
        f.sip.respond(f.callee(), 200, sdp("192.0.2.10", "96 97|rtpmap:96 opus/48000/2|rtpmap:97 telephone-event/48000|recvonly"));
        assertEquals("8 101", formats(held.body()));
        assertEquals(new Format(96, OPUS), session().conversion(0, LegSide.CALLEE).orElseThrow().to());
    }
}
