package org.trunkline.media.rtp.internal;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;

/**
 * Sends reports to one side where nobody else does: the other side's reports are passed on, and while it sends none the
 * node reports itself on what it receives and sends, as the RTP endpoint that each leg sees in it. By the relay loop, on
 * its slow tick.
 */
final class RtcpReporter {
    /** The other side's first report would be there by then, at the latest intervals that RFC 3550 §6.3 lets it take. */
    static final Duration HEAD_START = Duration.ofSeconds(10);
    /** Three of the longest intervals without a report: it sends none any more. */
    static final Duration PATIENCE = Duration.ofSeconds(20);
    /** Tmin of RFC 3550 §6.2; two members never make so much that it had to be longer. */
    private static final double INTERVAL_NANOS = 5e9;
    /** For what reconsideration would add (RFC 3550 §6.3.1). */
    private static final double COMPENSATION = Math.E - 1.5;
    private static final int MOST = 512;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Side to;
    private final Side other;
    private final ReportWriter writer;
    private long nextAt;

    /**
     * @param name CNAME of all that the call's node sends, 96 random bits (RFC 7022 §4.2)
     * @param began when the first packet came
     */
    RtcpReporter(Side to, Side other, byte[] name, long began) {
        this.to = to;
        this.other = other;
        nextAt = began + HEAD_START.toNanos();
        writer = new ReportWriter(to, other, RANDOM.nextInt(), name);
    }

    /** 96 random bits, as 16 characters. */
    static byte[] name() {
        byte[] bits = new byte[12];
        RANDOM.nextBytes(bits);
        return Base64.getEncoder().encode(bits);
    }

    void tick(long nanos) {
        if (nanos - nextAt < 0)
            return;
        nextAt = nanos + (long) (INTERVAL_NANOS * (0.5 + RANDOM.nextDouble()) / COMPENSATION);
        if ((to.isConverted() || !other.reportedSince(nanos - PATIENCE.toNanos())) && to.takesReports())
            report(nanos);
    }

    private void report(long nanos) {
        var packet = ByteBuffer.allocate(MOST);
        int time = writer.write(packet, nanos);
        to.roundTrip().sent(time, nanos);
        to.sendReport(packet.flip());
    }
}
