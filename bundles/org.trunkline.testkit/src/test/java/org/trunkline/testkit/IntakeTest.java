package org.trunkline.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.trunkline.domain.call.CallState;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.testkit.FakeSignaling.SentRequest;

/** Requests that begin nothing, or not what they meant to; overload; defects; the end of the node. */
class IntakeTest {
    private final EngineFixture f = new EngineFixture();

    @Test
    void withoutCredentials() {
        f.directory.register("bob", "192.0.2.20:5060");
        var invite = f.sip.receive(FakeRequest.anonymousInvite("bob"));
        assertEquals(List.of(100, 407), invite.statuses());
        assertEquals("Fake realm=\"test\"", invite.header("Proxy-Authenticate").orElseThrow());
        assertEquals(0, f.engine.total());
        assertEquals(List.of(), f.cdrs.causes());
        var again = f.sip.receive(FakeRequest.invite("bob").cseq(2).branch("z9hG4bK-2"));
        assertEquals(List.of(100), again.statuses());
        assertEquals(1, f.engine.total());
    }

    @Test
    void wrongCredentials() {
        var invite = f.sip.receive(FakeRequest.anonymousInvite("bob").header("Authorization", "Digest x"));
        assertEquals(403, invite.last().status());
        assertEquals(List.of(Cause.FORBIDDEN), f.cdrs.causes());
    }

    @Test
    void loopsAndHops() {
        assertEquals(482, f.sip.receive(FakeRequest.invite("bob").looped(true)).last().status());
        assertEquals(483, f.sip.receive(FakeRequest.invite("bob").callId("2").maxForwards(0)).last().status());
        assertEquals(List.of(Cause.LOOP, Cause.LOOP), f.cdrs.causes());
    }

    @Test
    void unsupportedExtension() {
        var invite = f.sip.receive(FakeRequest.invite("bob").header("Require", "timer, precondition"));
        assertEquals(420, invite.last().status());
        assertEquals("precondition", invite.header("Unsupported").orElseThrow());
    }

    @Test
    void aLineBreakInANumberIsNoHeader() {
        f.directory.register("bob", "192.0.2.20:5060");
        var request = FakeRequest.invite("x%0D%0AEvil:%201");
        f.directory.decide("x\r\nEvil", f.directory.decision("bob"));
        var invite = f.sip.receive(request.caller("a\r\nEvil: 2", "sip:al%0D%0AEvil:3@192.0.2.10"));
        var out = f.callee().request;
        f.sip.respond(f.callee(), 180);
        var seen = List.of(out.requestUri(), out.from().encode(), out.to().encode(), out.contactUser().orElseThrow(),
                invite.last().contactUser().orElseThrow());
        assertTrue(seen.stream().allMatch(text -> text.indexOf('\r') < 0 && text.indexOf('\n') < 0), seen.toString());
    }

    @Test
    void bodiesThatAreNoOffer() {
        assertEquals(400, f.sip.receive(FakeRequest.invite("bob").sdp("v=0\r\nnonsense\r\n")).last().status());
        assertEquals(415, f.sip.receive(FakeRequest.invite("bob").callId("2").body("text/plain", "hi")).last()
                .status());
        assertEquals(488, f.sip.receive(FakeRequest.invite("bob").callId("3").sdp(Sdps.offer("192.0.2.10", 0)))
                .last().status());
    }

    /** No one-way 200 where the node has no address of that family, nor for a multicast address. */
    @Test
    void anOfferOfMediaThatCannotBeReached() {
        f.directory.register("bob", "192.0.2.20:5060");
        f.media.onlyIpv4();
        var other = f.sip.receive(FakeRequest.invite("bob").sdp(Sdps.offer("2001:db8::5", 4000)));
        assertEquals(488, other.last().status());
        assertTrue(other.header("Warning").orElseThrow().startsWith("301 trunkline "));
        var many = f.sip.receive(FakeRequest.invite("bob").callId("2").sdp(Sdps.offer("224.2.1.1", 4000)));
        assertEquals(488, many.last().status());
        assertTrue(many.header("Warning").orElseThrow().startsWith("330 trunkline "));
        assertEquals(List.of(Cause.MEDIA_UNAVAILABLE, Cause.MEDIA_UNAVAILABLE), f.cdrs.causes());
    }

    /** RFC 5621: an SDP part, and one that may be ignored, as gateways send ISUP along. */
    @Test
    void anOfferBesideAnOptionalPart() {
        f.directory.register("bob", "192.0.2.20:5060");
        f.sip.receive(FakeRequest.invite("bob").body("multipart/mixed;boundary=\"b\"", "--b\r\nContent-Type: application/sdp\r\n\r\n"
                + Sdps.offer("192.0.2.10", 4000) + "\r\n--b\r\nContent-Type: application/isup\r\n"
                + "Content-Disposition: signal;handling=optional\r\n\r\n\1\r\n--b--\r\n"));
        assertTrue(f.callee().request.body().orElseThrow().isSdp());
        assertEquals(415, f.sip.receive(FakeRequest.invite("bob").callId("2").body("multipart/mixed;boundary=\"b\"",
                "--b\r\nContent-Type: application/x\r\n\r\nx\r\n--b--\r\n")).last().status());
    }

    /** RFC 5621 §8.1, RFC 3261 §20.11: of the whole body. */
    @Test
    void anOptionalBodyIsIgnored() {
        f.directory.register("bob", "192.0.2.20:5060");
        f.sip.receive(FakeRequest.invite("bob").header("Content-Disposition", "render; handling=optional").body("text/plain", "hi"));
        assertEquals(Optional.empty(), f.callee().request.body());
        assertEquals(415, f.sip.receive(FakeRequest.invite("bob").callId("2").header("Content-Disposition", "render;handling=required")
                .body("text/plain", "hi")).last().status());
    }

