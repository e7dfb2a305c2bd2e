package org.trunkline.testkit;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.call.Direction;
import org.trunkline.domain.call.Party;
import org.trunkline.domain.cdr.Candidate.Origin;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.cdr.CdrLeg;
import org.trunkline.engine.port.application.ApplicationCommand.Answer;
import org.trunkline.engine.port.application.ApplicationCommand.HangUp;
import org.trunkline.engine.port.application.ApplicationCommand.Park;
import org.trunkline.engine.port.application.ApplicationCommand.Play;
import org.trunkline.engine.port.application.ApplicationCommand.Retrieve;
import org.trunkline.engine.port.application.ApplicationCommand.Transfer;
import org.trunkline.engine.port.application.ApplicationEvent.CommandFailed;
import org.trunkline.engine.port.application.ApplicationEvent.HungUp;
import org.trunkline.engine.port.application.ApplicationEvent.Offered;
import org.trunkline.engine.port.media.Audio;
import org.trunkline.testkit.FakeSignaling.Received;
import org.trunkline.testkit.FakeSignaling.SentRequest;

/** Calls that an application parks, and that other subscribers take back. */
class ParkedCallTest {
    private static final String LOT = "700";
    private static final String SLOT = "701";
    private static final String PARKED = "park:701";

    private final EngineFixture f = new EngineFixture();
    private final Received invite;
    private final SentRequest bob;
    private CallId call = CallId.next(Instant.EPOCH, new Random(1));

    /** alice talks to bob. */
    ParkedCallTest() {
        f.directory.register("carol", "192.0.2.30:5060").register("alice", "192.0.2.10:5060");
        f.applications.owns(LOT, "park").owns(SLOT, "park");
        invite = f.talking();
        bob = f.callee();
    }

    private Received refer(String to) {
        return f.sip.receive(FakeRequest.within(bob.request, "b-tag", "REFER", 1).header("Refer-To", "<sip:" + (to.contains("@") ? to : to + "@192.0.2.1") + '>'));
    }

    private SentRequest toAlice() {
        return f.sip.requests("INVITE").stream().filter(r -> r.request.callId().equals(invite.request.callId())).toList().getLast();
    }

    /** bob has parked alice, and left. */
    private void parked() {
        assertEquals(List.of(202), refer(LOT).statuses());
        call = f.applications.calls().getLast();
        f.applications.command(new Park("p", SLOT));
        f.sip.respond(toAlice(), 200, Sdps.answer("192.0.2.10", 4000));
        f.after(ofSeconds(3));
        assertEquals(bob.request.callId(), f.sip.last("BYE").request.callId());
        f.sip.respond(f.sip.last("BYE"), 200);
    }

    private FakeRequest dials(String caller, String address) {
        return FakeRequest.anonymousInvite(SLOT).header("Proxy-Authorization", "Fake " + caller).callId("back-" + caller).fromTag("c-1").source(address);
    }

    private Received carolDials() {
        return f.sip.receive(dials("carol", "192.0.2.30"));
    }

    private Optional<String> shown() {
        return f.engine.snapshot().getFirst().parkedIn();
    }

    private SentRequest watched(String number) {
        assertEquals(200, subscribe(number, "dialog"));
        return f.sip.last("NOTIFY");
    }

    private int subscribe(String number, String event) {
        return f.sip.receive(FakeRequest.of("SUBSCRIBE").called(number).callId("watch-" + event).fromTag("c-tag").source("192.0.2.30")
                .caller("", "sip:carol@192.0.2.1").contact("sip:carol@192.0.2.30:5060").header("Event", event).header("Authorization", "Fake carol"))
                .last().status();
    }

    @Test
    void theApplicationIsToldWhoTransferred() {
        refer(SLOT);
        assertEquals(new Offered(Direction.INTERNAL, Party.of("alice"), Party.of(SLOT), "its own number", Optional.of("bob")), f.applications.last());
    }

    @Test
    void whoParksIsToldTheSlot() { // RFC 3420 §2.1: headers may follow the status line
        parked();
        assertTrue(f.sip.requests("NOTIFY").stream().anyMatch(r -> r.body().equals("SIP/2.0 200 OK\r\nContact: <sip:701@"
                + f.directory.realm() + ">\r\n")), f.sip.last("NOTIFY").body());
        assertEquals(Optional.of(SLOT), shown());
        f.applications.command(new Play("m", new Audio.Tone("test"), 1));
        assertTrue(f.media.sessions().getLast().end.isPresent(), "alice hears the application");
    }

