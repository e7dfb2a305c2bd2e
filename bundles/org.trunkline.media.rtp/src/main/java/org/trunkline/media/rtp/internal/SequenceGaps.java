package org.trunkline.media.rtp.internal;

import java.nio.ByteBuffer;

/** Counts the packets that are missing between those of one source (RFC 3550 §5.1). Not thread-safe. */
final class SequenceGaps {
    private boolean begun;
    private int source;
    private int last;

    /** @param packet position 0 @return packets lost just before it; less than 0 where it is late */
    int before(ByteBuffer packet) {
        int number = packet.getShort(2);
        boolean another = !begun || packet.getInt(8) != source;
        int lost = another ? 0 : (short) (number - last - 1);
        begun = true;
        source = packet.getInt(8);
        if (lost >= 0)
            last = number;
        return lost;
    }
}
