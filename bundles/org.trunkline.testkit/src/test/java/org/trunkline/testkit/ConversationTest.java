package org.trunkline.testkit;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.trunkline.domain.call.CallState;
import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.cdr.EndedBy;

/** What two sides ask of each other once a call is up. */
class ConversationTest {
    private final EngineFixture f = new EngineFixture();

    @Test
    void holdAndResume() {
        var invite = f.talking();
        var session = f.media.sessions().getFirst();
        var hold = f.sip.receive(FakeRequest.within(invite, "INVITE", 2)
                .sdp(Sdps.audio("192.0.2.10", 4000, "8 101", "sendonly")));
        var passed = f.callee();
        assertTrue(passed.body().contains("a=sendonly"), passed.body());
        assertEquals("b-tag", passed.request.toTag());
        assertEquals(2, passed.request.cseq());
        f.sip.respond(passed, 200, Sdps.audio("192.0.2.20", 5000, "8 101", "recvonly"));
        assertEquals(List.of(100, 200), hold.statuses());
        assertTrue(hold.body().contains("a=recvonly"), hold.body());
        f.sip.receive(FakeRequest.within(invite, "ACK", 2));
        assertEquals(CallState.HELD, f.state());
        assertFalse(session.watching);

        f.sip.receive(FakeRequest.within(invite, "INVITE", 3).sdp(Sdps.answer("192.0.2.10", 4000)));
        f.sip.respond(f.callee(), 200, Sdps.answer("192.0.2.20", 5000));
        f.sip.receive(FakeRequest.within(invite, "ACK", 3));
        assertEquals(CallState.ANSWERED, f.state());
        assertTrue(session.watching);
        assertEquals(3, f.sip.acks().size());
    }

    @Test
    void holdOfOldPhones() {
        var invite = f.talking();
        f.sip.receive(FakeRequest.within(invite, "INVITE", 2).sdp(Sdps.audio("0.0.0.0", 4000, "8", "sendrecv")));
        assertTrue(f.callee().body().contains("a=sendonly"), f.callee().body());
        assertFalse(f.callee().body().contains("0.0.0.0"), f.callee().body());
        assertFalse(f.callee().body().contains("a=sendrecv"), f.callee().body());
        f.sip.respond(f.callee(), 200, Sdps.audio("192.0.2.20", 5000, "8", "recvonly"));
        assertEquals(CallState.HELD, f.state());
    }

    @Test
    void versionGrowsOnlyWithChanges() {
        var invite = f.talking();
        String first = origin(f.callee().body());
        f.sip.receive(FakeRequest.within(invite, "INVITE", 2).sdp(Sdps.offer("192.0.2.10", 4000)));
        assertEquals(first, origin(f.callee().body()));
        f.sip.respond(f.callee(), 200, Sdps.answer("192.0.2.20", 5000));
        f.sip.receive(FakeRequest.within(invite, "ACK", 2));
        f.sip.receive(FakeRequest.within(invite, "INVITE", 3).sdp(Sdps.audio("192.0.2.10", 4000, "8", "sendonly")));
        String second = origin(f.callee().body());
        assertEquals(first.split(" ")[1], second.split(" ")[1]);
        assertEquals(Long.parseLong(first.split(" ")[2]) + 1, Long.parseLong(second.split(" ")[2]));
    }

    private static String origin(String sdp) {
        return sdp.lines().filter(line -> line.startsWith("o=")).findFirst().orElseThrow();
    }

    @Test
    void calleeReinvitesWithAnotherCodec() {
        f.talking();
        var reinvite = f.sip.receive(FakeRequest.within(f.callee().request, "b-tag", "INVITE", 1)
                .sdp(Sdps.audio("192.0.2.20", 5002, "0", "sendrecv")));
        var passed = f.callee();
        assertEquals("call-1", passed.request.callId());
        assertEquals(1, passed.request.cseq());
        f.sip.respond(passed, FakeResponse.to(passed.request, 200).sdp(
                Sdps.audio("192.0.2.10", 4000, "0", "sendrecv")));
        assertEquals(200, reinvite.last().status());
        assertEquals(5002, f.media.sessions().getFirst().remote(0, LegSide.CALLEE).rtp().getPort());
        assertEquals("PCMU", f.engine.snapshot().getFirst().legs().getFirst().codec().orElse(""));
    }

