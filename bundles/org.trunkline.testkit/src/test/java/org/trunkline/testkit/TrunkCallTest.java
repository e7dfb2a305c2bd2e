package org.trunkline.testkit;

import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.trunkline.domain.call.Direction;
import org.trunkline.domain.call.Party;
import org.trunkline.domain.cdr.Candidate;
import org.trunkline.domain.cdr.Candidate.Reason;
import org.trunkline.domain.cdr.Candidate.Verdict;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.config.NumberRules;
import org.trunkline.domain.config.Transport;
import org.trunkline.domain.config.Trunk;
import org.trunkline.domain.config.TrunkLimits;
import org.trunkline.domain.config.TrunkNumbers;
import org.trunkline.domain.config.TrunkPeer;
import org.trunkline.domain.config.TrunkSecurity;
import org.trunkline.engine.port.routing.Directory;
import org.trunkline.testkit.FakeSignaling.Received;
import org.trunkline.testkit.FakeSignaling.SentRequest;

/** Calls out over trunks, in from trunks, and what happens when a trunk fails. */
class TrunkCallTest {
    private static final Trunk A = FakeDirectory.trunk("A", "203.0.113.1");
    private static final Trunk B = FakeDirectory.trunk("B", "203.0.113.2");

    private final EngineFixture f = new EngineFixture();

    private Received dial(Trunk... trunks) {
        f.directory.route("4670", trunks);
        return f.sip.receive(FakeRequest.invite("4670"));
    }

