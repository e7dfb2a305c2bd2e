package org.trunkline.testkit;

import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trunkline.domain.call.CallState;
import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.cdr.Candidate;
import org.trunkline.domain.cdr.Candidate.Origin;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.cdr.EndedBy;
import org.trunkline.domain.config.CallHandling;
import org.trunkline.testkit.FakeSignaling.Received;
import org.trunkline.testkit.FakeSignaling.SentRequest;

/** Calls that change hands. */
class TransferTest {
    private final EngineFixture f = new EngineFixture();

    TransferTest() {
        f.directory.register("carol", "192.0.2.30:5060").register("alice", "192.0.2.10:5060");
    }

    private Received refer(SentRequest calleeInvite, long cseq, String to) {
        return f.sip.receive(FakeRequest.within(calleeInvite.request, "b-tag", "REFER", cseq).header("Refer-To", to));
    }

    private List<String> notified() {
        return f.sip.requests("NOTIFY").stream().map(n -> n.body().strip() + " | "
                + n.header("Subscription-State").orElse("") + " | " + n.header("Event").orElse("")).toList();
    }

    private SentRequest lastTo(String host, String method) {
        return f.sip.requests(method).stream().filter(r -> r.request.hop().address().getHostString().equals(host))
                .reduce((a, b) -> b).orElseThrow(() -> new AssertionError(f.sip.requests().toString()));
    }

    @Test
    void blindTransferByTheCallee() { // RFC 3515 §2.4, RFC 5589 §6
        var invite = f.talking();
        var bob = f.callee();
        var refer = refer(bob, 1, "<sip:carol@192.0.2.1>");
        assertEquals(List.of(202), refer.statuses());
        var carol = lastTo("192.0.2.30", "INVITE");
        assertEquals(Optional.of("<sip:bob@test>"), carol.header("Referred-By"));
        assertTrue(carol.request.from().uri().startsWith("sip:alice@"), carol.request.from().uri());
        assertTrue(carol.body().contains("m=audio"), carol.body());
        f.sip.respond(carol, 180);
        f.sip.respond(carol, 200, Sdps.answer("192.0.2.30", 6000));
        assertEquals(List.of("SIP/2.0 100 Trying | active;expires=60 | refer",
                "SIP/2.0 180 Ringing | active;expires=60 | refer",
                "SIP/2.0 200 OK | terminated;reason=noresource | refer"), notified());
        var alice = lastTo("192.0.2.10", "INVITE"); // the node's re-INVITE
        assertEquals(invite.request.callId(), alice.request.callId());
        f.sip.respond(alice, 200, Sdps.answer("192.0.2.10", 4000));
        assertEquals(3, f.sip.acks().size());
        f.after(ofSeconds(3));
        assertEquals(bob.request.callId(), f.sip.last("BYE").request.callId());
        f.sip.respond(f.sip.last("BYE"), 200);
        assertEquals(1, f.engine.count());
        f.hangUp(invite);
        assertEquals(carol.request.callId(), f.sip.last("BYE").request.callId());
        f.sip.respond(f.sip.last("BYE"), 200);
        var cdr = f.cdrs.only();
        assertEquals(Optional.of("bob"), cdr.marks().transferredBy());
        assertEquals(List.of("alice", "bob", "carol"), cdr.legs().stream().map(leg -> leg.peer()).toList());
        assertEquals(new Candidate("192.0.2.30:5060", Candidate.Verdict.CHOSEN, Candidate.Reason.NONE, 0, 0, 200,
                Origin.TRANSFER, "bob"), cdr.why().candidates().getLast());
        assertEquals(EndedBy.CALLER, cdr.endedBy());
        assertTrue(f.media.sessions().stream().allMatch(session -> session.closed > 0), "a relay is left open");
    }

