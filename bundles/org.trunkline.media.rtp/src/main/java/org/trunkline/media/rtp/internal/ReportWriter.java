package org.trunkline.media.rtp.internal;

import java.nio.ByteBuffer;
import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.trunkline.domain.quality.EModel;
import org.trunkline.domain.quality.LossBursts;
import org.trunkline.domain.quality.Rating;
import org.trunkline.media.rtp.internal.convert.Converter.Sent;
import org.trunkline.media.rtp.internal.meter.Rtcp;
import org.trunkline.media.rtp.internal.meter.SourceMeter;

/**
 * Writes compound reports to one side (RFC 3550 §6.1): a sender report while something is sent to it, else a receiver
 * report; who says so; and an extended report with the time, its answer and the VoIP metrics (RFC 3611). By the relay
 * loop.
 */
final class ReportWriter {
    private static final int CNAME = 1;
    private static final int UNAVAILABLE = 127;
    private static final int MOST_LOST = 0x7F_FFFF;

    private final Side to;
    private final Side other;
    private final int ownSource;
    private final byte[] name;

    private int sentSource;
    private long sentPackets;
    private int heardSource;
    private long heardExpected;
    private long heardReceived;

    /** @param ownSource while the node sends that side nothing; else it goes by the source that it sends */
    ReportWriter(Side to, Side other, int ownSource, byte[] name) {
        this.to = to;
        this.other = other;
        this.ownSource = ownSource;
        this.name = name;
    }

    /** @return the middle of its NTP time, by which answers to it are known */
    int write(ByteBuffer out, long nanos) {
        long ntp = ntp(nanos);
        var sent = sent(nanos);
        var heard = to.meter().latest();
        boolean sends = sent != null && sends(sent);
        int self = sends ? sent.ssrc() : ownSource;
        int from = begin(out, heard == null ? 0 : 1, sends ? Rtcp.SENDER_REPORT : Rtcp.RECEIVER_REPORT, self);
        if (sends)
            out.putLong(ntp).putInt(sent.timestamp()).putInt((int) sent.packets()).putInt((int) sent.octets());
        if (heard != null)
            block(out, heard, nanos);
        end(out, from);
        describe(out, self);
        extend(out, self, ntp, heard, nanos);
        return (int) (ntp >>> 16);
    }

    /** Elapsed time will do where there is no better (RFC 3550 §6.4.1), and does not jump. */
    private static long ntp(long nanos) {
        long second = 1_000_000_000L;
        return Math.floorDiv(nanos, second) << 32 | (Math.floorMod(nanos, second) << 32) / second;
    }

    /** What goes to the side: what the other sends, or is made of it. Null before the first packet that has a clock. */
    private @Nullable Sent sent(long nanos) {
        var made = other.converter();
        if (made != null)
            return made.sent(nanos);
        var sent = other.meter().latest();
        return sent == null || sent.clockRate() == 0 ? null : new Sent(sent.ssrc, sent.timestampAt(nanos), sent.received(), sent.octets);
    }

    /** Whether packets went out since the last report (RFC 3550 §6.4). */
    private boolean sends(Sent sent) {
        long before = sent.ssrc() == sentSource ? sentPackets : 0;
        sentSource = sent.ssrc();
        sentPackets = sent.packets();
        return sentPackets > before && other.sends() && to.receives();
    }

    private static int begin(ByteBuffer out, int count, int type, int source) {
        int from = out.position();
        out.put((byte) (0x80 | count)).put((byte) type).putShort((short) 0).putInt(source);
        return from;
    }

    private static void end(ByteBuffer out, int from) {
        out.putShort(from + 2, (short) ((out.position() - from) / 4 - 1));
    }

