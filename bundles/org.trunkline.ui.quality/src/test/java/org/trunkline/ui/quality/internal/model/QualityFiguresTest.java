package org.trunkline.ui.quality.internal.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.trunkline.api.cdr.CdrQuery;
import org.trunkline.domain.quality.MosBand;

class QualityFiguresTest {
    private final QualityFigures figures = SampleFigures.figures("");

    @Test
    void stepsCarryAnsweredAndTheOthersAndTheRatio() {
        var first = figures.steps().getFirst();
        assertEquals(30, first.answered());
        assertEquals(10, first.unanswered());
        assertEquals(OptionalDouble.of(0.75), first.asr());
        assertEquals(first.start().plusSeconds(900), first.end());
        assertEquals(OptionalDouble.empty(), figures.steps().get(1).asr(), "no ratio without calls");
        assertEquals(OptionalDouble.empty(), figures.steps().get(1).mos());
    }

    @Test
    void classesReachFromTheirBoundToTheNext() {
        assertEquals(35, figures.classes().size());
        var poor = figures.classes().get(21);
        assertEquals(3.1, poor.low());
        assertEquals(3.2, poor.high());
        assertTrue(figures.classes().getLast().last());
        assertEquals(4.5, figures.classes().getLast().high());
        assertEquals(20, figures.rated());
        assertEquals(List.of(3L, 3L, 4L, 10L), Stream.of(MosBand.values()).map(figures::rated).toList(), "no class is of two bands");
    }

    @Test
    void theWorstTrunkComesFirstAndUnratedOnesAreLeftOut() {
        assertEquals(List.of("Cheap \"Routes\"", "Telia A"),
                figures.trunks().stream().map(QualityFigures.TrunkMos::trunk).toList());
        assertEquals(0.5, figures.trunks().getFirst().asr());
    }

    @Test
    void aClickOnAClassAsksForItsCallsOfThatTimeAndTrunk() {
        var ofTrunk = SampleFigures.figures(CallsBehind.onlyTrunk(Optional.of("Telia A")));
        assertEquals("trunk:\"Telia A\" AND mos:[3.0 TO 3.1} AND "
                + "started:[2026-03-01T00:00:00Z TO 2026-03-02T00:00:00Z}",
                CallsBehind.mosClass(ofTrunk, ofTrunk.classes().get(20)));
        assertTrue(CallsBehind.mosClass(figures, figures.classes().getLast()).startsWith("mos:[4.4 TO 4.5] AND "));
    }

    @Test
    void aClickOnAStepAsksForItsTimeAlone() {
        assertEquals("started:[2026-03-01T00:00:00Z TO 2026-03-01T00:15:00Z}",
                CallsBehind.step(figures, figures.steps().getFirst()));
    }

    @Test
    void aClickOnATrunkQuotesItsName() {
        assertEquals("trunk:\"Cheap \\\"Routes\\\"\" AND started:[2026-03-01T00:00:00Z TO 2026-03-02T00:00:00Z}",
                CallsBehind.trunk(figures, "Cheap \"Routes\""));
    }

    @Test
    void allTimesAskForNoTime() {
        var all = QualityFigures.of(CdrQuery.ALL, SampleFigures.summary());
        assertEquals("trunk:\"Telia A\"", CallsBehind.trunk(all, "Telia A"));
    }

    @Test
    void stepsBeginAtRoundTimesOfTheZoneAndHoldNow() {
        Instant now = Instant.parse("2026-03-01T12:07:43Z");
        ZoneId tokyo = ZoneId.of("Asia/Tokyo");
        assertEquals(Optional.of(Instant.parse("2026-03-01T11:08:00Z")), QualityRange.HOUR.query("", now, tokyo).from());
        assertEquals(Optional.of(Instant.parse("2026-03-01T12:08:00Z")), QualityRange.HOUR.query("", now, tokyo).to());
        assertEquals(Optional.of(Instant.parse("2026-03-01T12:15:00Z")), QualityRange.DAY.query("", now, tokyo).to());
        assertEquals(Optional.of(Instant.parse("2026-03-01T13:00:00Z")), QualityRange.WEEK.query("", now, tokyo).to(),
                "22 o'clock in Tokyo");
        assertEquals(Optional.of(Instant.parse("2026-02-28T15:00:00Z")),
                QualityRange.TODAY.query("", now, tokyo).from());
        assertEquals(Optional.empty(), QualityRange.ALL.query("x", now, tokyo).from());
        assertEquals(QualityRange.WEEK, QualityRange.ofName("WEEK"));
        assertEquals(QualityRange.HOUR, QualityRange.ofName("nonsense"));
    }
}