    /** Some phones leave out Content-Type in that answer alone: it begins with v=0, so it is SDP. */
    @Test
    void anAnswerOfNoTypeIsReadAsWhatItIs() {
        var invite = f.talking();
        refer(f.callee(), 1, "<sip:carol@192.0.2.1>");
        f.sip.respond(lastTo("192.0.2.30", "INVITE"), 200, Sdps.answer("192.0.2.30", 6000));
        var alice = lastTo("192.0.2.10", "INVITE");
        f.sip.respond(alice, FakeResponse.to(alice.request, 200).body("", Sdps.answer("192.0.2.10", 4002)));
        f.after(ofSeconds(3));
        f.sip.respond(f.sip.last("BYE"), 200);
        assertEquals("192.0.2.20", f.sip.last("BYE").request.hop().address().getHostString(), "only the transferor has left");
        assertEquals(1, f.engine.count());
        f.hangUp(invite);
        f.sip.respond(f.sip.last("BYE"), 200);
        assertEquals(List.of("alice", "bob", "carol"), f.cdrs.only().legs().stream().map(leg -> leg.peer()).toList());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoeverTransferredIsFreeForOtherCalls(boolean hangsUpItself) {
        f.directory.handle("bob", new CallHandling(Optional.empty(), Optional.empty(), Optional.empty(), 20,
                Optional.empty(), false, 1, List.of()));
        f.talking();
        var bob = f.callee();
        refer(bob, 1, "<sip:carol@192.0.2.1>");
        f.sip.respond(lastTo("192.0.2.30", "INVITE"), 200, Sdps.answer("192.0.2.30", 6000));
        f.sip.respond(lastTo("192.0.2.10", "INVITE"), 200, Sdps.answer("192.0.2.10", 4000));
        assertEquals(486, f.sip.receive(FakeRequest.invite("bob").callId("before")).last().status());
        if (hangsUpItself)
            f.sip.receive(FakeRequest.within(bob.request, "b-tag", "BYE", 2));
        else
            f.after(ofSeconds(3));
        assertEquals(List.of(100), f.sip.receive(FakeRequest.invite("bob").callId("after")).statuses());
    }

    @Test
    void theChannelOfACarrierThatTransferredIsFree() { // RFC 5589 §6
        f.directory.trustAt("203.0.113.2", FakeDirectory.trunk("B", "203.0.113.2")).register("bob", "192.0.2.20:5060");
        var invite = f.sip.receive(FakeRequest.anonymousInvite("bob").source("203.0.113.2"));
        f.answer(f.callee());
        f.sip.receive(FakeRequest.within(invite, "ACK", 1));
        assertEquals(1, f.directory.leases());
        var refer = f.sip.receive(FakeRequest.within(invite, "REFER", 2).header("Refer-To", "sip:carol@192.0.2.1"));
        assertEquals(202, refer.last().status());
        f.sip.respond(lastTo("192.0.2.30", "INVITE"), 200, Sdps.answer("192.0.2.30", 6000));
        f.sip.receive(FakeRequest.within(invite, "BYE", 3));
        assertEquals(0, f.directory.leases());
        assertEquals(1, f.engine.count());
    }

    @Test
    void limitsArePassedByTransfersToEmergencyNumbersAlone() {
        var full = FakeDirectory.trunk("Full", "198.51.100.9");
        f.directory.emergencyNumber("112").route("112", full).route("4690", full)
                .refuse("Full", Candidate.Reason.CALLS_CAP, 1, 1);
        var help = f.sip.receive(FakeRequest.invite("112"));
        f.answer(f.callee());
        f.sip.receive(FakeRequest.within(help, "ACK", 1));
        f.sip.receive(FakeRequest.within(help, "REFER", 2).header("Refer-To", "<sip:4690@x>"));
        assertTrue(notified().getLast().startsWith("SIP/2.0 503 Service Unavailable | terminated"), notified().toString());
        assertEquals(1, f.sip.requests("INVITE").size());

        f.directory.register("bob", "192.0.2.20:5060");
        var talk = f.sip.receive(FakeRequest.invite("bob").callId("talk"));
        var bob = f.callee();
        f.answer(bob);
        f.sip.receive(FakeRequest.within(talk, "ACK", 1));
        refer(bob, 1, "<sip:112@x>");
        f.sip.respond(f.callee(), 180);
        assertEquals("198.51.100.9", f.callee().request.hop().address().getHostString());
        assertTrue(notified().getLast().startsWith("SIP/2.0 180 Ringing"), notified().toString());
    }

    @Test
    void blindTransferByTheCallerWhoHangsUpAtOnce() {
        var invite = f.talking();
        var bob = f.callee();
        var refer = f.sip.receive(FakeRequest.within(invite, "REFER", 2).header("Refer-To", "sip:carol@192.0.2.1"));
        assertEquals(202, refer.last().status());
        assertEquals(200, f.sip.receive(FakeRequest.within(invite, "BYE", 3)).last().status());
        assertEquals(1, f.engine.count());
        assertEquals(0, f.sip.requests("BYE").size());
        var carol = lastTo("192.0.2.30", "INVITE");
        f.sip.respond(carol, 200, Sdps.answer("192.0.2.30", 6000));
        var again = lastTo("192.0.2.20", "INVITE");
        assertEquals(bob.request.callId(), again.request.callId());
        f.sip.respond(again, 200, Sdps.answer("192.0.2.20", 5000));
        f.sip.receive(FakeRequest.within(carol.request, "b-tag", "BYE", 1));
        assertEquals(bob.request.callId(), f.sip.last("BYE").request.callId());
        f.sip.respond(f.sip.last("BYE"), 200);
        assertEquals(Optional.of("alice"), f.cdrs.only().marks().transferredBy());
    }

    @Test
    void aTransferThatFailsLeavesTheCallAsItWas() { // RFC 5589 §6.2
        var invite = f.talking();
        var bob = f.callee();
        refer(bob, 1, "<sip:carol@192.0.2.1>");
        f.sip.respond(lastTo("192.0.2.30", "INVITE"), 486);
        assertTrue(notified().getLast().startsWith("SIP/2.0 486 Busy Here | terminated"), notified().toString());
        assertEquals(1, f.engine.count());
        assertEquals(0, f.sip.requests("BYE").size());
        f.hangUp(invite);
        f.sip.respond(f.sip.last("BYE"), 200);
        assertEquals(Cause.NORMAL, f.cdrs.only().cause());
        assertEquals(Optional.empty(), f.cdrs.only().marks().transferredBy());
    }

    @Test
    void whoeverWaitsHearsTheTargetsEarlyMedia() { // RFC 3960 §3, RFC 5589 §6
        var invite = f.talking();
        refer(f.callee(), 1, "<sip:carol@192.0.2.1>");
        var carol = lastTo("192.0.2.30", "INVITE");
        f.sip.respond(carol, 180);
        assertEquals(carol, f.callee(), "ringing alone has no sound to lead to");
        f.sip.respond(carol, 183, Sdps.answer("192.0.2.30", 6000));
        var listening = f.callee();
        assertEquals(invite.request.callId(), listening.request.callId());
        assertTrue(listening.body().contains("m=audio"), listening.body());
        f.sip.respond(listening, 200, Sdps.answer("192.0.2.10", 4000));
        assertTrue(notified().getLast().startsWith("SIP/2.0 183 Session Progress | active"), notified().toString());
        var before = f.media.sessions().getFirst();
        var relay = f.media.sessions().getLast();
        assertEquals(6000, relay.remote(0, LegSide.CALLEE).rtp().getPort());
        assertFalse(before.watching);
        f.sip.respond(carol, 200, Sdps.answer("192.0.2.30", 6000));
        f.sip.respond(f.callee(), 200, Sdps.answer("192.0.2.10", 4000));
        assertTrue(relay.watching);
        assertTrue(before.closed > 0);
        assertEquals(CallState.ANSWERED, f.state());
    }

    /** Whom the transferor's own ACK reached first is quick. */
    @Test
    void earlyMediaThatIsAheadOfTheWaitingSidesAckIsHeardAfterIt() { // RFC 3261 §14.1: no offer before the ACK
        var invite = f.ringing();
        f.answer(f.callee());
        refer(f.callee(), 1, "<sip:carol@192.0.2.1>");
        var carol = lastTo("192.0.2.30", "INVITE");
        f.sip.respond(carol, 183, Sdps.answer("192.0.2.30", 6000));
        assertEquals(carol, f.callee(), "an offer ahead of the ACK");
        f.acknowledge(invite);
        f.after(ofSeconds(1));
        var listening = f.callee();
        assertEquals(invite.request.callId(), listening.request.callId());
        f.sip.respond(listening, 200, Sdps.answer("192.0.2.10", 4000));
        assertEquals(6000, f.media.sessions().getLast().remote(0, LegSide.CALLEE).rtp().getPort());
        f.after(ofSeconds(3));
        assertEquals(listening, f.callee(), "it is told once");
    }

    @Test
    void whoeverWaitedIsLedBackWhenTheTransferFails() {
        var invite = f.talking();
        refer(f.callee(), 1, "<sip:carol@192.0.2.1>");
        var bob = f.sip.requests("INVITE").getFirst();
        var carol = lastTo("192.0.2.30", "INVITE");
        f.sip.respond(carol, 183, Sdps.answer("192.0.2.30", 6000));
        f.sip.respond(f.callee(), 200, Sdps.answer("192.0.2.10", 4000));
        f.sip.respond(carol, 486);
        var back = f.callee();
        assertEquals(invite.request.callId(), back.request.callId());
        assertTrue(back.body().contains("m=audio " + f.media.sessions().getFirst().port(0, LegSide.CALLER).rtp()),
                back.body());
        f.sip.respond(back, 200, Sdps.answer("192.0.2.10", 4000));
        assertTrue(f.media.sessions().getFirst().watching);
        assertEquals(1, f.media.open());
        f.sip.receive(FakeRequest.within(bob.request, "b-tag", "BYE", 2));
        assertEquals(1, f.sip.requests("BYE").size());
    }

    @Test
    void aTransferThatFailsWithTheTransferorGoneEndsTheCall() {
        var invite = f.talking();
        refer(f.callee(), 1, "<sip:carol@192.0.2.1>");
        f.sip.receive(FakeRequest.within(f.sip.requests("INVITE").getFirst().request, "b-tag", "BYE", 2));
        f.sip.respond(lastTo("192.0.2.30", "INVITE"), 486);
        assertEquals(invite.request.callId(), f.sip.last("BYE").request.callId());
        f.sip.respond(f.sip.last("BYE"), 200);
        assertEquals(Cause.BUSY, f.cdrs.only().cause());
    }

    @Test
    void whoeverRemainsMayHangUpMeanwhile() {
        var invite = f.talking();
        refer(f.callee(), 1, "<sip:carol@192.0.2.1>");
        var carol = lastTo("192.0.2.30", "INVITE");
        f.sip.respond(carol, 180);
        f.hangUp(invite);
        assertEquals(List.of(carol), f.sip.cancels());
        assertTrue(notified().getLast().startsWith("SIP/2.0 487"), notified().toString());
        f.sip.respond(carol, 487);
        f.sip.respond(f.sip.last("BYE"), 200);
        assertEquals(1, f.cdrs.ended().size());
        assertTrue(f.media.sessions().stream().allMatch(session -> session.closed > 0), "a relay is left open");
    }

    @Test
    void aReferToWhoseHostIsNoneIsRefused() {
        f.talking();
        var bob = f.callee();
        long cseq = 1;
        for (String host : new String[] {"", "[::g]", "a..b", "a b", "300.1.1.1", "-a", "x%41"})
            assertEquals(400, refer(bob, cseq++, "<sip:carol@" + host + '>').last().status(), host);
    }

    @Test
    void refersThatCannotBe() {
        var invite = f.talking();
        var bob = f.callee();
        assertEquals(400, f.sip.receive(FakeRequest.within(bob.request, "b-tag", "REFER", 1)).last().status());
        assertEquals(404, refer(bob, 2, "<tel:>").last().status());
        assertEquals(404, refer(bob, 3, "<sip:x@y?Replaces=a%3Bto-tag%3Db%3Bfrom-tag%3Dc>").last().status());
        assertEquals(400, refer(bob, 4, "<sip:carol@192.0.2.1?Replaces=a>").last().status());
        assertEquals(400, refer(bob, 5, "<sip:carol@192.0.2.1?replaces=%zz>").last().status());
        assertEquals(603, refer(bob, 6, "<sip:carol@192.0.2.1;method=BYE>").last().status()); // RFC 3515 §2.1
        assertEquals(202, refer(bob, 7, "<sip:carol@192.0.2.1;method=INVITE>").last().status());
        assertEquals(500, refer(bob, 8, "<sip:carol@192.0.2.1>").last().status());
        assertEquals(List.of(100, 200), invite.statuses().stream().filter(s -> s != 180).toList());
    }

    @Test
    void aTrunkCannotTransferToOtherTrunks() {
        f.directory.trustAt("203.0.113.5", FakeDirectory.trunk("In", "203.0.113.5")).register("bob", "192.0.2.20:5060");
        var seen = new java.util.ArrayList<Optional<String>>();
        f.directory.decide("+4690", request -> {
            seen.add(request.trunk());
            return new org.trunkline.engine.port.routing.Directory.Decision.Refused(
                    org.trunkline.domain.call.Direction.INBOUND, org.trunkline.domain.call.Party.of("x"),
                    org.trunkline.domain.call.Party.of("+4690"), 404, Cause.NOT_FOUND, Optional.empty(), List.of());
        });
        f.directory.passTransfers(); // not even then
        var invite = f.sip.receive(FakeRequest.anonymousInvite("bob").source("203.0.113.5"));
        f.sip.respond(f.callee(), FakeResponse.to(f.callee().request, 200).header("Allow", "REFER")
                .sdp(Sdps.answer("192.0.2.20", 5000)));
        f.sip.receive(FakeRequest.within(invite, "ACK", 1));
        f.sip.receive(FakeRequest.within(invite, "REFER", 2).header("Refer-To", "<sip:+4690@x>"));
        assertEquals(List.of(Optional.of("In")), seen);
        assertTrue(notified().getLast().startsWith("SIP/2.0 404 Not Found | terminated"), notified().toString());
    }

    @Test
    void attendedTransfer() { // RFC 5589 §7, RFC 3891
        var invite = f.talking(); // alice - bob
        var bob = f.callee();
        var consult = f.sip.receive(FakeRequest.anonymousInvite("carol").header("Proxy-Authorization", "Fake bob")
                .callId("consultation").fromTag("bob-2").source("192.0.2.20"));
        var carol = lastTo("192.0.2.30", "INVITE");
        f.sip.respond(carol, 200, Sdps.answer("192.0.2.30", 6000));
        f.sip.receive(FakeRequest.within(consult, "ACK", 1));
        assertEquals(2, f.engine.count());
        var refer = refer(bob, 1, "<sip:carol@192.0.2.1?Replaces=consultation%3Bto-tag%3D" + consult.toTag()
                + "%3Bfrom-tag%3Dbob-2>");
        assertEquals(202, refer.last().status());
        assertEquals("consultation", f.sip.last("BYE").request.callId()); // the dialog replaced
        var toCarol = lastTo("192.0.2.30", "INVITE");
        assertEquals(carol.request.callId(), toCarol.request.callId());
        assertEquals("b-tag", toCarol.request.toTag());
        assertFalse(toCarol.body().contains("inactive"), toCarol.body());
        f.sip.respond(toCarol, 200, Sdps.answer("192.0.2.30", 6002));
        assertTrue(notified().getLast().startsWith("SIP/2.0 200 OK | terminated"), notified().toString());
        var toAlice = lastTo("192.0.2.10", "INVITE");
        f.sip.respond(toAlice, 200, Sdps.answer("192.0.2.10", 4000));
        f.sip.respond(f.sip.last("BYE"), 200);
        f.after(ofSeconds(3));
        f.sip.respond(f.sip.last("BYE"), 200); // bob's first leg
        assertEquals(1, f.cdrs.ended().size());
        var second = f.cdrs.ended().getFirst();
        f.sip.receive(FakeRequest.within(carol.request, "b-tag", "BYE", 1)); // carol's messages find the first call now
        assertEquals(invite.request.callId(), f.sip.last("BYE").request.callId());
        f.sip.respond(f.sip.last("BYE"), 200);
        var first = f.cdrs.ended().getLast();
        assertEquals(Optional.of(first.id()), second.marks().continuedAs());
        assertEquals(Optional.of(second.id()), first.marks().continues());
        assertEquals(Optional.of("bob"), first.marks().transferredBy());
        assertEquals(List.of("bob", "carol"), second.legs().stream().map(leg -> leg.peer()).toList());
        assertEquals(List.of("alice", "bob", "carol"), first.legs().stream().map(leg -> leg.peer()).toList());
        assertEquals(0, f.engine.count());
        assertTrue(f.media.sessions().stream().allMatch(session -> session.closed > 0), "a relay is left open");
    }

    @Test
    void aTransferWhileTheConsultationRingsIsMadeAnew() { // RFC 5589 §7.2
        f.talking();
        var bob = f.callee();
        var consult = f.sip.receive(FakeRequest.anonymousInvite("carol").header("Proxy-Authorization", "Fake bob")
                .callId("consultation").fromTag("bob-2").source("192.0.2.20"));
        var ringing = lastTo("192.0.2.30", "INVITE");
        f.sip.respond(ringing, 180);
        var refer = refer(bob, 1, "<sip:carol@192.0.2.1?Replaces=consultation%3Bto-tag%3D" + consult.toTag()
                + "%3Bfrom-tag%3Dbob-2>");
        assertEquals(202, refer.last().status());
        assertEquals(487, consult.last().status());
        assertEquals(List.of(ringing), f.sip.cancels());
        var again = lastTo("192.0.2.30", "INVITE");
        assertFalse(again == ringing);
        f.sip.respond(again, 200, Sdps.answer("192.0.2.30", 6000));
        assertTrue(notified().getLast().startsWith("SIP/2.0 200 OK | terminated"), notified().toString());
    }

    @Test
    void transfersArePassedOnWhereThatIsWantedAndTheOtherSideKnowsThem() { // RFC 3515 §2.4
        f.directory.passTransfers();
        var invite = f.sip.receive(FakeRequest.invite("bob").header("Allow", "INVITE, REFER, NOTIFY"));
        assertEquals(404, invite.last().status()); // bob is not there yet
        f.directory.register("bob", "192.0.2.20:5060");
        var call = f.sip.receive(FakeRequest.invite("bob").callId("second").header("Allow", "INVITE, REFER, NOTIFY"));
        var bob = f.callee();
        f.answer(bob);
        f.sip.receive(FakeRequest.within(call, "ACK", 1));
        var refer = refer(bob, 1, "<sip:carol@192.0.2.1>");
        var passed = f.sip.last("REFER");
        assertEquals("second", passed.request.callId());
        assertEquals(Optional.of("<sip:carol@192.0.2.1>"), passed.header("Refer-To"));
        f.sip.respond(passed, 202);
        assertEquals(202, refer.last().status());
        var notify = f.sip.receive(FakeRequest.within(call, "NOTIFY", 2).header("Event", "refer")
                .header("Subscription-State", "active").body("message/sipfrag", "SIP/2.0 100 Trying"));
        assertEquals("SIP/2.0 100 Trying", f.sip.last("NOTIFY").body());
        assertEquals(Optional.of("refer"), f.sip.last("NOTIFY").header("Event"));
        f.sip.respond(f.sip.last("NOTIFY"), 200);
        assertEquals(200, notify.last().status());
        // the other direction: bob's phone says nothing of REFER, so the node does it
        assertEquals(202, f.sip.receive(FakeRequest.within(call, "REFER", 3).header("Refer-To", "<sip:carol@x>"))
                .last().status());
        assertEquals(1, f.sip.requests("REFER").size());
    }

    /** alice, whose phone knows REFER, talks to bob, and bob to carol. @return what the three have sent and got */
    private Consultation consultation() {
        f.directory.passTransfers().register("bob", "192.0.2.20:5060");
        var invite = f.sip.receive(FakeRequest.invite("bob").header("Allow", "INVITE, REFER, NOTIFY"));
        var bob = f.callee();
        f.answer(bob);
        f.sip.receive(FakeRequest.within(invite, "ACK", 1));
        var consult = f.sip.receive(FakeRequest.anonymousInvite("carol").header("Proxy-Authorization", "Fake bob")
                .callId("consultation").fromTag("bob-2").source("192.0.2.20"));
        var carol = lastTo("192.0.2.30", "INVITE");
        f.sip.respond(carol, 200, Sdps.answer("192.0.2.30", 6000));
        f.sip.receive(FakeRequest.within(consult, "ACK", 1));
        return new Consultation(invite, bob, consult, carol);
    }

    private record Consultation(Received invite, SentRequest bob, Received consult, SentRequest carol) {
        String replaces() {
            return "consultation;to-tag=" + consult.toTag() + ";from-tag=bob-2";
        }
    }

    private Received replacing(String user, String replaces) {
        return f.sip.receive(FakeRequest.anonymousInvite("carol").header("Proxy-Authorization", "Fake " + user)
                .callId("by-" + user).fromTag(user + "-2").header("Replaces", replaces));
    }

    @Test
    void anAttendedTransferIsPassedOnAndComesBackAsReplaces() { // RFC 5589 §7.3, RFC 3891 §3
        var c = consultation();
        assertEquals(403, replacing("alice", c.replaces()).last().status(), "nobody has sent her yet");
        var referTo = "<sip:carol@192.0.2.1?Replaces=" + c.replaces().replace(";", "%3B").replace("=", "%3D") + '>';
        var refer = refer(c.bob, 1, referTo);
        var passed = f.sip.last("REFER");
        assertEquals(c.invite.request.callId(), passed.request.callId());
        assertEquals(Optional.of(referTo), passed.header("Refer-To"));
        f.sip.respond(passed, 202);
        assertEquals(202, refer.last().status());

        assertEquals(403, replacing("mallory", c.replaces()).last().status());
        var second = f.sip.receive(FakeRequest.anonymousInvite("carol").header("Proxy-Authorization", "Fake alice")
                .callId("again-alice").fromTag("alice-3").header("Replaces", c.replaces()));
        assertEquals(List.of(100), second.statuses());
        var toCarol = lastTo("192.0.2.30", "INVITE");
        assertEquals(c.carol.request.callId(), toCarol.request.callId());
        f.sip.respond(toCarol, 200, Sdps.answer("192.0.2.30", 6002));
        assertEquals(List.of(100, 200), second.statuses());
        f.sip.receive(FakeRequest.within(second, "ACK", 1));
        assertEquals("consultation", f.sip.last("BYE").request.callId()); // the dialog replaced
        f.sip.respond(f.sip.last("BYE"), 200);

        f.sip.receive(FakeRequest.within(c.invite, "NOTIFY", 2).header("Event", "refer")
                .header("Subscription-State", "terminated").body("message/sipfrag", "SIP/2.0 200 OK"));
        assertEquals("SIP/2.0 200 OK", f.sip.last("NOTIFY").body());
        f.sip.receive(FakeRequest.within(c.bob.request, "b-tag", "BYE", 2)); // bob is done
        f.sip.respond(f.sip.last("BYE"), 200);
        assertEquals(1, f.engine.count());
        f.sip.receive(FakeRequest.within(c.carol.request, "b-tag", "BYE", 1));
        assertEquals("again-alice", f.sip.last("BYE").request.callId());
        f.sip.respond(f.sip.last("BYE"), 200);
        assertEquals(Optional.of("bob"), f.cdrs.ended().getLast().marks().transferredBy());
        assertTrue(f.media.sessions().stream().allMatch(session -> session.closed > 0), "a relay is left open");
        assertEquals(0, f.engine.count());
    }

    @Test
    void aRingingConsultationIsTransferredByTheNodeEvenWhereOthersArePassedOn() { // RFC 5589 §7.2
        f.directory.passTransfers().register("bob", "192.0.2.20:5060");
        var invite = f.sip.receive(FakeRequest.invite("bob").header("Allow", "INVITE, REFER"));
        var bob = f.callee();
        f.answer(bob);
        f.sip.receive(FakeRequest.within(invite, "ACK", 1));
        var consult = f.sip.receive(FakeRequest.anonymousInvite("carol").header("Proxy-Authorization", "Fake bob")
                .callId("consultation").fromTag("bob-2").source("192.0.2.20"));
        f.sip.respond(lastTo("192.0.2.30", "INVITE"), 180);
        refer(bob, 1, "<sip:carol@192.0.2.1?Replaces=consultation%3Bto-tag%3D" + consult.toTag() + "%3Bfrom-tag%3Dbob-2>");
        assertEquals(List.of(), f.sip.requests("REFER"));
        assertEquals(487, consult.last().status());
    }

    @Test
    void aTrunkNamedLikeASubscriberOwnsNoneOfItsDialogs() {
        f.directory.trustAt("203.0.113.5", FakeDirectory.trunk("bob", "203.0.113.5")); // sic
        f.talking();
        var bob = f.callee().request;
        var replacing = f.sip.receive(FakeRequest.anonymousInvite("alice").source("203.0.113.5").callId("x").fromTag("x")
                .header("Replaces", bob.callId() + ";to-tag=" + bob.fromTag() + ";from-tag=b-tag"));
        assertEquals(403, replacing.last().status());
    }

    @Test
    void nobodyTransfersTheCallsOfOthers() {
        f.talking();
        var bob = f.callee();
        var theirs = f.sip.receive(FakeRequest.anonymousInvite("carol").header("Proxy-Authorization", "Fake dave")
                .callId("theirs").fromTag("d").source("192.0.2.40"));
        var carol = lastTo("192.0.2.30", "INVITE");
        f.sip.respond(carol, 200, Sdps.answer("192.0.2.30", 6000));
        f.sip.receive(FakeRequest.within(theirs, "ACK", 1));
        var refer = refer(bob, 1, "<sip:carol@x?Replaces=theirs%3Bto-tag%3D" + theirs.toTag() + "%3Bfrom-tag%3Dd>");
        assertEquals(403, refer.last().status());
        assertEquals(2, f.engine.count());
    }

    // ---- pickup

    private void pickupGroup(String... names) {
        for (String name : names)
            f.directory.handle(name, new CallHandling(Optional.empty(), Optional.empty(), Optional.empty(), 20,
                    Optional.empty(), false, 0, List.of("floor")));
    }

    private Received fromCarol(FakeRequest request) {
        return f.sip.receive(request.header("Proxy-Authorization", "Fake carol").callId("pickup").fromTag("c")
                .source("192.0.2.30").sdp(Sdps.offer("192.0.2.30", 6000)));
    }

    @Test
    void pickupByCode() {
        f.directory.decide("*8", request -> new org.trunkline.engine.port.routing.Directory.Decision.PickUp(
                org.trunkline.domain.call.Direction.INTERNAL, org.trunkline.domain.call.Party.of("carol"),
                org.trunkline.domain.call.Party.of("*8"), Optional.empty()));
        var invite = f.ringing();
        var bob = f.callee();
        assertEquals(404, fromCarol(FakeRequest.anonymousInvite("*8")).last().status()); // not in a group with bob
        pickupGroup("bob", "carol");
        var carol = fromCarol(FakeRequest.anonymousInvite("*8").cseq(2).branch("z9hG4bK-2"));
        assertEquals(List.of(100, 200), carol.statuses());
        assertEquals(200, invite.last().status());
        assertEquals(List.of(bob), f.sip.cancels());
        assertTrue(invite.body().contains("m=audio 2"), invite.body());
        f.sip.respond(bob, 487);
        f.acknowledge(invite);
        f.sip.receive(FakeRequest.within(carol, "ACK", 2));
        assertEquals(1, f.engine.count());
        f.sip.receive(FakeRequest.within(carol, "BYE", 3));
        assertEquals(invite.request.callId(), f.sip.last("BYE").request.callId());
        f.sip.respond(f.sip.last("BYE"), 200);
        var cdr = f.cdrs.ended().getLast();
        assertEquals(new Candidate("192.0.2.30:5060", Candidate.Verdict.CHOSEN, Candidate.Reason.NONE, 0, 0, 200,
                Origin.PICKUP, "carol"), cdr.why().candidates().getLast());
        assertEquals(Candidate.Verdict.LOST, cdr.why().candidates().getFirst().verdict());
        assertEquals(EndedBy.CALLEE, cdr.endedBy());
        assertEquals(2, f.cdrs.ended().size()); // the refused try, and the call
    }

    @Test
    void pickupByReplacesOfTheRingingDialog() { // RFC 3891 §3
        pickupGroup("bob", "carol");
        var invite = f.ringing();
        var bob = f.callee().request;
        var carol = fromCarol(FakeRequest.anonymousInvite("bob").header("Replaces",
                bob.callId() + ";to-tag=" + bob.fromTag() + ";from-tag=wrong"));
        assertEquals(481, carol.last().status());
        var right = fromCarol(FakeRequest.anonymousInvite("bob").cseq(2).branch("z9hG4bK-2").header("Replaces",
                bob.callId() + ";to-tag=" + bob.fromTag() + ";from-tag=b-tag;early-only"));
        assertEquals(200, right.last().status());
        assertEquals(200, invite.last().status());
    }

    @Test
    void pickupWithoutACommonCodecChangesNothing() {
        pickupGroup("bob", "carol");
        var invite = f.ringing();
        var bob = f.callee().request;
        var carol = f.sip.receive(FakeRequest.anonymousInvite("bob").header("Proxy-Authorization", "Fake carol")
                .callId("pickup").fromTag("c").source("192.0.2.30").sdp(Sdps.audio("192.0.2.30", 6000, "18", "sendrecv"))
                .header("Replaces", bob.callId() + ";to-tag=" + bob.fromTag() + ";from-tag=b-tag"));
        assertEquals(488, carol.last().status());
        assertEquals(180, invite.last().status());
        f.answer(f.callee());
        assertEquals(200, invite.last().status());
    }

    @Test
    void replacesAnAnsweredSide() { // RFC 3891 §3: bob's desk phone takes over from his mobile
        var invite = f.talking();
        var bob = f.callee().request;
        var desk = f.sip.receive(FakeRequest.anonymousInvite("alice").header("Proxy-Authorization", "Fake bob")
                .callId("desk").fromTag("d").source("192.0.2.21").sdp(Sdps.offer("192.0.2.21", 7000))
                .header("Replaces", bob.callId() + ";to-tag=" + bob.fromTag() + ";from-tag=b-tag"));
        assertEquals(List.of(100), desk.statuses());
        var toAlice = lastTo("192.0.2.10", "INVITE");
        assertEquals(invite.request.callId(), toAlice.request.callId());
        f.sip.respond(toAlice, 200, Sdps.answer("192.0.2.10", 4000));
        assertEquals(List.of(100, 200), desk.statuses());
        assertEquals(bob.callId(), f.sip.last("BYE").request.callId());
        f.sip.respond(f.sip.last("BYE"), 200);
        f.sip.receive(FakeRequest.within(desk, "ACK", 1));
        assertEquals(1, f.engine.count());
        f.hangUp(invite);
        assertEquals("desk", f.sip.last("BYE").request.callId());
        f.sip.respond(f.sip.last("BYE"), 200);
        assertEquals(1, f.cdrs.ended().size());
        assertEquals(0, f.directory.leases());
        assertTrue(f.media.sessions().stream().allMatch(session -> session.closed > 0), "a relay is left open");
    }

    @Test
    void replacesOfStrangersIsForbidden() {
        f.talking();
        var bob = f.callee().request;
        var carol = fromCarol(FakeRequest.anonymousInvite("alice").header("Replaces",
                bob.callId() + ";to-tag=" + bob.fromTag() + ";from-tag=b-tag"));
        assertEquals(403, carol.last().status());
    }

    @Test
    void aCallThatEndsWhileSomebodyTakesAPlaceLeavesNoRelay() {
        var invite = f.talking();
        var bob = f.callee().request;
        f.sip.receive(FakeRequest.anonymousInvite("alice").header("Proxy-Authorization", "Fake bob")
                .callId("desk").fromTag("d").source("192.0.2.21").sdp(Sdps.offer("192.0.2.21", 7000))
                .header("Replaces", bob.callId() + ";to-tag=" + bob.fromTag() + ";from-tag=b-tag"));
        assertEquals(invite.request.callId(), lastTo("192.0.2.10", "INVITE").request.callId());
        f.hangUp(invite); // instead of answering that
        assertEquals(0, f.media.open());
    }

    @Test
    void oneCallIsNotTransferredForEver() {
        f.talking();
        var bob = f.callee();
        for (int i = 1; i <= 32; i++)
            assertEquals(List.of(202), refer(bob, i, "<sip:nobody@192.0.2.1>").statuses());
        assertEquals(List.of(403), refer(bob, 33, "<sip:nobody@192.0.2.1>").statuses());
        assertEquals(1, f.engine.count());
    }
}
