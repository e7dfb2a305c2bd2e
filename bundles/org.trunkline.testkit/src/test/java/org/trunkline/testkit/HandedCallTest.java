package org.trunkline.testkit;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.trunkline.domain.call.CallState;
import org.trunkline.domain.call.Direction;
import org.trunkline.domain.call.Party;
import org.trunkline.domain.cdr.Candidate;
import org.trunkline.domain.cdr.Candidate.Origin;
import org.trunkline.domain.cdr.Candidate.Reason;
import org.trunkline.domain.cdr.Candidate.Verdict;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.cdr.EndedBy;
import org.trunkline.engine.port.application.ApplicationCommand;
import org.trunkline.engine.port.application.ApplicationCommand.Answer;
import org.trunkline.engine.port.application.ApplicationCommand.Bridge;
import org.trunkline.engine.port.application.ApplicationCommand.Continue;
import org.trunkline.engine.port.application.ApplicationCommand.EarlyMedia;
import org.trunkline.engine.port.application.ApplicationCommand.Gather;
import org.trunkline.engine.port.application.ApplicationCommand.HangUp;
import org.trunkline.engine.port.application.ApplicationCommand.Play;
import org.trunkline.engine.port.application.ApplicationCommand.Stop;
import org.trunkline.engine.port.application.ApplicationCommand.Transfer;
import org.trunkline.engine.port.application.ApplicationEvent;
import org.trunkline.engine.port.application.ApplicationEvent.Answered;
import org.trunkline.engine.port.application.ApplicationEvent.Bridged;
import org.trunkline.engine.port.application.ApplicationEvent.CommandFailed;
import org.trunkline.engine.port.application.ApplicationEvent.Digit;
import org.trunkline.engine.port.application.ApplicationEvent.Gathered;
import org.trunkline.engine.port.application.ApplicationEvent.HungUp;
import org.trunkline.engine.port.application.ApplicationEvent.Offered;
import org.trunkline.engine.port.application.ApplicationEvent.PlaybackEnded;
import org.trunkline.engine.port.application.ApplicationEvent.Recorded;
import org.trunkline.engine.port.media.Audio;
import org.trunkline.engine.port.media.Conversion.Format;
import org.trunkline.engine.port.media.ConvertibleCodec;
import org.trunkline.engine.port.media.MediaEnd;
import org.trunkline.engine.port.media.RemoteMedia.Encoding;
import org.trunkline.engine.port.routing.Directory.Decision;
import org.trunkline.testkit.FakeMedia.FakeEnd;
import org.trunkline.testkit.FakeSignaling.Received;

/** Calls that an application has: the node itself is the callee. */
class HandedCallTest {
    private static final Audio SIT = new Audio.Tone("unobtainable");

    private final EngineFixture f = new EngineFixture();

    /** alice calls 4711, which is an application's. */
    private Received offered() {
        return offered(FakeRequest.invite("4711"));
    }

    private Received offered(FakeRequest invite) {
        f.applications.add("attendant");
        f.directory.decide("4711", request -> new Decision.ToApplication(Direction.INTERNAL, "attendant", "by a policy",
                Party.of(request.callerUser()), Party.of("4711")));
        return f.sip.receive(invite);
    }

    private Received answered() {
        var invite = offered();
        f.applications.command(new Answer("a"));
        f.acknowledge(invite);
        return invite;
    }

    private FakeEnd end() {
        return f.media.sessions().getFirst().end.orElseThrow();
    }

    private void failed(ApplicationCommand command, String part) {
        f.applications.command(command);
        var failed = assertInstanceOf(CommandFailed.class, f.applications.last());
        assertEquals(command.id(), failed.command());
        assertTrue(failed.reason().contains(part), failed.reason());
    }

    // ---- answer and media