    @Test
    void refusedReinviteChangesNothing() {
        var invite = f.talking();
        var reinvite = f.sip.receive(FakeRequest.within(invite, "INVITE", 2)
                .sdp(Sdps.audio("192.0.2.77", 4100, "9", "sendrecv")));
        f.sip.respond(f.callee(), 488);
        assertEquals(488, reinvite.last().status());
        assertEquals(4000, f.media.sessions().getFirst().remote(0, LegSide.CALLER).rtp().getPort());
        assertEquals(CallState.ANSWERED, f.state());
        assertEquals(0, f.cdrs.ended().size());
    }

    @Test
    void glare() {
        var invite = f.talking();
        var toCallee = f.callee().request;
        f.sip.receive(FakeRequest.within(invite, "INVITE", 2).sdp(Sdps.offer("192.0.2.10", 4000)));
        var crossing = f.sip.receive(FakeRequest.within(toCallee, "b-tag", "INVITE", 1)
                .sdp(Sdps.answer("192.0.2.20", 5000)));
        assertEquals(List.of(491), crossing.statuses());
        var update = f.sip.receive(FakeRequest.within(toCallee, "b-tag", "UPDATE", 2)
                .sdp(Sdps.answer("192.0.2.20", 5000)));
        assertEquals(List.of(491), update.statuses());
    }

    @Test
    void whoOffersAgainBeforeTheFirstOfferIsAnsweredShallWait() { // RFC 3261 §14.2, RFC 3311 §5.2
        var invite = f.talking();
        var first = f.sip.receive(FakeRequest.within(invite, "INVITE", 2).sdp(Sdps.offer("192.0.2.10", 4000)));
        var second = f.sip.receive(FakeRequest.within(invite, "UPDATE", 3).sdp(Sdps.offer("192.0.2.10", 4000)));
        assertEquals(List.of(500), second.statuses());
        int wait = Integer.parseInt(second.header("Retry-After").orElseThrow());
        assertTrue(wait >= 0 && wait <= 10, () -> wait + " s");
        f.sip.respond(f.callee(), 200, Sdps.answer("192.0.2.20", 5000));
        assertEquals(200, first.last().status());
    }

    @Test
    void glareFurtherOnIsPassedBack() {
        var invite = f.talking();
        var reinvite = f.sip.receive(FakeRequest.within(invite, "INVITE", 2).sdp(Sdps.offer("192.0.2.10", 4000)));
        f.sip.respond(f.callee(), 491);
        assertEquals(491, reinvite.last().status());
        var again = f.sip.receive(FakeRequest.within(invite, "INVITE", 3).sdp(Sdps.offer("192.0.2.10", 4000)));
        f.sip.respond(f.callee(), 200, Sdps.answer("192.0.2.20", 5000));
        assertEquals(200, again.last().status());
    }

    /** It waited behind its own ACK, as on a busy machine. */
    @Test
    void aReinviteThatComesAgainAfterItsAckIsAbsorbed() { // RFC 6026 §7.1
        var invite = f.talking();
        var reinvite = FakeRequest.within(invite, "INVITE", 2).sdp(Sdps.offer("192.0.2.10", 4000));
        f.sip.receive(reinvite);
        f.sip.respond(f.callee(), 200, Sdps.answer("192.0.2.20", 5000));
        f.sip.receive(FakeRequest.within(invite, "ACK", 2));
        var again = f.sip.receive(reinvite);
        assertEquals(List.of(), again.statuses());
        assertTrue(again.dropped);
        assertEquals(500, f.sip.receive(FakeRequest.within(invite, "INFO", 2)).last().status());
        assertEquals(CallState.ANSWERED, f.state());
    }

