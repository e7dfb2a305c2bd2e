package org.trunkline.media.rtp.internal;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.stream.IntStream;

/**
 * An io_uring as the relay needs it: what is to be done is written into one queue shared with the kernel, what was done
 * is read from the other, and one system call hands over the first and waits for the second. Packets received are put by
 * the kernel into buffers it was lent. Structures as in the kernel's {@code io_uring.h}, of Linux 6.1 and later.
 *
 * <p><b>Threads:</b> made by any, then one thread's, from {@link #enable}.
 */
class IoUring {
    /** Buffers lent; a packet that finds none waits in its socket. */
    static final int BUFFERS = 512;
    /** Operations told at once at most. */
    static final int QUEUE = 1024;
    private static final int COMPLETIONS = 8192;
    /** Where the kernel is out of memory it takes nothing, for the moment. */
    private static final int TRIES = 8;
    private static final int PAGE = 4096;

    // flags of io_uring_setup
    private static final int CQSIZE = 1 << 3;
    private static final int CLAMP = 1 << 4;
    private static final int R_DISABLED = 1 << 6;
    private static final int SUBMIT_ALL = 1 << 7;
    private static final int SINGLE_ISSUER = 1 << 12;
    private static final int DEFER_TASKRUN = 1 << 13;

    // struct io_uring_params
    private static final int PARAMS = 120;
    private static final int PARAM_CQ_ENTRIES = 4;
    private static final int PARAM_FLAGS = 8;
    private static final int SQ_OFF = 40;
    private static final int CQ_OFF = 80;
    private static final int TAIL = 4;
    private static final int MASK = 8;
    private static final int SQ_ARRAY = 24;
    private static final int CQ_CQES = 20;

    private static final long OFF_SQ_RING = 0;
    private static final long OFF_CQ_RING = 0x800_0000L;
    private static final long OFF_SQES = 0x1000_0000L;
    private static final int SQE = 64;
    private static final int CQE = 16;

    private static final int REGISTER_FILES_UPDATE = 6;
    private static final int REGISTER_ENABLE_RINGS = 12;
    private static final int REGISTER_FILES = 13;
    private static final int SPARSE = 1;
    private static final int NOBODY = -1;
    private static final int REGISTER_PBUF_RING = 22;
    private static final int BUFFER_ENTRY = 16;
    /** The tail of the ring of buffers lies where the first entry has nothing. */
    private static final int BUFFER_TAIL = 14;

    private static final int ENTER_GETEVENTS = 1;
    private static final int ENTER_EXT_ARG = 1 << 3;
    private static final int SIGNALS = 8;

    // operations, and what they are told
    /** A file that is known by its place in the ring's table, not by its descriptor. */
    static final int PLACE = 1 << 30;

    private static final int OP_POLL_ADD = 6;
    private static final int OP_ASYNC_CANCEL = 14;
    private static final int OP_CONNECT = 16;
    private static final int OP_SEND = 26;
    private static final int OP_RECV = 27;
    private static final int OP_FIXED_FD_INSTALL = 54;
    private static final long FIXED_FILE = 1;
    private static final long BUFFER_SELECT = 1 << 5;
    private static final long SKIP_SUCCESS = 1 << 6;
    private static final long RECV_MULTISHOT = 1 << 1;
    private static final long DONTWAIT_NOSIGNAL = 0x40 | 0x4000;
    private static final int FLAG_BUFFER = 1;
    private static final int FLAG_MORE = 2;

    private static final VarHandle INT = JAVA_INT.varHandle();
    private static final VarHandle SHORT = JAVA_SHORT.varHandle();

    private final Arena arena = Arena.ofAuto();
    private final MemorySegment state = arena.allocate(Syscalls.STATE);
    private final int ring;
    private final MemorySegment submissions;
    private final MemorySegment entries;
    private final MemorySegment completions;
    private final long submissionTail;
    private final int submissionMask;
    private final long completionHead;
    private final long completionTail;
    private final int completionMask;
    private final long completionEntries;
    private final MemorySegment lent;
    private final MemorySegment memory;
    private final ByteBuffer[] buffers;
    private final MemorySegment limit = arena.allocate(16, 8);
    private final MemorySegment argument = arena.allocate(24, 8);