    @Test
    void anAnsweredCallIsTheNodesOwn() {
        var invite = answered();
        assertEquals(List.of(new Offered(Direction.INTERNAL, Party.of("alice"), Party.of("4711"), "by a policy"),
                new Answered()), f.applications.events());
        assertEquals(List.of(100, 200), invite.statuses());
        String sdp = invite.body();
        assertTrue(sdp.contains("m=audio 20000 RTP/AVP 0 101\r\n"), sdp);
        assertTrue(sdp.contains("a=rtpmap:0 PCMU/8000") && sdp.contains("telephone-event"), sdp);
        assertEquals(new MediaEnd.Format(0, false, 101), end().format);
        assertEquals(CallState.ANSWERED, f.state());
        f.after(ofSeconds(5));
        f.applications.command(new HangUp("h", Cause.NORMAL));
        f.sip.respond(f.sip.last("BYE"), 200);

        assertEquals(new HungUp(Optional.of(Cause.NORMAL)), f.applications.last());
        var cdr = f.cdrs.only();
        assertEquals(Cause.NORMAL, cdr.cause());
        assertEquals(EndedBy.NODE, cdr.endedBy());
        assertEquals(5, cdr.duration().toSeconds());
        assertEquals(List.of(new Candidate("application:attendant", Verdict.CHOSEN, Reason.NONE, 0, 0, 200)),
                cdr.why().candidates());
        assertEquals(List.of("alice", "application:attendant"), cdr.legs().stream().map(leg -> leg.peer()).toList());
        assertEquals(Optional.of("PCMU"), cdr.legs().getLast().codec());
        assertEquals(0, f.clock.pending(), "no timer is left behind");
        assertEquals(0, f.media.open());
    }

    // ---- conferences

    @Test
    void aNumberOfAnApplicationsOwnGoesThereAndAConferenceSaysSo() {
        f.applications.owns("8000", "conference");
        var invite = f.sip.receive(FakeRequest.invite("8000"));
        assertEquals(new Offered(Direction.INTERNAL, Party.of("alice"), Party.of("8000"), "its own number"), f.applications.last());
        f.applications.command(new Answer("a", true));
        assertTrue(invite.last().focus(), "Contact says isfocus (RFC 4579 §4)");
        f.acknowledge(invite);
        f.applications.command(new ApplicationCommand.Join("j", "8000", true, true, 5));
        assertEquals(Optional.of(new MediaEnd.Seat("conference/8000", true, true, 5)), end().seat);
        f.applications.command(new ApplicationCommand.Leave("l"));
        assertEquals(Optional.empty(), end().seat);
        f.hangUp(invite);
        assertEquals("8000", f.cdrs.only().to().dialled());
        assertEquals(List.of("alice", "application:conference"), f.cdrs.only().legs().stream().map(leg -> leg.peer()).toList());
    }

    // ---- wideband

    private static final ConvertibleCodec OPUS = new ConvertibleCodec(new Encoding("opus", 48_000), -1, "opus/48000/2",
            "maxplaybackrate=16000;useinbandfec=1", true, ConvertibleCodec.FRAME);
    private static final ConvertibleCodec G722 = new ConvertibleCodec(new Encoding("G722", 8000), 9, "G722/8000", "", true, ConvertibleCodec.FRAME);

    private void speaksWideband() {
        f.media.speaks(List.of(OPUS, G722, ConvertibleCodec.TELEPHONE.getFirst(), ConvertibleCodec.TELEPHONE.getLast()));
        f.applications.takesUnassigned("attendant");
    }

    /** An offer as browsers make it. @param formats in the caller's order */
    private static String browser(String formats, String more) {
        return "v=0\r\no=- 1 1 IN IP4 192.0.2.10\r\ns=-\r\nc=IN IP4 192.0.2.10\r\nt=0 0\r\nm=audio 4000 RTP/AVP " + formats
                + "\r\na=rtpmap:111 opus/48000/2\r\na=rtpmap:110 telephone-event/48000\r\na=rtpmap:126 telephone-event/8000\r\n" + more;
    }

