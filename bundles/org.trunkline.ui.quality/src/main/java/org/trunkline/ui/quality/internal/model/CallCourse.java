package org.trunkline.ui.quality.internal.model;

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
 * How the streams of a call went over its time.
 *
 * @param start of the first step of any
 * @param step the shortest of any
 */
public record CallCourse(Instant start, Duration length, Duration step, List<Line> lines) {
    /** One stream. @param mline index of its media line, from 0 */
    public record Line(LegSide from, int mline, List<Point> points) {
        public Line {
            points = List.copyOf(points);
        }
    }

    /**
     * One step of a stream.
     *
     * @param at its begin, since the start of the course
     * @param silent whether no packet came: then nothing else is known of it
     * @param loss 0..1
     * @param rtt between the node and the side that sends the stream
     */
    public record Point(Duration at, Duration length, boolean silent, double loss, Duration jitter, Optional<Double> mos,
            Optional<Duration> rtt) {
        /** Whether a moment, since the start of the course, is in it. */
        boolean holds(Duration moment) {
            return moment.compareTo(at) >= 0 && moment.compareTo(at.plus(length)) < 0;
        }
    }

    public CallCourse {
        lines = List.copyOf(lines);
    }

    /** Empty where no stream has a step. */
    public static Optional<CallCourse> of(List<StreamSeries> streams) {
        var all = streams.stream().filter(s -> !s.samples().isEmpty()).toList();
        if (all.isEmpty())
            return Optional.empty();
        Instant start = all.stream().map(StreamSeries::start).min(Comparator.naturalOrder()).orElseThrow();
        Instant end = all.stream().map(s -> s.start().plus(s.step().multipliedBy(s.samples().size())))
                .max(Comparator.naturalOrder()).orElseThrow();
        return Optional.of(new CallCourse(start, Duration.between(start, end),
                all.stream().map(StreamSeries::step).min(Comparator.naturalOrder()).orElseThrow(),
                all.stream().sorted(Comparator.comparing(StreamSeries::from).thenComparing(StreamSeries::mline))
                        .map(s -> line(s, start)).toList()));
    }

    private static Line line(StreamSeries stream, Instant start) {
        var points = new ArrayList<Point>();
        Duration at = Duration.between(start, stream.start());
        for (StreamSeries.Sample sample : stream.samples()) {
            points.add(new Point(at, stream.step(), sample.packets() == 0, sample.lossRatio(), sample.jitter(),
                    sample.rFactor().map(EModel::mos), sample.rtt()));
            at = at.plus(stream.step());
        }
        return new Line(stream.from(), stream.mline(), points);
    }

    /** Whether a round trip is known of any step: without RTCP there is none. */
    public boolean hasRoundTrips() {
        return lines.stream().flatMap(line -> line.points().stream()).anyMatch(point -> point.rtt().isPresent());
    }

    /** Begins of the steps, as the stream with the shortest has them. */
    public List<Duration> steps() {
        var begins = new ArrayList<Duration>();
        for (Duration at = Duration.ZERO; at.compareTo(length) < 0; at = at.plus(step))
            begins.add(at);
        return begins;
    }

    /** What a line says of the step that begins then. */
    public static Optional<Point> at(Line line, Duration begin, Duration step) {
        Duration middle = begin.plus(step.dividedBy(2));
        return line.points().stream().filter(p -> p.holds(middle)).findFirst();
    }
}
