package org.trunkline.testkit;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.trunkline.domain.call.CallState;
import org.trunkline.domain.call.Direction;
import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.call.Party;
import org.trunkline.domain.cdr.Candidate;
import org.trunkline.domain.cdr.Candidate.Reason;
import org.trunkline.domain.cdr.Candidate.Verdict;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.cdr.EndedBy;
import org.trunkline.domain.config.CallHandling;
import org.trunkline.domain.config.RingGroup;
import org.trunkline.domain.config.Tariff;
import org.trunkline.domain.cost.Amount;
import org.trunkline.domain.cost.Cost;
import org.trunkline.engine.port.application.ApplicationCommand;
import org.trunkline.engine.port.application.ApplicationCommand.Answer;
import org.trunkline.engine.port.application.ApplicationCommand.Bridge;
import org.trunkline.engine.port.application.ApplicationCommand.EarlyMedia;
import org.trunkline.engine.port.application.ApplicationCommand.Gather;
import org.trunkline.engine.port.application.ApplicationCommand.HangUp;
import org.trunkline.engine.port.application.ApplicationCommand.Join;
import org.trunkline.engine.port.application.ApplicationCommand.Leave;
import org.trunkline.engine.port.application.ApplicationCommand.Play;
import org.trunkline.engine.port.application.ApplicationCommand.Transfer;
import org.trunkline.engine.port.application.ApplicationEvent;
import org.trunkline.engine.port.application.ApplicationEvent.Answered;
import org.trunkline.engine.port.application.ApplicationEvent.Bridged;
import org.trunkline.engine.port.application.ApplicationEvent.CommandFailed;
import org.trunkline.engine.port.application.ApplicationEvent.Digit;
import org.trunkline.engine.port.application.ApplicationEvent.Gathered;
import org.trunkline.engine.port.application.ApplicationEvent.HungUp;
import org.trunkline.engine.port.application.ApplicationEvent.PlaybackEnded;
import org.trunkline.engine.port.application.Applications;
import org.trunkline.engine.port.application.NodeCall;
import org.trunkline.engine.port.application.NodeCall.Target.ForSubscriber;
import org.trunkline.engine.port.application.NodeCall.Target.OverTrunk;
import org.trunkline.engine.port.application.NodeCall.Target.VoiceOverTrunk;
import org.trunkline.engine.port.application.NodeCalls.Outcome.Placed;
import org.trunkline.engine.port.application.NodeCalls.Outcome.Refused;
import org.trunkline.engine.port.application.NodeCalls.Refusal;
import org.trunkline.engine.port.media.Audio;
import org.trunkline.engine.port.media.ConvertibleCodec;
import org.trunkline.engine.port.media.MediaEnd;
import org.trunkline.engine.port.media.RemoteMedia.Encoding;
import org.trunkline.engine.port.signaling.Header;
import org.trunkline.testkit.FakeMedia.FakeEnd;
import org.trunkline.testkit.FakeSignaling.SentRequest;

/** Calls that the node starts itself. */
class NodeCallTest {
    private static final String NUMBER = "+46701234567";
    private static final Audio TONE = new Audio.Tone("test");

    private final EngineFixture f = new EngineFixture();
    private final List<ApplicationEvent> events = new ArrayList<>();
    private final Applications.Holder application = FakeApplications.listening(events);

    private Placed overTrunk(Header... headers) {
        f.directory.named(FakeDirectory.trunk("Telia", "192.0.2.30"));
        return assertInstanceOf(Placed.class, f.engine.place(new NodeCall(new OverTrunk("Telia", NUMBER, "+46850010000", "Test"),
                List.of("PCMU"), List.of(headers), ofSeconds(10)), application));
    }

    private Placed answeredOverTrunk() {
        var placed = overTrunk();
        f.sip.respond(f.callee(), 200, Sdps.audio("192.0.2.30", 7000, "0 101", "sendrecv"));
        return placed;
    }

    /** The phone of bob is rung for a call to {@link #NUMBER}. */
    private Placed forBob() {
        f.directory.register("bob", "192.0.2.20:5060");
        f.directory.route(NUMBER, FakeDirectory.trunk("Telia", "192.0.2.30"));
        return assertInstanceOf(Placed.class, f.engine.place(new NodeCall(new ForSubscriber("bob", NUMBER, Optional.empty()), NodeCall.CODECS, List.of(),
                ofMinutes(1)), application));
    }

    private FakeEnd end() {
        return f.media.sessions().getFirst().end.orElseThrow();
    }

    private Refusal refused(NodeCall.Target target) {
        return assertInstanceOf(Refused.class, f.engine.place(new NodeCall(target, NodeCall.CODECS, List.of(), ofSeconds(1)), application)).why();
    }

    // ---- over a trunk

