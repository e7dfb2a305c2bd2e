package org.trunkline.testkit;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.trunkline.domain.call.Direction;
import org.trunkline.domain.call.Party;
import org.trunkline.domain.cdr.Candidate;
import org.trunkline.domain.cdr.Candidate.Origin;
import org.trunkline.domain.cdr.Candidate.Reason;
import org.trunkline.domain.cdr.Candidate.Verdict;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.config.CallHandling;
import org.trunkline.engine.port.application.ApplicationCommand.Answer;
import org.trunkline.engine.port.application.ApplicationCommand.Bridge;
import org.trunkline.engine.port.application.ApplicationCommand.EarlyMedia;
import org.trunkline.engine.port.application.ApplicationCommand.HangUp;
import org.trunkline.engine.port.application.ApplicationCommand.Join;
import org.trunkline.engine.port.application.ApplicationCommand.Play;
import org.trunkline.engine.port.application.ApplicationCommand.Transfer;
import org.trunkline.engine.port.application.ApplicationEvent.Answered;
import org.trunkline.engine.port.application.ApplicationEvent.Bridged;
import org.trunkline.engine.port.application.ApplicationEvent.CommandFailed;
import org.trunkline.engine.port.application.ApplicationEvent.Digit;
import org.trunkline.engine.port.application.ApplicationEvent.HungUp;
import org.trunkline.engine.port.application.ApplicationEvent.Offered;
import org.trunkline.engine.port.media.Audio;
import org.trunkline.engine.port.media.MediaEnd;
import org.trunkline.testkit.FakeMedia.FakeEnd;
import org.trunkline.testkit.FakeSignaling.Received;
import org.trunkline.testkit.FakeSignaling.SentRequest;

/** Calls that are sent on to a number of an application: transferred after the answer, forwarded before it. */
class TransferToApplicationTest {
    private static final String ROOM = "8000";
    private static final String AT = ROOM + "@192.0.2.1";
    private static final String APPLICATION = "application:conference";

    private final EngineFixture f = new EngineFixture();
    private final Received invite;
    private final SentRequest bob;

    /** alice talks to bob. */
    TransferToApplicationTest() {
        f.directory.register("carol", "192.0.2.30:5060").register("alice", "192.0.2.10:5060");
        f.applications.owns(ROOM, "conference");
        invite = f.talking();
        bob = f.callee();
    }

    private Received refer(long cseq, String to) {
        return f.sip.receive(FakeRequest.within(bob.request, "b-tag", "REFER", cseq).header("Refer-To", "<sip:" + to + '>'));
    }

    private String notified() {
        return f.sip.last("NOTIFY").body().strip();
    }

    private SentRequest toAlice() {
        return f.sip.requests("INVITE").stream().filter(r -> r.request.callId().equals(invite.request.callId())).toList().getLast();
    }

    private FakeEnd end() {
        return f.media.sessions().getLast().end.orElseThrow();
    }

    /** bob has transferred alice, and left. */
    private void inTheRoom() {
        assertEquals(List.of(202), refer(1, AT).statuses());
        f.applications.command(new Answer("a", true));
        f.sip.respond(toAlice(), 200, Sdps.answer("192.0.2.10", 4000));
        f.after(ofSeconds(3));
        assertEquals(bob.request.callId(), f.sip.last("BYE").request.callId());
        f.sip.respond(f.sip.last("BYE"), 200);
    }

    private Candidate candidate(Verdict verdict, Reason reason, int status) {
        return new Candidate(APPLICATION, verdict, reason, 0, 0, status, Origin.TRANSFER, "bob");
    }

    @Test
    void whoIsTransferredTalksToTheApplication() { // RFC 4579 §5.6
        assertEquals(List.of(202), refer(1, AT).statuses());
        assertEquals(List.of(new Offered(Direction.INTERNAL, Party.of("alice"), Party.of(ROOM), "its own number", Optional.of("bob"))), f.applications.events());
        assertEquals("SIP/2.0 100 Trying", notified());
        f.applications.command(new Answer("a", true));
        assertEquals("SIP/2.0 200 OK", notified());
        String sdp = toAlice().body();
        assertTrue(sdp.contains("RTP/AVP 0 101"), sdp);
        assertTrue(toAlice().request.focus(), "Contact of the re-INVITE says isfocus (RFC 4579 §5.1)");
        f.applications.command(new Play("early", new Audio.Tone("busy"), 1));
        assertInstanceOf(CommandFailed.class, f.applications.last(), "alice is not there yet");
        f.sip.respond(toAlice(), 200, Sdps.audio("192.0.2.10", 4000, "0 101", "sendrecv"));
        assertEquals(new Answered(), f.applications.last());
        assertEquals(new MediaEnd.Format(0, false, 101), end().format);
        f.applications.command(new Join("j", ROOM, true, true, 5));
        assertEquals(Optional.of(new MediaEnd.Seat("conference/8000", true, true, 5)), end().seat);
        f.after(ofSeconds(3));
        f.sip.respond(f.sip.last("BYE"), 200);

        f.hangUp(invite);
        assertEquals(new HungUp(Optional.of(Cause.NORMAL)), f.applications.last());
        var cdr = f.cdrs.only();
        assertEquals(Optional.of("bob"), cdr.marks().transferredBy());
        assertEquals(List.of("alice", "bob", APPLICATION), cdr.legs().stream().map(leg -> leg.peer()).toList());
        assertEquals(candidate(Verdict.CHOSEN, Reason.NONE, 200), cdr.why().candidates().getLast());
        assertEquals(0, f.media.open());
        f.after(ofMinutes(1));
        assertEquals(0, f.clock.pending(), "no timer is left behind");
    }

