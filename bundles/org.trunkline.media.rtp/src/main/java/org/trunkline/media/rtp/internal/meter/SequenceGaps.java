package org.trunkline.media.rtp.internal.meter;

import java.nio.ByteBuffer;

/** Counts the packets that are missing between those of one source (RFC 3550 §5.1 and A.1). Not thread-safe. */
public final class SequenceGaps {
    /** A larger step of the sequence number is another stream under the same source. */
    private static final int LARGEST_STEP = 3000;
    private static final int LATE = 1000;

    private boolean begun;
    private boolean begins;
    private int source;
    private int last;

    /** @param packet position 0 @return packets lost just before it; less than 0 where it is late, or comes twice */
    public int before(ByteBuffer packet) {
        int number = packet.getShort(2);
        int lost = (short) (number - last - 1);
        begins = !begun || packet.getInt(8) != source || lost > LARGEST_STEP || lost < -LATE;
        if (begins)
            lost = 0;
        begun = true;
        source = packet.getInt(8);
        if (lost >= 0)
            last = number;
        return lost;
    }

    /** Whether the last packet began a stream. */
    public boolean begins() {
        return begins;
    }
}
