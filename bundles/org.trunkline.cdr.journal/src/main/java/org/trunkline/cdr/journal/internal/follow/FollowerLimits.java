package org.trunkline.cdr.journal.internal.follow;

import java.time.Duration;

/**
 * Sizes and times of following; tests make them small.
 *
 * @param batch at most delivered at once
 * @param retry pause after the first failure, which doubles up to {@code longestRetry}
 * @param keep an offset is written at least so often
 * @param close how long a consumer that ends may take for what is left
 */
public record FollowerLimits(int batch, Duration retry, Duration longestRetry, Duration keep, Duration close) {
    /** More than 2,000 records outgrow H2's write buffer, which then writes a part of the transaction before its commit. */
    public static final FollowerLimits USUAL = new FollowerLimits(2_000, Duration.ofSeconds(1), Duration.ofMinutes(1),
            Duration.ofSeconds(1), Duration.ofSeconds(4));
}