    @Test
    void aCallOverATrunkIsOneAsAnyOther() {
        var placed = overTrunk(new Header("X-Account", "47"));
        var invite = f.callee();
        assertEquals("sip:" + NUMBER + "@192.0.2.30", invite.request.requestUri());
        assertTrue(invite.request.from().uri().startsWith("sip:+46850010000@"), invite.request.from().uri());
        assertEquals(Optional.of("47"), invite.header("X-Account"));
        assertTrue(invite.body().contains("RTP/AVP 0 101\r\n"), invite.body());
        assertFalse(invite.body().contains("PCMA"), invite.body());
        assertEquals(1, f.directory.leases());
        var live = f.engine.snapshot().getFirst();
        assertEquals(placed.id(), live.id());
        assertEquals(Direction.OUTBOUND, live.direction());
        f.sip.respond(invite, 180);
        assertEquals(CallState.RINGING, f.state());
        f.after(ofSeconds(3));
        f.sip.respond(invite, 200, Sdps.audio("192.0.2.30", 7000, "0 101", "sendrecv"));
        assertEquals(List.of(new Answered()), events);
        assertEquals(CallState.ANSWERED, f.state());
        assertEquals(1, f.sip.acks().size());
        assertEquals(new MediaEnd.Format(0, false, 101), end().format);
        placed.handle().command(new Play("p", TONE, 1));
        assertEquals(List.of(TONE), end().played);
        f.after(ofSeconds(4));
        placed.handle().command(new HangUp("h", Cause.NORMAL));
        assertEquals(1, f.sip.requests("BYE").size(), "the caller's leg is on no wire");
        f.sip.respond(f.sip.last("BYE"), 200);

        assertEquals(new HungUp(Optional.of(Cause.NORMAL)), events.getLast());
        var cdr = f.cdrs.only();
        assertEquals(Cause.NORMAL, cdr.cause());
        assertEquals(EndedBy.NODE, cdr.endedBy());
        assertEquals(4, cdr.duration().toSeconds());
        assertEquals(Optional.of("Telia"), cdr.trunk());
        assertEquals(Optional.empty(), cdr.route());
        assertEquals(NUMBER, cdr.to().dialled());
        assertEquals(List.of(new Candidate("Telia", Verdict.CHOSEN, Reason.NONE, 0, 0, 200)), cdr.why().candidates());
        assertEquals(List.of("node:call", "Telia"), cdr.legs().stream().map(leg -> leg.peer()).toList());
        assertEquals(cdr, placed.ended().join().record());
        assertTrue(placed.ended().join().ladder().entries().stream().allMatch(entry -> entry.leg() == 1));
        assertEquals(List.of("Telia 200 true"), f.directory.outcomes());
        assertEquals(0, f.directory.leases());
        assertEquals(0, f.media.open());
        f.after(ofMinutes(1));
        assertEquals(0, f.clock.pending(), "no timer is left behind");
        assertEquals(0, f.engine.border().tables().getFirst().used(), "it counts among the calls until it is forgotten");
    }

    @Test
    void aCallThatNobodyHangsUpEnds() {
        answeredOverTrunk();
        f.after(ofSeconds(10));
        f.sip.respond(f.sip.last("BYE"), 200);
        assertEquals(Cause.NORMAL, f.cdrs.only().cause());
    }

    @Test
    void theFarSideHangsUp() {
        var placed = answeredOverTrunk();
        f.sip.receive(FakeRequest.within(f.callee().request, "b-tag", "BYE", 2).source("192.0.2.30"));
        assertEquals(new HungUp(Optional.of(Cause.NORMAL)), events.getLast());
        assertEquals(EndedBy.CALLEE, f.cdrs.only().endedBy());
        placed.handle().command(new Play("p", TONE, 1));
        assertEquals(2, events.size(), "a command after the end does nothing");
    }

    @Test
    void anAdministratorHangsUp() {
        var placed = overTrunk();
        f.sip.respond(f.callee(), 180);
        assertTrue(f.engine.hangUp(placed.id()));
        assertEquals(1, f.sip.cancels().size());
        f.sip.respond(f.callee(), 487);
        assertEquals(Cause.HUNG_UP_BY_ADMIN, f.cdrs.only().cause());
        assertEquals(new HungUp(Optional.of(Cause.HUNG_UP_BY_ADMIN)), events.getLast());
    }

    @Test
    void aRefusalIsTheRecordsCause() {
        overTrunk();
        f.sip.respond(f.callee(), 486);
        var cdr = f.cdrs.only();
        assertEquals(486, cdr.sipStatus());
        assertEquals(Cause.BUSY, cdr.cause());
        assertEquals(List.of(new HungUp(Optional.of(Cause.BUSY))), events);
    }

    @Test
    void limitsOfTheTrunkCount() {
        f.directory.refuse("Telia", Reason.CALLS_CAP, 30, 30);
        overTrunk();
        assertEquals(List.of(), f.sip.requests());
        assertEquals(List.of(new Candidate("Telia", Verdict.PASSED_OVER, Reason.CALLS_CAP, 30, 30, 0)), f.cdrs.only().why().candidates());
    }

