package org.trunkline.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.trunkline.domain.call.CallState;
import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.testkit.FakeSignaling.Received;
import org.trunkline.testkit.FakeSignaling.SentRequest;

/** The patterns of offer and answer before a call is answered (RFC 6337 §2.2, table 1). */
class EarlyOfferTest {
    private static final String HOLD = Sdps.audio("192.0.2.10", 4100, "8 101", "sendonly");

    private final EngineFixture f = new EngineFixture();

    EarlyOfferTest() {
        f.directory.register("bob", "192.0.2.20:5060");
    }

    private FakeResponse reliable(SentRequest invite, int status, long rseq) {
        return FakeResponse.to(invite.request, status).header("Require", "100rel").header("RSeq", Long.toString(rseq))
                .header("Allow", "INVITE, ACK, CANCEL, BYE, PRACK, UPDATE");
    }

    private Received prack(Received invite, long cseq) {
        return f.sip.receive(prackOf(invite, cseq));
    }

    private static FakeRequest prackOf(Received invite, long cseq) {
        return FakeRequest.within(invite, "PRACK", cseq).header("RAck",
                invite.header("RSeq").orElseThrow() + ' ' + invite.request.cseq() + " INVITE");
    }

    private Received calling(String allow) {
        return f.sip.receive(FakeRequest.invite("bob").header("Supported", "100rel").header("Allow", allow));
    }

    /** Both sides have offer and answer, and both know UPDATE. */
    private Received agreed() {
        var invite = calling("INVITE, PRACK, UPDATE");
        f.sip.respond(f.callee(), reliable(f.callee(), 183, 1).sdp(Sdps.answer("192.0.2.20", 5000)));
        assertEquals(200, prack(invite, 2).last().status());
        return invite;
    }

    @Test
    void updateOfTheCallerReachesTheCallee() { // RFC 3311 §5.1, §5.2
        var invite = agreed();
        var update = f.sip.receive(FakeRequest.within(invite, "UPDATE", 3).sdp(HOLD));
        assertEquals(List.of(), update.statuses());
        var passed = f.sip.last("UPDATE");
        assertEquals("b-tag", passed.request.toTag());
        assertEquals("sip:bob@192.0.2.20:5060", passed.request.requestUri());
        assertEquals(f.callee().request.callId(), passed.request.callId());
        assertEquals(3, passed.request.cseq(), "after INVITE and PRACK");
        assertTrue(passed.body().contains("a=sendonly"), passed.body());
        f.sip.respond(passed, 200, Sdps.audio("192.0.2.20", 5002, "8 101", "recvonly"));
        assertEquals(List.of(200), update.statuses());
        assertTrue(update.body().contains("a=recvonly"), update.body());
        var session = f.media.sessions().getFirst();
        assertEquals(4100, session.remote(0, LegSide.CALLER).rtp().getPort());
        assertEquals(5002, session.remote(0, LegSide.CALLEE).rtp().getPort());

        f.sip.respond(f.callee(), 200, Sdps.answer("192.0.2.20", 5000)); // says again what it said first: old news
        assertEquals(200, invite.last().status());
        assertEquals("", invite.body(), "the caller has its answer already");
        f.acknowledge(invite);
        assertEquals(5002, session.remote(0, LegSide.CALLEE).rtp().getPort());
        assertEquals(CallState.HELD, f.state());
        assertEquals(1, f.sip.requests("INVITE").size(), "nobody has to be told anything");
        f.hangUp(invite);
        f.sip.respond(f.sip.last("BYE"), 200);
        assertEquals(Cause.NORMAL, f.cdrs.only().cause());
    }

    @Test
    void updateOfTheCalleeReachesTheCaller() { // RFC 3311 §5.1, §5.2
        var invite = agreed();
        var update = f.sip.receive(FakeRequest.within(f.callee().request, "b-tag", "UPDATE", 1)
                .sdp(Sdps.audio("192.0.2.20", 5004, "0", "sendrecv")));
        var passed = f.sip.last("UPDATE");
        assertEquals("call-1", passed.request.callId());
        assertTrue(passed.body().contains("RTP/AVP 0"), passed.body());
        f.sip.respond(passed, 200, Sdps.audio("192.0.2.10", 4000, "0", "sendrecv"));
        assertEquals(200, update.last().status());
        assertEquals(5004, f.media.sessions().getFirst().remote(0, LegSide.CALLEE).rtp().getPort());
        f.sip.respond(f.callee(), 200);
        f.acknowledge(invite);
        assertEquals("PCMU", f.engine.snapshot().getFirst().legs().getFirst().codec().orElse(""));
        assertEquals(1, f.sip.requests("INVITE").size());
    }

