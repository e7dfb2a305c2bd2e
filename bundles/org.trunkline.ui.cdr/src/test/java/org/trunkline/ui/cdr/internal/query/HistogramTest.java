package org.trunkline.ui.cdr.internal.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.trunkline.api.cdr.CdrSummary;

class HistogramTest {
    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final ZoneId UTC = ZoneId.of("UTC");

    @Test
    void aDragInEitherDirectionTakesWholeBuckets() {
        Histogram h = histogram(24, Duration.ofHours(1));
        var expected = Optional.of(new Stretch(START.plus(Duration.ofHours(2)),
                START.plus(Duration.ofHours(5))));
        assertEquals(expected, h.drag(25, 45, 240));
        assertEquals(expected, h.drag(45, 25, 240));
    }

    @Test
    void aDragBeyondTheEdgesIsBounded() {
        Histogram h = histogram(24, Duration.ofHours(1));
        assertEquals(Optional.of(new Stretch(h.start(), h.end())), h.drag(-100, 1000, 240));
        assertEquals(Optional.empty(), Histogram.EMPTY.drag(0, 10, 240));
    }

    @Test
    void ticksAreRoundAndFarEnoughApart() {
        Histogram h = histogram(24, Duration.ofHours(1));
        var ticks = h.ticks(240, 60, UTC);
        assertEquals(List.of("2026-03-01T12:00:00Z", "2026-03-01T18:00:00Z", "2026-03-02T00:00:00Z",
                "2026-03-02T06:00:00Z"), ticks.stream().map(t -> t.at().toString()).toList());
        assertTrue(ticks.get(2).date());
        assertEquals(20, ticks.getFirst().x(), 1e-9);
    }

    @Test
    void anEmptySummaryHasNoBars() {
        var summary = new CdrSummary(0, 0, Duration.ZERO, Map.of(), Duration.ZERO, List.of(), List.of(), List.of());
        assertTrue(Histogram.of(summary).isEmpty());
        assertEquals(List.of(), Histogram.EMPTY.ticks(100, 10, UTC));
    }

    private static Histogram histogram(int n, Duration bucket) {
        var buckets = new ArrayList<CdrSummary.Bucket>();
        for (int i = 0; i < n; i++)
            buckets.add(new CdrSummary.Bucket(START.plus(bucket.multipliedBy(i)), i, 0, 0));
        return new Histogram(buckets, bucket);
    }
}
