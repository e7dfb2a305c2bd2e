package org.trunkline.media.rtp.internal.bundle;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * The header extension that names the media line of a packet (RFC 9143 §15), with one-byte or two-byte headers
 * (RFC 8285 §4.2, §4.3). A name is for one hop only, so it is taken out where it is read.
 */
public final class MidExtension {
    /** Octets by which a packet grows at most. */
    public static final int MOST = 24;
    /** Of a name, so that a header of one byte has room for it. */
    public static final int LONGEST = 16;
    private static final int FIXED = 12;
    private static final int HEADER = 4;
    private static final int ONE_BYTE = 0xBEDE;
    private static final int TWO_BYTE = 0x1000;
    /** Ends the elements of one-byte headers, whatever follows. */
    private static final int STOP = 15;
    private static final int WORD = 4;

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

    /**
     * Writes the name into a sound RTP packet that begins at position 0, before what its extension has already; leaves out what
     * there is no room for, or where the extension is of another kind.
     *
     * @param id 1 to 14
     */
    public static void put(ByteBuffer packet, int id, byte[] name) {
        int from = FIXED + 4 * (packet.get(0) & 0x0F);
        boolean extended = (packet.get(0) & 0x10) != 0;
        int element = 1 + name.length + WORD - 1 & -WORD;
        int grows = extended ? element : HEADER + element;
        if (extended && (packet.getShort(from) & 0xFFFF) != ONE_BYTE || packet.limit() + grows > packet.capacity())
            return;
        int at = from + (extended ? HEADER : 0);
        int rest = packet.limit() - at;
        packet.limit(packet.limit() + grows);
        packet.put(at + grows, packet, at, rest);
        int words = extended ? packet.getShort(from + 2) & 0xFFFF : 0;
        packet.put(0, (byte) (packet.get(0) | 0x10));
        packet.putShort(from, (short) ONE_BYTE).putShort(from + 2, (short) (words + element / WORD));
        int next = from + HEADER;
        packet.put(next, (byte) (id << 4 | name.length - 1)).put(next + 1, name);
        for (int i = next + 1 + name.length; i < next + element; i++)
            packet.put(i, (byte) 0);
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