    @Test
    void aCalleeWithoutUpdateIsSparedAndToldAtTheAnswer() { // RFC 3311 §4
        var invite = calling("INVITE, PRACK, UPDATE");
        f.sip.respond(f.callee(), 183, Sdps.answer("192.0.2.20", 5000)); // has neither 100rel nor UPDATE
        prack(invite, 2);
        var update = f.sip.receive(FakeRequest.within(invite, "UPDATE", 3).sdp(HOLD));
        assertEquals(List.of(200), update.statuses());
        assertTrue(update.body().contains("a=recvonly"), update.body()); // RFC 3264 §6.1
        assertEquals(List.of(), f.sip.requests("UPDATE"));
        assertEquals(4100, f.media.sessions().getFirst().remote(0, LegSide.CALLER).rtp().getPort());
        f.answer(f.callee());
        f.acknowledge(invite);
        var told = f.callee();
        assertEquals(2, f.sip.requests("INVITE").size());
        assertTrue(told.body().contains("a=sendonly"), told.body());
        f.sip.respond(told, 200, Sdps.audio("192.0.2.20", 5000, "8 101", "recvonly"));
        assertEquals(CallState.HELD, f.state());
    }

    @Test
    void aCallerWithoutUpdateKeepsWhatItWasTold() {
        var invite = calling("INVITE, PRACK");
        f.sip.respond(f.callee(), reliable(f.callee(), 183, 1).sdp(Sdps.answer("192.0.2.20", 5000)));
        prack(invite, 2);
        var update = f.sip.receive(FakeRequest.within(f.callee().request, "b-tag", "UPDATE", 1)
                .sdp(Sdps.audio("192.0.2.20", 5004, "8 0", "sendrecv")));
        assertEquals(List.of(200), update.statuses());
        assertTrue(update.body().contains("m=audio"), update.body());
        assertEquals(List.of(), f.sip.requests("UPDATE"));
        assertEquals(5004, f.media.sessions().getFirst().remote(0, LegSide.CALLEE).rtp().getPort());
        f.sip.respond(f.callee(), 200);
        f.acknowledge(invite);
        assertTrue(f.callee().body().contains("RTP/AVP 8 0"), f.callee().body()); // by re-INVITE once it can be
        assertEquals("call-1", f.callee().request.callId());
    }

    @Test
    void offersThatCross() { // RFC 3311 §5.2
        var invite = calling("INVITE, PRACK, UPDATE");
        f.sip.respond(f.callee(), 180);
        var tooEarly = f.sip.receive(FakeRequest.within(invite, "UPDATE", 2).sdp(HOLD));
        assertEquals(500, tooEarly.last().status());
        assertTrue(tooEarly.header("Retry-After").isPresent());
        var unanswered = f.sip.receive(FakeRequest.within(f.callee().request, "b-tag", "UPDATE", 1)
                .sdp(Sdps.answer("192.0.2.20", 5000)));
        assertEquals(491, unanswered.last().status(), "it owes an answer");
        f.sip.respond(f.callee(), reliable(f.callee(), 183, 1).sdp(Sdps.answer("192.0.2.20", 5000)));
        prack(invite, 3);
        f.sip.receive(FakeRequest.within(invite, "UPDATE", 4).sdp(HOLD));
        assertEquals(500, f.sip.receive(FakeRequest.within(invite, "UPDATE", 5).sdp(HOLD)).last().status());
        assertEquals(491, f.sip.receive(FakeRequest.within(f.callee().request, "b-tag", "UPDATE", 2)
                .sdp(Sdps.answer("192.0.2.20", 5000))).last().status());
    }

    @Test
    void aRefusedUpdateChangesNothing() {
        var invite = agreed();
        var update = f.sip.receive(FakeRequest.within(invite, "UPDATE", 3).sdp(HOLD));
        f.sip.respond(f.sip.last("UPDATE"), 488);
        assertEquals(488, update.last().status());
        assertEquals(4000, f.media.sessions().getFirst().remote(0, LegSide.CALLER).rtp().getPort());
        var again = f.sip.receive(FakeRequest.within(invite, "UPDATE", 4).sdp(HOLD));
        f.sip.respond(f.sip.last("UPDATE"), 481);
        assertEquals(500, again.last().status(), "481 would end the caller's own dialog");
        assertEquals(415, f.sip.receive(FakeRequest.within(invite, "UPDATE", 5).body("text/plain", "x")).last().status());
        f.sip.respond(f.callee(), 200);
        assertEquals(200, invite.last().status());
    }

