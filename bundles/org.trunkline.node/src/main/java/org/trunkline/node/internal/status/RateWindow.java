package org.trunkline.node.internal.status;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;

/** How fast a total grows, over the last seconds, however often it is asked for. One thread at a time. */
public final class RateWindow {
    private static final Duration WINDOW = Duration.ofSeconds(5);
    private static final Duration STEP = Duration.ofMillis(500);

    private record Sample(Instant at, long total) {}

    private final InstantSource clock;
    private final Deque<Sample> samples = new ArrayDeque<>();

    public RateWindow(InstantSource clock) {
        this.clock = clock;
    }

    /** @param total now @return per second */
    public double rate(long total) {
        var now = new Sample(clock.instant(), total);
        while (samples.size() > 1 && Duration.between(samples.getFirst().at(), now.at()).compareTo(WINDOW) > 0)
            samples.removeFirst();
        if (samples.isEmpty() || Duration.between(samples.getLast().at(), now.at()).compareTo(STEP) >= 0)
            samples.addLast(now);
        var first = samples.getFirst();
        long millis = Duration.between(first.at(), now.at()).toMillis();
        return millis <= 0 ? 0 : (now.total() - first.total()) * 1000.0 / millis;
    }
}
