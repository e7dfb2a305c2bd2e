package org.trunkline.domain.quality;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/**
 * What the side that a stream was sent to says of how it got it, by its RTCP: as far as it tells the truth, this is
 * heard behind the node's last mile, where the node measures none.
 *
 * @param reports reception reports heard, 1 and more
 * @param lost packets, never below 0
 * @param worstLoss the highest part lost between two reports, 0..1
 * @param jitter interarrival jitter by the last report
 * @param maxJitter the highest reported
 * @param discarded packets thrown away for coming too late, of those received, 0..1 (RFC 3611 §4.7.1)
 * @param bursts how they were lost or discarded (RFC 3611 §4.7.2)
 * @param rFactor as that side reckons it (RFC 3611 §4.7.5)
 * @param mos as that side reckons it: for conversation, else for listening
 */
public record FarEnd(long reports, long lost, double worstLoss, Duration jitter, Duration maxJitter,
        Optional<Double> discarded, Optional<LossBursts> bursts, Optional<Double> rFactor, Optional<Double> mos) {
    public FarEnd {
        if (reports < 1 || lost < 0)
            throw new IllegalArgumentException("reports: " + reports + ", lost: " + lost);
        if (!(worstLoss >= 0 && worstLoss <= 1))
            throw new IllegalArgumentException("worstLoss: " + worstLoss);
        requireNonNull(jitter);
        requireNonNull(maxJitter);
        requireNonNull(discarded);
        requireNonNull(bursts);
        requireNonNull(rFactor);
        requireNonNull(mos);
    }
}
