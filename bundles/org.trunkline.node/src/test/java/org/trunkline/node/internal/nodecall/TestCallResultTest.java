package org.trunkline.node.internal.nodecall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.trunkline.api.node.Trials.TestCallDraft;
import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.CdrLeg;
import org.trunkline.domain.cdr.Ladder;
import org.trunkline.domain.cdr.LadderEntry;
import org.trunkline.domain.cdr.TestCall;
import org.trunkline.domain.quality.StreamReport;
import org.trunkline.engine.port.Calls.SoFar;
import org.trunkline.testkit.Samples;

/** What a test call with a voice came to: the phone is one side of it, and the trunk the other. */
class TestCallResultTest {
    private static final TestCallDraft DRAFT = TestCallDraft.of("Telia", "+46701234567", "").spokenBy("anna");
    private static final Instant AT = Samples.START;
    private static final CdrLeg NODE = leg(LegSide.CALLER, "anna", Optional.of(2), 200, "PCMA");
    private static final CdrLeg PHONE = leg(LegSide.CALLEE, "anna", Optional.of(2), 200, "PCMA");

    private static CdrLeg leg(LegSide side, String peer, Optional<Integer> answered, int status, String codec) {
        return new CdrLeg(side, peer, "a@b", "192.0.2.1:5060", "udp", AT, Optional.empty(), answered.map(AT::plusSeconds), AT.plusSeconds(60),
                status, Optional.of(codec), Optional.empty());
    }

    private static LadderEntry entry(int leg, int second, boolean sent, String label) {
        return new LadderEntry(AT.plusSeconds(second), leg, sent, "192.0.2.1:5060", "udp", label, 0, label);
    }

    private static StreamReport stream(LegSide from, String codec, long packets) {
        return new StreamReport(from, 0, "audio", codec, packets, packets * 160, 0, 0, 0, Duration.ZERO, Duration.ZERO, Optional.empty(), 1,
                Optional.empty(), Optional.empty());
    }

    private static TestCall result(Cause cause, List<CdrLeg> legs, List<StreamReport> quality, LadderEntry... entries) {
        var cdr = Samples.cdr(1);
        return TestCallResult.of(DRAFT, AT, new SoFar(new Cdr(cdr.id(), cdr.direction(), cdr.from(), cdr.to(), Optional.of("Telia"), Optional.empty(), AT,
                Optional.empty(), Optional.of(AT.plusSeconds(2)), AT.plusSeconds(60), cdr.endedBy(), 200, cause, Optional.empty(), legs, quality,
                cdr.why(), cdr.marks()), new Ladder(cdr.id(), List.of(entries), List.of())), true);
    }

    private static String said(TestCall call) {
        var end = call.end().orElseThrow();
        return end.said().code() + ' ' + String.join(" ", end.said().args());
    }

    @Test
    void onlyTheTrunkCounts() {
        var call = result(Cause.NORMAL, List.of(NODE, PHONE, leg(LegSide.CALLER, "Telia", Optional.of(9), 200, "PCMU")),
                List.of(stream(LegSide.CALLER, "PCMA", 7), stream(LegSide.CALLEE, "PCMA", 8), stream(LegSide.CALLER, "PCMU", 500), stream(LegSide.CALLEE, "PCMA", 400)),
                entry(1, 0, true, "INVITE"), entry(1, 2, false, "200 OK"), entry(2, 3, true, "INVITE"), entry(2, 9, false, "200 OK"));
        assertEquals(List.of("INVITE", "200 OK"), call.steps().stream().map(TestCall.Step::label).toList());
        assertEquals(Optional.of(Duration.ofSeconds(6)), call.answeredAfter());
        assertEquals(Optional.of("PCMU"), call.codec());
        assertEquals("test-call-heard 6000 PCMU 400 500", said(call));
        assertTrue(call.end().orElseThrow().ok());
        assertEquals(List.of("CALLER 400", "CALLEE 500"), call.streams().stream().map(stream -> stream.from() + " " + stream.packets()).toList());
    }

    @Test
    void hangingUpInTheDialogIsTheUsualEnd() {
        assertTrue(result(Cause.HUNG_UP_BY_ADMIN, List.of(NODE, PHONE, leg(LegSide.CALLER, "Telia", Optional.of(9), 200, "PCMU")),
                List.of(stream(LegSide.CALLER, "PCMU", 500)), entry(2, 3, true, "INVITE")).end().orElseThrow().ok());
    }

