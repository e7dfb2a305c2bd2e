package org.trunkline.media.rtp.internal.srtp;

/**
 * Packet indices of one synchronisation source: the rollover counter that no packet carries, and which were seen
 * (RFC 3711 §3.3). Not thread-safe.
 */
final class SrtpStream {
    private static final int WINDOW = 64;

    final int ssrc;
    private boolean begun;
    /** Of the youngest. */
    private long highest;
    /** Bit n: highest minus n was seen. */
    private long seen;

    SrtpStream(int ssrc) {
        this.ssrc = ssrc;
    }

    /** The 48-bit index that a sequence number most likely stands for (RFC 3711 §3.3.1). */
    long index(int sequence) {
        if (!begun)
            return sequence;
        long roll = highest >>> 16;
        int last = (int) (highest & 0xFFFF);
        if (last < 0x8000) {
            if (sequence - last > 0x8000 && roll > 0)
                roll--;
        } else if (last - 0x8000 > sequence) {
            roll++;
        }
        return roll << 16 | sequence;
    }

    /** Whether it was seen, or is too old to say. */
    boolean replayed(long index) {
        if (!begun || index > highest)
            return false;
        long age = highest - index;
        return age >= WINDOW || (seen >>> age & 1) != 0;
    }

    /** Once it is known to be genuine. */
    void seen(long index) {
        if (!begun || index > highest) {
            long step = begun ? index - highest : WINDOW;
            seen = step >= WINDOW ? 1 : seen << step | 1;
            highest = index;
            begun = true;
        } else {
            seen |= 1L << highest - index;
        }
    }
}
