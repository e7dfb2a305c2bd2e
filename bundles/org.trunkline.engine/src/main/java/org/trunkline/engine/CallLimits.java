package org.trunkline.engine;

/**
 * How many calls at once.
 *
 * @param calls in all, those that are not yet answered included
 * @param perSource begun from one address that is no trunk's
 */
public record CallLimits(int calls, int perSource) {
    public static final CallLimits DEFAULT = new CallLimits(20_000, 1000);

    public CallLimits {
        if (calls < 1 || perSource < 1)
            throw new IllegalArgumentException("calls: " + calls + ", per source: " + perSource);
    }
}
