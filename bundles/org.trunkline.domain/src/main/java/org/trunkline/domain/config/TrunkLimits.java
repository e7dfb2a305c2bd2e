package org.trunkline.domain.config;

import org.trunkline.domain.schema.Default;
import org.trunkline.domain.schema.Help;
import org.trunkline.domain.schema.Range;
import org.trunkline.domain.schema.Unit;

/** How many calls a trunk carries, and how long it is waited for. */
public record TrunkLimits(
        @Range(max = 100_000) @Help("simultaneous calls, both directions; 0 for no limit") int maxCalls,
        @Range(max = 10_000) @Help("new calls per second, both directions; 0 for no limit") int maxCallsPerSecond,
        @Range(min = 5, max = 3600, orZero = true) @Unit("s") @Default("30")
        @Help("between OPTIONS pings; 0 for none") int optionsSeconds,
        @Range(min = 1, max = 600) @Unit("s") @Default("120")
        @Help("ring time of an outbound call before the next trunk or no answer") int answerSeconds) {
    public static final TrunkLimits DEFAULT = new TrunkLimits(0, 0, 30, 120);
}
