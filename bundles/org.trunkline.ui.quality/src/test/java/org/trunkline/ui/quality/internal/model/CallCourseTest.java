package org.trunkline.ui.quality.internal.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.quality.StreamSeries;
import org.trunkline.domain.quality.StreamSeries.Sample;

public class CallCourseTest {
    private static final Instant START = Instant.parse("2026-11-21T12:00:00Z");

    /** The caller is heard in 5 s steps, the second one bad, the last silent; the callee in 10 s steps, 2 s later. */
    public static List<StreamSeries> streams() {
        return List.of(new StreamSeries(LegSide.CALLEE, 0, START.plusSeconds(2), Duration.ofSeconds(10), List.of(good(), good())),
                new StreamSeries(LegSide.CALLER, 0, START, Duration.ofSeconds(5),
                        List.of(good(), new Sample(220, 0.12, Duration.ofMillis(45), Optional.of(48.0),
                                Optional.of(Duration.ofMillis(180))), good(),
                                new Sample(0, 0, Duration.ZERO, Optional.empty(), Optional.empty()))));
    }

    private static Sample good() {
        return new Sample(250, 0, Duration.ofMillis(2), Optional.of(93.2), Optional.empty());
    }

    @Test
    void streamsStandOnOneTimeTheCallersFirst() {
        var course = CallCourse.of(streams()).orElseThrow();
        assertEquals(START, course.start());
        assertEquals(Duration.ofSeconds(22), course.length());
        assertEquals(List.of(LegSide.CALLER, LegSide.CALLEE), course.lines().stream().map(CallCourse.Line::from).toList());
        assertEquals(5, course.steps().size());
        var bad = CallCourse.at(course.lines().getFirst(), Duration.ofSeconds(5), course.step()).orElseThrow();
        assertEquals(0.12, bad.loss());
        assertEquals(2.5, bad.mos().orElseThrow(), 0.1);
        assertEquals(Optional.of(Duration.ofMillis(180)), bad.rtt());
        assertTrue(course.hasRoundTrips());
        assertTrue(CallCourse.at(course.lines().getFirst(), Duration.ofSeconds(15), course.step()).orElseThrow().silent());
        assertEquals(Duration.ofSeconds(12),
                CallCourse.at(course.lines().getLast(), Duration.ofSeconds(10), course.step()).orElseThrow().at());
    }

    @Test
    void whatWasTooShortHasNoCourse() {
        assertTrue(CallCourse.of(List.of()).isEmpty());
        assertTrue(CallCourse.of(List.of(new StreamSeries(LegSide.CALLER, 0, START, Duration.ofSeconds(5), List.of())))
                .isEmpty());
    }
}
