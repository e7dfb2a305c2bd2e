package org.trunkline.testkit;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import org.junit.jupiter.api.Test;
import org.trunkline.domain.call.CallState;
import org.trunkline.domain.call.Direction;
import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.cdr.Candidate;
import org.trunkline.domain.cdr.Candidate.Reason;
import org.trunkline.domain.cdr.Candidate.Verdict;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.cdr.EndedBy;
import org.trunkline.domain.cdr.LadderEntry;
import org.trunkline.engine.port.Calls;
import org.trunkline.engine.port.media.Media;

/** Calls from subscriber to subscriber, from INVITE to record (RFC 3665 §3). */
class CallFlowTest {
    private final EngineFixture f = new EngineFixture();

    @Test
    void answeredCallLeavesARecord() {
        var invite = f.ringing();
        assertEquals(List.of(100, 180), invite.statuses());
        assertEquals(CallState.RINGING, f.state());
        f.after(ofSeconds(3));
        f.answer(f.callee());
        f.acknowledge(invite);
        assertEquals(CallState.ANSWERED, f.state());
        assertEquals(Cause.INTERRUPTED, f.cdrs.answered().getFirst().cause());
        f.after(ofMillis(12_300));
        var bye = f.hangUp(invite);
        assertEquals(List.of(200), bye.statuses());
        f.sip.respond(f.sip.last("BYE"), 200);

        var cdr = f.cdrs.only();
        assertEquals(Cause.NORMAL, cdr.cause());
        assertEquals(EndedBy.CALLER, cdr.endedBy());
        assertEquals(Direction.INTERNAL, cdr.direction());
        assertEquals(12_300, cdr.duration().toMillis());
        assertEquals(13, cdr.billedSeconds());
        assertEquals(200, cdr.sipStatus());
        assertEquals(2, cdr.legs().size());
        assertEquals("alice", cdr.legs().getFirst().peer());
        assertEquals("bob", cdr.legs().getLast().peer());
        assertEquals("PCMA", cdr.legs().getLast().codec().orElseThrow());
        assertEquals(7, cdr.why().configRevision());
        assertEquals(List.of(new Candidate("192.0.2.20:5060", Verdict.CHOSEN, Reason.NONE, 0, 0, 200)),
                cdr.why().candidates());
        assertEquals(0, f.engine.count());
        assertEquals(1, f.media.sessions().getFirst().closed);
        assertEquals(0, f.clock.pending(), "no timer is left behind");
    }

    @Test
    void aCallInProgressIsToldAsIfItEndedNow() {
        var invite = f.ringing();
        var id = f.engine.snapshot().getFirst().id();
        var ringing = f.engine.soFar(id).join().orElseThrow();
        assertFalse(ringing.record().answered());
        assertEquals(5, ringing.ladder().entries().size());
        f.answer(f.callee());
        f.acknowledge(invite);
        f.after(ofSeconds(7));
        var talking = f.engine.soFar(id).join().orElseThrow();
        assertEquals(7, talking.record().duration().toSeconds());
        assertEquals(9, talking.ladder().entries().size());
        assertEquals(List.of("alice", "bob"), talking.record().legs().stream().map(leg -> leg.peer()).toList());
        f.hangUp(invite);
        f.sip.respond(f.sip.last("BYE"), 200);
        assertTrue(f.engine.soFar(id).join().isEmpty());
        assertEquals(Cause.NORMAL, f.cdrs.only().cause(), "nothing of it stays");
    }

    @Test
    void aCallThatEndsBeforeItIsReadIsToldNoMore() {
        f.ringing();
        var id = f.engine.snapshot().getFirst().id();
        var asked = new ArrayList<CompletableFuture<Optional<Calls.SoFar>>>();
        f.engine.onEnded(_ -> asked.add(f.engine.soFar(id))); // by the mailbox: it is answered after the end
        f.sip.respond(f.callee(), 486);
        assertEquals(1, asked.size());
        assertEquals(Optional.empty(), asked.getFirst().join());
    }