    @Test
    void theCallerMayTransferTheCallee() {
        f.sip.receive(FakeRequest.within(invite, "REFER", 2).header("Refer-To", "<sip:" + AT + '>'));
        f.applications.command(new Answer("a"));
        var again = f.sip.requests("INVITE").getLast();
        assertEquals(bob.request.callId(), again.request.callId());
        f.sip.respond(again, 200, Sdps.answer("192.0.2.20", 5000));
        assertEquals(new Answered(), f.applications.last());
        f.after(ofSeconds(3));
        assertEquals(invite.request.callId(), f.sip.last("BYE").request.callId());
        f.sip.respond(f.sip.last("BYE"), 200);
        f.applications.command(new HangUp("h", Cause.NORMAL));
        assertEquals(bob.request.callId(), f.sip.last("BYE").request.callId());
        f.sip.respond(f.sip.last("BYE"), 200);
        assertEquals(Cause.NORMAL, f.cdrs.only().cause());
    }

    @Test
    void anApplicationThatRefusesLeavesTheCallAsItWas() {
        refer(1, AT);
        f.applications.command(new EarlyMedia("e"));
        assertInstanceOf(CommandFailed.class, f.applications.last());
        f.applications.command(new HangUp("h", Cause.BUSY));
        assertEquals(new HungUp(Optional.of(Cause.BUSY)), f.applications.last());
        assertEquals("SIP/2.0 486 Busy Here", notified());
        assertEquals(1, f.engine.count());
        assertEquals(List.of(202), refer(2, "carol@192.0.2.1").statuses(), "bob can try somebody else");
        f.sip.respond(f.callee(), 486);
        f.hangUp(invite);
        f.sip.respond(f.sip.last("BYE"), 200);
        assertTrue(f.cdrs.only().why().candidates().contains(candidate(Verdict.FAILED, Reason.REFUSED, 486)));
    }

    @Test
    void anApplicationThatSaysNothingIsGivenUp() {
        refer(1, AT);
        f.after(ofMinutes(3));
        assertTrue(notified().startsWith("SIP/2.0 4"), notified());
        assertEquals(1, f.engine.count());
    }

    @Test
    void anApplicationThatFailsBeforeItAnswersIsOneThatRefuses() {
        refer(1, AT);
        f.applications.abandon(true);
        assertTrue(notified().startsWith("SIP/2.0 5"), notified());
        assertEquals(1, f.engine.count());
    }

    @Test
    void anApplicationThatFailsLaterEndsTheCall() {
        inTheRoom();
        f.applications.abandon(true);
        f.sip.respond(f.sip.last("BYE"), 200);
        assertEquals(Cause.FAILED, f.cdrs.only().cause());
    }

    @Test
    void whoIsInAnApplicationIsNotTransferredOutOfItByItsPhone() {
        inTheRoom();
        assertEquals(403, f.sip.receive(FakeRequest.within(invite, "REFER", 2).header("Refer-To", "<sip:carol@192.0.2.1>")).last().status());
    }

    @Test
    void holdAndKeysReachTheApplication() {
        inTheRoom();
        var hold = f.sip.receive(FakeRequest.within(invite, "INVITE", 2).sdp(Sdps.audio("192.0.2.10", 4000, "8 101", "sendonly")));
        assertTrue(hold.body().contains("a=recvonly"), hold.body());
        f.sip.receive(FakeRequest.within(invite, "ACK", 2));
        f.sip.receive(FakeRequest.within(invite, "INFO", 3).body("application/dtmf-relay", "Signal=5\r\nDuration=100\r\n"));
        assertEquals(new Digit('5'), f.applications.last());
    }