    @Test
    void anOfferUnderWayAtTheEndIsAnsweredOnceAndItsAnswerAcknowledged() { // RFC 3261 §15.1.2, §13.2.2.4
        var invite = f.talking();
        var reinvite = f.sip.receive(FakeRequest.within(invite, "INVITE", 2).sdp(Sdps.offer("192.0.2.10", 4000)));
        var passed = f.callee();
        f.hangUp(invite);
        assertEquals(List.of(100, 487), reinvite.statuses());
        int acks = f.sip.acks().size();
        f.sip.respond(passed, 200, Sdps.answer("192.0.2.20", 5000));
        assertEquals(List.of(100, 487), reinvite.statuses());
        assertEquals(List.of(passed.request.cseq()),
                f.sip.acks().stream().skip(acks).map(ack -> ack.request.cseq()).toList());
    }

    @Test
    void anOfferUnderWayAtTheEndThatIsRefusedOrNeverAnsweredIsNotAnsweredAgain() {
        var invite = f.talking();
        var update = f.sip.receive(FakeRequest.within(invite, "INVITE", 2).sdp(Sdps.offer("192.0.2.10", 4000)));
        var passed = f.callee();
        f.hangUp(invite);
        f.sip.respond(passed, 481);
        f.sip.timeOut(passed);
        assertEquals(List.of(100, 487), update.statuses());
    }

    @Test
    void aRequestUnderWayAtTheEndIsAnsweredAllTheSame() {
        var invite = f.talking();
        var info = f.sip.receive(FakeRequest.within(invite, "INFO", 2));
        var message = f.sip.receive(FakeRequest.within(invite, "MESSAGE", 3));
        f.hangUp(invite);
        f.sip.respond(f.sip.last("INFO"), 481);
        f.sip.timeOut(f.sip.last("MESSAGE"));
        assertEquals(List.of(481), info.statuses());
        assertEquals(List.of(408), message.statuses());
        f.sip.respond(f.sip.last("BYE"), 200);
        assertEquals(List.of(Cause.NORMAL), f.cdrs.causes());
    }

    @Test
    void updatePassesWhereTheOtherSideKnowsIt() {
        var invite = f.ringing();
        f.sip.respond(f.callee(), FakeResponse.to(f.callee().request, 200).header("Allow", "INVITE, UPDATE")
                .sdp(Sdps.answer("192.0.2.20", 5000)));
        f.acknowledge(invite);
        var update = f.sip.receive(FakeRequest.within(invite, "UPDATE", 2)
                .sdp(Sdps.audio("192.0.2.10", 4000, "8", "sendonly")));
        var passed = f.sip.last("UPDATE");
        f.sip.respond(passed, 200, Sdps.audio("192.0.2.20", 5000, "8", "recvonly"));
        assertEquals(200, update.last().status());
        assertEquals(1, f.sip.acks().size(), "an UPDATE has no ACK");
        assertEquals(CallState.HELD, f.state());
    }

    /** RFC 5621 §8.1. */
    @Test
    void anUpdateWhoseBodyMayBeIgnoredIsASignOfLife() {
        var invite = f.talking();
        var update = f.sip.receive(FakeRequest.within(invite, "UPDATE", 2).header("Content-Disposition", "render;handling=optional")
                .body("text/plain", "hi"));
        assertEquals(List.of(200), update.statuses());
    }

    @Test
    void updateBecomesReinviteWhereTheOtherSideDoesNot() {
        var invite = f.talking();
        var update = f.sip.receive(FakeRequest.within(invite, "UPDATE", 2)
                .sdp(Sdps.audio("192.0.2.10", 4000, "8", "sendonly")));
        var passed = f.callee();
        assertEquals(2, passed.request.cseq());
        f.sip.respond(passed, 200, Sdps.audio("192.0.2.20", 5000, "8", "recvonly"));
        assertEquals(200, update.last().status());
        assertEquals(2, f.sip.acks().size());
    }

    @Test
    void refreshingUpdateIsAnsweredHere() {
        var invite = f.talking();
        var update = f.sip.receive(FakeRequest.within(invite, "UPDATE", 2).header("Supported", "timer")
                .header("Session-Expires", "120;refresher=uac").sdp(""));
        assertEquals(200, update.last().status());
        assertEquals("120;refresher=uac", update.header("Session-Expires").orElseThrow());
        assertEquals(0, f.sip.requests("UPDATE").size());
    }