    /** An address of nobody. */
    private final MemorySegment nobody = arena.allocate(16, 8);
    private final MemorySegment update = arena.allocate(16, 8);
    private final MemorySegment updated = arena.allocate(4, 4);

    private int tail;
    private int pending;
    private int head;
    private short lentTail;

    /** @throws IOException where the kernel has none, or forbids it */
    IoUring() throws IOException {
        var params = arena.allocate(PARAMS, 8);
        params.set(JAVA_INT, PARAM_CQ_ENTRIES, COMPLETIONS);
        params.set(JAVA_INT, PARAM_FLAGS, CQSIZE | CLAMP | R_DISABLED | SUBMIT_ALL | SINGLE_ISSUER | DEFER_TASKRUN);
        ring = (int) Syscalls.ioUringSetup(state, QUEUE, params);
        if (ring < 0)
            throw LinuxSockets.failed("io_uring_setup", state);
        try {
            int size = params.get(JAVA_INT, 0);
            long array = params.get(JAVA_INT, SQ_OFF + SQ_ARRAY) & 0xFFFF_FFFFL;
            submissions = LinuxSockets.mapped(arena, ring, OFF_SQ_RING, array + 4L * size);
            entries = LinuxSockets.mapped(arena, ring, OFF_SQES, (long) SQE * size);
            completionEntries = params.get(JAVA_INT, CQ_OFF + CQ_CQES) & 0xFFFF_FFFFL;
            completions = LinuxSockets.mapped(arena, ring, OFF_CQ_RING,
                    completionEntries + (long) CQE * params.get(JAVA_INT, PARAM_CQ_ENTRIES));
            for (int i = 0; i < size; i++)
                submissions.set(JAVA_INT, array + 4L * i, i);
            submissionTail = params.get(JAVA_INT, SQ_OFF + TAIL);
            submissionMask = submissions.get(JAVA_INT, params.get(JAVA_INT, SQ_OFF + MASK));
            completionHead = params.get(JAVA_INT, CQ_OFF);
            completionTail = params.get(JAVA_INT, CQ_OFF + TAIL);
            completionMask = completions.get(JAVA_INT, params.get(JAVA_INT, CQ_OFF + MASK));
            if (size < QUEUE)
                throw new IOException("io_uring takes " + size + " operations only");
            memory = LinuxSockets.mapped(arena, -1, 0, (long) Packets.STRIDE * BUFFERS);
            lent = LinuxSockets.mapped(arena, -1, 0, Math.max(PAGE, BUFFER_ENTRY * BUFFERS));
            lend();
        } catch (IOException | RuntimeException e) {
            Syscalls.close(ring);
            throw e;
        }
        buffers = IntStream.range(0, BUFFERS)
                .mapToObj(i -> memory.asSlice((long) i * Packets.STRIDE, Packets.ROOM).asByteBuffer())
                .toArray(ByteBuffer[]::new);
        argument.set(JAVA_INT, 8, SIGNALS);
        argument.set(JAVA_LONG, 16, limit.address());
    }

    private void lend() throws IOException {
        var registration = arena.allocate(40, 8); // struct io_uring_buf_reg, for group 0
        registration.set(JAVA_LONG, 0, lent.address());
        registration.set(JAVA_INT, 8, BUFFERS);
        if (Syscalls.ioUringRegister(state, ring, REGISTER_PBUF_RING, registration, 1) < 0)
            throw LinuxSockets.failed("io_uring_register", state);
        for (int i = 0; i < BUFFERS; i++)
            giveBack(i);
        given();
    }

    /**
     * Makes a table for so many files without descriptors.
     *
     * @return whether it is there: the limit of open files holds for it too
     */
    boolean table(int places) {
        var registration = arena.allocate(32, 8); // struct io_uring_rsrc_register
        registration.set(JAVA_INT, 0, places);
        registration.set(JAVA_INT, 4, SPARSE);
        return Syscalls.ioUringRegister(state, ring, REGISTER_FILES, registration, (int) registration.byteSize()) >= 0;
    }