    @Test
    void outOverTheFirstTrunk() {
        var invite = dial(A, B);
        var out = f.callee();
        assertEquals("sip:4670@203.0.113.1", out.request.requestUri());
        f.sip.respond(out, 180);
        f.sip.respond(out, 200, Sdps.answer("203.0.113.9", 7000));
        f.acknowledge(invite);
        f.hangUp(invite);
        f.sip.respond(f.sip.last("BYE"), 200);
        var cdr = f.cdrs.only();
        assertEquals(Optional.of("A"), cdr.trunk());
        assertEquals(Direction.OUTBOUND, cdr.direction());
        assertEquals(List.of(new Candidate("A", Verdict.CHOSEN, Reason.NONE, 0, 0, 200),
                new Candidate("B", Verdict.PASSED_OVER, Reason.NOT_NEEDED, 0, 0, 0)), cdr.why().candidates());
        assertEquals(List.of("A 200 true"), f.directory.outcomes());
        assertEquals(0, f.directory.leases());
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 503, 408, 504, 502})
    void goesOnToTheNextTrunk(int status) {
        var invite = dial(A, B);
        f.sip.respond(f.callee(), status);
        assertEquals("sip:4670@203.0.113.2", f.callee().request.requestUri());
        f.sip.respond(f.callee(), 200, Sdps.answer("203.0.113.9", 7000));
        f.acknowledge(invite);
        assertEquals(200, invite.last().status());
        f.hangUp(invite);
        f.sip.respond(f.sip.last("BYE"), 200);
        var candidates = f.cdrs.only().why().candidates();
        assertEquals(new Candidate("A", Verdict.FAILED, Reason.REFUSED, 0, 0, status), candidates.getFirst());
        assertEquals(Verdict.CHOSEN, candidates.getLast().verdict());
        assertEquals(Optional.of("B"), f.cdrs.only().trunk());
        assertEquals(3, f.cdrs.only().legs().size());
        assertEquals(0, f.directory.leases());
    }

    @ParameterizedTest
    @CsvSource({"486,BUSY", "600,BUSY", "603,DECLINED", "404,NOT_FOUND", "484,INVALID_NUMBER", "403,DECLINED",
            "488,MEDIA_UNAVAILABLE", "604,NOT_FOUND"})
    void staysWhereTheAnswerIsFinal(int status, Cause cause) {
        var invite = dial(A, B);
        f.sip.respond(f.callee(), status);
        assertEquals(1, f.sip.requests("INVITE").size(), "a busy callee is not rung again");
        assertEquals(status, invite.last().status());
        assertEquals(List.of(cause), f.cdrs.causes());
        assertEquals(List.of("A " + status + " false"), f.directory.outcomes());
    }

    @Test
    void goesOnWhereATrunkSaysNothing() {
        dial(A, B);
        f.after(ofSeconds(5));
        assertEquals("sip:4670@203.0.113.2", f.callee().request.requestUri());
        assertEquals(List.of("A 0 false"), f.directory.outcomes());
    }

    @Test
    void aTrunkThatWakesUpTooLateIsCancelled() {
        dial(A, B);
        var first = f.callee();
        f.after(ofSeconds(5));
        f.sip.respond(first, 180);
        assertEquals(List.of(first), f.sip.cancels());
        f.sip.respond(first, 200, Sdps.answer("203.0.113.9", 7000));
        assertEquals("203.0.113.1", f.sip.last("BYE").request.hop().address().getHostString());
    }

    @Test
    void goesOnWhereATrunkCannotBeReached() {
        f.sip.unreachable("203.0.113.1");
        dial(A, B);
        assertEquals("sip:4670@203.0.113.2", f.callee().request.requestUri());
        assertEquals(Reason.TRANSPORT_ERROR, candidatesAfter(486).getFirst().reason());
    }

    /** RFC 3608 §5, RFC 3261 §8.1.2: first to the one that the registrar named, with the trunk's own address in the request. */
    @Test
    void callsTakeTheServiceRoute() {
        f.directory.serviceRoute("A", "<sip:orig@198.51.100.7:5070;transport=tcp;lr>", "<sip:198.51.100.8;lr>");
        var invite = dial(A);
        var sent = f.callee().request;
        assertEquals("sip:4670@203.0.113.1", sent.requestUri());
        assertEquals(List.of("<sip:orig@198.51.100.7:5070;transport=tcp;lr>", "<sip:198.51.100.8;lr>"), sent.routes());
        assertEquals("tcp:198.51.100.7:5070", sent.hop().transport().token() + ":" + sent.hop().text());
        f.sip.cancel(invite);
        f.sip.respond(f.callee(), 487);
    }

    @Test
    void goesOnWhereATrunksNameLeadsNowhere() {
        dial(FakeDirectory.trunk("N", "nowhere.invalid"), B);
        assertEquals("sip:4670@203.0.113.2", f.callee().request.requestUri());
        assertEquals(new Candidate("N", Verdict.FAILED, Reason.TRANSPORT_ERROR, 0, 0, 0),
                candidatesAfter(486).getFirst());
        assertEquals(0, f.directory.leases());
    }

    private List<Candidate> candidatesAfter(int status) {
        f.sip.respond(f.callee(), status);
        return f.cdrs.only().why().candidates();
    }

    @Test
    void allTrunksFail() {
        var invite = dial(A, B);
        f.sip.respond(f.callee(), 503);
        f.sip.respond(f.sip.last("INVITE"), 500);
        assertEquals(1, invite.responses.stream().filter(r -> r.status() >= 200).count());
        assertTrue(invite.last().status() >= 500);
        assertEquals(List.of(Cause.FAILED), f.cdrs.causes());
        assertEquals(0, f.directory.leases());
    }

    @Test
    void allTrunksAreSilent() {
        var invite = dial(A, B);
        f.after(ofSeconds(10));
        assertEquals(408, invite.last().status());
        f.after(ofSeconds(2));
        assertEquals(List.of(Cause.TIMEOUT), f.cdrs.causes());
    }

    @Test
    void timerBOfATrunk() {
        dial(A, B);
        f.sip.timeOut(f.callee());
        assertEquals("sip:4670@203.0.113.2", f.callee().request.requestUri());
    }

    @Test
    void ringsButNobodyAnswers() {
        var invite = dial(A, B);
        f.sip.respond(f.callee(), 180);
        f.after(ofSeconds(60));
        assertEquals(408, invite.last().status());
        assertEquals(1, f.sip.requests("INVITE").size());
        f.sip.respond(f.callee(), 487);
        assertEquals(List.of(Cause.NO_ANSWER), f.cdrs.causes());
    }

    @ParameterizedTest
    @CsvSource({"CALLS_CAP,CALLS_CAP", "CPS_CAP,CPS_CAP", "DOWN,TRUNK_DOWN", "DISABLED,TRUNK_DOWN"})
    void everyTrunkIsPassedOver(Reason reason, Cause cause) {
        f.directory.refuse("A", reason, 30, 30).refuse("B", reason, 5, 5);
        var invite = dial(A, B);
        assertEquals(503, invite.last().status());
        assertTrue(invite.header("Retry-After").isPresent());
        assertEquals(List.of(cause), f.cdrs.causes());
        assertEquals(new Candidate("A", Verdict.PASSED_OVER, reason, 30, 30, 0),
                f.cdrs.only().why().candidates().getFirst());
    }

    @Test
    void aFullTrunkIsPassedOver() {
        f.directory.refuse("A", Reason.CALLS_CAP, 30, 30);
        dial(A, B);
        assertEquals("sip:4670@203.0.113.2", f.callee().request.requestUri());
    }

    @Test
    void inFromATrunk() {
        f.directory.trustAt("203.0.113.1", A).register("bob", "192.0.2.20:5060");
        var invite = f.sip.receive(FakeRequest.anonymousInvite("bob").source("203.0.113.1")
                .caller("Caller", "sip:+4680@203.0.113.1").contact("sip:+4680@203.0.113.1"));
        var out = f.callee();
        assertEquals("sip:+4680@" + FakeSignaling.LOCAL, out.request.from().uri());
        assertEquals("Caller", out.request.from().displayName());
        assertEquals(1, f.directory.leases());
        f.answer(out);
        f.acknowledge(invite);
        f.hangUp(invite);
        f.sip.respond(f.sip.last("BYE"), 200);
        assertEquals(Direction.INBOUND, f.cdrs.only().direction());
        assertEquals(Optional.of("A"), f.cdrs.only().trunk());
        assertEquals("A", f.cdrs.only().legs().getFirst().peer());
        assertEquals(0, f.directory.leases());
    }

    @ParameterizedTest
    @CsvSource({"CALLS_CAP,CALLS_CAP", "CPS_CAP,CPS_CAP"})
    void inboundLimits(Reason reason, Cause cause) {
        f.directory.trustAt("203.0.113.1", A).refuse("A", reason, 2, 2).register("bob", "192.0.2.20:5060");
        var invite = f.sip.receive(FakeRequest.anonymousInvite("bob").source("203.0.113.1"));
        assertEquals(503, invite.last().status());
        assertTrue(invite.header("Retry-After").isPresent());
        assertEquals(List.of(cause), f.cdrs.causes());
        assertEquals(0, f.sip.requests("INVITE").size());
    }

    @Test
    void identityIsAssertedWhereWantedOnly() {
        var asserting = new Trunk("P", new TrunkPeer("203.0.113.3", 5080, Transport.TCP, List.of(), false), true,
                Optional.empty(), TrunkSecurity.NONE, new TrunkLimits(0, 0, 0, 60),
                new TrunkNumbers("SE", Optional.empty(), true, NumberRules.NONE, NumberRules.NONE), Optional.empty());
        dial(asserting, A);
        assertEquals("<sip:alice@" + FakeSignaling.LOCAL + ">",
                f.callee().header("P-Asserted-Identity").orElseThrow());
        assertEquals("sip:4670@203.0.113.3:5080;transport=tcp", f.callee().request.requestUri());
        f.sip.respond(f.callee(), 503);
        assertEquals(Optional.empty(), f.callee().header("P-Asserted-Identity"));
    }

    @Test
    void aTrunksChallengeIsAnsweredOnce() {
        f.directory.account("A", "Digest username=\"u\"");
        var invite = dial(A);
        var first = f.callee();
        f.sip.respond(first, FakeResponse.to(first.request, 407).header("Proxy-Authenticate", "Digest realm=\"x\""));
        var second = f.callee();
        assertEquals("Digest username=\"u\"", second.header("Proxy-Authorization").orElseThrow());
        assertEquals(first.request.callId(), second.request.callId());
        assertEquals(2, second.request.cseq());
        assertEquals("", second.request.toTag());
        f.sip.respond(second, FakeResponse.to(second.request, 407).header("Proxy-Authenticate", "Digest realm=\"x\""));
        assertEquals(403, invite.last().status());
        assertEquals(2, f.sip.requests("INVITE").size());
    }

    /** What answers that challenge: the same request, once more. */
    private SentRequest challenge(String method, int status) {
        var plain = f.sip.last(method);
        String asking = status == 407 ? "Proxy-Authenticate" : "WWW-Authenticate";
        f.sip.respond(plain, FakeResponse.to(plain.request, status).header(asking, "Digest realm=\"x\""));
        var again = f.sip.last(method);
        assertEquals(plain.request.cseq() + 1, again.request.cseq());
        assertEquals(plain.request.toTag(), again.request.toTag());
        assertEquals(plain.body(), again.body());
        assertEquals("Digest username=\"u\"",
                again.header(status == 407 ? "Proxy-Authorization" : "Authorization").orElseThrow());
        return again;
    }

    @Test
    void aTrunksChallengeWithinTheCallIsAnswered() { // RFC 3261 §22.2, §22.3, §13.2.2.4
        f.directory.account("A", "Digest username=\"u\"");
        var invite = dial(A);
        f.sip.respond(challenge("INVITE", 407), 200, Sdps.answer("203.0.113.1", 5000));
        assertEquals(Optional.of("Digest username=\"u\""), f.sip.acks().getLast().header("Proxy-Authorization"));
        f.sip.receive(FakeRequest.within(invite, "ACK", 1));
        var reinvite = f.sip.receive(FakeRequest.within(invite, "INVITE", 2).sdp(Sdps.offer("192.0.2.10", 4000)));
        f.sip.respond(challenge("INVITE", 401), 200, Sdps.answer("203.0.113.1", 5000));
        assertEquals(200, reinvite.last().status());
        f.sip.receive(FakeRequest.within(invite, "ACK", 2));
        var info = f.sip.receive(FakeRequest.within(invite, "INFO", 3));
        f.sip.respond(challenge("INFO", 407), 407);
        assertEquals(403, info.last().status(), "it was asked a third time");
        f.sip.receive(FakeRequest.within(invite, "BYE", 4));
        f.sip.respond(challenge("BYE", 407), 200);
        assertEquals(Cause.NORMAL, f.cdrs.only().cause());
    }

    @Test
    void aCancelledReinviteThatWasChallengedIsCancelledInItsSecondTransaction() {
        f.directory.account("A", "Digest username=\"u\"");
        var invite = dial(A);
        f.sip.respond(f.callee(), 200, Sdps.answer("203.0.113.1", 5000));
        f.sip.receive(FakeRequest.within(invite, "ACK", 1));
        var reinvite = f.sip.receive(FakeRequest.within(invite, "INVITE", 2).sdp(Sdps.offer("192.0.2.10", 4000)));
        f.sip.respond(f.callee(), 100);
        var again = challenge("INVITE", 407);
        f.sip.cancel(reinvite);
        assertEquals(List.of(), f.sip.cancels(), "it has no provisional response yet");
        f.sip.respond(again, 200, Sdps.answer("203.0.113.1", 5000));
        assertEquals(200, reinvite.last().status());
    }

    @Test
    void sessionIntervalTooSmallForATrunk() {
        dial(A);
        var first = f.callee();
        f.sip.respond(first, FakeResponse.to(first.request, 422).header("Min-SE", "3600"));
        assertEquals("3600", f.callee().header("Session-Expires").orElseThrow());
        assertEquals(2, f.callee().request.cseq());
        assertEquals(0, f.cdrs.ended().size());
    }

    @Test
    void diversionIsBelievedOfTrunksOnly() {
        f.directory.route("4670", A).trustAt("203.0.113.2", B);
        f.sip.receive(FakeRequest.invite("4670").header("Diversion", "<sip:x@y>").header("Subject", "hello"));
        assertEquals(Optional.empty(), f.callee().header("Diversion"));
        assertEquals("hello", f.callee().header("Subject").orElseThrow());
        f.sip.receive(FakeRequest.anonymousInvite("4670").callId("call-2").source("203.0.113.2").header("Diversion",
                "<sip:x@y>"));
        assertEquals("<sip:x@y>", f.callee().header("Diversion").orElseThrow());
    }

    @Test
    void reasonOfARefusalReachesTheCaller() {
        var invite = dial(A);
        f.sip.respond(f.callee(), FakeResponse.to(f.callee().request, 486).header("Reason",
                "Q.850;cause=17;text=\"user busy\""));
        assertEquals("Q.850;cause=17;text=\"user busy\"", invite.header("Reason").orElseThrow());
        assertEquals("user busy", f.cdrs.only().reason().orElseThrow());
    }

    @Test
    void routingThatRefuses() {
        f.directory.decide("911", request -> new Directory.Decision.Refused(Direction.OUTBOUND, Party.of("alice"),
                Party.of("911"), 484, Cause.INVALID_NUMBER, Optional.of("9"), List.of()));
        var invite = f.sip.receive(FakeRequest.invite("911"));
        assertEquals(484, invite.last().status());
        assertEquals(List.of(Cause.INVALID_NUMBER), f.cdrs.causes());
        assertEquals(Optional.of("9"), f.cdrs.only().route());
    }

    @Test
    void aRedirectionIsFollowedOverTheSameTrunkBestContactFirst() { // RFC 3261 §8.1.3.4, §21.3
        f.directory.route("+4612", FakeDirectory.trunk("A", "198.51.100.1"));
        f.sip.receive(FakeRequest.invite("+4612"));
        f.sip.respond(f.callee(), FakeResponse.to(f.callee().request, 302)
                .header("Contact", "<sip:+4613@198.51.100.7:5080>;q=0.2, <sip:+4614@198.51.100.8>;q=0.8"));
        assertEquals("sip:+4614@198.51.100.8", f.callee().request.requestUri());
        assertEquals("198.51.100.8", f.callee().request.hop().address().getHostString());
        f.sip.respond(f.callee(), FakeResponse.to(f.callee().request, 302)
                .header("Contact", "<sip:+4612@198.51.100.1>").header("Contact", "<sip:+4614@198.51.100.8>"));
        assertEquals("sip:+4612@198.51.100.1", f.callee().request.requestUri());
        f.answer(f.callee());
        f.hangUp(f.sip.receive(FakeRequest.invite("x").callId("none")));
        assertEquals(3, f.sip.requests("INVITE").size());
    }

    @Test
    void redirectionsEnd() {
        f.directory.route("+4612", FakeDirectory.trunk("A", "198.51.100.1"));
        var invite = f.sip.receive(FakeRequest.invite("+4612"));
        for (int i = 0; i < 20 && invite.last().status() < 200; i++)
            f.sip.respond(f.callee(), FakeResponse.to(f.callee().request, 302)
                    .header("Contact", "<sip:" + i + "@198.51.100.1>"));
        assertEquals(480, invite.last().status());
        assertEquals(6, f.sip.requests("INVITE").size());
        assertEquals(0, f.directory.leases());
    }

    @Test
    void anEmergencyCallIsRedirectedPastEveryLimit() {
        f.directory.emergencyNumber("112").route("112", FakeDirectory.trunk("A", "198.51.100.1"))
                .refuse("A", Reason.CPS_CAP, 1, 1);
        f.sip.receive(FakeRequest.invite("112"));
        f.sip.respond(f.callee(), FakeResponse.to(f.callee().request, 302).header("Contact", "<sip:911@198.51.100.8>"));
        assertEquals("sip:911@198.51.100.8", f.callee().request.requestUri());
    }

    @Test
    void aLongerSessionIntervalTakesNothingElseFromTheInvite() { // RFC 4028 §7.4
        f.directory.route("4670", A);
        f.sip.receive(FakeRequest.invite("4670").header("Supported", "100rel"));
        f.sip.respond(f.callee(), FakeResponse.to(f.callee().request, 422).header("Min-SE", "3600"));
        var again = f.callee().request.headers().stream().map(h -> h.name() + ": " + h.value()).toList();
        assertTrue(again.containsAll(List.of("Supported: 100rel", "Supported: timer, replaces", "Session-Expires: 3600")),
                again.toString());
        assertEquals(1, again.stream().filter(h -> h.startsWith("Session-Expires")).count());
    }
}
