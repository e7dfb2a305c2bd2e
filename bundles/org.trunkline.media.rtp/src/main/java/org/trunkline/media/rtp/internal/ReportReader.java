package org.trunkline.media.rtp.internal;

import java.nio.ByteBuffer;

import org.trunkline.media.rtp.internal.meter.Rtcp;

/**
 * What one side's RTCP tells: how far either side is from the node, and how it got what the other sends. By the relay
 * loop.
 */
public final class ReportReader implements Rtcp.Sink {
    private final Side from;
    private final Side about;
    private long now;

    /** @param about whose streams go to that side */
    public ReportReader(Side from, Side about) {
        this.from = from;
        this.about = about;
    }

    /** @return false where it is no RTCP */
    public boolean read(ByteBuffer packet, long nanos) {
        now = nanos;
        return Rtcp.read(packet, this);
    }

    @Override
    public void senderReport(int ssrc, int time) {
        about.roundTrip().sent(time, now);
        from.clocks().sender(ssrc, time, now);
    }

    @Override
    public void received(int source, int fraction, int lost, long jitter, int lastReport, long delay) {
        from.roundTrip().answered(lastReport, delay, now);
        about.heardLoss(source, fraction, now);
        var made = about.converter();
        var heard = about.meter().latest();
        if (made != null && made.ssrc() == source && heard != null)
            about.farReports().received(heard.ssrc, fraction, lost, made.heardJitter(jitter, heard.clockRate()));
        else
            about.farReports().received(source, fraction, lost, jitter);
    }

    @Override
    public void receiverTime(int ssrc, int time) {
        about.roundTrip().sent(time, now);
        from.clocks().receiver(ssrc, time, now);
    }

    @Override
    public void timeAnswered(int to, int lastTime, long delay) {
        from.roundTrip().answered(lastTime, delay, now);
    }

    @Override
    public void voipMetrics(ByteBuffer packet, int at) {
        about.farReports().voipMetrics(packet, at);
    }
}
