package org.trunkline.testkit;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.testkit.FakeSignaling.Received;

/** Responses before the answer: reliable on one leg, on both or on none (RFC 3262), and from several early dialogs. */
class ProvisionalTest {
    private final EngineFixture f = new EngineFixture();

    ProvisionalTest() {
        f.directory.register("bob", "192.0.2.20:5060");
    }

    private FakeResponse reliable(int status, long rseq) {
        return FakeResponse.to(f.callee().request, status).header("Require", "100rel")
                .header("RSeq", Long.toString(rseq));
    }

    private Received prack(Received invite, long cseq, String rack) {
        return f.sip.receive(FakeRequest.within(invite, "PRACK", cseq).header("RAck", rack));
    }

    @Test
    void calleeIsReliableAndTheCallerHearsItUnreliably() { // RFC 3262 §4
        var invite = f.sip.receive(FakeRequest.invite("bob").header("Supported", "100rel"));
        assertTrue(f.callee().request.headers().stream().anyMatch(h -> h.value().equals("100rel")));
        f.sip.respond(f.callee(), reliable(180, 77));
        var prack = f.sip.last("PRACK");
        assertEquals(Optional.of("77 1 INVITE"), prack.header("RAck"));
        assertEquals("b-tag", prack.request.toTag());
        assertEquals(2, prack.request.cseq());
        assertEquals(List.of(100, 180), invite.statuses());
        assertFalse(invite.header("RSeq").isPresent());
        f.sip.respond(f.callee(), reliable(180, 77)); // came again
        assertEquals(1, f.sip.requests("PRACK").size());
        f.sip.respond(f.callee(), reliable(183, 79)); // one is missing
        assertEquals(1, f.sip.requests("PRACK").size());
        f.sip.respond(f.callee(), reliable(183, 78));
        assertEquals(2, f.sip.requests("PRACK").size());
        f.answer(f.callee());
        assertEquals(200, invite.last().status());
    }

    @Test
    void earlyDialogsWithoutEndAreNotAllAcknowledged() {
        f.sip.receive(FakeRequest.invite("bob").header("Supported", "100rel"));
        for (int i = 0; i < 100; i++)
            f.sip.respond(f.callee(), reliable(180, 1).tag("fork-" + i));
        assertEquals(32, f.sip.requests("PRACK").size());
        f.sip.respond(f.callee(), reliable(180, 2).tag("fork-3"));
        assertEquals(33, f.sip.requests("PRACK").size());
    }

    @Test
    void aCalleeIsNotAskedToBeReliableForACallerThatIsNot() {
        f.sip.receive(FakeRequest.invite("bob"));
        assertFalse(f.callee().request.headers().stream().anyMatch(h -> h.value().contains("100rel")));
    }

    @Test
    void callerRequiresWhatTheCalleeDoesNotKnow() { // RFC 3262 §3
        var invite = f.sip.receive(FakeRequest.invite("bob").header("Require", "100rel"));
        f.sip.respond(f.callee(), 180);
        assertEquals(180, invite.last().status());
        long rseq = Long.parseLong(invite.header("RSeq").orElseThrow());
        assertEquals(Optional.of("100rel"), invite.header("Require"));
        assertTrue(rseq > 0);
        f.sip.respond(f.callee(), 183); // waits for the first PRACK
        assertEquals(List.of(100, 180), invite.statuses());
        f.after(ofMillis(500));
        assertEquals(1, invite.again);
        f.after(ofMillis(1000));
        assertEquals(2, invite.again);
        assertEquals(481, prack(invite, 2, rseq + 9 + " 1 INVITE").last().status());
        assertEquals(200, prack(invite, 3, rseq + " 1 INVITE").last().status());
        assertEquals(List.of(100, 180, 183), invite.statuses());
        assertEquals(Optional.of(Long.toString(rseq + 1)), invite.header("RSeq"));
        assertEquals(200, prack(invite, 4, rseq + 1 + " 1 INVITE").last().status());
        f.answer(f.callee());
        assertEquals(200, invite.last().status());
        f.acknowledge(invite);
        assertEquals(List.of(), f.sip.requests("PRACK"));
    }