    @Test
    void invitesWithoutOffer() {
        f.directory.register("bob", "192.0.2.20:5060");
        var invite = f.sip.receive(FakeRequest.invite("bob").sdp(""));
        assertEquals("", f.callee().body());
        f.sip.respond(f.callee(), 200, Sdps.offer("192.0.2.20", 5000));
        assertEquals(200, invite.last().status());
        assertTrue(invite.body().contains("RTP/AVP 0 8 101"), invite.body());
        assertEquals(0, f.sip.acks().size(), "the answer is still to come");
        f.sip.receive(FakeRequest.within(invite, "ACK", 1).sdp(Sdps.answer("192.0.2.10", 4000)));
        assertTrue(f.sip.acks().getFirst().body().contains("RTP/AVP 8 101"), f.sip.acks().getFirst().body());
        assertEquals(5000, f.media.sessions().getFirst().remote(0, LegSide.CALLEE).rtp().getPort());
        assertEquals(4000, f.media.sessions().getFirst().remote(0, LegSide.CALLER).rtp().getPort());
    }

    @Test
    void reinviteWithoutOffer() {
        var invite = f.talking();
        var reinvite = f.sip.receive(FakeRequest.within(invite, "INVITE", 2).sdp(""));
        f.sip.respond(f.callee(), 200, Sdps.offer("192.0.2.20", 5000));
        assertTrue(reinvite.body().contains("m=audio"), reinvite.body());
        assertEquals(1, f.sip.acks().size());
        f.sip.receive(FakeRequest.within(invite, "ACK", 2).sdp(Sdps.answer("192.0.2.10", 4000)));
        assertEquals(2, f.sip.acks().size());
        assertTrue(f.sip.acks().getLast().body().contains("m=audio"));
    }

    @Test
    void infoPassesBothWays() {
        var invite = f.talking();
        var info = f.sip.receive(FakeRequest.within(invite, "INFO", 2)
                .body("application/dtmf-relay", "Signal=5\r\nDuration=160\r\n"));
        assertEquals("Signal=5\r\nDuration=160\r\n", f.sip.last("INFO").body());
        assertEquals(List.of(), info.statuses());
        f.sip.respond(f.sip.last("INFO"), 200);
        assertEquals(List.of(200), info.statuses());
        var back = f.sip.receive(FakeRequest.within(f.callee().request, "b-tag", "INFO", 1)
                .body("application/dtmf", "1"));
        f.sip.respond(f.sip.last("INFO"), 415);
        assertEquals(List.of(415), back.statuses());
        assertEquals(CallState.ANSWERED, f.state());
    }

    @Test
    void methodsThatDoNotPass() {
        var invite = f.talking();
        var subscribe = f.sip.receive(FakeRequest.within(invite, "SUBSCRIBE", 2));
        assertEquals(405, subscribe.last().status());
        var allowed = List.of(subscribe.header("Allow").orElseThrow().split(", "));
        assertTrue(allowed.contains("BYE") && !allowed.contains("SUBSCRIBE"), "what is refused is not allowed: " + allowed);
        assertEquals(501, f.sip.receive(FakeRequest.within(invite, "FROB", 3)).last().status());
        assertEquals(200, f.sip.receive(FakeRequest.within(invite, "OPTIONS", 4)).last().status());
        var required = f.sip.receive(FakeRequest.within(invite, "INVITE", 5).header("Require", "precondition"));
        assertEquals(420, required.last().status());
        assertEquals("precondition", required.header("Unsupported").orElseThrow());
    }

    @Test
    void oldRequestsAndStrangers() {
        var invite = f.talking();
        assertEquals(500, f.sip.receive(FakeRequest.within(invite, "INFO", 1)).last().status());
        assertEquals(481, f.sip.receive(FakeRequest.within(invite, "BYE", 9).fromTag("stranger")).last().status());
        assertEquals(481, f.sip.receive(FakeRequest.within(invite, "BYE", 9).toTag("unknown")).last().status());
        assertEquals(CallState.ANSWERED, f.state());
    }

