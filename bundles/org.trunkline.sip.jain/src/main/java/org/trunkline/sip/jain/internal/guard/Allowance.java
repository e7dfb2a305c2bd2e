package org.trunkline.sip.jain.internal.guard;

import java.time.Duration;
import java.time.Instant;

/** Messages of a blocked source that are read or answered all the same: some each second, none saved up for longer. Guarded by its source. */
final class Allowance {
    /** A second: a phone behind a forged address can still show its password. */
    static final int PER_SECOND = 4;
    private Instant refilled = Instant.EPOCH;
    private double left;

    /** None is left at first. */
    void begin(Instant now) {
        refilled = now;
        left = 0;
    }

    boolean takes(Instant now) {
        left = Math.min(PER_SECOND, left + PER_SECOND * Math.max(0, Duration.between(refilled, now).toNanos()) / 1e9);
        refilled = now;
        if (left < 1)
            return false;
        left--;
        return true;
    }
}
