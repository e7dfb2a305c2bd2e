package org.trunkline.media.rtp.internal;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.stream.IntStream;

/** Where a loop reads the packets of one socket into, several at a time. */
final class Packets {
    /** There is seldom more than one: sockets have one stream each, with a packet in 20 ms. */
    static final int MOST = 8;
    /** As large as a datagram can be, so that none is cut. */
    static final int ROOM = 65_536;

    private final MemorySegment[] segments;
    private final ByteBuffer[] buffers;

    Packets() {
        var all = Arena.ofAuto().allocate((long) ROOM * MOST, 64);
        segments = IntStream.range(0, MOST).mapToObj(i -> all.asSlice((long) i * ROOM, ROOM))
                .toArray(MemorySegment[]::new);
        buffers = IntStream.range(0, MOST).mapToObj(i -> segments[i].asByteBuffer()).toArray(ByteBuffer[]::new);
    }

    /** One packet, or room for one. */
    ByteBuffer get(int index) {
        return buffers[index];
    }

    /** The room of a packet, whole. */
    MemorySegment segment(int index) {
        return segments[index];
    }

    /** What a buffer holds from its beginning to its capacity; of packets read here nothing is made for that. */
    MemorySegment segment(ByteBuffer of) {
        for (int i = 0; i < MOST; i++)
            if (buffers[i] == of)
                return segments[i];
        return MemorySegment.ofBuffer(of.duplicate().clear());
    }
}