    /** Refused are lower numbers (RFC 3261 §12.2.2); some phones end a call with the number of their last request. */
    @Test
    void aByeWithTheNumberOfTheRequestBeforeEndsTheCall() {
        var invite = f.talking();
        f.sip.receive(FakeRequest.within(invite, "OPTIONS", 7));
        assertEquals(500, f.sip.receive(FakeRequest.within(invite, "INFO", 7)).last().status());
        assertEquals(500, f.sip.receive(FakeRequest.within(invite, "BYE", 6)).last().status());
        assertEquals(200, f.sip.receive(FakeRequest.within(invite, "BYE", 7)).last().status());
        f.sip.respond(f.sip.last("BYE"), 200);
        assertEquals(List.of(Cause.NORMAL), f.cdrs.causes());
    }

    @Test
    void dialogGoneAtTheOtherSide() {
        var invite = f.talking();
        var info = f.sip.receive(FakeRequest.within(invite, "INFO", 2));
        f.sip.respond(f.sip.last("INFO"), 481);
        assertEquals(481, info.last().status());
        assertEquals(2, f.sip.requests("BYE").size());
        f.sip.requests("BYE").forEach(bye -> f.sip.respond(bye, 200));
        assertEquals(List.of(Cause.FAILED), f.cdrs.causes());
    }

    // ---- lost messages

    @Test
    void lostAckIsWaitedForThenTheCallEnds() {
        var invite = f.ringing();
        f.answer(f.callee());
        f.after(ofMillis(500));
        assertEquals(1, invite.again);
        f.after(ofSeconds(3));
        assertEquals(3, invite.again, "after 0.5, 1.5 and 3.5 s");
        assertEquals(0, f.sip.requests("BYE").size());
        f.after(ofSeconds(29));
        assertEquals(2, f.sip.requests("BYE").size());
        f.sip.requests("BYE").forEach(bye -> f.sip.respond(bye, 200));
        assertEquals(List.of(Cause.TIMEOUT), f.cdrs.causes());
        assertEquals(EndedBy.NODE, f.cdrs.only().endedBy());
    }

    @Test
    void ackStopsTheRepetition() {
        var invite = f.ringing();
        f.answer(f.callee());
        f.after(ofMillis(600));
        f.acknowledge(invite);
        f.after(ofSeconds(60));
        assertEquals(1, invite.again);
        assertEquals(CallState.ANSWERED, f.state());
    }

    @Test
    void byeWaitsForTheCallersAck() {
        var invite = f.ringing();
        f.answer(f.callee());
        f.sip.receive(FakeRequest.within(f.callee().request, "b-tag", "BYE", 1));
        assertEquals(0, f.sip.requests("BYE").size(), "RFC 3261 §15");
        f.acknowledge(invite);
        assertEquals(1, f.sip.requests("BYE").size());
        f.sip.respond(f.sip.last("BYE"), 200);
        assertEquals(List.of(Cause.NORMAL), f.cdrs.causes());
        assertEquals(0, f.clock.pending());
    }

    @Test
    void byeThatComesTwice() {
        var invite = f.talking();
        f.hangUp(invite);
        assertEquals(List.of(200), f.hangUp(invite).statuses());
        assertEquals(1, f.sip.requests("BYE").size());
        f.sip.respond(f.sip.last("BYE"), 200);
        assertEquals(481, f.hangUp(invite).last().status());
        assertEquals(List.of(Cause.NORMAL), f.cdrs.causes());
    }

    @Test
    void ourLostAckIsSentAgain() {
        f.talking();
        f.sip.respondLate(FakeResponse.to(f.callee().request, 200).sdp(Sdps.answer("192.0.2.20", 5000)));
        assertEquals(1, f.sip.acks().getFirst().again);
        assertEquals(1, f.sip.acks().size());
    }

    @Test
    void inviteThatComesAgainAfterItsAnswer() {
        var invite = f.ringing();
        f.answer(f.callee());
        var again = f.sip.receive(FakeRequest.invite("bob"));
        assertTrue(again.dropped);
        assertEquals(1, invite.again);
        var merged = f.sip.receive(FakeRequest.invite("bob").branch("z9hG4bK-other"));
        assertEquals(List.of(482), merged.statuses(), "RFC 3261 §8.2.2.2");
    }

