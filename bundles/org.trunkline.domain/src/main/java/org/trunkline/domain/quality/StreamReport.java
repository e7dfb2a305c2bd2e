package org.trunkline.domain.quality;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

import org.trunkline.domain.call.LegSide;

/**
 * What was heard of one RTP stream, measured where it came into the node.
 *
 * @param from the side whose packets these are
 * @param mline index of the SDP media line, from 0
 * @param media {@code audio}, {@code video}, …
 * @param codec encoding name of most packets, {@code PCMA}; {@code PT 96} for a payload type that was never
 *        negotiated; empty where no packet came
 * @param packets received, duplicates left out
 * @param octets of payload received
 * @param lost expected less received, never below 0 (RFC 3550 §6.4.1 uses a signed figure)
 * @param duplicates packets received again
 * @param reordered packets that came after a later one
 * @param jitter interarrival jitter at the end (RFC 3550 §6.4.1)
 * @param maxJitter the highest it was
 * @param rtt round trip between the node and that side, from RTCP
 * @param burstRatio mean burst length of loss over that of random loss (ITU-T G.107 §7.5); 1 where loss is random
 * @param rFactor ITU-T G.107, 0 to 93.2; for audio with packets only
 * @param mos of that R, 1.0 to 4.5
 * @param bursts how packets were lost, where any were
 * @param farEnd what the other side, which the stream was sent on to, says of it; where it sent RTCP
 */
public record StreamReport(LegSide from, int mline, String media, String codec, long packets, long octets, long lost,
        long duplicates, long reordered, Duration jitter, Duration maxJitter, Optional<Duration> rtt,
        double burstRatio, Optional<Double> rFactor, Optional<Double> mos, Optional<LossBursts> bursts,
        Optional<FarEnd> farEnd) {
    /** Begins the codec of a payload type that was never negotiated; its number follows. */
    public static final String UNNEGOTIATED = "PT ";

    public StreamReport {
        requireNonNull(from);
        requireNonNull(media);
        requireNonNull(codec);
        requireNonNull(jitter);
        requireNonNull(maxJitter);
        requireNonNull(rtt);
        requireNonNull(rFactor);
        requireNonNull(mos);
        requireNonNull(bursts);
        requireNonNull(farEnd);
        if (packets < 0 || octets < 0 || lost < 0 || duplicates < 0 || reordered < 0)
            throw new IllegalArgumentException("a stream counter is negative");
        if (!(burstRatio >= 0)) // refuses NaN
            throw new IllegalArgumentException("burstRatio: " + burstRatio);
    }

    /** One of which only the node's own count is known. */
    public StreamReport(LegSide from, int mline, String media, String codec, long packets, long octets, long lost,
            long duplicates, long reordered, Duration jitter, Duration maxJitter, Optional<Duration> rtt,
            double burstRatio, Optional<Double> rFactor, Optional<Double> mos) {
        this(from, mline, media, codec, packets, octets, lost, duplicates, reordered, jitter, maxJitter, rtt,
                burstRatio, rFactor, mos, Optional.empty(), Optional.empty());
    }

    /** The same, of the other naming of the sides. */
    public StreamReport from(LegSide side) {
        return new StreamReport(side, mline, media, codec, packets, octets, lost, duplicates, reordered, jitter, maxJitter, rtt, burstRatio,
                rFactor, mos, bursts, farEnd);
    }

    /** Lost of expected, 0..1. */
    public double lossRatio() {
        long expected = packets + lost;
        return expected == 0 ? 0 : (double) lost / expected;
    }

    public boolean isAudio() {
        return media.equals("audio");
    }
}
