package org.trunkline.media.rtp.internal.meter;

import java.nio.ByteBuffer;

/** The fixed header of RTP (RFC 3550 §5.1), and where the payload is. */
public final class RtpPacket {
    public static final int HEADER = 12;

    private RtpPacket() {}

    /** @param packet that begins at position 0 @return without padding; empty where its header does not fit it */
    public static ByteBuffer payload(ByteBuffer packet) {
        int length = StreamMeter.payloadLength(packet);
        if (length <= 0)
            return packet.slice(0, 0);
        int from = HEADER + 4 * (packet.get(0) & 0x0F);
        if ((packet.get(0) & 0x10) != 0)
            from += 4 + 4 * (packet.getShort(from + 2) & 0xFFFF);
        return packet.slice(from, length);
    }
}