    @Test
    void theCallersFirstCodecIsSpoken() {
        speaksWideband();
        var invite = f.sip.receive(FakeRequest.invite("4711").sdp(browser("111 9 0 126 110", "a=fmtp:111 minptime=10; maxplaybackrate=8000;useinbandfec=1\r\na=ptime:60\r\na=maxptime:40\r\n")));
        f.applications.command(new Answer("a"));
        assertTrue(invite.body().contains("RTP/AVP 111 110\r\n") && invite.body().contains("a=fmtp:111 maxplaybackrate=16000;useinbandfec=1\r\n"), invite.body());
        assertEquals(new MediaEnd.Format(new Format(111, OPUS.encoding()), Optional.of(new Format(110, new Encoding("telephone-event", 48_000))),
                Duration.ofMillis(40), 8000, "minptime=10; maxplaybackrate=8000;useinbandfec=1"), end().format);
        f.acknowledge(invite);
        f.media.speaksNoMore();
        var held = f.sip.receive(FakeRequest.within(invite, "INVITE", 7).sdp(browser("111 9 0 126 110", "a=sendonly\r\n")));
        assertTrue(held.body().contains("RTP/AVP 111 110\r\n"), "one that has a place keeps it: " + held.body());
        assertEquals(48_000, end().format.highestRate());
        assertEquals("", end().format.parameters());
    }

    @Test
    void wherePlacesAreTakenG711IsSpoken() {
        speaksWideband();
        f.media.speaksNoMore();
        var invite = f.sip.receive(FakeRequest.invite("4711").sdp(browser("9 111 0 126 110", "")));
        f.applications.command(new Answer("a"));
        assertTrue(invite.body().contains("RTP/AVP 0 126\r\n"), invite.body());
    }

    @Test
    void aCallerWithoutAnOfferIsOfferedAllCodecs() {
        speaksWideband();
        var invite = f.sip.receive(FakeRequest.invite("4711").sdp(""));
        f.applications.command(new Answer("a"));
        assertTrue(invite.body().contains("RTP/AVP 102 9 8 0 101 103\r\n"), invite.body());
        f.sip.receive(FakeRequest.within(invite, "ACK", 1).sdp(Sdps.audio("192.0.2.10", 4000, "9 101", "sendrecv")));
        assertEquals(G722.encoding(), end().format.voice().encoding());
        assertEquals(16_000, end().format.highestRate());
    }

    @Test
    void whatCannotBeMixedIsSaid() {
        offered();
        failed(new ApplicationCommand.Join("early", "room", true, false, 5), "answer first");
        f.applications.command(new Answer("a"));
        failed(new ApplicationCommand.Join("none", " ", true, false, 5), "1 to 64");
        failed(new ApplicationCommand.Join("many", "room", true, false, 33), "2 to 32");
        failed(new ApplicationCommand.Join("full", "full", true, false, 5), "full: 2 are in it");
    }

    @Test
    void emergencyNumbersAreNobodysRoom() {
        f.applications.owns("112", "conference");
        f.directory.emergencyNumber("112");
        f.sip.receive(FakeRequest.invite("112"));
        assertEquals(List.of(), f.applications.events());
    }

    @Test
    void theCallerHangsUp() {
        var invite = answered();
        assertEquals(List.of(200), f.hangUp(invite).statuses());
        assertEquals(new HungUp(Optional.of(Cause.NORMAL)), f.applications.last());
        assertEquals(EndedBy.CALLER, f.cdrs.only().endedBy());
        assertEquals(List.of(), f.sip.requests(), "the application's leg is on no wire");
    }

