package org.trunkline.media.rtp.internal.meter;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Packets by hand. */
public final class Rtp {
    public static final int PCMU = 0;

    private Rtp() {}

    public static byte[] packet(int type, int sequence, long timestamp, int ssrc, int payload) {
        var bytes = ByteBuffer.allocate(12 + payload);
        bytes.put((byte) 0x80).put((byte) type).putShort((short) sequence).putInt((int) timestamp).putInt(ssrc);
        while (bytes.hasRemaining())
            bytes.put((byte) 0xD5);
        return bytes.array();
    }

    /** PCMU, 20 ms, the timestamp of its sequence number. */
    public static byte[] voice(int sequence, int ssrc) {
        return packet(PCMU, sequence, 160L * sequence, ssrc, 160);
    }

    public static byte[] senderReport(int ssrc, int ntpMiddle) {
        return ByteBuffer.allocate(28).put((byte) 0x80).put((byte) Rtcp.SENDER_REPORT).putShort((short) 6).putInt(ssrc)
                .putInt(ntpMiddle >>> 16).putInt(ntpMiddle << 16).putInt(0).putInt(0).putInt(0).array();
    }

    public static byte[] receiverReport(int ssrc, int about, int fraction, int lost, int jitter) {
        return ByteBuffer.wrap(receiverReport(ssrc, about, 0, 0)).putInt(12, fraction << 24 | lost & 0xFF_FFFF)
                .putInt(20, jitter).array();
    }

    /** Feedback (RFC 4585 §6.1). @param kind 205 for that of the transport, 206 for that of a payload @param format of the kind */
    public static byte[] feedback(int kind, int format, int ssrc, int about, byte... content) {
        return ByteBuffer.allocate(12 + content.length).put((byte) (0x80 | format)).put((byte) kind)
                .putShort((short) (2 + content.length / 4)).putInt(ssrc).putInt(about).put(content).array();
    }

    /** One after the other, as a compound packet. */
    public static byte[] compound(byte[]... parts) {
        var all = ByteBuffer.allocate(2000);
        for (var part : parts)
            all.put(part);
        return Arrays.copyOf(all.array(), all.position());
    }

    /** RFC 3611 §2. */
    public static byte[] extended(int ssrc, byte[]... blocks) {
        byte[] content = compound(blocks);
        return ByteBuffer.allocate(8 + content.length).put((byte) 0x80).put((byte) Rtcp.EXTENDED_REPORT)
                .putShort((short) (1 + content.length / 4)).putInt(ssrc).put(content).array();
    }

    public static byte[] receiverTime(int ntpMiddle) {
        return ByteBuffer.allocate(12).put((byte) Rtcp.RECEIVER_TIME).put((byte) 0).putShort((short) 2)
                .putInt(ntpMiddle >>> 16).putInt(ntpMiddle << 16).array();
    }

    public static byte[] timeAnswer(int to, int lastTime, int delay) {
        return ByteBuffer.allocate(16).put((byte) Rtcp.TIME_ANSWERS).put((byte) 0).putShort((short) 3).putInt(to)
                .putInt(lastTime).putInt(delay).array();
    }

    /** RFC 3611 §4.7; rates and densities in 256ths, MOS in tenths. */
    public static byte[] metrics(int about, int loss, int discard, int burstDensity, int gapDensity, int burstMs, int gapMs, int r,
            int mosListening, int mosConversation) {
        return ByteBuffer.allocate(36).put((byte) Rtcp.VOIP_METRICS).put((byte) 0).putShort((short) 8).putInt(about)
                .put((byte) loss).put((byte) discard).put((byte) burstDensity).put((byte) gapDensity)
                .putShort((short) burstMs).putShort((short) gapMs).putInt(0).put((byte) 127).put((byte) 127)
                .put((byte) 127).put((byte) 16).put((byte) r).put((byte) 127).put((byte) mosListening)
                .put((byte) mosConversation).array();
    }

    public static byte[] receiverReport(int ssrc, int about, int lastReport, int delay) {
        return ByteBuffer.allocate(32).put((byte) 0x81).put((byte) Rtcp.RECEIVER_REPORT).putShort((short) 7)
                .putInt(ssrc).putInt(about).putInt(0).putInt(0).putInt(0).putInt(lastReport).putInt(delay).array();
    }
}
