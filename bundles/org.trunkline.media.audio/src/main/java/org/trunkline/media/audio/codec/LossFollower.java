package org.trunkline.media.audio.codec;

import java.time.Duration;

import org.trunkline.media.audio.codec.EncoderTuning.Rate;

/**
 * Turns the loss that a receiver reports (RFC 3550 §6.4.1) into the tuning of its encoder. The expected loss is the worst of the recent
 * reports, each of which counts half after {@link #HALF_LIFE}. Loss that lasts takes the bit rate down by a step; it rises by one once
 * the expected loss is below half of what took it down. Not thread-safe.
 */
public final class LossFollower {
    static final Duration HALF_LIFE = Duration.ofSeconds(10);
    /** Between two reports of loss, for it to be lasting. */
    static final Duration LASTING = Duration.ofSeconds(2);
    /** Loss at which the rate is reduced, and at which it is low. */
    static final double REDUCED_FROM = 0.03;
    static final double LOW_FROM = 0.10;
    /** Less is none. */
    private static final double LEAST = 0.005;
    /** More makes encoders no stronger. */
    private static final int MOST_PERCENT = 25;
    /** Few different values, so that receivers of a conference can share an encoder. */
    private static final int PERCENT_STEP = 5;

    private double expected;
    private long reportedAt;
    private boolean suffers;
    private long suffersSince;
    private Rate rate = Rate.FULL;

    /** @param fraction lost since the report before, in 256ths @param nanos when it came */
    public EncoderTuning report(int fraction, long nanos) {
        double loss = Math.clamp(fraction, 0, 255) / 256.0;
        double fading = Math.pow(0.5, (double) Math.max(0, nanos - reportedAt) / HALF_LIFE.toNanos());
        expected = Math.max(loss, expected * fading);
        reportedAt = nanos;
        rate(loss, nanos);
        return new EncoderTuning(percent(), rate);
    }

    private void rate(double loss, long nanos) {
        if (rate == Rate.LOW || loss < from(below())) {
            suffers = false;
            if (rate != Rate.FULL && expected < from(rate) / 2)
                rate = rate == Rate.LOW ? Rate.REDUCED : Rate.FULL;
        } else if (!suffers) {
            suffers = true;
            suffersSince = nanos;
        } else if (nanos - suffersSince >= LASTING.toNanos()) {
            suffers = false;
            rate = below();
        }
    }

    private Rate below() {
        return rate == Rate.FULL ? Rate.REDUCED : Rate.LOW;
    }

    private static double from(Rate rate) {
        return rate == Rate.LOW ? LOW_FROM : REDUCED_FROM;
    }

    private int percent() {
        return expected < LEAST ? 0 : Math.min(MOST_PERCENT, PERCENT_STEP * (int) Math.ceil(expected * 100 / PERCENT_STEP));
    }
}