    @Test
    void aCallThatCannotBeReadGoesOn() {
        f.talking();
        var id = f.engine.snapshot().getFirst().id();
        var session = f.media.sessions().getFirst();
        session.reports = null;
        assertThrows(CompletionException.class, f.engine.soFar(id)::join);
        session.reports = List.of();
        assertTrue(f.engine.soFar(id).join().isPresent());
        assertEquals(1, f.engine.count());
    }

    @Test
    void ladderHasBothLegsInOrderAndFoldsRetransmissions() {
        var invite = f.talking();
        f.sip.repeat(invite.request);
        f.sip.repeat(invite.request);
        f.hangUp(invite);
        f.sip.respond(f.sip.last("BYE"), 200);

        var entries = f.cdrs.ladders().getFirst().entries();
        assertEquals(List.of("0<INVITE", "0>100", "1>INVITE", "1<180 Whatever", "0>180", "1<200 Whatever", "1>ACK",
                "0>200", "0<ACK", "0<BYE", "0>200", "1>BYE", "1<200 Whatever"),
                entries.stream().map(e -> e.leg() + (e.sent() ? ">" : "<") + e.label()).toList());
        assertEquals(2, entries.getFirst().retransmissions());
    }

    @Test
    void ladderTellsNoCredentials() {
        f.directory.register("bob", "192.0.2.20:5060");
        f.sip.receive(FakeRequest.anonymousInvite("bob").header("Proxy-Authorization", "Fake alice").header(
                "Authorization", "Digest username=\"alice\", nonce=\"n\", response=\"0123456789abcdef\", opaque=\"o\""));
        f.sip.respond(f.callee(), 486);
        String text = f.cdrs.ladders().getFirst().entries().getFirst().message();
        assertFalse(text.contains("0123456789abcdef"), text);
        assertTrue(text.contains("response=\"\", opaque=\"o\""), text);
    }

    @Test
    void calleeHangsUpWithAReason() {
        var invite = f.talking();
        var bye = f.sip.receive(FakeRequest.within(f.callee().request, "b-tag", "BYE", 1)
                .header("Reason", "Q.850;cause=16;text=\"Normal call clearing\""));
        assertEquals(List.of(200), bye.statuses());
        var sent = f.sip.last("BYE");
        assertEquals("Q.850;cause=16;text=\"Normal call clearing\"", sent.header("Reason").orElseThrow());
        assertEquals(invite.request.callId(), sent.request.callId());
        f.sip.respond(sent, 200);
        assertEquals(EndedBy.CALLEE, f.cdrs.only().endedBy());
        assertEquals("Normal call clearing", f.cdrs.only().reason().orElseThrow());
    }

    @Test
    void legsShareNothingThatTellsOneOfTheOther() {
        var invite = f.ringing();
        var out = f.callee().request;
        assertNotEquals(invite.request.callId(), out.callId());
        assertNotEquals(invite.request.fromTag(), out.fromTag());
        assertEquals("sip:alice@" + FakeSignaling.LOCAL, out.from().uri());
        assertEquals(69, out.maxForwards());
        assertTrue(out.headers().stream().noneMatch(h -> h.name().contains("uthorization")));
        assertFalse(f.callee().body().contains("192.0.2.10"), f.callee().body());
        assertTrue(f.callee().body().contains("c=IN IP4 198.51.100.1"), f.callee().body());
    }

    @Test
    void busy() {
        var invite = f.ringing();
        f.sip.respond(f.callee(), 486);
        assertEquals(486, invite.last().status());
        assertEquals(List.of(Cause.BUSY), f.cdrs.causes());
        assertEquals(EndedBy.CALLEE, f.cdrs.only().endedBy());
        assertEquals(0, f.engine.count());
    }

    @Test
    void nobodyAnswersInTime() {
        var invite = f.ringing();
        f.after(ofSeconds(30));
        assertEquals(1, f.sip.cancels().size());
        assertEquals(480, invite.last().status());
        f.sip.respond(f.callee(), 487);
        assertEquals(List.of(Cause.NO_ANSWER), f.cdrs.causes());
        assertEquals(487, f.cdrs.only().legs().getLast().sipStatus());
    }

