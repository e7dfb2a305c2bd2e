package org.trunkline.phone.internal.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class WeakLinkTest {
    private final WeakLink link = new WeakLink();

    /** @return seconds until it changed */
    private int until(double soundLoss, double videoLoss, double available) {
        for (int second = 1; second <= 100; second++)
            if (link.measured(soundLoss, videoLoss, available))
                return second;
        return -1;
    }

    @Test
    void fourBadSecondsPauseTheVideo() {
        assertFalse(link.measured(0.2, 0, 0) || link.measured(0.2, 0, 0) || link.measured(0.2, 0, 0));
        assertFalse(link.measured(0, 0.05, 500_000), "a good second between");
        assertEquals(4, until(0, 0.3, 500_000));
        assertTrue(link.weak());
    }

    @Test
    void tooFewBitsAreBadAndAnUnknownNumberIsNot() {
        assertEquals(-1, until(0, 0, 0));
        assertEquals(4, until(0, 0, 40_000));
    }

    /** While paused only the sound is measured: the video's loss is that of before. */
    @Test
    void isTriedAgainLaterEachTime() {
        until(0.2, 0.2, 0);
        assertEquals(-1, until(0.1, 0, 0));
        assertEquals(8, until(0.01, 0.2, 10_000));
        assertFalse(link.weak());
        until(0.2, 0, 0);
        assertEquals(16, until(0, 0, 0));
    }

    @Test
    void aLongGoodTimeMakesItPatientAgain() {
        until(0.2, 0, 0);
        until(0, 0, 0);
        for (int i = 0; i < 30; i++)
            link.measured(0, 0, 0);
        until(0.2, 0, 0);
        assertEquals(8, until(0, 0, 0));
    }
}
