package org.trunkline.domain.cdr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.call.Direction;
import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.call.Party;
import org.trunkline.domain.quality.StreamReport;

class CdrTest {
    private static final Instant START = Instant.parse("2026-11-21T12:00:00Z");

    @Test
    void durationCountsFromTheAnswerNotFromTheInvite() {
        var cdr = cdr(Optional.of(START.plusMillis(1500)), Optional.of(START.plusSeconds(6)), START.plusMillis(8001));
        assertEquals(Duration.ofMillis(2001), cdr.duration());
        assertEquals(3, cdr.billedSeconds());
        assertEquals(Optional.of(Duration.ofMillis(1500)), cdr.postDialDelay());
    }

    @Test
    void anUnansweredCallLastsAndCostsNothing() {
        var cdr = cdr(Optional.empty(), Optional.empty(), START.plusSeconds(30));
        assertEquals(Duration.ZERO, cdr.duration());
        assertEquals(0, cdr.billedSeconds());
        assertEquals(Optional.empty(), cdr.postDialDelay());
    }

    @Test
    void postDialDelayEndsAtTheAnswerWhereNothingRang() {
        var cdr = cdr(Optional.empty(), Optional.of(START.plusMillis(250)), START.plusSeconds(1));
        assertEquals(Optional.of(Duration.ofMillis(250)), cdr.postDialDelay());
    }

    @Test
    void aClockSetBackDuringTheCallGivesNoNegativeDuration() {
        var cdr = cdr(Optional.empty(), Optional.of(START.plusSeconds(10)), START.plusSeconds(5));
        assertEquals(Duration.ZERO, cdr.duration());
        assertEquals(0, cdr.billedSeconds());
    }

    @Test
    void mosIsTheWorstAudioDirection() {
        var cdr = cdr(Optional.empty(), Optional.of(START), START.plusSeconds(5), stream("audio", 4.4),
                stream("audio", 3.1), stream("video", 1.2));
        assertEquals(3.1, cdr.mos().orElseThrow());
    }

    @Test
    void causeCodesReadBack() {
        for (var cause : Cause.values())
            assertEquals(cause, Cause.ofCode(cause.code()));
        assertEquals("no-answer", Cause.NO_ANSWER.code());
        assertThrows(IllegalArgumentException.class, () -> Cause.ofCode("sunspots"));
    }

    @Test
    void lossRatioIsOfTheExpected() {
        var report = new StreamReport(LegSide.CALLER, 0, "audio", "PCMA", 95, 15_200, 5, 0, 0, Duration.ZERO,
                Duration.ZERO, Optional.empty(), 1, Optional.empty(), Optional.empty());
        assertEquals(0.05, report.lossRatio(), 1e-12);
    }

    private static CdrLeg leg(LegSide side, String peer, String address, int status) {
        return new CdrLeg(side, peer, "c", address, "udp", START, Optional.empty(), Optional.empty(), START, status,
                Optional.empty(), Optional.empty());
    }

    private static Candidate tried(String target, int status) {
        return new Candidate(target, Candidate.Verdict.CHOSEN, Candidate.Reason.NONE, 0, 0, status);
    }

    /** Not by the address of their phone alone. */
    @Test
    void aTargetIsNamedByItsSubscriber() {
        var plain = cdr(Optional.empty(), Optional.of(START), START.plusSeconds(1));
        var cdr = new Cdr(plain.id(), plain.direction(), plain.from(), plain.to(), plain.trunk(), plain.route(), START,
                plain.ringingAt(), plain.answeredAt(), plain.endedAt(), plain.endedBy(), 200, plain.cause(), plain.reason(),
                List.of(leg(LegSide.CALLER, "alice", "192.0.2.1:5060", 200), leg(LegSide.CALLEE, "bob", "192.0.2.2:5060", 200),
                        leg(LegSide.CALLEE, "carol", "192.0.2.3:5060", 486), leg(LegSide.CALLEE, "dave", "192.0.2.3:5060", 200),
                        leg(LegSide.CALLEE, "192.0.2.4", "192.0.2.4:5060", 404), leg(LegSide.CALLEE, "Telia", "192.0.2.5:5060", 503),
                        leg(LegSide.CALLEE, "erin", "[2001:db8::1]:5060", 487), leg(LegSide.CALLEE, "fay", "192.0.2.6:5060", 487),
                        leg(LegSide.CALLEE, "gus", "192.0.2.6:5060", 487)), List.of(), Why.NOTHING);
        assertEquals("bob (192.0.2.2:5060)", cdr.named(tried("192.0.2.2:5060", 200)));
        assertEquals("carol (192.0.2.3:5060)", cdr.named(tried("192.0.2.3:5060", 486)), "two of one phone, by how they ended");
        assertEquals("erin ([2001:db8::1]:5060)", cdr.named(tried("[2001:db8::1]:5060", 487)));
        assertEquals("192.0.2.6:5060", cdr.named(tried("192.0.2.6:5060", 487)), "either");
        assertEquals("192.0.2.4:5060", cdr.named(tried("192.0.2.4:5060", 404)), "of nobody known");
        assertEquals("192.0.2.1:5060", cdr.named(tried("192.0.2.1:5060", 200)), "the caller's");
        assertEquals("Telia", cdr.named(tried("Telia", 503)));
    }

    private static StreamReport stream(String media, double mos) {
        return new StreamReport(LegSide.CALLER, 0, media, "PCMA", 100, 16_000, 0, 0, 0, Duration.ZERO, Duration.ZERO,
                Optional.empty(), 1, Optional.empty(), Optional.of(mos));
    }

    private static Cdr cdr(Optional<Instant> ringing, Optional<Instant> answered, Instant ended,
            StreamReport... quality) {
        return new Cdr(CallId.next(START, new Random(1)), Direction.INTERNAL, Party.of("alice"), Party.of("bob"),
                Optional.empty(), Optional.empty(), START, ringing, answered, ended, EndedBy.CALLER,
                answered.isPresent() ? 200 : 487, Cause.NORMAL, Optional.empty(), List.of(), List.of(quality),
                Why.NOTHING);
    }
}