    @Test
    void recordDoesNotWaitForADeadPhone() {
        f.ringing();
        f.after(ofSeconds(30));
        assertEquals(List.of(), f.cdrs.causes());
        f.after(ofSeconds(2));
        assertEquals(List.of(Cause.NO_ANSWER), f.cdrs.causes());
    }

    @Test
    void notRegistered() {
        f.directory.register("bob");
        var invite = f.sip.receive(FakeRequest.invite("bob"));
        assertEquals(List.of(100, 480), invite.statuses());
        assertEquals(List.of(Cause.NOT_REGISTERED), f.cdrs.causes());
    }

    @Test
    void noRoute() {
        var invite = f.sip.receive(FakeRequest.invite("12345"));
        assertEquals(404, invite.last().status());
        assertEquals(List.of(Cause.NO_ROUTE), f.cdrs.causes());
    }

    @Test
    void callerGivesUp() {
        var invite = f.ringing();
        f.after(ofSeconds(12));
        var cancel = f.sip.cancel(invite);
        assertEquals(List.of(200), cancel.statuses());
        assertEquals(487, invite.last().status());
        assertEquals(List.of(f.callee()), f.sip.cancels());
        f.sip.respond(f.callee(), 487);
        assertEquals(List.of(Cause.CANCELLED), f.cdrs.causes());
        assertEquals(EndedBy.CALLER, f.cdrs.only().endedBy());
    }

    @Test
    void cancelWaitsForAProvisionalResponse() {
        f.directory.register("bob", "192.0.2.20:5060");
        var invite = f.sip.receive(FakeRequest.invite("bob"));
        f.sip.cancel(invite);
        assertEquals(0, f.sip.cancels().size(), "RFC 3261 §9.1");
        f.sip.respond(f.callee(), 180);
        assertEquals(1, f.sip.cancels().size());
    }

    @Test
    void cancelCrossesTheCalleesAnswer() {
        var invite = f.ringing();
        f.sip.cancel(invite);
        f.answer(f.callee());
        assertEquals(1, f.sip.acks().size());
        assertEquals(1, f.sip.requests("BYE").size());
        f.sip.respond(f.sip.last("BYE"), 200);
        assertEquals(List.of(Cause.CANCELLED), f.cdrs.causes());
        assertEquals(487, invite.last().status());
    }

    @Test
    void cancelAfterOurAnswerChangesNothing() {
        var invite = f.ringing();
        f.answer(f.callee());
        var cancel = f.sip.cancel(invite);
        assertEquals(List.of(200), cancel.statuses());
        f.acknowledge(invite);
        assertEquals(CallState.ANSWERED, f.state());
        assertEquals(List.of(), f.cdrs.causes());
    }

    /** RFC 5626 §7: one flow at a time, since all lead to the same phone. */
    @Test
    void aPhonesFlowsAreTriedOneAfterAnother() {
        f.directory.flows("bob", "192.0.2.20:1", "192.0.2.21:2", "192.0.2.22:3");
        f.sip.unreachable("192.0.2.20");
        var invite = f.sip.receive(FakeRequest.invite("bob"));
        assertEquals(List.of("192.0.2.20", "192.0.2.21"), rungHosts());
        f.sip.respond(f.callee(), 430);
        assertEquals("192.0.2.22", rungHosts().getLast());
        f.sip.respond(f.callee(), 486);
        assertEquals(486, invite.last().status());
        assertEquals(3, rungHosts().size(), "the phone has spoken");
    }

    @Test
    void aPhoneThatSpeaksIsNotAskedOverAnotherFlow() {
        f.directory.flows("bob", "192.0.2.20:1", "192.0.2.21:2");
        var invite = f.sip.receive(FakeRequest.invite("bob"));
        f.sip.respond(f.callee(), 180);
        f.sip.respond(f.callee(), 480);
        assertEquals(480, invite.last().status());
        assertEquals(1, rungHosts().size());
    }

