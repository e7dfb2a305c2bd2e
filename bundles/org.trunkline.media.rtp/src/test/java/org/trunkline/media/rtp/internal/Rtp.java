package org.trunkline.media.rtp.internal;

import java.nio.ByteBuffer;

/** Packets by hand. */
final class Rtp {
    static final int PCMU = 0;

    private Rtp() {}

    static byte[] packet(int type, int sequence, long timestamp, int ssrc, int payload) {
        var bytes = ByteBuffer.allocate(12 + payload);
        bytes.put((byte) 0x80).put((byte) type).putShort((short) sequence).putInt((int) timestamp).putInt(ssrc);
        while (bytes.hasRemaining())
            bytes.put((byte) 0xD5);
        return bytes.array();
    }

    /** PCMU, 20 ms, the timestamp of its sequence number. */
    static byte[] voice(int sequence, int ssrc) {
        return packet(PCMU, sequence, 160L * sequence, ssrc, 160);
    }

    static byte[] senderReport(int ssrc, int ntpMiddle) {
        return ByteBuffer.allocate(28).put((byte) 0x80).put((byte) Rtcp.SENDER_REPORT).putShort((short) 6).putInt(ssrc)
                .putInt(ntpMiddle >>> 16).putInt(ntpMiddle << 16).putInt(0).putInt(0).putInt(0).array();
    }

    static byte[] receiverReport(int ssrc, int about, int lastReport, int delay) {
        return ByteBuffer.allocate(32).put((byte) 0x81).put((byte) Rtcp.RECEIVER_REPORT).putShort((short) 7)
                .putInt(ssrc).putInt(about).putInt(0).putInt(0).putInt(0).putInt(lastReport).putInt(delay).array();
    }
}
