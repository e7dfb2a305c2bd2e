package org.trunkline.export.customer;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.quality.EModel;
import org.trunkline.domain.quality.StreamSeries;

/**
 * How both directions of a call went over time, ready to be drawn.
 *
 * @param start of the first step
 * @param end of the last one
 */
record QualityCourse(Instant start, Instant end, List<Line> lines) {
    /** @param from whose sound it is @param steps those that have a score, in order */
    record Line(LegSide from, List<Step> steps) {
        Line {
            requireNonNull(from);
            steps = List.copyOf(steps);
        }
    }

    /** @param begin and end as parts of the whole time, 0..1 @param follows whether the step before it has a score too */
    record Step(double begin, double end, double mos, boolean follows) {}

    QualityCourse {
        requireNonNull(start);
        requireNonNull(end);
        lines = List.copyOf(lines);
    }

    /** Empty where no step of any direction has a score. */
    static Optional<QualityCourse> of(List<StreamSeries> series) {
        var rated = series.stream().filter(s -> s.samples().stream().anyMatch(it -> it.rFactor().isPresent())).toList();
        if (rated.isEmpty())
            return Optional.empty();
        Instant start = rated.stream().map(StreamSeries::start).min(Comparator.naturalOrder()).orElseThrow();
        Instant end = rated.stream().map(QualityCourse::end).max(Comparator.naturalOrder()).orElseThrow();
        return Optional.of(new QualityCourse(start, end, rated.stream().map(s -> line(s, start, end)).toList()));
    }

    Instant at(double part) {
        return start.plusMillis(Math.round(part * Duration.between(start, end).toMillis()));
    }

    private static Instant end(StreamSeries it) {
        return it.start().plus(it.step().multipliedBy(it.samples().size()));
    }

    private static Line line(StreamSeries series, Instant start, Instant end) {
        double whole = Duration.between(start, end).toMillis();
        double offset = Duration.between(start, series.start()).toMillis();
        double step = series.step().toMillis();
        var steps = new ArrayList<Step>();
        boolean before = false;
        for (int i = 0; i < series.samples().size(); i++) {
            var r = series.samples().get(i).rFactor();
            if (r.isPresent())
                steps.add(new Step((offset + i * step) / whole, (offset + (i + 1) * step) / whole, EModel.mos(r.get()), before));
            before = r.isPresent();
        }
        return new Line(series.from(), steps);
    }
}
