package org.trunkline.media.rtp.internal;

import java.nio.ByteBuffer;

/** Reads compound RTCP packets (RFC 3550 §6.1), reduced ones too (RFC 5506). */
final class Rtcp {
    static final int SENDER_REPORT = 200;
    static final int RECEIVER_REPORT = 201;
    private static final int HEADER = 8;
    private static final int SENDER_INFO = 20;
    private static final int REPORT_BLOCK = 24;

    /** Hears what matters for round trips. */
    interface Sink {
        /** @param time middle 32 bits of the NTP timestamp */
        void senderReport(int time);

        /**
         * @param lastReport time of the last sender report that the reporter had, 0 if none
         * @param delay since then, in units of 1/65536 s
         */
        void receptionReport(int lastReport, long delay);
    }

    private Rtcp() {}

    /** Whether a packet on a port shared with RTP is RTCP (RFC 5761 §4). */
    static boolean isMuxed(ByteBuffer packet) {
        if (packet.limit() < HEADER)
            return false;
        int type = packet.get(1) & 0xFF;
        return type >= 192 && type <= 223;
    }

    /**
     * Reads a packet from position 0.
     *
     * <p>Only the first part must be sound: in SRTCP the rest is encrypted, and looks like anything.
     *
     * @return false if it is malformed; then the sink heard nothing
     */
    static boolean read(ByteBuffer packet, Sink sink) {
        int at = 0;
        while (at + HEADER <= packet.limit()) {
            int end = end(packet, at);
            if (end < 0)
                break;
            reports(packet, at, sink);
            at = end;
        }
        return at > 0;
    }

    /** Where the part that begins here ends, or -1 if it is unsound. */
    private static int end(ByteBuffer packet, int at) {
        int type = packet.get(at + 1) & 0xFF;
        int length = 4 * ((packet.getShort(at + 2) & 0xFFFF) + 1);
        if ((packet.get(at) & 0xC0) != 0x80 || type < 192 || type > 223 || length > packet.limit() - at)
            return -1;
        int count = packet.get(at) & 0x1F;
        int needed = switch (type) {
            case SENDER_REPORT -> HEADER + SENDER_INFO + count * REPORT_BLOCK;
            case RECEIVER_REPORT -> HEADER + count * REPORT_BLOCK;
            default -> 4;
        };
        return length < needed ? -1 : at + length;
    }

    private static void reports(ByteBuffer packet, int at, Sink sink) {
        int type = packet.get(at + 1) & 0xFF;
        int block = at + HEADER;
        if (type == SENDER_REPORT) {
            sink.senderReport(packet.getInt(at + HEADER + 2));
            block += SENDER_INFO;
        } else if (type != RECEIVER_REPORT) {
            return;
        }
        for (int i = packet.get(at) & 0x1F; i > 0; i--, block += REPORT_BLOCK)
            sink.receptionReport(packet.getInt(block + 16), packet.getInt(block + 20) & 0xFFFF_FFFFL);
    }
}