    @Test
    void nothingIsCalledThatMayNotBe() {
        f.directory.named(FakeDirectory.trunk("Telia", "192.0.2.30")).emergencyNumber("112").register("bob", "192.0.2.20:5060");
        assertEquals(Refusal.EMERGENCY, refused(new OverTrunk("Telia", "112", "", "")));
        assertEquals(Refusal.EMERGENCY, refused(new ForSubscriber("bob", "112", Optional.empty())));
        assertEquals(Refusal.NO_TRUNK, refused(new OverTrunk("Nobody", NUMBER, "", "")));
        assertEquals(Refusal.NO_SUBSCRIBER, refused(new ForSubscriber("nobody", NUMBER, Optional.empty())));
        assertEquals(Refusal.NOT_ROUTED, refused(new ForSubscriber("bob", "0", Optional.empty())));
        f.engine.drain();
        assertEquals(Refusal.DRAINING, refused(new OverTrunk("Telia", NUMBER, "", "")));
        f.engine.resume();
        f.cdrs.accepting(false);
        assertEquals(Refusal.FULL, refused(new OverTrunk("Telia", NUMBER, "", "")));
        assertEquals(List.of(), f.sip.requests());
        assertEquals(0, f.cdrs.count());
    }

    @Test
    void headersOfTheEngineAreNobodyElses() {
        for (String name : List.of("Via", "from", "Contact", "Route", "Replaces", "P-Asserted-Identity", "v", "Bad Name", "X:"))
            assertTrue(NodeCall.problem(name, "x").isPresent(), name);
        assertTrue(NodeCall.problem("X-A", "a\r\nVia: x").isPresent());
        assertTrue(NodeCall.problem("X-A", "").isPresent());
        assertEquals(Optional.empty(), NodeCall.problem("X-Account", "47; a=b"));
        assertThrows(IllegalArgumentException.class, () -> overTrunk(new Header("Via", "x")));
    }

    @Test
    void theFarSideHolds() {
        answeredOverTrunk();
        var held = f.sip.receive(FakeRequest.within(f.callee().request, "b-tag", "INVITE", 2).source("192.0.2.30")
                .sdp(Sdps.audio("192.0.2.30", 7000, "0 101", "sendonly")));
        assertEquals(List.of(100, 200), held.statuses());
        assertTrue(held.body().contains("a=recvonly"), held.body());
        assertEquals(CallState.HELD, f.state());
    }

    @Test
    void keysAreGathered() {
        var placed = answeredOverTrunk();
        placed.handle().command(new Gather("g", 2, Optional.empty(), ofSeconds(5)));
        end().listener.digit('4');
        end().listener.digit('7');
        assertEquals(List.of(new Answered(), new Digit('4'), new Digit('7'), new Gathered("g", "47")), events);
        placed.handle().command(new Play("p", TONE, 1));
        end().ended(true);
        assertEquals(new PlaybackEnded("p", true), events.getLast());
    }

    // ---- for a subscriber

    private void bobAnswers(SentRequest phone) {
        f.sip.respond(phone, 200, Sdps.audio("192.0.2.20", 5000, "8 101", "sendrecv"));
    }

    @Test
    void aPhoneIsRungAndThenConnected() {
        var placed = forBob();
        var phone = f.callee();
        assertTrue(phone.request.requestUri().contains("bob@192.0.2.20"), phone.request.requestUri());
        assertTrue(phone.request.from().uri().contains(NUMBER), "the phone shows whom the call is to: " + phone.request.from());
        bobAnswers(phone);
        placed.handle().command(new Bridge("b", NUMBER));
        assertEquals(List.of(new Audio.Tone("ringback")), end().played);
        var out = f.callee();
        assertEquals("sip:" + NUMBER + "@192.0.2.30", out.request.requestUri());
        f.sip.respond(out, 200, Sdps.audio("192.0.2.30", 7000, "8 101", "sendrecv"));
        assertEquals(new Bridged("b"), events.getLast());
        f.sip.respond(f.callee(), 200, Sdps.audio("192.0.2.20", 5000, "8 101", "sendrecv")); // bob's media is led there
        f.after(ofSeconds(20));
        assertEquals(List.of(), f.sip.requests("BYE"), "nothing on the wire when the node leaves");
        assertEquals(0, f.cdrs.count());
        f.sip.receive(FakeRequest.within(phone.request, "b-tag", "BYE", 2).source("192.0.2.20"));
        f.sip.respond(f.sip.last("BYE"), 200);

        var cdr = f.cdrs.only();
        assertEquals("bob", cdr.from().dialled());
        assertEquals(NUMBER, cdr.to().dialled());
        assertEquals(Direction.OUTBOUND, cdr.direction());
        assertEquals(Optional.of("Telia"), cdr.trunk());
        assertEquals(Cause.NORMAL, cdr.cause());
        assertEquals(Optional.empty(), cdr.marks().transferredBy());
        assertEquals(List.of("bob", "bob", "Telia"), cdr.legs().stream().map(leg -> leg.peer()).toList());
        assertEquals(0, f.media.open());
        assertEquals(0, f.directory.leases());
    }

