package org.trunkline.demo.internal;

import java.util.random.RandomGenerator;

/**
 * What a bad network does to packets sent.
 *
 * @param lossRatio 0..1, in bursts
 * @param delayMs added to each packet
 * @param jitterMs added to it at random, up to this
 */
record Impairment(double lossRatio, int delayMs, int jitterMs) {
    static final Impairment NONE = new Impairment(0, 0, 0);
    private static final double STAY_LOST = 0.5; // bursts of two packets on average

    boolean none() {
        return lossRatio == 0 && delayMs == 0 && jitterMs == 0;
    }

    /** Whether the next packet is lost (a two-state Markov chain). @param last whether the last one was */
    boolean loses(boolean last, RandomGenerator random) {
        double enter = lossRatio * (1 - STAY_LOST) / (1 - lossRatio);
        return random.nextDouble() < (last ? STAY_LOST : enter);
    }

    int delay(RandomGenerator random) {
        return delayMs + (jitterMs == 0 ? 0 : random.nextInt(jitterMs + 1));
    }
}
