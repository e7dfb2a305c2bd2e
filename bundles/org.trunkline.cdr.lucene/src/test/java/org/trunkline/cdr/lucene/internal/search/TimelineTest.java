package org.trunkline.cdr.lucene.internal.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimelineTest {
    private static final ZoneId STOCKHOLM = ZoneId.of("Europe/Stockholm");

    @ParameterizedTest
    @CsvSource({
        // the last 24 hours, an hour of them, all of a month, two seconds of a busy node, two years
        "2026-03-03T09:07:41.250Z, 2026-03-04T09:07:12Z, 96, 2026-03-03T09:00:00Z, PT30M",
        "2026-03-03T09:07:41.250Z, 2026-03-03T10:00:12Z, 96, 2026-03-03T09:07:00Z, PT1M",
        "2026-03-03T09:07:41.250Z, 2026-04-03T10:00:12Z, 80, 2026-03-02T23:00:00Z, PT12H",
        "2026-03-03T09:07:41.250Z, 2026-03-03T09:07:43.250Z, 96, 2026-03-03T09:07:41.250Z, PT0.05S",
        "2026-03-03T09:07:41.250Z, 2028-03-03T09:07:41.250Z, 60, 2026-02-22T23:00:00Z, PT336H",
        // the clock skipped an hour of that day
        "2026-03-29T04:10:00Z, 2026-03-30T20:00:00Z, 10, 2026-03-29T04:00:00Z, PT6H"})
    void stepsBeginAtRoundTimesOfTheZone(Instant from, Instant to, int most, Instant start, Duration width) {
        var timeline = Timeline.of(from.toEpochMilli(), to.toEpochMilli(), most, STOCKHOLM);
        assertEquals(start, Instant.ofEpochMilli(timeline.start()));
        assertEquals(width, Duration.ofMillis(timeline.width()));
    }

    @Test
    void aRangeThatDividesIntoRoundStepsBeginsWhereItBegins() {
        long from = Instant.parse("2026-03-03T09:07:00Z").toEpochMilli();
        assertEquals(new Timeline(from, 60_000, 60), Timeline.of(from, from + 3_600_000, 60, STOCKHOLM));
    }

    @Test
    void noStepsCoverNothing() {
        assertEquals(0, Timeline.of(5, 5, 96, STOCKHOLM).steps());
        assertEquals(0, Timeline.of(5, 500, 0, STOCKHOLM).steps());
    }

    @Test
    void anyRangeIsCoveredByAtMostSoManySteps() {
        long seed = 20_260_304;
        var random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            long from = random.nextLong(4_000_000_000_000L);
            long to = from + 1 + random.nextLong(1L << random.nextInt(1, 45));
            int most = 1 + random.nextInt(200);
            var timeline = Timeline.of(from, to, most, STOCKHOLM);
            String told = "seed " + seed + ": " + from + " to " + to + " in " + most + ": " + timeline;
            assertTrue(timeline.steps() >= 1 && timeline.steps() <= most, told);
            assertTrue(timeline.start() <= from && from < timeline.start() + timeline.width(), told);
            long end = timeline.start() + timeline.steps() * timeline.width();
            assertTrue(to <= end && end - timeline.width() < to, told);
        }
    }
}
