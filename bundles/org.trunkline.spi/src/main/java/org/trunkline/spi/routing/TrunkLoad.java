package org.trunkline.spi.routing;

/**
 * The load of a trunk.
 *
 * @param calls in progress, both directions
 * @param limit calls that it may carry; 0 for no limit
 * @param up whether it answers; true where it is not checked
 * @param asr answer-seizure ratio of the last calls (ITU-T E.411), 0..1; NaN where there were none
 */
public record TrunkLoad(int calls, int limit, boolean up, double asr) {
    /** Calls by limit, 0..1 and more; by calls alone, below 1, where there is no limit. */
    public double share() {
        return limit > 0 ? (double) calls / limit : calls / (calls + 100.0);
    }
}
