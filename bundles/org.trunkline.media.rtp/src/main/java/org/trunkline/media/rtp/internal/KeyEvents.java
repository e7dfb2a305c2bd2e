package org.trunkline.media.rtp.internal;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Keys out of telephone-event packets (RFC 4733 §2.5): each is sent in many packets of one timestamp, the last of them
 * three times. Not thread-safe.
 */
public final class KeyEvents {
    private static final String KEYS = "0123456789*#ABCD";
    private static final int OCTETS = 4;
    private static final int LONGEST = 0xFFFF;

    private boolean any;
    private int source;
    private int key;
    private int timestamp;
    private int duration;

    /**
     * @param payload of one packet
     * @return the key, told once, as soon as it is heard of
     */
    public Optional<Character> heard(int ssrc, int rtpTimestamp, ByteBuffer payload) {
        if (payload.remaining() < OCTETS)
            return Optional.empty();
        int event = payload.get(payload.position()) & 0xFF;
        int lasts = payload.getShort(payload.position() + 2) & 0xFFFF;
        boolean known = any && ssrc == source;
        if (event >= KEYS.length() || known && rtpTimestamp - timestamp < 0) // hook flash and others, or late
            return Optional.empty();
        if (known && rtpTimestamp == timestamp) {
            duration = Math.max(duration, lasts);
            return Optional.empty();
        }
        boolean goesOn = known && event == key && duration == LONGEST && rtpTimestamp == timestamp + LONGEST;
        any = true;
        source = ssrc;
        key = event;
        timestamp = rtpTimestamp;
        duration = lasts;
        return goesOn ? Optional.empty() : Optional.of(KEYS.charAt(event));
    }
}