    /** The table holds the file from now on, whether or not the descriptor is closed. @return false if it does not */
    boolean hold(int place, int fd) {
        updated.set(JAVA_INT, 0, fd);
        update.set(JAVA_INT, 0, place); // struct io_uring_files_update
        update.set(JAVA_LONG, 8, updated.address());
        return Syscalls.ioUringRegister(state, ring, REGISTER_FILES_UPDATE, update, 1) == 1;
    }

    /** Closes it, once no operation has it. */
    void drop(int place) {
        hold(place, NOBODY);
    }

    /**
     * A descriptor of a file in the table, to be closed by who asked. Has the kernel do what was told before too.
     *
     * @param tag of no other operation
     * @return -1 for none: too many are open, or the kernel takes nothing, and then it may come later, by its tag
     */
    int descriptor(int place, long tag) {
        if (isFull())
            return NOBODY;
        tell(OP_FIXED_FD_INSTALL, place | PLACE, 0, 0, tag);
        try {
            submit();
        } catch (IOException e) {
            return NOBODY; // whoever waits next meets it too
        }
        int end = (int) INT.getAcquire(completions, completionTail);
        for (int at = end - 1; at - head >= 0; at--) {
            long entry = completionEntries + (long) (at & completionMask) * CQE;
            if (completions.get(JAVA_LONG, entry) == tag) {
                int fd = completions.get(JAVA_INT, entry + 8);
                completions.set(JAVA_INT, entry + 8, NOBODY); // whoever comes by it later sees that it is taken
                return Math.max(NOBODY, fd);
            }
        }
        return NOBODY;
    }

    /** By the thread that will use it. */
    void enable() throws IOException {
        if (Syscalls.ioUringRegister(state, ring, REGISTER_ENABLE_RINGS, MemorySegment.NULL, 0) < 0)
            throw LinuxSockets.failed("io_uring_register", state);
    }

    // what is to be done

    /** Whether no more can be told before the next {@link #submit}. */
    boolean isFull() {
        return pending == QUEUE;
    }

    /** Whether the kernel did all that it was told. */
    boolean isDone() {
        return pending == 0;
    }

    /** @param file a descriptor, or {@link #PLACE} and where it is in the table; -1 for none */
    private void tell(long operation, int file, long address, long length, long tag) {
        long at = (long) (tail++ & submissionMask) * SQE;
        pending++;
        boolean placed = file >= PLACE;
        entries.set(JAVA_LONG, at, placed ? operation | FIXED_FILE << 8 | (long) (file - PLACE) << 32
                : operation | (long) file << 32);
        entries.set(JAVA_LONG, at + 8, 0);
        entries.set(JAVA_LONG, at + 16, address);
        entries.set(JAVA_LONG, at + 24, length);
        entries.set(JAVA_LONG, at + 32, tag);
        entries.set(JAVA_LONG, at + 40, 0); // buffers of group 0
        entries.set(JAVA_LONG, at + 48, 0);
        entries.set(JAVA_LONG, at + 56, 0);
    }

    /** Packets of the socket from now on, each into a buffer, until one comes without {@link #hasMore}. */
    void receive(int file, long tag) {
        tell(OP_RECV | BUFFER_SELECT << 8 | RECV_MULTISHOT << 16, file, 0, 0, tag);
    }

    /** Sends from a buffer at the next {@link #submit}; told of only where it fails. */
    void send(int file, int buffer, int from, int length, long tag) {
        tell(OP_SEND | SKIP_SUCCESS << 8, file, memory.address() + (long) buffer * Packets.STRIDE + from,
                length | DONTWAIT_NOSIGNAL << 32, tag);
    }

    /** Tells once that the file can be read. */
    void poll(int file, long tag) {
        tell(OP_POLL_ADD, file, 0, (long) Syscalls.EPOLLIN << 32, tag);
    }

    /** The socket has no peer from then on. */
    void disconnect(int file, long tag) {
        tell(OP_CONNECT | SKIP_SUCCESS << 8, file, nobody.address(), 0, tag);
        entries.set(JAVA_LONG, (long) (tail - 1 & submissionMask) * SQE + 8, nobody.byteSize());
    }

