package org.trunkline.engine.directory.trunk;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** Share of answered calls over the last minutes (ASR, ITU-T E.411), in steps of a thirtieth of the window. */
public final class RollingRatio {
    private static final int STEPS = 30;

    private final InstantSource clock;
    private final long stepMs;
    private final long[] step = new long[STEPS];
    private final int[] tried = new int[STEPS];
    private final int[] answered = new int[STEPS];

    public RollingRatio(InstantSource clock, Duration window) {
        this.clock = clock;
        this.stepMs = window.toMillis() / STEPS;
    }

    public synchronized void add(boolean wasAnswered) {
        long now = clock.millis() / stepMs;
        int slot = (int) (now % STEPS);
        if (step[slot] != now) {
            step[slot] = now;
            tried[slot] = 0;
            answered[slot] = 0;
        }
        tried[slot]++;
        if (wasAnswered)
            answered[slot]++;
    }

    /** 0..1; empty where there was no call. */
    public synchronized Optional<Double> ratio() {
        long oldest = clock.millis() / stepMs - STEPS;
        long all = 0;
        long good = 0;
        for (int i = 0; i < STEPS; i++) {
            if (step[i] > oldest) {
                all += tried[i];
                good += answered[i];
            }
        }
        return all == 0 ? Optional.empty() : Optional.of((double) good / all);
    }
}