    @Test
    void answerThatIsNone() {
        var invite = f.ringing();
        f.sip.respond(f.callee(), 200, "v=0\r\n");
        assertEquals(488, invite.last().status());
        assertEquals(1, f.sip.acks().size());
        f.sip.respond(f.sip.last("BYE"), 200);
        assertEquals(List.of(Cause.MEDIA_UNAVAILABLE), f.cdrs.causes());
    }

    @Test
    void requestsOutsideDialogs() {
        var options = f.sip.receive(FakeRequest.of("OPTIONS"));
        assertEquals(200, options.last().status());
        assertTrue(options.header("Allow").orElseThrow().contains("INVITE"));
        assertEquals("application/sdp, multipart/mixed", options.header("Accept").orElseThrow());
        assertEquals(489, f.sip.receive(FakeRequest.of("SUBSCRIBE")).last().status());
        assertEquals(501, f.sip.receive(FakeRequest.of("FROB")).last().status());
        var refused = f.sip.receive(FakeRequest.of("REFER"));
        assertEquals(405, refused.last().status());
        var allowed = List.of(refused.header("Allow").orElseThrow().split(", "));
        assertTrue(allowed.contains("INVITE") && !allowed.contains("REFER"), "what is refused is not allowed: " + allowed);
        for (String method : List.of("BYE", "NOTIFY")) // of no dialog, of no subscription
            assertEquals(481, f.sip.receive(FakeRequest.of(method)).last().status());
        f.sip.receive(FakeRequest.of("ACK").toTag("stray")); // ignored
    }

    @Test
    void refusesWhileRecordsCannotBeKept() {
        f.cdrs.accepting(false);
        var invite = f.sip.receive(FakeRequest.invite("bob"));
        assertEquals(List.of(503), invite.statuses());
        assertEquals("10", invite.header("Retry-After").orElseThrow());
    }

    @Test
    void drains() {
        var talking = f.talking();
        f.engine.drain();
        assertEquals(503, f.sip.receive(FakeRequest.invite("bob").callId("call-2")).last().status());
        assertEquals(503, f.sip.receive(FakeRequest.of("OPTIONS").callId("o")).last().status());
        assertEquals(CallState.ANSWERED, f.state());
        f.hangUp(talking);
        f.sip.respond(f.sip.last("BYE"), 200);
        assertEquals(List.of(Cause.NORMAL), f.cdrs.causes());
    }

    /** Both sides take the BYE as soon as it comes: the node has all records before it stops. */
    @Test
    void nodeStops() {
        f.talking();
        f.sip.receive(FakeRequest.invite("bob").callId("call-2"));
        var ringing = f.callee();
        f.sip.respond(ringing, 180);
        var answered = new ArrayList<SentRequest>();
        f.engine.onChange(() -> {
            for (var bye : List.copyOf(f.sip.requests("BYE")))
                if (!answered.contains(bye) && answered.add(bye))
                    f.sip.respond(bye, 200);
            if (f.sip.cancels().contains(ringing) && !answered.contains(ringing)) {
                answered.add(ringing);
                f.sip.respond(ringing, 487);
            }
        });
        f.engine.stop();
        assertEquals(2, f.sip.requests("BYE").size());
        assertEquals(List.of(ringing), f.sip.cancels());
        assertEquals(List.of(Cause.INTERRUPTED, Cause.INTERRUPTED), f.cdrs.causes());
        assertEquals(0, f.engine.count());
    }

    @Test
    void aDefectEndsThatCallOnly() {
        f.talking();
        f.directory.decide("bug", request -> {
            throw new IllegalStateException("planted");
        });
        var broken = f.sip.receive(FakeRequest.invite("bug").callId("call-2"));
        assertEquals(500, broken.last().status());
        assertEquals(List.of(Cause.INTERNAL_ERROR), f.cdrs.causes());
        assertEquals(1, f.engine.count());
        assertEquals(CallState.ANSWERED, f.state());
    }

    @Test
    void aFullMailboxAnswersSo() {
        var queued = new ArrayList<Runnable>();
        var clock = new ManualScheduler();
        var sip = new FakeSignaling(clock);
        var engine = new org.trunkline.engine.call.CallEngine(new org.trunkline.engine.EnginePorts(sip, new FakeMedia(),
                new FakeDirectory().register("bob", "192.0.2.20:5060"),
                r -> org.trunkline.engine.port.signaling.RegisterHandler.Reply.of(200, ""), new RecordingCdrSink(), clock), queued::add);
        engine.start();
        var invite = sip.receive(FakeRequest.invite("bob"));
        queued.removeFirst().run();
        sip.respond(sip.last("INVITE"), 180);
        queued.removeFirst().run();
        var infos = new ArrayList<FakeSignaling.Received>();
        for (int i = 0; i < 70; i++)
            infos.add(sip.receive(FakeRequest.within(invite, "INFO", 10 + i)));
        assertEquals(List.of(503), infos.getLast().statuses());
        assertEquals("2", infos.getLast().header("Retry-After").orElseThrow());
        assertEquals(64, infos.stream().filter(info -> info.statuses().isEmpty()).count());
    }

    @Test
    void listenersHearOfEachFinalStatus() throws Exception {
        var heard = new ArrayList<Boolean>();
        var changes = new ArrayList<String>();
        var ended = f.engine.onEnded(heard::add);
        var changed = f.engine.onChange(() -> changes.add("x"));
        f.talking();
        f.sip.receive(FakeRequest.invite("nobody").callId("call-2"));
        ended.close();
        changed.close();
        f.sip.receive(FakeRequest.invite("nobody").callId("call-3"));
        assertEquals(List.of(true, false), heard);
        assertTrue(changes.size() >= 4, changes.toString());
    }
}
