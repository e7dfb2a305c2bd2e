package org.trunkline.media.rtp.internal.net;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

/**
 * What a loop has read and will send on. Packets are sent one right after the other when those that came together have
 * been read: so their receiver wakes once for several.
 */
public final class Packets {
    /** Read from a socket at once; seldom is there more than one, as each has one stream with a packet in 20 ms. */
    public static final int MOST = 8;
    /** As large as a datagram can be, so that none is cut. */
    static final int ROOM = 65_536;
    static final int SLOTS = 32;
    /** {@link #ROOM} apart the first octets of all would share a few places in the processor's cache. */
    static final int STRIDE = ROOM + 4096 + 256;
    static final long SIZE = (long) STRIDE * (SLOTS + 1);

    private final MemorySegment[] segments;
    private final ByteBuffer[] buffers;
    private final @Nullable MediaSocket[] targets = new MediaSocket[SLOTS];
    private int kept;
    /** The one that is being looked at, else {@link #SLOTS}. */
    private int current = SLOTS;

    Packets() {
        this(Arena.ofAuto().allocate(SIZE, 64));
    }

    /** @param all {@link #SIZE} octets */
    Packets(MemorySegment all) {
        segments = IntStream.rangeClosed(0, SLOTS).mapToObj(i -> all.asSlice((long) i * STRIDE, ROOM))
                .toArray(MemorySegment[]::new);
        buffers = IntStream.rangeClosed(0, SLOTS).mapToObj(i -> segments[i].asByteBuffer()).toArray(ByteBuffer[]::new);
    }

    /** One packet, or room for one. */
    ByteBuffer get(int slot) {
        return buffers[slot];
    }

    /** The room of a packet, whole. */
    MemorySegment segment(int slot) {
        return segments[slot];
    }

    /** A buffer for what is not kept. */
    ByteBuffer spare() {
        return buffers[SLOTS];
    }

    /** What a buffer holds from its beginning to its capacity; of packets read here nothing is made for that. */
    MemorySegment segment(ByteBuffer of) {
        if (buffers[current] == of)
            return segments[current];
        return of == buffers[SLOTS] ? segments[SLOTS] : MemorySegment.ofBuffer(of.duplicate().clear());
    }

    /** The first slot with nothing in it, of {@link #MOST} at least. */
    int free() {
        if (kept > SLOTS - MOST)
            sendAll();
        return kept;
    }

    /** Looks at the packet in a slot. */
    ByteBuffer at(int slot) {
        current = slot;
        targets[slot] = null;
        return buffers[slot];
    }

    /** None is looked at any more. */
    void looked() {
        current = SLOTS;
    }

    /** Keeps the packet looked at to be sent with the others. @return false where it is another one */
    boolean keep(ByteBuffer packet, MediaSocket target) {
        if (current == SLOTS || buffers[current] != packet || current < kept)
            return false;
        targets[current] = target;
        kept = current + 1;
        return true;
    }

    void sendAll() {
        int end = kept;
        kept = 0;
        for (int slot = 0; slot < end; slot++) {
            var target = targets[slot];
            if (target != null)
                target.sendNow(at(slot));
        }
        looked();
    }
}
