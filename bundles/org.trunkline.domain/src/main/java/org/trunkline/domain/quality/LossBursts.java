package org.trunkline.domain.quality;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How packets were lost: in bursts, where fewer than {@value #GMIN} arrived between two lost ones, and in the gaps before,
 * between and after them, where loss is rare (RFC 3611 §4.7.2). A packet lost alone is part of a gap.
 *
 * @param burstDensity lost of those expected in bursts, 0..1; 0 where there was no burst
 * @param gapDensity lost of those expected in gaps, 0..1
 * @param burst mean time that a burst took
 * @param gap mean time that a gap took
 */
public record LossBursts(double burstDensity, double gapDensity, Duration burst, Duration gap) {
    /** Gmin, as RFC 3611 recommends. */
    public static final int GMIN = 16;

    public LossBursts {
        if (!(burstDensity >= 0 && burstDensity <= 1))
            throw new IllegalArgumentException("burstDensity: " + burstDensity);
        if (!(gapDensity >= 0 && gapDensity <= 1))
            throw new IllegalArgumentException("gapDensity: " + gapDensity);
        requireNonNull(burst);
        requireNonNull(gap);
        if (burst.isNegative() || gap.isNegative())
            throw new IllegalArgumentException("a burst or gap is negative");
    }
}