    /** Another phone would hear what is meant for the subscriber alone. */
    @Test
    void aCallForTheNodeIsForThatSubscriberAlone() {
        f.directory.register("bob", "192.0.2.20:5060");
        f.directory.route(NUMBER, FakeDirectory.trunk("Telia", "192.0.2.30"));
        f.directory.handle("bob", new CallHandling(Optional.empty(), Optional.of(NUMBER), Optional.of(NUMBER), 20, Optional.empty(), false, 0, List.of()));
        var placed = assertInstanceOf(Placed.class, f.engine.place(new NodeCall(new NodeCall.Target.PhonesOf("bob", "Listen: a / b"), NodeCall.CODECS,
                List.of(), ofMinutes(1)), application));
        var phone = f.callee();
        assertEquals("Listen: a / b", phone.request.from().displayName());
        f.sip.respond(phone, 486);
        assertEquals(1, f.sip.requests("INVITE").size(), "it is not forwarded");
        assertEquals(Cause.BUSY, f.cdrs.only().cause());
        assertEquals(f.cdrs.only().id(), placed.id());
        assertEquals(Refusal.NO_SUBSCRIBER, refused(new NodeCall.Target.PhonesOf("nobody", "")));
    }

    @Test
    void itsPhoneCanBeInAMix() {
        f.directory.register("bob", "192.0.2.20:5060");
        var placed = assertInstanceOf(Placed.class, f.engine.place(new NodeCall(new NodeCall.Target.PhonesOf("bob", "Listen"), NodeCall.CODECS,
                List.of(), ofMinutes(1)), application));
        bobAnswers(f.callee());
        placed.handle().command(new Join("j", "x", false, false, 2));
        assertEquals(Optional.of(new MediaEnd.Seat("node:calls/x", false, false, 2)), end().seat);
    }

    @Test
    void theNumberIsCalledOverTheTrunkThatWasChosen() {
        f.directory.register("bob", "192.0.2.20:5060").emergencyNumber("112").named(FakeDirectory.trunk("Tele2", "192.0.2.40"));
        f.directory.route(NUMBER, FakeDirectory.trunk("Telia", "192.0.2.30"));
        assertEquals(Refusal.NO_TRUNK, refused(new ForSubscriber("bob", NUMBER, Optional.of("Nobody"))));
        assertEquals(Refusal.EMERGENCY, refused(new ForSubscriber("bob", "112", Optional.of("Tele2"))));
        var placed = assertInstanceOf(Placed.class, f.engine.place(new NodeCall(new ForSubscriber("bob", NUMBER, Optional.of("Tele2")),
                NodeCall.CODECS, List.of(), ofMinutes(1)), application));
        var phone = f.callee();
        assertTrue(phone.request.from().uri().contains(NUMBER), phone.request.from().uri());
        bobAnswers(phone);
        placed.handle().command(new Bridge("b", NUMBER));
        assertEquals("sip:" + NUMBER + "@192.0.2.40", f.callee().request.requestUri());
        assertEquals(1, f.directory.leases());
        f.sip.respond(f.callee(), 200, Sdps.audio("192.0.2.40", 7000, "8 101", "sendrecv"));
        assertEquals(new Bridged("b"), events.getLast());
        f.sip.respond(f.callee(), 200, Sdps.audio("192.0.2.20", 5000, "8 101", "sendrecv"));
        f.after(ofSeconds(20));
        f.sip.receive(FakeRequest.within(phone.request, "b-tag", "BYE", 2).source("192.0.2.20"));
        f.sip.respond(f.sip.last("BYE"), 200);
        var cdr = f.cdrs.only();
        assertEquals(Direction.OUTBOUND, cdr.direction());
        assertEquals(Optional.of("Tele2"), cdr.trunk());
        assertEquals(Optional.empty(), cdr.route());
        assertEquals("bob", cdr.from().dialled());
        assertEquals(NUMBER, cdr.to().dialled());
        assertEquals(0, f.directory.leases());
    }

    @Test
    void limitsOfTheChosenTrunkCount() {
        f.directory.register("bob", "192.0.2.20:5060").named(FakeDirectory.trunk("Tele2", "192.0.2.40")).refuse("Tele2", Reason.CALLS_CAP, 30, 30);
        var placed = assertInstanceOf(Placed.class, f.engine.place(new NodeCall(new ForSubscriber("bob", NUMBER, Optional.of("Tele2")),
                NodeCall.CODECS, List.of(), ofMinutes(1)), application));
        bobAnswers(f.callee());
        placed.handle().command(new Bridge("b", NUMBER));
        assertEquals("b", assertInstanceOf(CommandFailed.class, events.getLast()).command());
        assertEquals(1, f.sip.requests("INVITE").size(), "no other trunk is tried");
    }