    @Test
    void aSideWithoutAnyCodecOfTheNodeIsOfferedThoseOfTheNode() {
        f.sip.receive(FakeRequest.within(invite, "INVITE", 2).sdp("v=0\r\no=- 1 2 IN IP4 192.0.2.10\r\ns=-\r\nc=IN IP4 192.0.2.10\r\nt=0 0\r\n"
                + "m=video 4002 RTP/AVP 97\r\na=rtpmap:97 VP8/90000\r\nm=audio 4000 RTP/AVP 96\r\na=rtpmap:96 opus/48000/2\r\n"));
        var there = f.sip.requests("INVITE").getLast();
        f.sip.respond(there, 200, "v=0\r\no=- 1 2 IN IP4 192.0.2.20\r\ns=-\r\nc=IN IP4 192.0.2.20\r\nt=0 0\r\n"
                + "m=video 5002 RTP/AVP 97\r\na=rtpmap:97 VP8/90000\r\nm=audio 5000 RTP/AVP 96\r\na=rtpmap:96 opus/48000/2\r\n");
        f.sip.receive(FakeRequest.within(invite, "ACK", 2));
        refer(1, AT);
        f.applications.command(new Answer("a"));
        String sdp = toAlice().body();
        assertTrue(sdp.contains("m=video 0 "), sdp);
        assertTrue(sdp.indexOf("m=audio") > sdp.indexOf("m=video") && sdp.contains("PCMA/8000"), sdp);
    }

    @Test
    void theApplicationConnectsOnWithTheRightsOfWhoTransferred() {
        inTheRoom();
        f.applications.command(new Bridge("b", "nobody"));
        assertInstanceOf(CommandFailed.class, f.applications.last());
        f.applications.command(new Transfer("t", "carol"));
        var carol = f.callee();
        assertEquals("192.0.2.30", carol.request.hop().address().getHostString());
        f.sip.respond(carol, 200, Sdps.answer("192.0.2.30", 6000));
        assertEquals(List.of(new Bridged("t"), new HungUp(Optional.empty())),
                f.applications.events().subList(f.applications.events().size() - 2, f.applications.events().size()));
        f.sip.respond(toAlice(), 200, Sdps.answer("192.0.2.10", 4000));
        f.after(ofSeconds(3));
        assertEquals(1, f.engine.count());
        f.hangUp(invite);
        f.sip.respond(f.sip.last("BYE"), 200);
        assertEquals(List.of("alice", "bob", APPLICATION, "carol"), f.cdrs.only().legs().stream().map(leg -> leg.peer()).toList());
        assertEquals(0, f.media.open());
    }

    @Test
    void theApplicationCallsNoEmergencyNumbers() {
        f.directory.emergencyNumber("112");
        inTheRoom();
        f.applications.command(new Bridge("b", "112"));
        assertTrue(assertInstanceOf(CommandFailed.class, f.applications.last()).reason().contains("emergency"));
    }

    @Test
    void anAttendedTransferIntoAnApplicationIsOneToItsNumber() { // RFC 5589 §7: nobody else can have the application's dialog
        var consult = f.sip.receive(FakeRequest.anonymousInvite(ROOM).header("Proxy-Authorization", "Fake bob")
                .callId("consultation").fromTag("bob-2").source("192.0.2.20"));
        f.applications.command(new Answer("a"));
        f.sip.receive(FakeRequest.within(consult, "ACK", 1));
        refer(1, AT + "?Replaces=consultation%3Bto-tag%3D" + consult.toTag() + "%3Bfrom-tag%3Dbob-2");
        assertEquals("consultation", f.sip.last("BYE").request.callId());
        f.sip.respond(f.sip.last("BYE"), 200);
        assertEquals(new Offered(Direction.INTERNAL, Party.of("alice"), Party.of(ROOM), "its own number", Optional.of("bob")), f.applications.last());
    }

    // ---- before the answer

    @Test
    void aCallIsForwardedToAnApplication() {
        f.hangUp(invite);
        f.sip.respond(f.sip.last("BYE"), 200);
        f.directory.register("bob", "192.0.2.20:5060").handle("bob", new CallHandling(Optional.empty(), Optional.of(ROOM), Optional.empty(), 20,
                Optional.empty(), false, 0, List.of()));
        var second = f.sip.receive(FakeRequest.invite("bob").callId("second"));
        f.sip.respond(f.callee(), 486);
        assertEquals(new Offered(Direction.INTERNAL, Party.of("alice"), Party.of(ROOM), "its own number"), f.applications.last());
        f.applications.command(new Answer("a"));
        f.sip.receive(FakeRequest.within(second, "ACK", 1));
        assertEquals(200, second.last().status());
        f.hangUp(second);
        assertEquals(List.of("192.0.2.20:5060", APPLICATION), f.cdrs.ended().getLast().why().candidates().stream().map(Candidate::target).toList());
        assertEquals(Origin.FORWARD_BUSY, f.cdrs.ended().getLast().why().candidates().getLast().origin());
    }

    @Test
    void aForwardedCallWithoutItsApplicationFails() {
        f.applications.owns("8001", "gone").remove("gone");
        f.directory.handle("carol", new CallHandling(Optional.of("8001"), Optional.empty(), Optional.empty(), 20, Optional.empty(), false, 0, List.of()));
        assertEquals(404, f.sip.receive(FakeRequest.invite("carol").callId("second")).last().status());
    }
}
