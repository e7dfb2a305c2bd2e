package org.trunkline.media.rtp.internal.meter;

import java.nio.ByteBuffer;
import java.util.function.IntConsumer;

/** Reads compound RTCP packets (RFC 3550 §6.1), reduced ones too (RFC 5506). */
public final class Rtcp {
    public static final int SENDER_REPORT = 200;
    public static final int RECEIVER_REPORT = 201;
    public static final int DESCRIPTION = 202;
    /** RFC 3611. */
    public static final int EXTENDED_REPORT = 207;
    /** RFC 4585 §6.1: of the transport, and of the payload. */
    private static final int TRANSPORT_FEEDBACK = 205;
    private static final int PAYLOAD_FEEDBACK = 206;
    private static final int FULL_INTRA_REQUEST = 4;
    private static final int APPLICATION_LAYER = 15;
    static final int HEADER = 8;
    static final int SENDER_INFO = 20;
    static final int REPORT_BLOCK = 24;
    /** Of extended reports. */
    public static final int BLOCK_HEADER = 4;
    public static final int RECEIVER_TIME = 4;
    public static final int TIME_ANSWERS = 5;
    public static final int VOIP_METRICS = 7;
    public static final int RECEIVER_TIME_OCTETS = 12;
    public static final int TIME_ANSWER = 12;
    public static final int VOIP_OCTETS = 36;

    /** Hears what matters here. Times are the middle 32 bits of an NTP timestamp, delays in units of 1/65536 s. */
    public interface Sink {
        void senderReport(int ssrc, int time);

        /**
         * How a stream was received (RFC 3550 §6.4.1).
         *
         * @param about its source
         * @param fraction lost since the last report, in 256ths
         * @param lost since the beginning, with duplicates against it
         * @param jitter in units of the stream's clock
         * @param lastReport time of the last sender report that the reporter had, 0 if none
         * @param delay since then
         */
        void received(int about, int fraction, int lost, long jitter, int lastReport, long delay);

        /** One that sends nothing says what time it has (RFC 3611 §4.4). */
        void receiverTime(int ssrc, int time);

        /** The answer to such a time (RFC 3611 §4.5). @param to whose it was */
        void timeAnswered(int to, int lastTime, long delay);

        /** RFC 3611 §4.7. @param at where the block begins in the packet; all of it is there */
        void voipMetrics(ByteBuffer packet, int at);
    }

    private Rtcp() {}

    /** Whether a packet on a port shared with RTP is RTCP (RFC 5761 §4). */
    public static boolean isMuxed(ByteBuffer packet) {
        if (packet.limit() < HEADER)
            return false;
        int type = packet.get(1) & 0xFF;
        return type >= 192 && type <= 223;
    }

    /** Whether a packet is RTCP, as far as its first part tells: in SRTCP the rest is encrypted, and looks like anything. */
    public static boolean is(ByteBuffer packet) {
        return packet.limit() >= HEADER && end(packet, 0) > 0;
    }

    /**
     * Reads a packet from position 0. Parts of kinds that are not known are left out, and so is what follows an unsound
     * one.
     *
     * @return false if it is malformed; then the sink heard nothing
     */
    public static boolean read(ByteBuffer packet, Sink sink) {
        int at = 0;
        while (at + HEADER <= packet.limit()) {
            int end = end(packet, at);
            if (end < 0)
                break;
            part(packet, at, end, sink);
            at = end;
        }
        return at > 0;
    }

    /** Where the part that begins here ends, or -1 if it is unsound; the packet has at least 4 octets from here on. */
    public static int end(ByteBuffer packet, int at) {
        int type = packet.get(at + 1) & 0xFF;
        int length = 4 * ((packet.getShort(at + 2) & 0xFFFF) + 1);
        if ((packet.get(at) & 0xC0) != 0x80 || type < 192 || type > 223 || length > packet.limit() - at)
            return -1;
        int count = packet.get(at) & 0x1F;
        int needed = switch (type) {
            case SENDER_REPORT -> HEADER + SENDER_INFO + count * REPORT_BLOCK;
            case RECEIVER_REPORT -> HEADER + count * REPORT_BLOCK;
            case EXTENDED_REPORT -> HEADER;
            default -> 4;
        };
        return length < needed ? -1 : at + length;
    }