    @Test
    void anotherSubscriberTakesTheCallBack() {
        parked();
        var carol = carolDials();
        f.applications.command(new Retrieve("r", call));
        var again = toAlice();
        assertTrue(again.body().contains("m=audio"), again.body());
        f.sip.respond(again, 200, Sdps.answer("192.0.2.10", 4000));
        assertEquals(200, carol.last().status());
        f.sip.receive(FakeRequest.within(carol, "ACK", 1));
        assertEquals(1, f.engine.count());
        assertEquals(Optional.empty(), shown());
        assertEquals(2, f.applications.events().stream().filter(new HungUp(Optional.empty())::equals).count(), "neither call is the application's");

        f.after(ofSeconds(20));
        f.hangUp(invite);
        assertEquals("back-carol", f.sip.last("BYE").request.callId());
        f.sip.respond(f.sip.last("BYE"), 200);
        var cdr = f.cdrs.only();
        assertEquals(List.of("alice", "bob", PARKED, "carol"), cdr.legs().stream().map(CdrLeg::peer).toList());
        assertEquals(Optional.of("bob"), cdr.marks().transferredBy());
        var last = cdr.why().candidates().getLast();
        assertEquals(Origin.RETRIEVE, last.origin());
        assertEquals("carol", last.by());
        assertTrue(cdr.why().candidates().stream().anyMatch(c -> c.target().equals(PARKED) && c.by().equals("bob")));
        assertEquals(ofSeconds(20), java.time.Duration.between(cdr.legs().get(2).endedAt(), cdr.endedAt()), "when it was taken back");
        assertEquals(0, f.media.open());
        f.after(ofMinutes(1));
        assertEquals(0, f.clock.pending(), "no timer is left behind");
    }

    @Test
    void onlyOneTakesIt() {
        parked();
        var carol = carolDials();
        f.applications.command(new Retrieve("r", call));
        var dave = f.sip.receive(dials("dave", "192.0.2.40"));
        f.applications.command(new Retrieve("r", call));
        assertEquals(486, dave.last().status());
        f.sip.respond(toAlice(), 200, Sdps.answer("192.0.2.10", 4000));
        assertEquals(200, carol.last().status());
    }

    @Test
    void aCallThatEndedMeanwhileIsNotFound() {
        parked();
        f.hangUp(invite);
        var carol = carolDials();
        f.applications.command(new Retrieve("r", call));
        assertEquals(404, carol.last().status() == 100 ? failed() : carol.last().status());
    }

    /** The application is told instead, and refuses. */
    private int failed() {
        assertInstanceOf(CommandFailed.class, f.applications.last());
        return 404;
    }

    @Test
    void aCallerWhoGivesUpLeavesTheCallParked() {
        parked();
        var carol = carolDials();
        f.applications.command(new Retrieve("r", call));
        f.sip.cancel(carol);
        f.sip.respond(toAlice(), 200, Sdps.answer("192.0.2.10", 4000));
        assertEquals(487, carol.last().status());
        assertEquals(1, f.engine.count());
        f.sip.respond(toAlice(), 200, Sdps.answer("192.0.2.10", 4000));
        assertEquals(Optional.of(SLOT), shown());
        f.applications.command(call, new Play("m", new Audio.Tone("test"), 1));
        assertFalse(f.applications.last() instanceof CommandFailed, f.applications.last().toString());
    }

    @Test
    void aPartyThatDoesNotTakeTheOfferStaysParked() {
        parked();
        var carol = carolDials();
        f.applications.command(new Retrieve("r", call));
        f.sip.respond(toAlice(), 488);
        assertEquals(488, carol.last().status());
        assertEquals(Optional.of(SLOT), shown());
        assertEquals(1, f.engine.count());
    }

    @Test
    void aCallFromATrunkTakesNothingBack() {
        parked();
        f.directory.trustAt("203.0.113.5", FakeDirectory.trunk("carrier", "203.0.113.5"));
        f.sip.receive(FakeRequest.anonymousInvite(SLOT).callId("outside").fromTag("o-1").source("203.0.113.5"));
        f.applications.command(f.applications.calls().getLast(), new Retrieve("r", call));
        assertTrue(assertInstanceOf(CommandFailed.class, f.applications.last()).reason().contains("only subscribers"));
    }