    @Test
    void whatWasNotOfferedIsOfferedByTheNode() {
        f.applications.takesUnassigned("attendant");
        var invite = f.sip.receive(FakeRequest.invite("4711").sdp(""));
        f.applications.command(new Answer("a"));
        assertTrue(invite.body().contains("RTP/AVP 8 0 101"), invite.body());
        f.sip.receive(FakeRequest.within(invite, "ACK", 1).sdp(Sdps.answer("192.0.2.10", 4000)));
        assertEquals(new MediaEnd.Format(8, true, 101), end().format);
        assertEquals(new Answered(), f.applications.last());
    }

    @Test
    void withoutACommonCodecTheAnswerFails() {
        f.applications.takesUnassigned("attendant");
        f.sip.receive(FakeRequest.invite("4711").sdp(Sdps.audio("192.0.2.10", 4000, "18 101", "sendrecv")));
        failed(new Answer("a"), "PCMU");
        f.applications.command(new HangUp("h", Cause.MEDIA_UNAVAILABLE));
        assertEquals(488, f.cdrs.only().sipStatus());
    }

    @Test
    void anAnnouncementIsHeardBeforeTheRefusal() {
        f.applications.takesUnassigned("announcement");
        var invite = f.sip.receive(FakeRequest.invite("4711"));
        f.applications.command(new EarlyMedia("e"), new Play("p", SIT, 1));
        assertEquals(List.of(100, 183), invite.statuses());
        assertTrue(invite.body().contains("m=audio 20000"), invite.body());
        assertEquals(List.of(SIT), end().played);
        end().ended(true);
        assertEquals(new PlaybackEnded("p", true), f.applications.last());
        f.applications.command(new HangUp("h", Cause.NOT_FOUND));

        assertEquals(List.of(100, 183, 404), invite.statuses());
        assertEquals(Optional.of("Q.850;cause=1"), invite.header("Reason"));
        assertEquals(new HungUp(Optional.of(Cause.NOT_FOUND)), f.applications.last());
        var cdr = f.cdrs.only();
        assertEquals(404, cdr.sipStatus());
        assertEquals(Optional.of("announcement: unassigned number"), cdr.reason());
        assertEquals(List.of(new Candidate("application:announcement", Verdict.CHOSEN, Reason.NONE, 0, 0, 404)),
                cdr.why().candidates());
        assertEquals(List.of("0<INVITE", "0>100", "0>183", "0>404"), f.cdrs.ladders().getFirst().entries().stream()
                .map(e -> e.leg() + (e.sent() ? ">" : "<") + e.label()).toList());
        assertEquals(0, f.clock.pending());
    }

    @Test
    void reliableEarlyMediaDelaysTheAnswerUntilItsPrack() {
        f.applications.takesUnassigned("attendant");
        var invite = f.sip.receive(FakeRequest.invite("4711").header("Supported", "100rel"));
        f.applications.command(new EarlyMedia("e"), new Answer("a"));
        assertEquals(List.of(100, 183), invite.statuses());
        f.sip.receive(FakeRequest.within(invite, "PRACK", 2).header("RAck", invite.header("RSeq").orElseThrow() + " 1 INVITE"));
        assertEquals(List.of(100, 183, 200), invite.statuses());
        assertTrue(invite.last().body().isEmpty(), "it was answered reliably already (RFC 6337 §2.4)");
    }

    @Test
    void theCallerGivesUpWhileTheAnnouncementPlays() {
        f.applications.takesUnassigned("announcement");
        var invite = f.sip.receive(FakeRequest.invite("4711"));
        f.applications.command(new EarlyMedia("e"), new Play("p", SIT, 1));
        f.sip.cancel(invite);
        assertEquals(List.of(100, 183, 487), invite.statuses());
        assertEquals(new HungUp(Optional.of(Cause.CANCELLED)), f.applications.last());
        assertEquals(0, f.media.open());
        int events = f.applications.events().size();
        f.applications.command(new Answer("late"));
        assertEquals(events, f.applications.events().size(), "the last event is the last");
    }