    @Test
    void theSecondSideIsBusy() {
        var placed = forBob();
        bobAnswers(f.callee());
        placed.handle().command(new Bridge("b", NUMBER));
        f.sip.respond(f.callee(), 486);
        assertEquals("b", assertInstanceOf(CommandFailed.class, events.getLast()).command());
        placed.handle().command(new HangUp("h", Cause.NORMAL));
        f.sip.respond(f.sip.last("BYE"), 200);
        assertEquals(Cause.BUSY, f.cdrs.only().cause());
    }

    /** The trunk is paid for what it carried: the phone was there before it, and stayed when it refused. */
    @Test
    void theTrunkIsPaidForItsOwnTime() {
        f.directory.price("Telia", new Tariff("SEK", new Tariff.Rate(new Amount(1_000_000), Amount.ZERO), 60, 60, List.of()));
        var placed = forBob();
        var phone = f.callee();
        bobAnswers(phone);
        f.after(ofSeconds(50));
        placed.handle().command(new Bridge("b", NUMBER));
        f.sip.respond(f.callee(), 200, Sdps.audio("192.0.2.30", 7000, "8 101", "sendrecv"));
        f.sip.respond(f.callee(), 200, Sdps.audio("192.0.2.20", 5000, "8 101", "sendrecv"));
        f.after(ofSeconds(59));
        f.sip.receive(FakeRequest.within(phone.request, "b-tag", "BYE", 2).source("192.0.2.20"));
        f.sip.respond(f.sip.last("BYE"), 200);
        assertEquals(109, f.cdrs.only().duration().toSeconds());
        assertEquals(Optional.of(new Cost(new Amount(1_000_000), "SEK")), f.cdrs.only().cost());
    }

    @Test
    void aTrunkThatRefusesIsPaidNothing() {
        f.directory.price("Telia", new Tariff("SEK", new Tariff.Rate(new Amount(1_000_000), Amount.ZERO), 60, 60, List.of()));
        var placed = forBob();
        bobAnswers(f.callee());
        placed.handle().command(new Bridge("b", NUMBER));
        f.sip.respond(f.callee(), 404);
        f.after(ofSeconds(4));
        placed.handle().command(new HangUp("h", Cause.NORMAL));
        f.sip.respond(f.sip.last("BYE"), 200);
        assertEquals(Cause.NOT_FOUND, f.cdrs.only().cause());
        assertEquals(Optional.of("Telia"), f.cdrs.only().trunk());
        assertEquals(Optional.empty(), f.cdrs.only().cost());
    }

    @Test
    void nobodyTakesThePhone() {
        forBob();
        f.sip.respond(f.callee(), 180);
        f.after(ofSeconds(31));
        f.sip.respond(f.callee(), 487);
        assertEquals(Cause.NO_ANSWER, f.cdrs.only().cause());
        assertEquals(List.of(new HungUp(Optional.of(Cause.NO_ANSWER))), events);
    }

    @Test
    void aPhoneHangsUpWhileTheOtherRings() {
        var placed = forBob();
        var phone = f.callee();
        bobAnswers(phone);
        placed.handle().command(new Bridge("b", NUMBER));
        var out = f.callee();
        f.sip.respond(out, 180);
        f.sip.receive(FakeRequest.within(phone.request, "b-tag", "BYE", 2).source("192.0.2.20"));
        assertEquals(1, f.sip.cancels().size());
        f.sip.respond(out, 487);
        assertEquals(1, f.cdrs.count());
        assertEquals(0, f.directory.leases());
        assertEquals(0, f.media.open());
    }

    @Test
    void noEmergencyNumberIsConnectedTo() {
        var placed = forBob();
        bobAnswers(f.callee());
        f.directory.emergencyNumber("112");
        placed.handle().command(new Bridge("b", "112"));
        assertTrue(assertInstanceOf(CommandFailed.class, events.getLast()).reason().contains("emergency"));
        assertEquals(1, f.sip.requests("INVITE").size());
    }

    @Test
    void aPhoneThatTakesOnlyEncryptedMediaIsStillOffered() {
        f.directory.encrypt("bob", org.trunkline.domain.config.Srtp.OFFER);
        forBob();
        bobAnswers(f.callee());
        assertEquals(List.of(new Answered()), events);
    }

    // ---- wideband