    @Test
    void whoParkedIsRungAndSeesWhoWaitsAndWhere() {
        parked();
        f.applications.command(new Transfer("back", "bob", "701: alice"));
        var ring = f.callee();
        assertEquals("192.0.2.20", ring.request.hop().address().getHostString());
        assertEquals("701: alice", ring.request.from().displayName());
        f.sip.respond(ring, 180);
        f.sip.respond(ring, 486);
        assertInstanceOf(CommandFailed.class, f.applications.last());
        assertEquals(Optional.of(SLOT), shown(), "it is parked still");
        f.applications.command(new Transfer("again", "bob", "701: alice"));
        f.sip.respond(f.callee(), 200, Sdps.answer("192.0.2.20", 5000));
        f.sip.respond(toAlice(), 200, Sdps.answer("192.0.2.10", 4000));
        f.after(ofSeconds(3));
        assertEquals(Optional.empty(), shown());
        assertEquals(1, f.engine.count());
    }

    @Test
    void aCallThatRingsWhoParkedItCanBeTaken() {
        parked();
        f.applications.command(new Transfer("back", "bob", "701: alice"));
        var ring = f.callee();
        f.sip.respond(ring, 180);
        var carol = carolDials();
        f.applications.command(new Retrieve("r", call));
        assertEquals(List.of(ring), f.sip.cancels());
        f.sip.respond(toAlice(), 200, Sdps.answer("192.0.2.10", 4000));
        assertEquals(200, carol.last().status());
    }

    @Test
    void anAttendedTransferToTheLotParksToo() { // RFC 5589 §7
        var consult = f.sip.receive(FakeRequest.anonymousInvite(LOT).header("Proxy-Authorization", "Fake bob")
                .callId("consultation").fromTag("bob-2").source("192.0.2.20"));
        f.applications.command(new Answer("a"));
        f.sip.receive(FakeRequest.within(consult, "ACK", 1));
        refer(LOT + "@192.0.2.1?Replaces=consultation%3Bto-tag%3D" + consult.toTag() + "%3Bfrom-tag%3Dbob-2");
        f.sip.respond(f.sip.last("BYE"), 200);
        f.applications.command(new Park("p", SLOT));
        f.sip.respond(toAlice(), 200, Sdps.answer("192.0.2.10", 4000));
        assertEquals(Optional.of(SLOT), shown());
    }

    @Test
    void aDialledCallIsNotParked() {
        carolDials();
        f.applications.command(new Park("p", SLOT));
        assertInstanceOf(CommandFailed.class, f.applications.last());
    }

    @Test
    void theLampOfTheSlotShowsWhoIsParked() {
        var free = watched(SLOT);
        assertFalse(free.body().contains("<dialog "), free.body());
        f.sip.respond(free, 200);
        parked();
        var taken = f.sip.requests("NOTIFY").stream().filter(r -> r.body().contains("dialog-info")).toList().getLast();
        assertTrue(taken.body().contains("<state>confirmed</state>") && taken.body().contains("sip:alice@"), taken.body());
        assertFalse(taken.body().contains("call-id"), "nobody can replace it");
        f.sip.respond(taken, 200);
        f.hangUp(invite);
        assertTrue(f.sip.last("NOTIFY").body().contains("<state>terminated</state>"), f.sip.last("NOTIFY").body());
    }

    @Test
    void aLampThatComesLaterShowsTheSameAndNoPresenceIsThere() {
        parked();
        watched(SLOT);
        var taken = f.sip.requests("NOTIFY").stream().filter(r -> r.body().contains("dialog-info")).toList();
        assertTrue(taken.getLast().body().contains("sip:alice@") || answered(taken.getLast()).contains("sip:alice@"), taken.getLast().body());
        assertEquals(404, subscribe(SLOT, "presence"));
    }

    private String answered(SentRequest notify) {
        f.sip.respond(notify, 200);
        return f.sip.last("NOTIFY").body();
    }

    @Test
    void theApplicationMayEndIt() {
        parked();
        f.applications.command(new HangUp("h", Cause.NORMAL));
        assertEquals(invite.request.callId(), f.sip.last("BYE").request.callId());
    }
}