    private void block(ByteBuffer out, SourceMeter heard, long nanos) {
        long expected = heard.expected();
        boolean same = heard.ssrc == heardSource;
        long expectedNow = expected - (same ? heardExpected : 0);
        long lostNow = expectedNow - heard.received() + (same ? heardReceived : 0);
        heardSource = heard.ssrc;
        heardExpected = expected;
        heardReceived = heard.received();
        long fraction = expectedNow <= 0 || lostNow <= 0 ? 0 : Math.min(255, 256 * lostNow / expectedNow);
        int last = to.clocks().senderTime(heard.ssrc);
        out.putInt(heard.ssrc).putInt((int) fraction << 24 | (int) Math.min(MOST_LOST, heard.lost()))
                .putInt(heard.extendedHighest()).putInt(heard.jitterUnits()).putInt(last)
                .putInt(last == 0 ? 0 : to.clocks().sinceSender(nanos));
    }

    private void describe(ByteBuffer out, int self) {
        int from = begin(out, 1, Rtcp.DESCRIPTION, self);
        out.put((byte) CNAME).put((byte) name.length).put(name).put((byte) 0);
        while (out.position() % 4 != 0)
            out.put((byte) 0);
        end(out, from);
    }

    private void extend(ByteBuffer out, int self, long ntp, @Nullable SourceMeter heard, long nanos) {
        int from = begin(out, 0, Rtcp.EXTENDED_REPORT, self);
        beginBlock(out, Rtcp.RECEIVER_TIME, Rtcp.RECEIVER_TIME_OCTETS);
        out.putLong(ntp);
        var clocks = to.clocks();
        if (clocks.receiverTime() != 0) {
            beginBlock(out, Rtcp.TIME_ANSWERS, Rtcp.BLOCK_HEADER + Rtcp.TIME_ANSWER);
            out.putInt(clocks.receiver()).putInt(clocks.receiverTime()).putInt(clocks.sinceReceiver(nanos));
        }
        if (heard != null && to.isAudio())
            metrics(out, heard);
        end(out, from);
    }

    private static void beginBlock(ByteBuffer out, int type, int octets) {
        out.put((byte) type).put((byte) 0).putShort((short) (octets / 4 - 1));
    }

    /** RFC 3611 §4.7. The node plays nothing, so it discards nothing and knows no levels. */
    private void metrics(ByteBuffer out, SourceMeter heard) {
        var reading = to.meter().read();
        var bursts = reading.bursts();
        var rating = to.rating(reading, other);
        beginBlock(out, Rtcp.VOIP_METRICS, Rtcp.VOIP_OCTETS);
        out.putInt(heard.ssrc).put(octet(RtpSession.loss(reading))).put((byte) 0)
                .put(octet(bursts.map(LossBursts::burstDensity).orElse(0.0)))
                .put(octet(bursts.map(LossBursts::gapDensity).orElse(0.0)))
                .putShort(millis(bursts.map(LossBursts::burst).orElse(Duration.ZERO)))
                .putShort(millis(bursts.map(LossBursts::gap).orElse(Duration.ZERO)))
                .putShort(millis(to.roundTrip().value().orElse(Duration.ZERO))).putShort((short) 0)
                .put((byte) UNAVAILABLE).put((byte) UNAVAILABLE).put((byte) UNAVAILABLE).put((byte) LossBursts.GMIN)
                .put(rating.map(it -> (byte) Math.round(it.r())).orElse((byte) UNAVAILABLE)).put((byte) UNAVAILABLE)
                .put(rating.map(it -> tenths(EModel.mos(it.r() + it.delayImpairment()))).orElse((byte) UNAVAILABLE))
                .put(rating.map(Rating::mos).map(ReportWriter::tenths).orElse((byte) UNAVAILABLE))
                .putLong(0); // loss concealment and jitter buffer: none
    }

    private static byte tenths(double mos) {
        return (byte) Math.clamp(Math.round(10 * mos), 10, 50);
    }

    private static byte octet(double ratio) {
        return (byte) Math.min(255, (int) (256 * ratio));
    }

    private static short millis(Duration time) {
        return (short) Math.min(0xFFFF, time.toMillis());
    }
}
