package org.trunkline.media.rtp.internal.bundle;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * The header extension that names the media line of a packet (RFC 9143 §15), with one-byte or two-byte headers
 * (RFC 8285 §4.2, §4.3). The name is for this hop only, so it is taken out when it is read.
 */
final class MidExtension {
    private static final int FIXED = 12;
    private static final int HEADER = 4;
    private static final int ONE_BYTE = 0xBEDE;
    private static final int TWO_BYTE = 0x1000;
    /** Ends the elements of one-byte headers, whatever follows. */
    private static final int STOP = 15;

    private MidExtension() {}

    /**
     * Takes the name out of a sound RTP packet that begins at position 0; an extension that has nothing else goes too.
     *
     * @param id of the extension, as negotiated
     * @return null where the packet has none
     */
    static @Nullable String take(ByteBuffer packet, int id) {
        if ((packet.get(0) & 0x10) == 0 || id < 1)
            return null;
        int from = FIXED + 4 * (packet.get(0) & 0x0F);
        int profile = packet.getShort(from) & 0xFFFF;
        int data = from + HEADER;
        int end = data + 4 * (packet.getShort(from + 2) & 0xFFFF);
        boolean isLong = (profile & 0xFFF0) == TWO_BYTE;
        if (!isLong && profile != ONE_BYTE)
            return null;
        String name = null;
        boolean others = false;
        for (int at = data; at < end;) {
            if (packet.get(at) == 0) { // padding
                at++;
                continue;
            }
            int found = isLong ? packet.get(at) & 0xFF : (packet.get(at) & 0xF0) >>> 4;
            int header = isLong ? 2 : 1;
            if (at + header > end || !isLong && found == STOP)
                break;
            int length = isLong ? packet.get(at + 1) & 0xFF : (packet.get(at) & 0x0F) + 1;
            int next = at + header + length;
            if (next > end)
                break;
            if (found == id) {
                name = text(packet, at + header, length);
                for (int i = at; i < next; i++)
                    packet.put(i, (byte) 0);
            } else {
                others = true;
            }
            at = next;
        }
        if (name != null && !others)
            removeAll(packet, from, end);
        return name;
    }

    private static String text(ByteBuffer packet, int at, int length) {
        var text = new StringBuilder(length);
        for (int i = 0; i < length; i++)
            text.append((char) (packet.get(at + i) & 0xFF));
        return text.toString();
    }

    private static void removeAll(ByteBuffer packet, int from, int end) {
        int rest = packet.limit() - end;
        packet.put(from, packet, end, rest);
        packet.limit(from + rest);
        packet.put(0, (byte) (packet.get(0) & ~0x10));
    }
}
