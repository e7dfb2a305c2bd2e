package org.trunkline.media.rtp.internal.ice;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

import org.jspecify.annotations.Nullable;

/**
 * A binding request (RFC 8489), as it was read; nothing is verified but its form and its fingerprint.
 *
 * @param whole the message, from 0
 * @param integrityAt where the attribute with the HMAC begins, -1 without one; those behind it count for nothing
 * @param unknown attributes that the receiver would have to understand
 */
record StunRequest(byte[] whole, String username, int integrityAt, boolean nominates, boolean controlled, List<Integer> unknown) {
    static final int HEADER = 20;
    static final int COOKIE = 0x2112A442;
    static final int BINDING_REQUEST = 0x0001;
    static final int USERNAME = 0x0006;
    static final int MESSAGE_INTEGRITY = 0x0008;
    static final int PRIORITY = 0x0024;
    static final int USE_CANDIDATE = 0x0025;
    static final int FINGERPRINT = 0x8028;
    static final int ICE_CONTROLLED = 0x8029;
    static final int INTEGRITY_OCTETS = 20;
    private static final int FINGERPRINT_XOR = 0x5354554E;
    /** Chromium's have some 120 octets. */
    private static final int MOST = 1280;
    private static final int MOST_ATTRIBUTES = 32;

    /** Null where it is none, or is damaged. */
    static @Nullable StunRequest read(ByteBuffer packet) {
        int length = packet.limit();
        if (length < HEADER || length > MOST || packet.getShort(0) != BINDING_REQUEST || packet.getInt(4) != COOKIE
                || (packet.getShort(2) & 0xFFFF) != length - HEADER || (length & 3) != 0)
            return null;
        byte[] whole = new byte[length];
        packet.get(0, whole);
        return new Reading(whole).request();
    }

    /** The attributes, one after the other. */
    private static final class Reading {
        private final byte[] whole;
        private final ByteBuffer words;
        private String username = "";
        private int integrityAt = -1;
        private boolean nominates;
        private boolean controlled;
        private boolean genuine;
        private final List<Integer> unknown = new ArrayList<>(0);

        Reading(byte[] whole) {
            this.whole = whole;
            words = ByteBuffer.wrap(whole);
        }

        @Nullable StunRequest request() {
            int at = HEADER;
            for (int i = 0; at < whole.length; i++) {
                if (i == MOST_ATTRIBUTES || at + 4 > whole.length)
                    return null;
                int type = words.getShort(at) & 0xFFFF;
                int octets = words.getShort(at + 2) & 0xFFFF;
                int next = at + 4 + (octets + 3 & ~3);
                if (next > whole.length || !take(type, at, octets, next == whole.length))
                    return null;
                at = next;
            }
            return genuine ? new StunRequest(whole, username, integrityAt, nominates, controlled, List.copyOf(unknown)) : null;
        }

        /** @return false where the message is damaged */
        private boolean take(int type, int at, int octets, boolean last) {
            if (type == FINGERPRINT) {
                genuine = last && octets == 4 && words.getInt(at + 4) == fingerprint(whole, at);
                return genuine;
            }
            if (integrityAt >= 0)
                return true;
            switch (type) {
                case USERNAME -> username = new String(whole, at + 4, octets, UTF_8);
                case MESSAGE_INTEGRITY -> {
                    if (octets != INTEGRITY_OCTETS)
                        return false;
                    integrityAt = at;
                }
                case USE_CANDIDATE -> nominates = true;
                case ICE_CONTROLLED -> controlled = true;
                case PRIORITY -> {}
                default -> {
                    if (type < 0x8000)
                        unknown.add(type);
                }
            }
            return true;
        }
    }

    /** @param length of what it covers */
    static int fingerprint(byte[] message, int length) {
        var crc = new CRC32();
        crc.update(message, 0, length);
        return (int) crc.getValue() ^ FINGERPRINT_XOR;
    }
}
