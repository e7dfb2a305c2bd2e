package org.trunkline.domain.quality;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.trunkline.domain.call.LegSide;

/**
 * How one stream went over time, measured where it came into the node. Long calls have longer steps: there are never
 * more than {@link #MAX_SAMPLES}.
 *
 * @param from the side whose packets these are
 * @param mline index of the SDP media line, from 0
 * @param start of the first step
 * @param step length of each; the last may have been shorter
 */
public record StreamSeries(LegSide from, int mline, Instant start, Duration step, List<Sample> samples) {
    public static final int MAX_SAMPLES = 120;
    /** Of a step where the call is short; calls that are shorter have no series. */
    public static final Duration FIRST_STEP = Duration.ofSeconds(5);
    /** Streams of less have no series. */
    public static final Duration LEAST = Duration.ofSeconds(10);

    /**
     * One step.
     *
     * @param packets received in it; 0 where the stream was silent
     * @param lossRatio lost of expected in it, 0..1
     * @param jitter the highest in it (RFC 3550 §6.4.1)
     * @param rFactor ITU-T G.107 of this step alone; for audio with packets only
     * @param rtt round trip between the node and that side at the end of it, from RTCP
     */
    public record Sample(long packets, double lossRatio, Duration jitter, Optional<Double> rFactor, Optional<Duration> rtt) {
        /** @throws IllegalArgumentException if loss is outside 0..1, or a figure negative */
        public Sample {
            if (packets < 0 || jitter.isNegative())
                throw new IllegalArgumentException("packets: " + packets + ", jitter: " + jitter);
            if (!(lossRatio >= 0 && lossRatio <= 1)) // refuses NaN
                throw new IllegalArgumentException("lossRatio: " + lossRatio);
            requireNonNull(rFactor);
            if (rtt.filter(Duration::isNegative).isPresent())
                throw new IllegalArgumentException("rtt: " + rtt);
        }
    }

    /** @throws IllegalArgumentException if the step is not above zero, or there are too many samples */
    public StreamSeries {
        requireNonNull(from);
        requireNonNull(start);
        samples = List.copyOf(samples);
        if (mline < 0)
            throw new IllegalArgumentException("mline: " + mline);
        if (step.isNegative() || step.isZero())
            throw new IllegalArgumentException("step: " + step);
        if (samples.size() > MAX_SAMPLES)
            throw new IllegalArgumentException("samples: " + samples.size());
    }
}
