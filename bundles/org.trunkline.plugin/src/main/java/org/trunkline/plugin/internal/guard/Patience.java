package org.trunkline.plugin.internal.guard;

import java.time.Duration;
import java.util.function.LongUnaryOperator;

/**
 * How long the runtime waits for plug-ins; tests make it shorter or longer.
 *
 * @param budgetMillis what a call may take, from what its interface says
 * @param grace how long a call may last beyond its budget before the plug-in hangs
 * @param cpu how long a plug-in may use more than its share, and as long after its start
 * @param silence of its process
 * @param backOff before its process is started again the first time, and five times as long each further time
 * @param start of its bundles inside the node
 * @param offers of what it names, once its bundles are active
 * @param look between two looks at all plug-ins
 */
public record Patience(LongUnaryOperator budgetMillis, Duration grace, Duration cpu, Duration silence, Duration backOff,
        Duration start, Duration offers, Duration look) {
    public static final Patience USUAL = new Patience(LongUnaryOperator.identity(), Duration.ofSeconds(1),
            Duration.ofMillis(1_500), Duration.ofMillis(1_500), Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofSeconds(10),
            Duration.ofMillis(100));
    private static final int FACTOR = 5;

    /** @param failures so far, from 1 */
    public Duration backOff(int failures) {
        return backOff.multipliedBy((long) Math.pow(FACTOR, failures - 1));
    }
}
