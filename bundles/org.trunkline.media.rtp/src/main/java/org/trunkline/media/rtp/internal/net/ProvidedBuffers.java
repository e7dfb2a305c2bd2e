package org.trunkline.media.rtp.internal.net;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.stream.IntStream;

/** Buffers that the kernel is lent to put packets into. Of the ring's thread. */
public final class ProvidedBuffers {
    /** A packet that finds none waits in its socket. */
    public static final int COUNT = 512;

    private static final int PAGE = 4096;
    private static final int ENTRY = 16;
    /** The tail lies where the first entry has nothing. */
    private static final int TAIL = 14;
    private static final VarHandle SHORT = JAVA_SHORT.varHandle();

    private final MemorySegment lent;
    private final MemorySegment memory;
    private final ByteBuffer[] buffers;
    private short tail;

    ProvidedBuffers(Arena arena) throws IOException {
        memory = LinuxSockets.mapped(arena, -1, 0, (long) Packets.STRIDE * COUNT);
        lent = LinuxSockets.mapped(arena, -1, 0, Math.max(PAGE, ENTRY * COUNT));
        buffers = IntStream.range(0, COUNT)
                .mapToObj(i -> memory.asSlice((long) i * Packets.STRIDE, Packets.ROOM).asByteBuffer())
                .toArray(ByteBuffer[]::new);
    }

    /** What the kernel is told of them: {@code struct io_uring_buf_reg}, for group 0. */
    MemorySegment registration(Arena arena) {
        var registration = arena.allocate(40, 8);
        registration.set(JAVA_LONG, 0, lent.address());
        registration.set(JAVA_INT, 8, COUNT);
        return registration;
    }

    void giveAll() {
        for (int i = 0; i < COUNT; i++)
            giveBack(i);
        given();
    }

    ByteBuffer content(int buffer) {
        return buffers[buffer];
    }

    long address(int buffer) {
        return memory.address() + (long) buffer * Packets.STRIDE;
    }

    /** Lends it to the kernel again, from the next {@link #given} on. */
    void giveBack(int buffer) {
        long at = (long) (tail & COUNT - 1) * ENTRY;
        lent.set(JAVA_LONG, at, address(buffer));
        lent.set(JAVA_INT, at + 8, Packets.ROOM);
        lent.set(JAVA_SHORT, at + 12, (short) buffer);
        tail++;
    }

    void given() {
        SHORT.setRelease(lent, (long) TAIL, tail);
    }
}
