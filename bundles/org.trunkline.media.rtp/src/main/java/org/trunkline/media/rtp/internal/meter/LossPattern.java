package org.trunkline.media.rtp.internal.meter;

import java.time.Duration;
import java.util.Optional;

import org.trunkline.domain.quality.LossBursts;

/**
 * How one stream's packets were lost, told of each lost one in their order. It costs packets that arrive nothing. Not
 * thread-safe.
 */
final class LossPattern {
    private static final long NONE = Long.MIN_VALUE / 2;

    private long last = NONE;
    private long lost;
    /** Lost packets in a row, as BurstR of G.107 has them. */
    private long runs;

    /** What may become a burst as RFC 3611 §4.7.2 has them: it is one once a second packet is lost in it. */
    private long begin;
    private long lostSinceBegin;
    private long bursts;
    private long burstPackets;
    private long burstLost;

    LossPattern() {}

    private LossPattern(LossPattern it) {
        last = it.last;
        lost = it.lost;
        runs = it.runs;
        begin = it.begin;
        lostSinceBegin = it.lostSinceBegin;
        bursts = it.bursts;
        burstPackets = it.burstPackets;
        burstLost = it.burstLost;
    }

    /** For looking ahead. */
    LossPattern copy() {
        return new LossPattern(this);
    }

    /** @param number of the packet in its stream, beyond all those before */
    void lost(long number) {
        long between = number - last - 1;
        lost++;
        if (between > 0)
            runs++;
        if (between >= LossBursts.GMIN) {
            endBurst();
            begin = number;
            lostSinceBegin = 0;
        }
        lostSinceBegin++;
        last = number;
    }

    private void endBurst() {
        if (lostSinceBegin < 2)
            return;
        bursts++;
        burstPackets += last - begin + 1;
        burstLost += lostSinceBegin;
    }

    /**
     * What it comes to.
     *
     * @param expected packets of the stream
     * @param nanosPerPacket mean time between two of them
     */
    Sum end(long expected, double nanosPerPacket) {
        var all = copy();
        all.endBurst();
        var sum = new Sum();
        sum.lost = all.lost;
        sum.runs = all.runs;
        sum.bursts = all.bursts;
        sum.burstPackets = all.burstPackets;
        sum.burstLost = all.burstLost;
        sum.gaps = all.bursts + 1; // a stream begins and ends with a packet that arrived
        sum.gapPackets = expected - all.burstPackets;
        sum.burstNanos = all.burstPackets * nanosPerPacket;
        sum.gapNanos = sum.gapPackets * nanosPerPacket;
        return sum;
    }

    /** Of one stream or several. */
    static final class Sum {
        private long lost;
        private long runs;
        private long bursts;
        private long burstPackets;
        private long burstLost;
        private long gaps;
        private long gapPackets;
        private double burstNanos;
        private double gapNanos;

        void add(Sum other) {
            lost += other.lost;
            runs += other.runs;
            bursts += other.bursts;
            burstPackets += other.burstPackets;
            burstLost += other.burstLost;
            gaps += other.gaps;
            gapPackets += other.gapPackets;
            burstNanos += other.burstNanos;
            gapNanos += other.gapNanos;
        }

        /** Mean run of lost packets over that of as much random loss, which is 1 / (1 - loss) (G.107 §7.5). */
        double burstRatio(long received) {
            return runs == 0 ? 1 : (double) lost / runs * received / (received + lost);
        }

        Optional<LossBursts> bursts() {
            if (lost == 0)
                return Optional.empty();
            return Optional.of(new LossBursts(ratio(burstLost, burstPackets), ratio(lost - burstLost, gapPackets),
                    mean(burstNanos, bursts), mean(gapNanos, gaps)));
        }

        private static double ratio(long part, long whole) {
            return whole <= 0 ? 0 : Math.clamp((double) part / whole, 0, 1);
        }

        private static Duration mean(double nanos, long count) {
            return count == 0 ? Duration.ZERO : Duration.ofNanos((long) Math.max(0, nanos / count));
        }
    }
}
