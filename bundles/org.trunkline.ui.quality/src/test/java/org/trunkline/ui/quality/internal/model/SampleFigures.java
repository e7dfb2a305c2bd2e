package org.trunkline.ui.quality.internal.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.trunkline.api.cdr.CdrQuery;
import org.trunkline.api.cdr.CdrSummary;

/** A small day: two steps with calls, one without between them. */
public final class SampleFigures {
    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

    private SampleFigures() {}

    public static QualityFigures figures(String text) {
        return QualityFigures.of(new CdrQuery(text, Optional.of(START), Optional.of(START.plus(Duration.ofDays(1)))),
                summary());
    }

    public static CdrSummary summary() {
        var step = Duration.ofMinutes(15);
        return new CdrSummary(60, 40, Duration.ofHours(2), Map.of(), step,
                List.of(new CdrSummary.Bucket(START, 40, 30, 4.1),
                        new CdrSummary.Bucket(START.plus(step), 0, 0, 0),
                        new CdrSummary.Bucket(START.plus(step.multipliedBy(2)), 20, 10, 3.2)),
                classes(),
                List.of(new CdrSummary.TrunkQuality("Telia A", 30, 20, 20, 4.1),
                        new CdrSummary.TrunkQuality("Idle", 0, 0, 0, 0),
                        new CdrSummary.TrunkQuality("Cheap \"Routes\"", 30, 15, 15, 2.1)));
    }

    /** 1 call below 1.1, 2 from 3.0 to 3.1, 3 from 3.1 to 3.2, 4 from 3.6 to 3.7, 10 from 4.4. */
    private static List<Long> classes() {
        var counts = new Long[CdrSummary.MOS_BOUNDS.size()];
        Arrays.fill(counts, 0L);
        counts[0] = 1L;
        counts[20] = 2L;
        counts[21] = 3L;
        counts[26] = 4L;
        counts[34] = 10L;
        return List.of(counts);
    }
}
