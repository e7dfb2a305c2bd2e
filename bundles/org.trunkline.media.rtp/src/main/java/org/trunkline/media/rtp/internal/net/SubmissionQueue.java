package org.trunkline.media.rtp.internal.net;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/** What an io_uring is to do: operations, in memory shared with the kernel. Of the ring's thread. */
final class SubmissionQueue {
    /** Operations told at once at most. */
    static final int SIZE = 1024;
    /** A file that is known by its place in the ring's table, not by its descriptor. */
    static final int PLACE = 1 << 30;
    /** For operations that need no file. */
    static final int NO_FILE = -1;

    private static final long FIXED_FILE = 1 << 8;

    // in struct io_uring_params
    private static final int ENTRIES = 0;
    private static final int TAIL = 44;
    private static final int MASK = 48;
    private static final int ARRAY = 64;

    private static final long MAPPED_QUEUE = 0;
    private static final long MAPPED_ENTRIES = 0x1000_0000L;
    private static final int ENTRY = 64;
    private static final VarHandle INT = JAVA_INT.varHandle();

    private final MemorySegment queue;
    private final MemorySegment entries;
    private final long tailAt;
    private final int mask;
    private int tail;
    private int pending;

    /** @param params as the kernel answered @throws IOException where it gives no memory, or too short a queue */
    SubmissionQueue(Arena arena, int ring, MemorySegment params) throws IOException {
        int size = params.get(JAVA_INT, ENTRIES);
        if (size < SIZE)
            throw new IOException("io_uring accepts " + size + " operations only");
        long array = params.get(JAVA_INT, ARRAY) & 0xFFFF_FFFFL;
        queue = LinuxSockets.mapped(arena, ring, MAPPED_QUEUE, array + 4L * size);
        entries = LinuxSockets.mapped(arena, ring, MAPPED_ENTRIES, (long) ENTRY * size);
        for (int i = 0; i < size; i++)
            queue.set(JAVA_INT, array + 4L * i, i);
        tailAt = params.get(JAVA_INT, TAIL);
        mask = queue.get(JAVA_INT, params.get(JAVA_INT, MASK));
    }

    boolean isFull() {
        return pending == SIZE;
    }

    /** How many the kernel has not taken. */
    int pending() {
        return pending;
    }

    /**
     * @param operation its code, with what more the first octets of an entry say
     * @param file a descriptor, {@link #PLACE} and where it is in the table, or {@link #NO_FILE}
     */
    void tell(long operation, int file, long address, long length, long tag) {
        tell(operation, file, 0, address, length, tag);
    }

    /** @param second address, or an offset */
    void tell(long operation, int file, long second, long address, long length, long tag) {
        long at = (long) (tail++ & mask) * ENTRY;
        pending++;
        boolean placed = file >= PLACE;
        entries.set(JAVA_LONG, at, placed ? operation | FIXED_FILE | (long) (file - PLACE) << 32
                : operation | (long) file << 32);
        entries.set(JAVA_LONG, at + 8, second);
        entries.set(JAVA_LONG, at + 16, address);
        entries.set(JAVA_LONG, at + 24, length);
        entries.set(JAVA_LONG, at + 32, tag);
        entries.set(JAVA_LONG, at + 40, 0); // buffers of group 0
        entries.set(JAVA_LONG, at + 48, 0);
        entries.set(JAVA_LONG, at + 56, 0);
    }

    /** The kernel sees what was told. */
    void show() {
        INT.setRelease(queue, tailAt, tail);
    }

    void taken(int count) {
        pending -= count;
    }
}
