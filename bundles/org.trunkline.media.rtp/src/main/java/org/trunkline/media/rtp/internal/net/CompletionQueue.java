package org.trunkline.media.rtp.internal.net;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/** What an io_uring did, read one after the other from memory shared with the kernel. Of the ring's thread. */
final class CompletionQueue {
    static final int SIZE = 8192;
    /** In place of a result that was {@link #taken} before its turn. */
    static final int TAKEN = -1;

    // in struct io_uring_params
    private static final int ENTRIES = 4;
    private static final int HEAD = 80;
    private static final int TAIL = 84;
    private static final int MASK = 88;
    private static final int FIRST = 100;

    private static final long MAPPED = 0x800_0000L;
    private static final int ENTRY = 16;
    private static final int RESULT = 8;
    private static final int FLAGS = 12;
    private static final int FLAG_BUFFER = 1;
    private static final int FLAG_MORE = 2;
    private static final VarHandle INT = JAVA_INT.varHandle();

    private final MemorySegment queue;
    private final long headAt;
    private final long tailAt;
    private final long first;
    private final int mask;
    private int head;

    /** @param params for which the kernel is asked for a queue of that size */
    static void ask(MemorySegment params) {
        params.set(JAVA_INT, ENTRIES, SIZE);
    }

    /** @param params as the kernel answered */
    CompletionQueue(Arena arena, int ring, MemorySegment params) throws IOException {
        first = params.get(JAVA_INT, FIRST) & 0xFFFF_FFFFL;
        queue = LinuxSockets.mapped(arena, ring, MAPPED, first + (long) ENTRY * params.get(JAVA_INT, ENTRIES));
        headAt = params.get(JAVA_INT, HEAD);
        tailAt = params.get(JAVA_INT, TAIL);
        mask = queue.get(JAVA_INT, params.get(JAVA_INT, MASK));
    }

    /** Changes with each that the kernel adds. */
    int end() {
        return (int) INT.getAcquire(queue, tailAt);
    }

    /** Goes to the next. @return whether there is one */
    boolean next() {
        if (head == end())
            return false;
        head++;
        return true;
    }

    private long entry(int number) {
        return first + (long) (number & mask) * ENTRY;
    }

    private long entry() {
        return entry(head - 1);
    }

    long tag() {
        return queue.get(JAVA_LONG, entry());
    }

    /** Octets, or why not: a negative error number. */
    int result() {
        return queue.get(JAVA_INT, entry() + RESULT);
    }

    boolean hasMore() {
        return (queue.get(JAVA_INT, entry() + FLAGS) & FLAG_MORE) != 0;
    }

    /** The buffer with the packet; -1 for none. */
    int buffer() {
        int flags = queue.get(JAVA_INT, entry() + FLAGS);
        return (flags & FLAG_BUFFER) == 0 ? -1 : flags >>> 16;
    }

    /** The result with that tag, if it is here; a later reader sees that it is {@link #TAKEN}. */
    int taken(long tag) {
        for (int at = end() - 1; at - head >= 0; at--) {
            long entry = entry(at);
            if (queue.get(JAVA_LONG, entry) == tag) {
                int result = queue.get(JAVA_INT, entry + RESULT);
                queue.set(JAVA_INT, entry + RESULT, TAKEN);
                return result;
            }
        }
        return TAKEN;
    }

    /** The places of those gone through may be used again. */
    void seen() {
        INT.setRelease(queue, headAt, head);
    }
}
