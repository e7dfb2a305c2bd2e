package org.trunkline.ui.cdr.internal.query;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.trunkline.api.cdr.CdrSummary;

/** Calls over time as bars: where each stands in a given width, and what a drag over them means. Pure arithmetic. */
public record Histogram(List<CdrSummary.Bucket> buckets, Duration bucket) {
    /** A mark on the time axis. @param date whether it is a midnight, which reads as a date */
    public record Tick(Instant at, double x, boolean date) {}

    public static final Histogram EMPTY = new Histogram(List.of(), Duration.ZERO);
    private static final List<Duration> STEPS = List.of(Duration.ofSeconds(1), Duration.ofSeconds(5),
            Duration.ofSeconds(15), Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofMinutes(10),
            Duration.ofMinutes(30), Duration.ofHours(1), Duration.ofHours(3), Duration.ofHours(6),
            Duration.ofHours(12), Duration.ofDays(1), Duration.ofDays(2), Duration.ofDays(7), Duration.ofDays(30),
            Duration.ofDays(90), Duration.ofDays(365));

    public Histogram {
        buckets = List.copyOf(buckets);
    }

    public static Histogram of(CdrSummary summary) {
        return summary.bucket().isZero() || summary.timeline().isEmpty() ? EMPTY
                : new Histogram(summary.timeline(), summary.bucket());
    }

    public boolean isEmpty() {
        return buckets.isEmpty();
    }

    public long most() {
        return buckets.stream().mapToLong(CdrSummary.Bucket::calls).max().orElse(0);
    }

    public Instant start() {
        return buckets.getFirst().start();
    }

    public Instant end() {
        return buckets.getLast().start().plus(bucket);
    }

    /** Index of the bucket under x, bounded to the first and last; empty without buckets. */
    public Optional<Integer> bucketAt(double x, double width) {
        if (isEmpty() || width <= 0)
            return Optional.empty();
        return Optional.of(Math.clamp((long) Math.floor(x / width * buckets.size()), 0, buckets.size() - 1));
    }

    /** Whole buckets under a drag, in either direction. */
    public Optional<Stretch> drag(double fromX, double toX, double width) {
        return bucketAt(Math.min(fromX, toX), width).flatMap(first -> bucketAt(Math.max(fromX, toX), width)
                .map(last -> new Stretch(buckets.get(first).start(), buckets.get(last).start().plus(bucket))));
    }

    /** Round times in the zone, at least so far apart. */
    public List<Tick> ticks(double width, double apart, ZoneId zone) {
        if (isEmpty() || width <= 0)
            return List.of();
        long span = Duration.between(start(), end()).toMillis();
        double fewest = Math.max(1, width / apart);
        Duration step = STEPS.stream().filter(s -> span / (double) s.toMillis() <= fewest).findFirst()
                .orElse(STEPS.getLast());
        var ticks = new ArrayList<Tick>();
        LocalDateTime midnight = LocalDateTime.ofInstant(start(), zone).toLocalDate().atStartOfDay();
        long skip = Duration.between(midnight, LocalDateTime.ofInstant(start(), zone)).dividedBy(step);
        for (LocalDateTime t = midnight.plus(step.multipliedBy(skip));; t = t.plus(step)) {
            Instant at = t.atZone(zone).toInstant();
            if (!at.isBefore(end()))
                return ticks;
            if (!at.isBefore(start()))
                ticks.add(new Tick(at, Duration.between(start(), at).toMillis() * width / span,
                        t.toLocalTime().toSecondOfDay() == 0));
        }
    }
}