    @Test
    void anAnswerWaitsForAnOfferUnderWay() {
        var invite = agreed();
        var update = f.sip.receive(FakeRequest.within(invite, "UPDATE", 3).sdp(HOLD));
        f.sip.respond(f.callee(), 200);
        assertEquals(183, invite.last().status());
        f.sip.respond(f.sip.last("UPDATE"), 200, Sdps.audio("192.0.2.20", 5000, "8 101", "recvonly"));
        assertEquals(200, update.last().status());
        assertEquals(200, invite.last().status());
    }

    @Test
    void aCallThatIsCancelledAnswersTheOfferUnderWay() {
        var invite = agreed();
        var update = f.sip.receive(FakeRequest.within(invite, "UPDATE", 3).sdp(HOLD));
        f.sip.cancel(invite);
        assertEquals(487, update.last().status());
        f.sip.respond(f.sip.last("UPDATE"), 200, Sdps.answer("192.0.2.20", 5000)); // too late for anybody
        f.sip.respond(f.callee(), 487);
        assertEquals(Cause.CANCELLED, f.cdrs.only().cause());
        assertEquals(1, update.responses.size());
    }

    @Test
    void anOfferInThePrackReachesTheCallee() { // RFC 3262 §5
        var invite = calling("INVITE, PRACK, UPDATE");
        f.sip.respond(f.callee(), reliable(f.callee(), 183, 1).sdp(Sdps.answer("192.0.2.20", 5000)));
        var prack = f.sip.receive(prackOf(invite, 2).sdp(HOLD));
        assertEquals(List.of(), prack.statuses());
        f.sip.respond(f.callee(), 200); // waits
        f.sip.respond(f.sip.last("UPDATE"), 200, Sdps.audio("192.0.2.20", 5000, "8 101", "recvonly"));
        assertEquals(List.of(200), prack.statuses());
        assertTrue(prack.body().contains("a=recvonly"), prack.body());
        assertEquals(200, invite.last().status());
    }

    @Test
    void anOfferInThePrackIsAnsweredHereWhereTheCalleeCannotBeAsked() { // RFC 3262 §5
        var invite = calling("INVITE, PRACK, UPDATE");
        f.sip.respond(f.callee(), 183, Sdps.answer("192.0.2.20", 5000));
        var prack = f.sip.receive(prackOf(invite, 2).sdp(Sdps.audio("192.0.2.10", 4100, "0 8 101", "sendrecv")));
        assertEquals(List.of(200), prack.statuses());
        assertTrue(prack.body().contains("RTP/AVP 8 101"), prack.body());
        assertEquals(4100, f.media.sessions().getFirst().remote(0, LegSide.CALLER).rtp().getPort());
    }

    @Test
    void anOfferInThePrackThatNobodyCanTakeEndsTheCall() { // RFC 6337 §2.3, table 2
        var invite = calling("INVITE, PRACK, UPDATE");
        f.sip.respond(f.callee(), 183, Sdps.answer("192.0.2.20", 5000));
        var prack = f.sip.receive(prackOf(invite, 2).sdp(Sdps.audio("192.0.2.10", 4100, "18", "sendrecv")));
        assertEquals(200, prack.last().status());
        assertEquals(488, invite.last().status());
        assertEquals(List.of(f.callee()), f.sip.cancels());
    }