    @Test
    void aPhoneThatNobodyAnswersIsNotTheTrunksFault() {
        assertEquals("test-call-phone no-answer", said(result(Cause.NO_ANSWER, List.of(NODE, leg(LegSide.CALLEE, "anna", Optional.empty(), 408, "PCMA")),
                List.of(), entry(1, 0, true, "INVITE"))));
    }

    @Test
    void aTrunkThatRefusesIsNamedByWhatItSaid() {
        var legs = List.of(NODE, PHONE, leg(LegSide.CALLER, "Telia", Optional.empty(), 486, "PCMU"));
        var entries = new LadderEntry[] {entry(2, 3, true, "INVITE"), entry(2, 4, false, "486 Busy Here")};
        assertEquals("test-call-refused 486 busy ", said(result(Cause.BUSY, legs, List.of(), entries)));
        assertEquals("test-call-refused 486 Busy Here ", said(result(Cause.NORMAL, legs, List.of(), entries)), "the phone hung up while it heard the busy tone");
    }

    @Test
    void aPhoneThatHangsUpFirstIsSaidToHave() {
        var legs = List.of(NODE, PHONE, leg(LegSide.CALLER, "Telia", Optional.empty(), 487, "PCMU"));
        assertEquals("test-call-left ", said(result(Cause.NORMAL, legs, List.of(), entry(2, 3, true, "INVITE"), entry(2, 4, false, "180 Ringing"),
                entry(2, 5, true, "CANCEL"), entry(2, 5, false, "200 OK"), entry(2, 5, false, "487 Request Terminated"))));
    }

    @Test
    void aPhoneThatHangsUpAsTheTrunkRefusesIsSaidToHave() {
        var legs = List.of(NODE, PHONE, leg(LegSide.CALLER, "Telia", Optional.empty(), 486, "PCMU"));
        assertEquals("test-call-left ", said(result(Cause.NORMAL, legs, List.of(), entry(2, 3, true, "INVITE"), entry(2, 5, true, "CANCEL"),
                entry(2, 5, false, "486 Busy Here"))));
    }

    @Test
    void aTrunkThatRingsTooLongHasRefusedNothing() {
        var legs = List.of(NODE, PHONE, leg(LegSide.CALLER, "Telia", Optional.empty(), 408, "PCMU"));
        assertEquals("test-call-failed no-answer", said(result(Cause.NO_ANSWER, legs, List.of(), entry(2, 3, true, "INVITE"), entry(2, 4, false, "180 Ringing"),
                entry(2, 5, true, "CANCEL"), entry(2, 5, false, "200 OK"), entry(2, 5, false, "487 Request Terminated"))));
    }

    @Test
    void aDeadTrunkIsNamedThoughThePhoneHungUpOverIt() {
        var legs = List.of(NODE, PHONE, leg(LegSide.CALLER, "Telia", Optional.empty(), 408, "PCMU"));
        var dead = result(Cause.NORMAL, legs, List.of(), entry(2, 3, true, "INVITE"));
        assertEquals("test-call-failed timeout", said(dead));
        assertEquals(Cause.TIMEOUT, dead.end().orElseThrow().cause());
        assertEquals("test-call-failed no-answer", said(result(Cause.NORMAL, legs, List.of(), entry(2, 3, true, "INVITE"), entry(2, 4, false, "180 Ringing"),
                entry(2, 5, true, "CANCEL"), entry(2, 5, false, "200 OK"), entry(2, 5, false, "487 Request Terminated"))));
    }

    @Test
    void aTrunkThatWasNeverCalledIsSaidToBe() {
        assertEquals("test-call-uncalled ", said(result(Cause.NORMAL, List.of(NODE, PHONE), List.of(), entry(1, 0, true, "INVITE"))));
    }

    @Test
    void aTrunkThatMayNotBeCalledNowIsSaidToBe() {
        assertEquals("test-call-failed calls-cap", said(result(Cause.CALLS_CAP, List.of(NODE, PHONE), List.of(), entry(1, 0, true, "INVITE"))));
    }
}