    private static final ConvertibleCodec OPUS = new ConvertibleCodec(new Encoding("opus", 48_000), -1, "opus/48000/2",
            "maxplaybackrate=16000;useinbandfec=1", true, ConvertibleCodec.FRAME);
    private static final ConvertibleCodec G722 = new ConvertibleCodec(new Encoding("G722", 8000), 9, "G722/8000", "", true, ConvertibleCodec.FRAME);
    private static final List<ConvertibleCodec> ALL = List.of(OPUS, G722, ConvertibleCodec.TELEPHONE.getFirst(), ConvertibleCodec.TELEPHONE.getLast());

    private String offered() {
        return f.callee().body().lines().filter(line -> line.startsWith("m=")).findFirst().orElseThrow().replaceFirst(".* RTP/AVP ", "");
    }

    @Test
    void aPhoneThatIsBroughtIntoARoomIsOfferedWidebandFirstAndSpeaksIt() {
        f.media.speaks(ALL);
        f.directory.register("bob", "192.0.2.20:5060");
        f.applications.owns(ROOM, "conference");
        f.engine.place(new NodeCall(new ForSubscriber("bob", ROOM, Optional.empty()), NodeCall.CODECS, List.of(), ofMinutes(1)), application);
        assertEquals("102 9 8 0 101 103", offered());
        assertTrue(f.callee().body().contains("a=fmtp:102 maxplaybackrate=16000;useinbandfec=1\r\n"), f.callee().body());
        f.sip.respond(f.callee(), 200, Sdps.audio("192.0.2.20", 5000, "9 101", "sendrecv"));
        assertEquals("G722", end().format.voice().encoding().name());
        assertEquals(List.of(new Answered()), events);
    }

    @Test
    void aPhoneThatIsConnectedToATrunkIsOfferedTelephoneSpeechFirst() {
        f.media.speaks(ALL);
        forBob();
        assertEquals("8 0 102 9 101 103", offered());
    }

    /** Its members may speak nothing else, and no call more can be converted. */
    @Test
    void aPhoneThatIsConnectedToAGroupIsOfferedTelephoneSpeechFirst() {
        f.media.speaks(ALL);
        f.directory.register("bob", "192.0.2.20:5060").group(new RingGroup("sales", Optional.empty(), List.of("carol"), RingGroup.Strategy.ALL, 15,
                Optional.empty()));
        f.engine.place(new NodeCall(new ForSubscriber("bob", "sales", Optional.empty()), NodeCall.CODECS, List.of(), ofMinutes(1)), application);
        assertEquals("8 0 102 9 101 103", offered());
    }

    /** The node itself is the other side. */
    @Test
    void aPhoneThatTalksToTheNodeIsOfferedWidebandFirst() {
        f.media.speaks(ALL);
        f.directory.register("bob", "192.0.2.20:5060");
        f.engine.place(new NodeCall(new NodeCall.Target.PhonesOf("bob", "Listen"), NodeCall.CODECS, List.of(), ofMinutes(1)), application);
        assertEquals("102 9 8 0 101 103", offered());
    }

    @Test
    void aTestCallOffersWhatIsAskedForInThatOrder() {
        f.media.speaks(ALL);
        f.directory.named(FakeDirectory.trunk("Telia", "192.0.2.30"));
        f.engine.place(new NodeCall(new OverTrunk("Telia", NUMBER, "", ""), List.of("G722", "PCMU"), List.of(), ofSeconds(10)), application);
        assertEquals("9 0 101", offered());
    }

    @Test
    void withoutRoomForWidebandTelephoneSpeechIsOffered() {
        f.media.speaks(ALL);
        f.media.speaksNoMore();
        f.applications.owns(ROOM, "conference");
        f.directory.register("bob", "192.0.2.20:5060");
        f.engine.place(new NodeCall(new ForSubscriber("bob", ROOM, Optional.empty()), NodeCall.CODECS, List.of(), ofMinutes(1)), application);
        assertEquals("8 0 101", offered());
    }

    // ---- a test call with a voice

    /** The phone of bob is rung, and has answered with PCMA. */
    private Placed voiceOverTrunk(String... codecs) {
        f.directory.register("bob", "192.0.2.20:5060").named(FakeDirectory.trunk("Telia", "192.0.2.30"));
        var placed = assertInstanceOf(Placed.class, f.engine.place(new NodeCall(new VoiceOverTrunk("bob", new OverTrunk("Telia", NUMBER, "+46850010000", "")),
                List.of(codecs), List.of(new Header("X-Account", "47")), ofMinutes(1)), application));
        var phone = f.callee();
        assertTrue(phone.request.requestUri().contains("bob@192.0.2.20"), phone.request.requestUri());
        assertTrue(phone.request.from().uri().contains(NUMBER), "the phone shows whom the call is to: " + phone.request.from());
        assertEquals(Optional.empty(), phone.header("X-Account"));
        return placed;
    }

    private void connectsVoice(Placed placed) {
        bobAnswers(f.callee());
        placed.handle().command(new Bridge("b", NUMBER));
    }