    @Test
    void aCallerThatChangesItsMediaIsAnsweredByTheNode() {
        var invite = answered();
        var again = f.sip.receive(FakeRequest.within(invite, "INVITE", 7)
                .sdp(Sdps.audio("192.0.2.10", 4002, "8 101", "sendonly")));
        assertEquals(200, again.last().status());
        assertTrue(again.body().contains("RTP/AVP 8 101") && again.body().contains("a=recvonly"), again.body());
        assertEquals(new MediaEnd.Format(8, true, 101), end().format);
        assertEquals(CallState.HELD, f.state());
        f.sip.receive(FakeRequest.within(again, "ACK", 7));
        assertEquals(List.of(), f.sip.requests());
    }

    // ---- keys

    @Test
    void keysAreGathered() {
        answered();
        f.applications.command(new Gather("g", 4, Optional.of('#'), ofSeconds(3)));
        for (char key : "12#".toCharArray())
            end().listener.digit(key);
        assertEquals(new Gathered("g", "12"), f.applications.last());
        assertTrue(f.applications.events().contains(new Digit('#')));
        f.applications.command(new Gather("full", 2, Optional.empty(), ofSeconds(3)));
        end().listener.digit('7');
        end().listener.digit('8');
        assertEquals(new Gathered("full", "78"), f.applications.last());
    }

    @Test
    void gatheringEndsWhenNoKeyComesAfterTheQuestion() {
        answered();
        f.applications.command(new Play("p", SIT, 1), new Gather("g", 4, Optional.empty(), ofSeconds(3)));
        f.after(ofSeconds(10));
        assertFalse(f.applications.last() instanceof Gathered, "the question is being asked");
        end().ended(true);
        f.after(ofSeconds(3));
        assertEquals(new Gathered("g", ""), f.applications.last());
    }

    @Test
    void aKeyMayComeAsInfo() {
        var invite = answered();
        var info = f.sip.receive(FakeRequest.within(invite, "INFO", 9).body("application/dtmf-relay",
                "Signal=5\r\nDuration=160\r\n"));
        assertEquals(List.of(200), info.statuses());
        assertEquals(new Digit('5'), f.applications.last());
        assertEquals(List.of(415), f.sip.receive(FakeRequest.within(invite, "INFO", 10).body("text/plain", "5")).statuses());
    }

    @Test
    void theCallerIsRecorded() {
        f.applications.folder(Path.of("plugin"));
        answered();
        f.applications.command(new ApplicationCommand.Record("r", "message.wav", ofMinutes(2), true));
        assertEquals(Optional.of(Path.of("plugin", "message.wav")), end().recording);
        f.applications.command(new Stop("s", "r"));
        assertEquals(new Recorded("r", "message.wav", ofSeconds(3)), f.applications.last());
        failed(new ApplicationCommand.Record("out", "../message.wav", ofMinutes(2), true), "file name");
    }

    @Test
    void aRecordingIsToldOfBeforeTheEnd() {
        f.applications.folder(Path.of("plugin"));
        var invite = answered();
        f.applications.command(new ApplicationCommand.Record("r", "message.wav", ofMinutes(2), false));
        f.hangUp(invite);
        var events = f.applications.events();
        assertEquals(List.of(new Recorded("r", "message.wav", ofSeconds(3)), new HungUp(Optional.of(Cause.NORMAL))),
                events.subList(events.size() - 2, events.size()));
        assertEquals(0, f.clock.pending());
    }

    // ---- others