    @Test
    void reinviteThatComesAgainAfterItsAnswer() {
        var invite = f.talking();
        var reinvite = f.sip.receive(FakeRequest.within(invite, "INVITE", 2).sdp(Sdps.offer("192.0.2.10", 4000)));
        f.sip.respond(f.callee(), 200, Sdps.answer("192.0.2.20", 5000));
        var again = f.sip.receive(FakeRequest.within(invite, "INVITE", 2).sdp(Sdps.offer("192.0.2.10", 4000)));
        assertTrue(again.dropped);
        assertEquals(List.of(), again.statuses());
        assertEquals(1, reinvite.again);
        assertEquals(2, f.sip.requests("INVITE").size());
    }

    // ---- session timers (RFC 4028)

    @Test
    void nodeRefreshesWhereThePeerCannot() {
        f.talking();
        f.after(ofSeconds(900));
        var refreshes = f.sip.requests("INVITE").subList(1, f.sip.requests("INVITE").size());
        assertEquals(1, refreshes.size(), "one offer at a time");
        assertEquals("1800;refresher=uac", refreshes.getFirst().header("Session-Expires").orElseThrow());
        assertTrue(refreshes.getFirst().body().contains("m=audio"));
        f.sip.respond(refreshes.getFirst(), 200, Sdps.answer("192.0.2.20", 5000));
        assertEquals(2, f.sip.acks().size());
        f.after(ofSeconds(2));
        f.sip.respond(f.callee(), 200, Sdps.answer("192.0.2.10", 4000));
        assertEquals(3, f.sip.acks().size());
        f.after(ofSeconds(800));
        assertEquals(CallState.ANSWERED, f.state());
    }

    @Test
    void peerThatPromisedToRefreshAndDoesNot() {
        var invite = f.ringing();
        f.sip.respond(f.callee(), FakeResponse.to(f.callee().request, 200)
                .header("Session-Expires", "300;refresher=uas").sdp(Sdps.answer("192.0.2.20", 5000)));
        f.acknowledge(invite);
        f.after(ofSeconds(267));
        assertEquals(0, f.sip.requests("BYE").size());
        f.after(ofSeconds(2));
        assertEquals(2, f.sip.requests("BYE").size());
        f.sip.requests("BYE").forEach(bye -> f.sip.respond(bye, 200));
        assertEquals(List.of(Cause.SESSION_EXPIRED), f.cdrs.causes());
    }

    @Test
    void callerThatRefreshes() {
        f.directory.register("bob", "192.0.2.20:5060");
        var invite = f.sip.receive(FakeRequest.invite("bob").header("Supported", "timer")
                .header("Session-Expires", "200;refresher=uac"));
        f.sip.respond(f.callee(), FakeResponse.to(f.callee().request, 200)
                .header("Session-Expires", "1800;refresher=uac").sdp(Sdps.answer("192.0.2.20", 5000)));
        assertEquals("200;refresher=uac", invite.header("Session-Expires").orElseThrow());
        assertEquals("timer", invite.header("Require").orElseThrow());
        f.acknowledge(invite);
        for (int i = 2; i < 6; i++) {
            f.after(ofSeconds(100));
            f.sip.receive(FakeRequest.within(invite, "UPDATE", i).header("Supported", "timer")
                    .header("Session-Expires", "200;refresher=uac").sdp(""));
        }
        assertEquals(CallState.ANSWERED, f.state());
        f.after(ofSeconds(200));
        assertEquals(2, f.sip.requests("BYE").size());
    }

    @Test
    void calleeThatRefreshes() { // RFC 4028 §7.4, §9
        var invite = f.ringing();
        var bob = f.callee().request;
        f.sip.respond(f.callee(), FakeResponse.to(bob, 200).header("Session-Expires", "300;refresher=uas")
                .sdp(Sdps.answer("192.0.2.20", 5000)));
        f.acknowledge(invite);
        for (int i = 1; i < 4; i++) {
            f.after(ofSeconds(150));
            var update = f.sip.receive(FakeRequest.within(bob, "b-tag", "UPDATE", i).header("Supported", "timer")
                    .header("Session-Expires", "300;refresher=uac").sdp(""));
            assertEquals("300;refresher=uac", update.header("Session-Expires").orElseThrow());
        }
        f.after(ofSeconds(150));
        var reinvite = f.sip.receive(FakeRequest.within(bob, "b-tag", "INVITE", 4).header("Supported", "timer")
                .header("Session-Expires", "300;refresher=uac").sdp(Sdps.answer("192.0.2.20", 5000)));
        f.sip.respond(f.callee(), 200, Sdps.answer("192.0.2.10", 4000)); // one with an offer goes to the other side
        assertEquals("300;refresher=uac", reinvite.header("Session-Expires").orElseThrow());
        f.sip.receive(FakeRequest.within(bob, "b-tag", "ACK", 4));
        f.after(ofSeconds(250));
        assertEquals(CallState.ANSWERED, f.state());
        f.after(ofSeconds(50));
        f.sip.requests("BYE").forEach(bye -> f.sip.respond(bye, 200));
        assertEquals(List.of(Cause.SESSION_EXPIRED), f.cdrs.causes());
    }