    @Test
    void aCallFollowsAPhoneToItsNewConnection() {
        String contact = "sip:bob@192.0.2.20:40001";
        f.directory.registerAt("bob", contact, new InetSocketAddress("192.0.2.20", 40_001), "tcp");
        var invite = f.sip.receive(FakeRequest.invite("bob"));
        f.answer(f.callee());
        f.acknowledge(invite);
        assertEquals(40_001, f.sip.acks().getLast().request.hop().address().getPort(), "its connection is still there");
        f.directory.registerAt("bob", contact, new InetSocketAddress("192.0.2.20", 40_002), "tcp");
        f.hangUp(invite);
        assertEquals(40_002, f.sip.last("BYE").request.hop().address().getPort());
        f.sip.respond(f.sip.last("BYE"), 200);
    }

    private List<String> rungHosts() {
        return f.sip.requests("INVITE").stream().map(r -> r.request.hop().address().getHostString()).toList();
    }

    @Test
    void allPhonesRingAndTheFirstToAnswerWins() {
        f.directory.register("bob", "192.0.2.20:5060", "192.0.2.21:5060", "192.0.2.22:5060");
        var invite = f.sip.receive(FakeRequest.invite("bob"));
        var legs = f.sip.requests("INVITE");
        assertEquals(3, legs.size());
        f.sip.respond(legs.get(0), 180);
        f.sip.respond(legs.get(1), 180);
        assertEquals(List.of(100, 180), invite.statuses(), "the caller hears of it once");
        f.sip.respond(legs.get(1), 200, Sdps.answer("192.0.2.21", 5000));
        assertEquals(200, invite.last().status());
        assertEquals(List.of(legs.get(0)), f.sip.cancels(), "the silent one can not be cancelled yet");
        f.sip.respond(legs.get(2), 200, Sdps.answer("192.0.2.22", 5000)); // crossed
        assertEquals(2, f.sip.acks().size());
        assertEquals("192.0.2.22", f.sip.last("BYE").request.hop().address().getHostString());
        f.sip.respond(f.sip.last("BYE"), 200);
        f.sip.respond(legs.get(0), 487);
        f.acknowledge(invite);
        f.hangUp(invite);
        f.sip.respond(f.sip.last("BYE"), 200);

        var cdr = f.cdrs.only();
        assertEquals(Cause.NORMAL, cdr.cause());
        assertEquals(List.of(Verdict.LOST, Verdict.CHOSEN, Verdict.LOST),
                cdr.why().candidates().stream().map(Candidate::verdict).toList());
        assertEquals(Reason.ANSWERED_ELSEWHERE, cdr.why().candidates().getFirst().reason());
    }

    @Test
    void bestResponseOfAForkGoesBack() {
        f.directory.register("bob", "192.0.2.20:5060", "192.0.2.21:5060");
        var invite = f.sip.receive(FakeRequest.invite("bob"));
        var legs = f.sip.requests("INVITE");
        f.sip.respond(legs.get(0), 480);
        assertEquals(List.of(100), invite.statuses());
        f.sip.respond(legs.get(1), 486);
        assertEquals(486, invite.last().status(), "RFC 3261 §16.7.6");
    }

    @Test
    void declineEverywhereEndsTheFork() {
        f.directory.register("bob", "192.0.2.20:5060", "192.0.2.21:5060");
        var invite = f.sip.receive(FakeRequest.invite("bob"));
        var legs = f.sip.requests("INVITE");
        f.sip.respond(legs.get(0), 180);
        f.sip.respond(legs.get(1), 603);
        assertEquals(603, invite.last().status());
        assertEquals(List.of(legs.get(0)), f.sip.cancels());
        f.sip.respond(legs.get(0), 487);
        assertEquals(List.of(Cause.DECLINED), f.cdrs.causes());
    }

    @Test
    void aSecondPhoneBehindAProxyIsHungUpOn() {
        f.talking();
        f.sip.respondLate(FakeResponse.to(f.callee().request, 200).tag("other").sdp(Sdps.answer("192.0.2.30", 6000)));
        assertEquals("other", f.sip.last("BYE").request.toTag());
        assertEquals("other", f.sip.acks().getLast().request.toTag());
        assertEquals(CallState.ANSWERED, f.state());
    }