    @Test
    void bridgingBeforeTheAnswerIsAnOrdinaryCall() {
        f.directory.register("bob", "192.0.2.20:5060");
        var invite = offered();
        f.applications.command(new Bridge("b", "bob"));
        f.sip.respond(f.callee(), 180);
        assertEquals(List.of(100, 180), invite.statuses());
        f.answer(f.callee());
        assertEquals(200, invite.last().status());
        f.acknowledge(invite);
        assertEquals(new Bridged("b"), f.applications.last());
        f.hangUp(invite);
        f.sip.respond(f.sip.last("BYE"), 200);
        assertEquals(new HungUp(Optional.of(Cause.NORMAL)), f.applications.last());
        var cdr = f.cdrs.only();
        assertEquals(List.of("application:attendant", "192.0.2.20:5060"),
                cdr.why().candidates().stream().map(Candidate::target).toList());
        assertEquals(Origin.TRANSFER, cdr.why().candidates().getLast().origin());
        assertEquals("application:attendant", cdr.why().candidates().getLast().by());
        assertEquals(0, f.clock.pending());
    }

    @Test
    void bridgingAfterTheAnswerLeadsTheCallersMediaAnew() {
        f.directory.register("bob", "192.0.2.20:5060");
        var invite = answered();
        f.applications.command(new Bridge("b", "bob"));
        assertEquals(List.of(new Audio.Tone("ringback")), end().played, "the caller hears that it rings");
        f.sip.respond(f.callee(), 180);
        f.answer(f.callee());
        assertEquals(new Bridged("b"), f.applications.last());
        var reinvite = f.sip.last("INVITE");
        assertEquals("sip:alice@192.0.2.10:5060", reinvite.request.requestUri());
        assertTrue(reinvite.body().contains("RTP/AVP 8 101"), reinvite.body());
        f.sip.respond(reinvite, 200, Sdps.answer("192.0.2.10", 4000));
        assertEquals(CallState.ANSWERED, f.state());
        assertEquals(1, f.media.sessions().getFirst().closed, "the node's own end is closed");

        f.hangUp(invite);
        assertEquals("sip:bob@192.0.2.20:5060", f.sip.last("BYE").request.requestUri());
        f.sip.respond(f.sip.last("BYE"), 200);
        assertEquals(new HungUp(Optional.of(Cause.NORMAL)), f.applications.last());
        assertEquals(List.of("alice", "application:attendant", "bob"),
                f.cdrs.only().legs().stream().map(leg -> leg.peer()).toList());
        assertEquals(0, f.clock.pending());
        assertEquals(0, f.media.open());
    }

    @Test
    void bridgedLegsThatTheNodeConvertsHaveEachTheirOwnCodec() {
        f.media.converts(ConvertibleCodec.TELEPHONE);
        f.directory.register("bob", "192.0.2.20:5060");
        var invite = offered(FakeRequest.invite("4711").sdp(Sdps.audio("192.0.2.10", 4000, "0 101", "sendrecv")));
        f.applications.command(new Answer("a"));
        f.acknowledge(invite);
        f.applications.command(new Bridge("b", "bob"));
        f.sip.respond(f.callee(), 488);
        f.sip.respond(f.callee(), 200, Sdps.audio("192.0.2.20", 5000, "8 101", "sendrecv"));
        f.sip.respond(f.sip.last("INVITE"), 200, Sdps.audio("192.0.2.10", 4000, "0 101", "sendrecv"));
        f.hangUp(invite);
        f.sip.respond(f.sip.last("BYE"), 200);
        assertEquals(List.of(Optional.of("PCMU"), Optional.of("PCMA")), f.cdrs.only().legs().stream().filter(leg -> !leg.peer().startsWith("application:"))
                .map(leg -> leg.codec()).toList());
    }

    @Test
    void aBridgeThatFailsLeavesTheCallWithTheApplication() {
        f.directory.register("bob", "192.0.2.20:5060");
        var invite = answered();
        f.applications.command(new Bridge("b", "bob"));
        f.sip.respond(f.callee(), 486);
        assertEquals(new CommandFailed("b", "nobody answers there: 486 busy"), f.applications.last());
        assertTrue(end().playing.isEmpty(), "the ringing tone has stopped");
        f.applications.command(new Play("p", SIT, 1));
        assertEquals(Optional.of("p"), end().playing);
        f.hangUp(invite);
        assertEquals(0, f.media.open());
    }

