package org.trunkline.media.audio.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.trunkline.media.audio.codec.EncoderTuning.Rate.FULL;
import static org.trunkline.media.audio.codec.EncoderTuning.Rate.LOW;
import static org.trunkline.media.audio.codec.EncoderTuning.Rate.REDUCED;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.trunkline.media.audio.codec.EncoderTuning.Rate;

/** Reports every five seconds, as RTCP has them. */
class LossFollowerTest {
    private static final long BETWEEN = Duration.ofSeconds(5).toNanos();

    private final LossFollower follower = new LossFollower();
    private long now = -3 * BETWEEN; // the clock has no zero

    private EncoderTuning report(int percent) {
        now += BETWEEN;
        return follower.report(256 * percent / 100, now);
    }

    private List<Rate> rates(int percent, int reports) {
        var rates = new ArrayList<Rate>();
        for (int i = 0; i < reports; i++)
            rates.add(report(percent).rate());
        return rates;
    }

    @Test
    void noLossNeedsNoCorrection() {
        assertEquals(new EncoderTuning(0, FULL), report(0));
        assertEquals(new EncoderTuning(0, FULL), report(0));
    }

    @Test
    void lossIsExpectedAtOnceAndForgottenSlowly() {
        report(0);
        assertEquals(15, report(12).lossPercent());
        assertEquals(10, report(0).lossPercent(), "half after ten seconds");
        assertEquals(10, report(0).lossPercent());
        assertEquals(5, report(1).lossPercent());
        assertEquals(25, report(90).lossPercent());
        now += Duration.ofMinutes(3).toNanos();
        assertEquals(0, report(0).lossPercent());
    }

    @Test
    void oneBadReportTakesNoRate() {
        assertEquals(List.of(FULL), rates(40, 1));
        assertEquals(List.of(FULL, FULL), rates(0, 2));
        assertEquals(List.of(FULL), rates(40, 1));
    }

    @Test
    void lossThatLastsTakesTheRateDownInSteps() {
        assertEquals(List.of(FULL, REDUCED, REDUCED, LOW, LOW), rates(20, 5));
    }

    @Test
    void littleLossTakesOneStepOnly() {
        assertEquals(List.of(FULL, REDUCED, REDUCED, REDUCED), rates(5, 4));
        assertEquals(new EncoderTuning(5, REDUCED), report(2));
    }

    @Test
    void theRateRisesStepByStepOnceLossIsGone() {
        rates(20, 5);
        assertEquals(List.of(LOW, LOW, LOW, REDUCED, REDUCED, REDUCED, REDUCED, FULL), rates(0, 8)); // 5% after 20 s, 1.5% after 37 s
    }

    @Test
    void lossAroundALimitDoesNotSwing() {
        rates(12, 6);
        for (int i = 0; i < 20; i++)
            assertEquals(LOW, report(i % 2 == 0 ? 8 : 11).rate());
    }

    /** RFC 4585: reports may come within milliseconds, and one packet of a few is much. */
    @Test
    void frequentReportsDoNotMakeAMomentLast() {
        for (int i = 0; i < 100; i++)
            assertEquals(FULL, follower.report(128, now += Duration.ofMillis(19).toNanos()).rate());
        assertEquals(REDUCED, follower.report(128, now += Duration.ofMillis(200).toNanos()).rate());
    }

    @Test
    void aTuningOutOfRangeIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new EncoderTuning(101, FULL));
    }
}
