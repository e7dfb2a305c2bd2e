package org.trunkline.domain.quality;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/**
 * An E-model result with what led to it: {@code r = basic - simultaneous - echo - delay - codec - loss + advantage},
 * where that is not below 0.
 *
 * @param r transmission rating, 0 to 93.2, higher with an advantage
 * @param mos mean opinion score of it, 1.0 to 4.5
 * @param basicSignalToNoise Ro
 * @param simultaneousImpairment Is
 * @param echoImpairment Idte and Idle
 * @param delayImpairment Idd
 * @param codecImpairment Ie
 * @param lossImpairment Ie-eff beyond Ie
 * @param advantage A
 * @param delay mouth to ear, one way, as assumed
 */
public record Rating(double r, double mos, double basicSignalToNoise, double simultaneousImpairment,
        double echoImpairment, double delayImpairment, double codecImpairment, double lossImpairment, double advantage,
        Duration delay) {

    /** Most streams carry 20 ms in a packet; one must be full before it leaves and be there before it is played. */
    private static final Duration PACKET = Duration.ofMillis(20);

    public Rating {
        requireNonNull(delay);
    }

    /** Id of G.107: all that comes of delay, echo included. */
    public double delayAndEchoImpairment() {
        return echoImpairment + delayImpairment;
    }

    /** Ie-eff of G.107: all that comes of coding and loss. */
    public double equipmentImpairment() {
        return codecImpairment + lossImpairment;
    }

    /** As {@link #of(CodecImpairment, double, double, Duration, Optional, Optional)}; empty for a codec that is unknown. */
    public static Optional<Rating> of(String codec, double loss, double burstRatio, Duration jitter,
            Optional<Duration> nearRtt, Optional<Duration> farRtt) {
        return CodecImpairment.of(codec).map(figures -> of(figures, loss, burstRatio, jitter, nearRtt, farRtt));
    }

    /**
     * Rates what a stream's listener gets, as far as it can be known in the middle. Delay from mouth to ear is taken
     * as the packet being filled, the coder's look-ahead, half of either side's round trip, and a jitter buffer of
     * twice the jitter, at least one packet. Unknown round trips count nothing. Loss beyond the node is not seen.
     *
     * @param farRtt round trip between the node and the side that listens
     */
    public static Rating of(CodecImpairment codec, double loss, double burstRatio, Duration jitter,
            Optional<Duration> nearRtt, Optional<Duration> farRtt) {
        var buffer = jitter.multipliedBy(2);
        var delay = PACKET.plus(codec.coding())
                .plus(nearRtt.orElse(Duration.ZERO).dividedBy(2))
                .plus(farRtt.orElse(Duration.ZERO).dividedBy(2))
                .plus(buffer.compareTo(PACKET) > 0 ? buffer : PACKET);
        return EModel.DEFAULT.rate(delay, codec, loss, burstRatio);
    }
}