    @Test
    void aVoiceOverATrunkHasTheCallerTheCodecAndTheHeadersThatWereChosen() {
        f.media.converts(ConvertibleCodec.TELEPHONE);
        var placed = voiceOverTrunk("PCMU");
        var phone = f.callee();
        assertEquals("0 8 101", offered(), "the phone is asked for the codec of the trunk first, and may have others");
        connectsVoice(placed);
        var out = f.callee();
        assertEquals("sip:" + NUMBER + "@192.0.2.30", out.request.requestUri());
        assertTrue(out.request.from().uri().startsWith("sip:+46850010000@"), out.request.from().uri());
        assertEquals(Optional.of("47"), out.header("X-Account"));
        assertEquals(Optional.empty(), out.header("Referred-By"), "the trunk is not told who tests it");
        assertEquals("0 101", offered());
        f.after(ofSeconds(2));
        f.sip.respond(out, 200, Sdps.audio("192.0.2.30", 7000, "0 101", "sendrecv"));
        assertEquals(new Bridged("b"), events.getLast());
        f.sip.respond(f.callee(), 200, Sdps.audio("192.0.2.20", 5000, "8 101", "sendrecv"));
        var bridged = f.media.sessions().getLast();
        assertEquals(7000, bridged.remote(0, LegSide.CALLER).rtp().getPort());
        assertEquals(5000, bridged.remote(0, LegSide.CALLEE).rtp().getPort());
        assertEquals("PCMU", bridged.conversion(0, LegSide.CALLEE).orElseThrow().to().encoding().name());
        assertEquals("PCMA", bridged.conversion(0, LegSide.CALLER).orElseThrow().to().encoding().name());
        f.after(ofSeconds(20));
        f.sip.receive(FakeRequest.within(phone.request, "b-tag", "BYE", 2).source("192.0.2.20"));
        f.sip.respond(f.sip.last("BYE"), 200);

        var cdr = f.cdrs.only();
        assertEquals(Direction.OUTBOUND, cdr.direction());
        assertEquals(Optional.of("Telia"), cdr.trunk());
        assertEquals(Optional.empty(), cdr.route());
        assertEquals("+46850010000", cdr.from().dialled());
        assertEquals(NUMBER, cdr.to().dialled());
        assertEquals(List.of("bob CALLER", "bob CALLEE", "Telia CALLER"), cdr.legs().stream().map(leg -> leg.peer() + ' ' + leg.side()).toList());
        assertEquals(Optional.of("PCMU"), cdr.legs().getLast().codec());
        assertEquals(0, f.media.open());
        assertEquals(0, f.directory.leases());
    }

    @Test
    void aVoiceOverATrunkNeedsNoConversionWhereThePhoneHasTheCodec() {
        var placed = voiceOverTrunk("PCMA");
        assertEquals("8 0 101", offered());
        connectsVoice(placed);
        assertEquals("8 101", offered());
    }

    @Test
    void thePhoneHearsWhatTheTrunkSaysBeforeItsAnswer() {
        f.media.converts(ConvertibleCodec.TELEPHONE);
        connectsVoice(voiceOverTrunk("PCMU"));
        var out = f.callee();
        f.sip.respond(out, 183, Sdps.audio("192.0.2.30", 7000, "0 101", "sendrecv"));
        var led = f.sip.last("INVITE");
        assertTrue(led.request.requestUri().contains("192.0.2.20"), led.request.requestUri());
        assertTrue(led.body().contains("RTP/AVP 0 101 8\r\n"), led.body());
        f.sip.respond(led, 200, Sdps.audio("192.0.2.20", 5000, "8 101", "sendrecv"));
        f.sip.respond(out, 404);
        assertEquals("b", assertInstanceOf(CommandFailed.class, events.getLast()).command());
    }

    @Test
    void aVoiceIsNotSentOverATrunkWithACodecThatNobodyHas() {
        var placed = voiceOverTrunk("PCMU");
        connectsVoice(placed);
        assertEquals("b", assertInstanceOf(CommandFailed.class, events.getLast()).command());
        assertEquals(1, f.sip.requests("INVITE").size());
    }

    @Test
    void aVoiceIsOfThatSubscriberAlone() {
        f.directory.handle("bob", new CallHandling(Optional.empty(), Optional.of(NUMBER), Optional.of(NUMBER), 20, Optional.empty(), false, 0, List.of()));
        voiceOverTrunk("PCMA");
        f.sip.respond(f.callee(), 486);
        assertEquals(1, f.sip.requests("INVITE").size(), "it is not forwarded");
        assertEquals(Cause.BUSY, f.cdrs.only().cause());
    }