    @Test
    void theCallerHangsUpWhileTheOtherRings() {
        f.directory.register("bob", "192.0.2.20:5060");
        var invite = answered();
        f.applications.command(new Bridge("b", "bob"));
        f.sip.respond(f.callee(), 180);
        f.hangUp(invite);
        assertEquals(1, f.sip.cancels().size());
        assertEquals(new HungUp(Optional.of(Cause.NORMAL)), f.applications.last());
    }

    @Test
    void aTransferLeavesTheCall() {
        f.directory.register("bob", "192.0.2.20:5060");
        answered();
        f.applications.command(new Transfer("t", "bob"));
        f.answer(f.callee());
        assertEquals(new HungUp(Optional.empty()), f.applications.last());
        assertEquals(new Bridged("t"), f.applications.events().get(f.applications.events().size() - 2));
        f.sip.respond(f.sip.last("INVITE"), 200, Sdps.answer("192.0.2.10", 4000));
        assertEquals(CallState.ANSWERED, f.state());
    }

    @Test
    void aTransferToNobodyEndsTheCall() {
        f.directory.register("bob", "192.0.2.20:5060");
        answered();
        f.applications.command(new Transfer("t", "bob"));
        f.sip.respond(f.callee(), 486);
        assertEquals(new HungUp(Optional.of(Cause.BUSY)), f.applications.last());
        f.sip.respond(f.sip.last("BYE"), 200);
        assertEquals(Cause.BUSY, f.cdrs.only().cause());
    }

    @Test
    void continuingIsAsIfThereWereNoApplication() {
        f.applications.takesUnassigned("announcement");
        var invite = f.sip.receive(FakeRequest.invite("4711"));
        f.applications.command(new Continue("c"));
        assertEquals(List.of(100, 404), invite.statuses());
        assertEquals(new HungUp(Optional.empty()), f.applications.last());
        var cdr = f.cdrs.only();
        assertEquals(Cause.NO_ROUTE, cdr.cause());
        assertEquals(List.of(new Candidate("application:announcement", Verdict.PASSED_OVER, Reason.NOT_NEEDED, 0, 0, 487)),
                cdr.why().candidates());
    }

    // ---- an application that fails

    @Test
    void anApplicationThatDiesBeforeTheAnswerIsRoutedAround() {
        f.applications.takesUnassigned("announcement");
        var invite = f.sip.receive(FakeRequest.invite("4711"));
        f.applications.abandon(true);
        assertEquals(List.of(100, 404), invite.statuses());
        assertEquals(Verdict.FAILED, f.cdrs.only().why().candidates().getFirst().verdict());
        assertInstanceOf(Offered.class, f.applications.last(), "it is told nothing more");
    }

    @Test
    void anApplicationThatDiesAfterTheAnswerLeavesTheCallToThePlan() {
        f.directory.register("bob", "192.0.2.20:5060");
        f.applications.add("attendant");
        var turns = new int[1];
        var plan = f.directory.decision("bob");
        f.directory.decide("4711", request -> turns[0]++ == 0
                ? new Decision.ToApplication(Direction.INTERNAL, "attendant", "", Party.of("alice"), Party.of("4711"))
                : plan.apply(request));
        var invite = f.sip.receive(FakeRequest.invite("4711"));
        f.applications.command(new Answer("a"));
        f.acknowledge(invite);
        f.applications.abandon(true);
        f.answer(f.callee());
        f.sip.respond(f.sip.last("INVITE"), 200, Sdps.answer("192.0.2.10", 4000));
        assertEquals(CallState.ANSWERED, f.state());
    }

    @Test
    void anApplicationThatDiesMayHangUp() {
        answered();
        f.applications.abandon(false);
        f.sip.respond(f.sip.last("BYE"), 200);
        assertEquals(Cause.FAILED, f.cdrs.only().cause());
        assertEquals(0, f.media.open());
    }