    @Test
    void earlyMediaPassesThroughTheRelay() {
        f.directory.register("bob", "192.0.2.20:5060");
        var invite = f.sip.receive(FakeRequest.invite("bob"));
        f.sip.respond(f.callee(), 183, Sdps.answer("192.0.2.20", 5000));
        assertEquals(183, invite.last().status());
        assertEquals(CallState.EARLY_MEDIA, f.state());
        int port = f.media.sessions().getFirst().port(0, LegSide.CALLER).rtp();
        assertTrue(invite.body().contains("m=audio " + port + " RTP/AVP 8 101"), invite.body());
        assertEquals(5000, f.media.sessions().getFirst().remote(0, LegSide.CALLEE).rtp().getPort());
    }

    @Test
    void hangUpByAnAdministrator() {
        var invite = f.talking();
        assertTrue(f.engine.hangUp(f.engine.snapshot().getFirst().id()));
        assertEquals(2, f.sip.requests("BYE").size());
        f.sip.requests("BYE").forEach(bye -> f.sip.respond(bye, 200));
        assertEquals(List.of(Cause.HUNG_UP_BY_ADMIN), f.cdrs.causes());
        assertEquals(EndedBy.ADMIN, f.cdrs.only().endedBy());
        assertEquals(481, f.hangUp(invite).last().status());
    }

    @Test
    void hangUpByAnAdministratorWhileRinging() {
        var invite = f.ringing();
        f.engine.hangUp(f.engine.snapshot().getFirst().id());
        assertEquals(480, invite.last().status());
        assertEquals(1, f.sip.cancels().size());
        assertFalse(f.engine.hangUp(org.trunkline.domain.call.CallId.next(f.clock.instant(), new java.util.Random(1))));
    }

    /** RFC 7675 §5.1, and a handshake that never came to its end: the record says which. */
    @Test
    void mediaThatFailsEndsTheCall() {
        f.talking();
        f.media.sessions().getFirst().fail(Media.Failure.CONSENT_EXPIRED, ofSeconds(45));
        f.sip.requests("BYE").forEach(bye -> f.sip.respond(bye, 200));
        assertEquals(List.of(Cause.CONSENT_EXPIRED), f.cdrs.causes());
    }

    @Test
    void aHandshakeThatIsNotCompletedEndsTheCall() {
        f.talking();
        f.media.sessions().getFirst().fail(Media.Failure.NO_KEYS, ofSeconds(20));
        f.sip.requests("BYE").forEach(bye -> f.sip.respond(bye, 200));
        assertEquals(List.of(Cause.HANDSHAKE_TIMEOUT), f.cdrs.causes());
    }

    @Test
    void silenceEndsTheCall() {
        f.talking();
        assertTrue(f.media.sessions().getFirst().watching);
        f.media.sessions().getFirst().fail(Media.Failure.SILENCE, ofSeconds(60));
        f.sip.requests("BYE").forEach(bye -> f.sip.respond(bye, 200));
        assertEquals(2, f.sip.requests("BYE").size());
        assertEquals(List.of(Cause.MEDIA_TIMEOUT), f.cdrs.causes());
    }

    @Test
    void noMediaPorts() {
        f.directory.register("bob", "192.0.2.20:5060");
        f.media.exhausted(true);
        var invite = f.sip.receive(FakeRequest.invite("bob"));
        assertEquals(503, invite.last().status());
        assertEquals(List.of(Cause.MEDIA_UNAVAILABLE), f.cdrs.causes());
        assertEquals(0, f.sip.requests("INVITE").size());
    }

    @Test
    void everyMessageOfALadderIsBounded() {
        var invite = f.talking();
        for (int i = 0; i < 400; i++)
            f.sip.receive(FakeRequest.within(invite, "OPTIONS", 100 + i));
        f.sip.receive(FakeRequest.within(invite, "BYE", 900));
        f.sip.respond(f.sip.last("BYE"), 200);
        assertTrue(f.cdrs.ladders().getFirst().entries().size() <= 200);
        assertEquals("INVITE", f.cdrs.ladders().getFirst().entries().stream().map(LadderEntry::label).findFirst()
                .orElseThrow());
    }
}
