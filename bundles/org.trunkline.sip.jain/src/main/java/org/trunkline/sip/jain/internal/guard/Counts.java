package org.trunkline.sip.jain.internal.guard;

import java.time.Duration;
import java.time.Instant;

/** What a source did by datagrams, which others can forge, or over connections. Guarded by its source. */
final class Counts {
    int failures;
    int challenges;
    int tooMany;
    private Instant refilled;
    private double tokens;

    /** @param tokens requests that may be made at once */
    Counts(Instant now, double tokens) {
        refilled = now;
        this.tokens = tokens;
    }

    Instant refilled() {
        return refilled;
    }

    void forget() {
        failures = 0;
        challenges = 0;
        tooMany = 0;
    }

    /** One request. @param most at once @return whether it may */
    boolean spends(Instant now, int perSecond, double most) {
        double seconds = Math.max(0, Duration.between(refilled, now).toNanos() / 1e9); // a clock set back takes nothing
        tokens = Math.min(most, tokens + seconds * perSecond);
        refilled = now;
        if (tokens < 1)
            return false;
        tokens--;
        return true;
    }
}
