package org.trunkline.ui.quality.internal.model;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

import org.trunkline.api.cdr.CdrQuery;
import org.trunkline.api.cdr.CdrSummary;
import org.trunkline.domain.quality.MosBand;

/**
 * What the charts show, worked out of one summary.
 *
 * @param query that it answers
 * @param steps of time in order
 * @param trunks the worst MOS first, at most {@value #MOST_TRUNKS}; those without a rated call left out
 */
public record QualityFigures(CdrQuery query, long calls, long answered, OptionalDouble mos, Duration step,
        List<Step> steps, List<MosClass> classes, List<TrunkMos> trunks) {
    /** @param asr 0..1; empty without calls @param mos mean; empty where none was rated */
    public record Step(Instant start, Instant end, long answered, long unanswered, OptionalDouble asr,
            OptionalDouble mos) {}

    /** @param low inclusive @param high exclusive, inclusive in the last class */
    public record MosClass(double low, double high, boolean last, long calls) {}

    /** @param asr 0..1 */
    public record TrunkMos(String trunk, double mos, long rated, long calls, double asr) {}

    public static final int MOST_TRUNKS = 12;

    public QualityFigures {
        requireNonNull(query);
        requireNonNull(mos);
        requireNonNull(step);
        steps = List.copyOf(steps);
        classes = List.copyOf(classes);
        trunks = List.copyOf(trunks);
    }

    public static QualityFigures of(CdrQuery query, CdrSummary summary) {
        return new QualityFigures(query, summary.total(), summary.answered(), mean(summary), summary.bucket(),
                steps(summary), classes(summary), trunks(summary));
    }

    public boolean isEmpty() {
        return calls == 0;
    }

    /** Rated calls of one band. */
    public long rated(MosBand band) {
        return classes.stream().filter(c -> MosBand.of(c.low()) == band).mapToLong(MosClass::calls).sum();
    }

    /** Calls with a MOS. */
    public long rated() {
        return classes.stream().mapToLong(MosClass::calls).sum();
    }

    public double asr() {
        return calls == 0 ? 0 : (double) answered / calls;
    }

    private static List<Step> steps(CdrSummary summary) {
        return summary.timeline().stream().map(b -> new Step(b.start(), b.start().plus(summary.bucket()), b.answered(),
                Math.max(0, b.calls() - b.answered()),
                b.calls() == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) b.answered() / b.calls()),
                b.mos() > 0 ? OptionalDouble.of(b.mos()) : OptionalDouble.empty())).toList();
    }

    private static List<MosClass> classes(CdrSummary summary) {
        var classes = new ArrayList<MosClass>();
        List<Double> bounds = CdrSummary.MOS_BOUNDS;
        for (int i = 0; i < bounds.size(); i++) {
            boolean last = i == bounds.size() - 1;
            classes.add(new MosClass(bounds.get(i), last ? MosBand.BEST : bounds.get(i + 1), last,
                    i < summary.mos().size() ? summary.mos().get(i) : 0));
        }
        return classes;
    }

    private static List<TrunkMos> trunks(CdrSummary summary) {
        return summary.mosByTrunk().stream().filter(t -> t.rated() > 0)
                .map(t -> new TrunkMos(t.trunk(), t.mos(), t.rated(), t.calls(),
                        t.calls() == 0 ? 0 : (double) t.answered() / t.calls()))
                .sorted(Comparator.comparingDouble(TrunkMos::mos)).limit(MOST_TRUNKS).toList();
    }

    /** Weighted over the steps, where a mean is kept; each weighs as many as were answered. */
    private static OptionalDouble mean(CdrSummary summary) {
        double sum = 0;
        long weight = 0;
        for (CdrSummary.Bucket b : summary.timeline())
            if (b.mos() > 0) {
                sum += b.mos() * Math.max(1, b.answered());
                weight += Math.max(1, b.answered());
            }
        return weight == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / weight);
    }
}