    /** Names the sources that a sound part is of or about. */
    public static void sources(ByteBuffer packet, int at, int end, IntConsumer each) {
        if (end - at < HEADER)
            return;
        int count = packet.get(at) & 0x1F;
        each.accept(packet.getInt(at + 4));
        switch (packet.get(at + 1) & 0xFF) {
            case SENDER_REPORT -> aboutBlocks(packet, at + HEADER + SENDER_INFO, count, each);
            case RECEIVER_REPORT -> aboutBlocks(packet, at + HEADER, count, each);
            case TRANSPORT_FEEDBACK -> word(packet, at + HEADER, end, each);
            case PAYLOAD_FEEDBACK -> {
                word(packet, at + HEADER, end, each);
                if (count == FULL_INTRA_REQUEST)
                    word(packet, at + HEADER + 4, end, each); // RFC 5104 §4.3.1: the one above is 0
                else if (count == APPLICATION_LAYER)
                    word(packet, at + HEADER + 12, end, each); // the bandwidth that a receiver estimates, likewise
            }
            default -> {}
        }
    }

    private static void aboutBlocks(ByteBuffer packet, int from, int count, IntConsumer each) {
        for (int i = 0; i < count; i++)
            each.accept(packet.getInt(from + i * REPORT_BLOCK));
    }

    private static void word(ByteBuffer packet, int at, int end, IntConsumer each) {
        if (at + 4 <= end)
            each.accept(packet.getInt(at));
    }

    private static void part(ByteBuffer packet, int at, int end, Sink sink) {
        switch (packet.get(at + 1) & 0xFF) {
            case SENDER_REPORT -> {
                sink.senderReport(packet.getInt(at + 4), packet.getInt(at + HEADER + 2));
                blocks(packet, at, at + HEADER + SENDER_INFO, sink);
            }
            case RECEIVER_REPORT -> blocks(packet, at, at + HEADER, sink);
            case EXTENDED_REPORT -> extended(packet, at, end, sink);
            default -> {} // who it is, that it leaves, and what its application wants: not for the node
        }
    }

    private static void blocks(ByteBuffer packet, int at, int from, Sink sink) {
        int block = from;
        for (int i = packet.get(at) & 0x1F; i > 0; i--, block += REPORT_BLOCK) {
            int losses = packet.getInt(block + 4);
            sink.received(packet.getInt(block), losses >>> 24, losses << 8 >> 8, packet.getInt(block + 12) & 0xFFFF_FFFFL,
                    packet.getInt(block + 16), packet.getInt(block + 20) & 0xFFFF_FFFFL);
        }
    }

    /** RFC 3611 §3. */
    private static void extended(ByteBuffer packet, int at, int end, Sink sink) {
        int block = at + HEADER;
        while (block + BLOCK_HEADER <= end) {
            int length = BLOCK_HEADER + 4 * (packet.getShort(block + 2) & 0xFFFF);
            if (length > end - block)
                return;
            switch (packet.get(block)) {
                case RECEIVER_TIME -> {
                    if (length == RECEIVER_TIME_OCTETS)
                        sink.receiverTime(packet.getInt(at + 4), packet.getInt(block + BLOCK_HEADER + 2));
                }
                case TIME_ANSWERS -> {
                    for (int answer = block + BLOCK_HEADER; answer + TIME_ANSWER <= block + length; answer += TIME_ANSWER)
                        sink.timeAnswered(packet.getInt(answer), packet.getInt(answer + 4),
                                packet.getInt(answer + 8) & 0xFFFF_FFFFL);
                }
                case VOIP_METRICS -> {
                    if (length == VOIP_OCTETS)
                        sink.voipMetrics(packet, block);
                }
                default -> {} // others describe what the meter has seen itself
            }
            block += length;
        }
    }
}
