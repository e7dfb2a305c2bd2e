package org.trunkline.media.rtp.internal.meter;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** What a packet of RTCP said, in words. */
public final class HeardReports implements Rtcp.Sink {
    final List<String> said = new ArrayList<>();
    /** Middle of the NTP time of the last sender report. */
    public int senderTime;
    public int receiverTime;

    public static HeardReports in(byte[] packet) {
        var heard = new HeardReports();
        if (!Rtcp.read(ByteBuffer.wrap(packet), heard))
            throw new AssertionError("no RTCP");
        return heard;
    }

    public String all() {
        return String.join("; ", said);
    }

    @Override
    public void senderReport(int ssrc, int time) {
        senderTime = time;
        said.add("SR of " + ssrc);
    }

    @Override
    public void received(int about, int fraction, int lost, long jitter, int lastReport, long delay) {
        said.add("got " + about + ": " + fraction + "/256 lost, " + lost + " in all, jitter " + jitter + ", last "
                + Integer.toHexString(lastReport) + " delay " + delay);
    }

    @Override
    public void receiverTime(int ssrc, int time) {
        receiverTime = time;
        said.add("time of " + ssrc);
    }

    @Override
    public void timeAnswered(int to, int lastTime, long delay) {
        said.add("answer to " + to + ": " + Integer.toHexString(lastTime) + " delay " + delay);
    }

    @Override
    public void voipMetrics(ByteBuffer packet, int at) {
        said.add("metrics of " + packet.getInt(at + 4));
    }
}