    @Test
    void anApplicationThatIsNotThereIsPassedOver() {
        f.directory.register("bob", "192.0.2.20:5060");
        var plan = f.directory.decision("bob");
        var turns = new int[1];
        f.directory.decide("bob", request -> turns[0]++ == 0
                ? new Decision.ToApplication(Direction.INTERNAL, "gone", "", Party.of("alice"), Party.of("bob"))
                : plan.apply(request));
        f.sip.receive(FakeRequest.invite("bob"));
        f.answer(f.callee());
        assertEquals(new Candidate("application:gone", Verdict.PASSED_OVER, Reason.DOWN, 0, 0, 0),
                f.cdrs.answered().getFirst().why().candidates().getFirst());
    }

    @Test
    void anApplicationThatDoesNothingDoesNotKeepTheCallerForEver() {
        var invite = offered();
        f.after(ofMinutes(3));
        assertEquals(480, invite.last().status());
        assertEquals(new HungUp(Optional.of(Cause.NO_ANSWER)), f.applications.last());
    }

    // ---- commands that cannot be carried out

    @Test
    void aCommandIsCarriedOutOnce() {
        answered();
        f.applications.command(new Play("p", SIT, 1), new Play("p", SIT, 1));
        assertEquals(1, end().played.size());
    }

    @Test
    void aCallWithTooManyCommandsCanStillBeHungUp() {
        answered();
        for (int i = 1; i < 1_000; i++) // the first answered
            f.applications.command(new Stop("s" + i, "nothing"));
        failed(new Play("p", SIT, 1), "at most 1000 commands");
        failed(new Transfer("t", "nobody at all", ""), "cannot be called");
        f.applications.command(new HangUp("h", Cause.NORMAL));
        f.sip.respond(f.sip.last("BYE"), 200);
        assertEquals(new HungUp(Optional.of(Cause.NORMAL)), f.applications.last());
    }

    @Test
    void nonsenseFailsAndSaysWhy() {
        offered();
        failed(new Play("early", SIT, 1), "early media first");
        failed(new Stop("s", "nothing"), "nothing named nothing");
        failed(new Bridge("b", "+46seven"), "cannot be called");
        failed(new Gather("g", 33, Optional.empty(), ofSeconds(1)), "1 to 32");
        failed(new Gather("x", 3, Optional.of('x'), ofSeconds(1)), "not a key");
        failed(new Gather("q", 3, Optional.empty(), ofMillis(1)), "100 ms");
        f.applications.command(new Answer("a"));
        failed(new Answer("again"), "already answered");
        failed(new EarlyMedia("e"), "already answered");
        failed(new Play("many", SIT, 101), "1 to 100");
        failed(new Play("large", new Audio.Wave(new byte[5 * 1024 * 1024]), 1), "5242880 bytes");
        failed(new Play("tone", new Audio.Tone("unknown"), 1), "no tone unknown");
        failed(new ApplicationCommand.Record("r", "a.wav", ofSeconds(5), false), "no folder");
    }

    @Test
    void aNameIsNotANumber() {
        f.applications.takesUnassigned("announcement");
        assertEquals(List.of(100, 404), f.sip.receive(FakeRequest.invite("nobody")).statuses());
        assertEquals(List.of(), f.applications.events());
    }

    @Test
    void whoSpeaksWithAnApplicationTransfersNobody() {
        var invite = answered();
        assertEquals(List.of(403), f.sip.receive(FakeRequest.within(invite, "REFER", 9)
                .header("Refer-To", "<sip:bob@192.0.2.1>")).statuses());
    }

    @Test
    void eventsAfterTheEndAreNotTold() {
        var invite = answered();
        var end = end();
        f.hangUp(invite);
        var events = f.applications.events();
        end.listener.digit('1');
        assertEquals(events, f.applications.events());
        assertTrue(events.stream().filter(ApplicationEvent.HungUp.class::isInstance).count() == 1);
    }
}