    @Test
    void anAnswerWaitsForThePrackOfTheDescriptionItConfirms() { // RFC 3262 §3, §5
        var invite = f.sip.receive(FakeRequest.invite("bob").header("Supported", "100rel"));
        f.sip.respond(f.callee(), reliable(183, 1).sdp(Sdps.answer("192.0.2.20", 5000)));
        assertEquals(183, invite.last().status());
        String rseq = invite.header("RSeq").orElseThrow();
        f.sip.respond(f.callee(), 200); // its description came with the 183
        assertEquals(List.of(100, 183), invite.statuses());
        assertEquals(200, prack(invite, 2, rseq + " 1 INVITE").last().status());
        assertEquals(200, invite.last().status());
        assertEquals("", invite.body(), "its answer has come already (RFC 6337 §2.4)");
        assertEquals(1, f.sip.acks().size());
    }

    @Test
    void aCallerThatNeverAcknowledgesIsRefused() { // RFC 3262 §3: after 64*T1
        f.directory.ringTime(ofSeconds(120));
        var invite = f.sip.receive(FakeRequest.invite("bob").header("Require", "100rel"));
        f.sip.respond(f.callee(), 180);
        f.after(ofSeconds(29));
        assertEquals(180, invite.last().status());
        f.after(ofSeconds(3));
        assertEquals(504, invite.last().status());
        assertEquals(1, f.sip.cancels().size());
        f.sip.respond(f.callee(), 487);
        assertEquals(Cause.TIMEOUT, f.cdrs.only().cause());
    }

    @Test
    void aCallerThatCancelsWhileTheAnswerWaits() {
        var invite = f.sip.receive(FakeRequest.invite("bob").header("Supported", "100rel"));
        f.sip.respond(f.callee(), reliable(183, 1).sdp(Sdps.answer("192.0.2.20", 5000)));
        f.answer(f.callee());
        f.sip.cancel(invite);
        assertEquals(487, invite.last().status());
        assertEquals(1, f.sip.acks().size());
        f.sip.respond(f.sip.last("BYE"), 200);
        assertEquals(Cause.CANCELLED, f.cdrs.only().cause());
    }

    @Test
    void severalEarlyDialogsAndSeveralAnswersBehindAProxy() { // RFC 3261 §13.2.2.4
        var invite = f.sip.receive(FakeRequest.invite("bob"));
        f.sip.respond(f.callee(), FakeResponse.to(f.callee().request, 180).tag("one"));
        f.sip.respond(f.callee(), FakeResponse.to(f.callee().request, 183).tag("two").sdp(Sdps.answer("192.0.2.21", 1)));
        f.sip.respond(f.callee(), FakeResponse.to(f.callee().request, 180).tag("three"));
        f.sip.respond(f.callee(), FakeResponse.to(f.callee().request, 200).tag("two").sdp(Sdps.answer("192.0.2.21", 5000)));
        f.acknowledge(invite);
        for (String other : List.of("one", "three"))
            f.sip.respondLate(FakeResponse.to(f.callee().request, 200).tag(other).sdp(Sdps.answer("192.0.2.22", 5000)));
        assertEquals(List.of("two", "one", "three"), f.sip.acks().stream().map(ack -> ack.request.toTag()).toList());
        assertEquals(List.of("one", "three"), f.sip.requests("BYE").stream().map(bye -> bye.request.toTag()).toList());
        f.sip.requests("BYE").forEach(bye -> f.sip.respond(bye, 200));
        assertEquals(1, f.engine.count()); // the first one goes on
        f.hangUp(invite);
        assertEquals("two", f.sip.last("BYE").request.toTag());
        f.sip.respond(f.sip.last("BYE"), 200);
        assertEquals(Cause.NORMAL, f.cdrs.only().cause());
    }

    @Test
    void theReasonOfACancelReachesThePhonesAndSoDoesThatOfAnAnswerElsewhere() { // RFC 3326 §2
        var invite = f.sip.receive(FakeRequest.invite("bob"));
        f.sip.respond(f.callee(), 180);
        f.sip.cancel(invite, "Q.850;cause=16;text=\"Terminated\"");
        assertEquals(List.of("Q.850;cause=16;text=\"Terminated\""),
                f.sip.cancelHeaders(f.callee()).stream().map(h -> h.value()).toList());
        assertEquals(1, f.sip.cancels().size());
        f.directory.register("bob", "192.0.2.20:5060", "192.0.2.21:5060");
        f.sip.receive(FakeRequest.invite("bob").callId("second"));
        var both = f.sip.requests("INVITE").stream().skip(1).toList();
        both.forEach(phone -> f.sip.respond(phone, 180));
        f.answer(both.getLast());
        assertEquals(List.of("SIP;cause=200;text=\"Call completed elsewhere\""),
                f.sip.cancelHeaders(both.getFirst()).stream().map(h -> h.value()).toList());
    }
}