    @Test
    void anOfferOfTheCalleesInAReliableResponseIsAnsweredInThePrack() { // RFC 3262 §5, RFC 6337 §2.2
        var invite = f.sip.receive(FakeRequest.invite("bob").sdp("").header("Supported", "100rel"));
        assertEquals(Optional.empty(), f.callee().request.body());
        assertTrue(f.callee().request.headers().stream().anyMatch(h -> h.value().equals("100rel")));
        f.sip.respond(f.callee(), reliable(f.callee(), 183, 9).sdp(Sdps.offer("192.0.2.20", 5000)));
        assertEquals(List.of(), f.sip.requests("PRACK"), "the answer is the caller's to give");
        assertEquals(183, invite.last().status());
        assertTrue(invite.body().contains("RTP/AVP 0 8 101"), invite.body());
        var prack = f.sip.receive(prackOf(invite, 2).sdp(Sdps.answer("192.0.2.10", 4000)));
        assertEquals(200, prack.last().status());
        var passed = f.sip.last("PRACK");
        assertEquals(Optional.of("9 1 INVITE"), passed.header("RAck"));
        assertTrue(passed.body().contains("RTP/AVP 8 101"), passed.body());
        var session = f.media.sessions().getFirst();
        assertEquals(5000, session.remote(0, LegSide.CALLEE).rtp().getPort());
        assertEquals(4000, session.remote(0, LegSide.CALLER).rtp().getPort());
        f.sip.respond(f.callee(), 200);
        assertEquals(200, invite.last().status());
        assertEquals("", invite.body());
        assertEquals(1, f.sip.acks().size());
        assertEquals("", f.sip.acks().getFirst().body());
        f.acknowledge(invite);
        assertEquals(CallState.ANSWERED, f.state());
        assertEquals(1, f.sip.requests("INVITE").size());
    }

    @Test
    void aPrackWithoutTheAnswerItOwesEndsTheCall() { // RFC 3262 §5
        var invite = f.sip.receive(FakeRequest.invite("bob").sdp("").header("Supported", "100rel"));
        f.sip.respond(f.callee(), reliable(f.callee(), 183, 9).sdp(Sdps.offer("192.0.2.20", 5000)));
        assertEquals(488, prack(invite, 2).last().status());
        assertEquals(488, invite.last().status());
        assertEquals(1, f.sip.cancels().size());
    }

    @Test
    void severalPhonesOfferAndAllAreAnswered() { // RFC 3262 §5: each PRACK needs an answer
        f.directory.register("bob", "192.0.2.20:5060", "192.0.2.21:5060");
        var invite = f.sip.receive(FakeRequest.invite("bob").sdp("").header("Supported", "100rel"));
        var phones = f.sip.requests("INVITE");
        f.sip.respond(phones.getFirst(), reliable(phones.getFirst(), 183, 1).sdp(Sdps.offer("192.0.2.20", 5000)));
        f.sip.respond(phones.getLast(), reliable(phones.getLast(), 183, 1).sdp(Sdps.offer("192.0.2.21", 5100)));
        f.sip.receive(prackOf(invite, 2).sdp(Sdps.answer("192.0.2.10", 4000)));
        assertEquals(2, f.sip.requests("PRACK").size());
        assertTrue(f.sip.requests("PRACK").stream().allMatch(p -> p.body().contains("RTP/AVP 8 101")));
        var session = f.media.sessions().getFirst();
        assertEquals(5000, session.remote(0, LegSide.CALLEE).rtp().getPort(), "the first is heard");
        f.sip.respond(phones.getLast(), 200);
        f.acknowledge(invite);
        assertEquals(5100, session.remote(0, LegSide.CALLEE).rtp().getPort());
        assertEquals(CallState.ANSWERED, f.state());
    }

    @Test
    void aCallerThatWasAnsweredReliablyHearsOfAnotherDescriptionByReinvite() { // RFC 6337 §2.4
        var invite = calling("INVITE, PRACK");
        f.sip.respond(f.callee(), 183, Sdps.audio("192.0.2.22", 5050, "0", "sendrecv")); // an announcement
        prack(invite, 2);
        f.answer(f.callee());
        assertEquals("", invite.body());
        assertFalse(f.sip.requests("INVITE").size() > 1, "not before the ACK");
        f.acknowledge(invite);
        var told = f.callee();
        assertEquals("call-1", told.request.callId());
        assertTrue(told.body().contains("RTP/AVP 8 101"), told.body());
        f.sip.respond(told, 200, Sdps.answer("192.0.2.10", 4000));
        assertEquals(CallState.ANSWERED, f.state());
        assertEquals("PCMA", f.engine.snapshot().getFirst().legs().getFirst().codec().orElse(""));
    }

    @Test
    void anotherForkCountsItsRequestsForItself() { // RFC 3261 §12.1.2
        var invite = agreed();
        var refresh = f.sip.receive(FakeRequest.within(f.callee().request, "b-tag", "UPDATE", 90).sdp(""));
        assertEquals(200, refresh.last().status());
        f.sip.respond(f.callee(), FakeResponse.to(f.callee().request, 200).tag("other").sdp(Sdps.answer("192.0.2.23", 5000)));
        f.acknowledge(invite);
        var bye = f.sip.receive(FakeRequest.within(f.callee().request, "other", "BYE", 1));
        assertEquals(200, bye.last().status());
    }
}
