package org.trunkline.media.rtp.internal.meter;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.trunkline.domain.quality.FarEnd;
import org.trunkline.domain.quality.LossBursts;

/**
 * What the listener of one side's streams reports of them. Only reports about sources that were heard count.
 *
 * <p><b>Threads:</b> written by the relay loop, {@link #value()} by anyone.
 */
public final class RemoteReports {
    /** Says that a figure of RFC 3611 §4.7 is not known. */
    private static final int UNAVAILABLE = 127;
    private static final double BYTE = 256;
    private static final double SANE_JITTER_SECONDS = 60;

    private final StreamMeter heard;
    private volatile @Nullable FarEnd value;

    /** Sources reported on, and what was lost of each; as many as the meter knows. */
    private final int[] sources = new int[StreamMeter.SOURCES];
    private final long[] lost = new long[StreamMeter.SOURCES];
    private int known;
    private int next;
    /** Of sources that gave way to others. */
    private long lostBefore;

    public RemoteReports(StreamMeter heard) {
        this.heard = heard;
    }

    public Optional<FarEnd> value() {
        return Optional.ofNullable(value);
    }

    /** RFC 3550 §6.4.1; arguments as in {@link Rtcp.Sink}. */
    public void received(int about, int fraction, int lostInAll, long jitter) {
        var meter = heard.source(about);
        if (meter == null)
            return;
        lost[place(about)] = Math.max(0, lostInAll);
        var last = value;
        var jittered = jitter(jitter, meter.clockRate(), last);
        value = new FarEnd(last == null ? 1 : last.reports() + 1, lostBefore + Arrays.stream(lost).sum(),
                Math.max(fraction / BYTE, last == null ? 0 : last.worstLoss()), jittered,
                last == null || jittered.compareTo(last.maxJitter()) > 0 ? jittered : last.maxJitter(),
                last == null ? Optional.empty() : last.discarded(), last == null ? Optional.empty() : last.bursts(),
                last == null ? Optional.empty() : last.rFactor(), last == null ? Optional.empty() : last.mos());
    }

    private int place(int about) {
        for (int i = 0; i < known; i++)
            if (sources[i] == about)
                return i;
        int at = next;
        next = (at + 1) % sources.length;
        known = Math.max(known, at + 1);
        lostBefore += lost[at];
        sources[at] = about;
        return at;
    }

    private static Duration jitter(long units, int clockRate, @Nullable FarEnd last) {
        double seconds = clockRate == 0 ? 0 : (double) units / clockRate;
        if (seconds > SANE_JITTER_SECONDS)
            return last == null ? Duration.ZERO : last.jitter();
        return Duration.ofNanos((long) (seconds * 1e9));
    }

    /** RFC 3611 §4.7: for the whole stream, so the last are the best. They come behind a reception report. */
    public void voipMetrics(ByteBuffer packet, int at) {
        var last = value;
        if (last == null || heard.source(packet.getInt(at + 4)) == null)
            return;
        int lossRate = octet(packet, at + 8);
        int discardRate = octet(packet, at + 9);
        boolean whole = lossRate == 0 && discardRate == 0 && octet(packet, at + 10) == 0;
        Optional<LossBursts> bursts = whole ? Optional.empty()
                : Optional.of(new LossBursts(octet(packet, at + 10) / BYTE, octet(packet, at + 11) / BYTE,
                        Duration.ofMillis(packet.getShort(at + 12) & 0xFFFF),
                        Duration.ofMillis(packet.getShort(at + 14) & 0xFFFF)));
        int conversation = octet(packet, at + 27);
        int mos = isMos(conversation) ? conversation : octet(packet, at + 26);
        int r = octet(packet, at + 24);
        value = new FarEnd(last.reports(), last.lost(), last.worstLoss(), last.jitter(), last.maxJitter(),
                Optional.of(discardRate / BYTE), bursts, r <= 100 ? Optional.of((double) r) : last.rFactor(),
                isMos(mos) ? Optional.of(mos / 10.0) : last.mos());
    }

    private static boolean isMos(int tenths) {
        return tenths != UNAVAILABLE && tenths >= 10 && tenths <= 50;
    }

    private static int octet(ByteBuffer packet, int at) {
        return packet.get(at) & 0xFF;
    }
}