    /** Ends what was begun with that tag. */
    void cancel(long begun, long tag) {
        tell(OP_ASYNC_CANCEL | SKIP_SUCCESS << 8, -1, begun, 0, tag);
    }

    /** Has the kernel do what was told: sending is done then, and its buffers can be given back. */
    void submit() throws IOException {
        INT.setRelease(submissions, submissionTail, tail);
        for (int i = 0; pending > 0 && i < TRIES; i++)
            entered(Syscalls.ioUringEnter(state, ring, pending, 0, 0, MemorySegment.NULL, 0));
    }

    /**
     * The same, and waits until something was done or that time has passed; 0 for no limit.
     *
     * @throws IOException also where the kernel does not take what it is told, as it would be asked for ever
     */
    void submitAndWait(long millis) throws IOException {
        INT.setRelease(submissions, submissionTail, tail);
        if (millis == 0) {
            entered(Syscalls.ioUringEnter(state, ring, pending, 1, ENTER_GETEVENTS, MemorySegment.NULL, SIGNALS));
        } else {
            limit.set(JAVA_LONG, 0, millis / 1000);
            limit.set(JAVA_LONG, 8, millis % 1000 * 1_000_000);
            entered(Syscalls.ioUringEnter(state, ring, pending, 1, ENTER_GETEVENTS | ENTER_EXT_ARG, argument,
                    argument.byteSize()));
        }
        submit(); // what the kernel left: seldom anything
        if (!isDone())
            throw new IOException("the kernel takes nothing any more");
    }

    private void entered(long result) throws IOException {
        if (result >= 0) {
            pending -= (int) result;
            return;
        }
        switch (Syscalls.errno(state)) {
            case Syscalls.EINTR, Syscalls.ETIME, Syscalls.EAGAIN, Syscalls.EBUSY -> {} // asked again
            default -> throw LinuxSockets.failed("io_uring_enter", state);
        }
    }

    // what was done

    /** Goes to the next. @return whether there is one */
    boolean next() {
        if (head == (int) INT.getAcquire(completions, completionTail))
            return false;
        head++;
        return true;
    }

    private long entry() {
        return completionEntries + (long) (head - 1 & completionMask) * CQE;
    }

    long tag() {
        return completions.get(JAVA_LONG, entry());
    }

    /** Octets, or why not: a negative error number. */
    int result() {
        return completions.get(JAVA_INT, entry() + 8);
    }

    boolean hasMore() {
        return (completions.get(JAVA_INT, entry() + 12) & FLAG_MORE) != 0;
    }

    /** The buffer with the packet; -1 for none. */
    int buffer() {
        int flags = completions.get(JAVA_INT, entry() + 12);
        return (flags & FLAG_BUFFER) == 0 ? -1 : flags >>> 16;
    }

    /** The places of those gone through may be used again. */
    void seen() {
        INT.setRelease(completions, completionHead, head);
    }

    ByteBuffer content(int buffer) {
        return buffers[buffer];
    }

    /** Lends it to the kernel again, from the next {@link #given} on. */
    void giveBack(int buffer) {
        long at = (long) (lentTail & BUFFERS - 1) * BUFFER_ENTRY;
        lent.set(JAVA_LONG, at, memory.address() + (long) buffer * Packets.STRIDE);
        lent.set(JAVA_INT, at + 8, Packets.ROOM);
        lent.set(JAVA_SHORT, at + 12, (short) buffer);
        lentTail++;
    }

    void given() {
        SHORT.setRelease(lent, (long) BUFFER_TAIL, lentTail);
    }

    /**
     * By the thread that used it, if one did. What was cancelled lets go of its sockets at once, where the kernel would
     * take its time, many seconds on a busy machine, and keep their ports.
     */
    void close() {
        int before;
        do { // it does a few at a time
            before = (int) INT.getAcquire(completions, completionTail);
            Syscalls.ioUringEnter(state, ring, 0, 0, ENTER_GETEVENTS, MemorySegment.NULL, SIGNALS);
        } while ((int) INT.getAcquire(completions, completionTail) != before);
        abandon();
    }

    /** The same where it failed: what it has not received yet stays in the sockets. */
    void abandon() {
        Syscalls.close(ring);
    }
}