    @Test
    void aVoiceGoesNowhereThatATestCallMayNot() {
        f.directory.register("bob", "192.0.2.20:5060").emergencyNumber("112").named(FakeDirectory.trunk("Telia", "192.0.2.30"));
        assertEquals(Refusal.NO_SUBSCRIBER, refused(new VoiceOverTrunk("nobody", new OverTrunk("Telia", NUMBER, "", ""))));
        assertEquals(Refusal.NO_TRUNK, refused(new VoiceOverTrunk("bob", new OverTrunk("Nobody", NUMBER, "", ""))));
        assertEquals(Refusal.EMERGENCY, refused(new VoiceOverTrunk("bob", new OverTrunk("Telia", "112", "", ""))));
        assertEquals(List.of(), f.sip.requests());
    }

    // ---- into an application

    private static final String ROOM = "8000";

    /** The phone of bob is rung for a call to a number of an application, and has answered. */
    private Placed forBobInTheRoom() {
        f.directory.register("bob", "192.0.2.20:5060");
        f.applications.owns(ROOM, "conference");
        var placed = assertInstanceOf(Placed.class, f.engine.place(new NodeCall(new ForSubscriber("bob", ROOM, Optional.empty()), NodeCall.CODECS, List.of(),
                ofMinutes(1)), application));
        bobAnswers(f.callee());
        return placed;
    }

    /** The application answers, and bob's phone hears it. */
    private void enters() {
        f.applications.command(new Answer("b", true)); // its ids are its own
        f.sip.respond(f.callee(), 200, Sdps.answer("192.0.2.20", 5000));
        f.after(ofSeconds(3));
    }

    @Test
    void aPhoneIsBroughtIntoAConference() {
        var placed = forBobInTheRoom();
        placed.handle().command(new Transfer("b", ROOM));
        assertEquals(new ApplicationEvent.Offered(Direction.INTERNAL, Party.of("bob"), Party.of(ROOM), "its own number"), f.applications.last());
        enters();
        assertEquals(List.of(new Answered(), new Bridged("b"), new HungUp(Optional.empty())), events);
        assertEquals(new Answered(), f.applications.last());
        f.applications.command(new Join("j", ROOM, true, true, 5));
        assertEquals(Optional.of(new MediaEnd.Seat("conference/8000", true, true, 5)), f.media.sessions().getLast().end.orElseThrow().seat);
        assertEquals(1, f.sip.requests("INVITE").stream().map(sent -> sent.request.callId()).distinct().count(), "nobody else is called");
        f.after(ofMinutes(30));
        f.applications.command(new Leave("l"), new HangUp("h", Cause.NORMAL));
        f.sip.respond(f.sip.last("BYE"), 200);

        assertEquals(new HungUp(Optional.of(Cause.NORMAL)), f.applications.last());
        assertEquals(3, events.size(), "who asked for it has left");
        var cdr = f.cdrs.only();
        assertEquals("bob", cdr.from().dialled());
        assertEquals(ROOM, cdr.to().dialled());
        assertEquals(Direction.INTERNAL, cdr.direction());
        assertEquals(30, cdr.duration().toMinutes());
        assertEquals(0, f.media.open());
        f.after(ofMinutes(1));
        assertEquals(0, f.clock.pending(), "no timer is left behind");
    }

    @Test
    void anApplicationSendsItOnToSomebody() {
        forBobInTheRoom().handle().command(new Transfer("b", ROOM));
        enters();
        f.applications.command(new EarlyMedia("e"));
        assertInstanceOf(CommandFailed.class, f.applications.last());
        f.directory.route(NUMBER, FakeDirectory.trunk("Telia", "192.0.2.30"));
        f.applications.command(new Bridge("on", NUMBER));
        f.sip.respond(f.callee(), 200, Sdps.audio("192.0.2.30", 7000, "8 101", "sendrecv"));
        assertEquals(new Bridged("on"), f.applications.last());
    }

    @Test
    void whoAskedIsToldOfAnApplicationThatDoesNotWantIt() {
        var placed = forBobInTheRoom();
        placed.handle().command(new Bridge("b", ROOM));
        f.applications.command(new ApplicationCommand.Continue("c"));
        assertTrue(assertInstanceOf(CommandFailed.class, events.getLast()).reason().contains("404"));
        placed.handle().command(new HangUp("h", Cause.NORMAL));
        f.sip.respond(f.sip.last("BYE"), 200);
        assertEquals(Cause.NOT_FOUND, f.cdrs.only().cause());
    }

    @Test
    void anApplicationThatFailsEndsTheCall() {
        forBobInTheRoom().handle().command(new Bridge("b", ROOM));
        enters();
        f.applications.abandon(false);
        f.sip.respond(f.sip.last("BYE"), 200);
        assertEquals(Cause.FAILED, f.cdrs.only().cause());
    }

    @Test
    void callsOfTheNodeAreInNoMixOfAnApplication() {
        answeredOverTrunk().handle().command(new Join("j", ROOM, true, true, 5));
        assertEquals(Optional.of(new MediaEnd.Seat("node:calls/" + ROOM, true, true, 5)), end().seat);
    }
}