    @Test
    void refreshThatFindsNobody() {
        f.talking();
        f.after(ofSeconds(900));
        f.sip.timeOut(f.callee());
        f.sip.requests("BYE").forEach(bye -> f.sip.respond(bye, 200));
        assertEquals(List.of(Cause.SESSION_EXPIRED), f.cdrs.causes());
    }

    @Test
    void intervalThatNobodyMayGrant() { // RFC 4028 §5, §9: less than the Min-SE of the request
        var invite = f.ringing();
        f.sip.respond(f.callee(), FakeResponse.to(f.callee().request, 200).header("Allow", "UPDATE")
                .header("Session-Expires", "1;refresher=uac").sdp(Sdps.answer("192.0.2.20", 5000)));
        f.acknowledge(invite);
        f.after(ofSeconds(44));
        assertEquals(List.of(), f.sip.requests("UPDATE"));
        f.after(ofSeconds(2));
        assertEquals("90;refresher=uac", f.sip.last("UPDATE").header("Session-Expires").orElseThrow());
        assertEquals(1, f.sip.requests("UPDATE").size());
    }

    @Test
    void aRefusedOfferIsNotMadeAgainByARefresh() { // RFC 3261 §14.1
        var invite = f.talking();
        var offer = f.callee().body();
        var fax = f.sip.receive(FakeRequest.within(invite, "INVITE", 2)
                .sdp(Sdps.audio("192.0.2.10", 4000, "0", "sendonly")));
        var told = f.callee();
        assertTrue(told.body().contains("a=sendonly"), told.body());
        f.sip.respond(told, 488);
        assertEquals(488, fax.last().status());
        f.sip.receive(FakeRequest.within(invite, "ACK", 2));
        f.after(ofSeconds(901));
        f.sip.respond(f.callee(), 200, Sdps.answer("192.0.2.10", 4000)); // the caller's
        f.after(ofSeconds(3));
        var refresh = f.callee();
        assertEquals(told.request.callId(), refresh.request.callId());
        assertEquals(3, refresh.request.cseq());
        assertEquals(offer.replaceFirst("(o=- \\d+) 1 ", "$1 3 "), refresh.body()); // RFC 3264 §8: a version of its own
    }

    @Test
    void intervalOfAHundredYears() { // delta-seconds go up to 2^32 - 1 (RFC 3261 §25.1)
        f.directory.register("bob", "192.0.2.20:5060");
        var invite = f.sip.receive(FakeRequest.invite("bob").header("Supported", "timer")
                .header("Session-Expires", "4294967295;refresher=uac"));
        f.answer(f.callee());
        assertEquals("86400;refresher=uac", invite.header("Session-Expires").orElseThrow());
    }

    @Test
    void intervalTooSmall() {
        f.directory.register("bob", "192.0.2.20:5060");
        var invite = f.sip.receive(FakeRequest.invite("bob").header("Supported", "timer")
                .header("Session-Expires", "30"));
        assertEquals(422, invite.last().status());
        assertEquals("90", invite.header("Min-SE").orElseThrow());
    }

    @Test
    void whatWasAskedBeforeTheEndIsAnsweredAfterIt() {
        var invite = f.talking();
        var info = f.sip.receive(FakeRequest.within(invite, "INFO", 7));
        var asked = f.sip.last("INFO");
        f.hangUp(invite);
        f.sip.respond(asked, 200);
        assertEquals(List.of(200), info.statuses());
    }
}
