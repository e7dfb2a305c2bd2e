package org.trunkline.api.cdr;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.trunkline.api.Partial;
import org.trunkline.domain.cost.Cost;
import org.trunkline.domain.quality.MosBand;

/**
 * Figures over a whole result.
 *
 * @param total records found
 * @param talkTime sum of durations
 * @param facets for each facet field asked for, its values, most frequent first, at most 50
 * @param timeline buckets of equal width in time order, empty ones included, at most 1000
 * @param mos calls in each class of {@link #MOS_BOUNDS}; those without MOS left out
 * @param mosByTrunk calls, answered, calls with a MOS and their mean MOS, for each trunk
 * @param spreads percentiles of duration, post-dial delay and MOS; empty where not known
 * @param costs sums of what calls cost, by currency, in its order; empty where nothing had a price
 * @param partial why these are figures of a part of the result; empty where they are of all
 */
public record CdrSummary(long total, long answered, Duration talkTime, Map<CdrField, List<Count>> facets,
        Duration bucket, List<Bucket> timeline, List<Long> mos, List<TrunkQuality> mosByTrunk,
        List<Spread> spreads, Optional<Partial> partial, List<Cost> costs) {

    /** Lower bounds of the MOS classes. */
    public static final List<Double> MOS_BOUNDS = MosBand.classes();

    public record Count(String value, long count) {}

    /** @param answered of calls @param mos mean of calls with one, 0 where none */
    public record Bucket(Instant start, long calls, long answered, double mos) {}

    public record TrunkQuality(String trunk, long calls, long answered, long rated, double mos) {}

    /**
     * Percentiles over the calls that have the figure, within a hundredth of their value.
     *
     * @param field DURATION or PDD, in milliseconds, or MOS
     * @param count of these calls; all figures are 0 where there are none
     */
    public record Spread(CdrField field, long count, double p5, double p50, double p90, double p95, double p99) {}

    public CdrSummary {
        facets = Map.copyOf(facets);
        timeline = List.copyOf(timeline);
        mos = List.copyOf(mos);
        mosByTrunk = List.copyOf(mosByTrunk);
        spreads = List.copyOf(spreads);
        costs = List.copyOf(costs);
    }

    /** A summary without costs. */
    public CdrSummary(long total, long answered, Duration talkTime, Map<CdrField, List<Count>> facets, Duration bucket,
            List<Bucket> timeline, List<Long> mos, List<TrunkQuality> mosByTrunk, List<Spread> spreads,
            Optional<Partial> partial) {
        this(total, answered, talkTime, facets, bucket, timeline, mos, mosByTrunk, spreads, partial, List.of());
    }

    public CdrSummary(long total, long answered, Duration talkTime, Map<CdrField, List<Count>> facets, Duration bucket,
            List<Bucket> timeline, List<Long> mos, List<TrunkQuality> mosByTrunk) {
        this(total, answered, talkTime, facets, bucket, timeline, mos, mosByTrunk, List.of());
    }

    /** A complete result. */
    public CdrSummary(long total, long answered, Duration talkTime, Map<CdrField, List<Count>> facets, Duration bucket,
            List<Bucket> timeline, List<Long> mos, List<TrunkQuality> mosByTrunk, List<Spread> spreads) {
        this(total, answered, talkTime, facets, bucket, timeline, mos, mosByTrunk, spreads, Optional.empty());
    }

    /** Median and percentile of DURATION, PDD or MOS. */
    public Optional<Spread> spread(CdrField field) {
        return spreads.stream().filter(s -> s.field() == field).findFirst();
    }

    /** Answer-seizure ratio (ITU-T E.411), 0..1; 0 where there were no calls. */
    public double asr() {
        return total == 0 ? 0 : (double) answered / total;
    }
}
