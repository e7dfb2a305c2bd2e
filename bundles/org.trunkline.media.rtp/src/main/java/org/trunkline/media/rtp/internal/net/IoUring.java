package org.trunkline.media.rtp.internal.net;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * An io_uring as the relay needs it: what is to be done is written into one queue shared with the kernel, what was done
 * is read from the other, and one system call hands over the first and waits for the second. Packets received are put by
 * the kernel into buffers it was lent. Structures as in the kernel's {@code io_uring.h}, of Linux 6.1 and later.
 *
 * <p><b>Threads:</b> made by any, then one thread's, from {@link #enable}.
 */
class IoUring {
    /** Where the kernel is out of memory it takes nothing, for the moment. */
    private static final int TRIES = 8;

    // flags of io_uring_setup
    private static final int CQSIZE = 1 << 3;
    private static final int CLAMP = 1 << 4;
    private static final int R_DISABLED = 1 << 6;
    private static final int SUBMIT_ALL = 1 << 7;
    private static final int SINGLE_ISSUER = 1 << 12;
    private static final int DEFER_TASKRUN = 1 << 13;
    private static final int PARAMS = 120;
    private static final int PARAM_FLAGS = 8;

    private static final int REGISTER_FILES_UPDATE = 6;
    private static final int REGISTER_ENABLE_RINGS = 12;
    private static final int REGISTER_FILES = 13;
    private static final int REGISTER_PBUF_RING = 22;
    private static final int SPARSE = 1;
    private static final int NOBODY = -1;

    private static final int ENTER_GETEVENTS = 1;
    private static final int ENTER_EXT_ARG = 1 << 3;
    private static final int SIGNALS = 8;

    // operations, and what they are told
    private static final int OP_POLL_ADD = 6;
    private static final int OP_ASYNC_CANCEL = 14;
    private static final int OP_CONNECT = 16;
    private static final int OP_SEND = 26;
    private static final int OP_RECV = 27;
    private static final int OP_FIXED_FD_INSTALL = 54;
    private static final long BUFFER_SELECT = 1 << 5 << 8;
    private static final long SKIP_SUCCESS = 1 << 6 << 8;
    private static final long RECV_MULTISHOT = 1 << 1 << 16;
    private static final long DONTWAIT_NOSIGNAL = 0x40 | 0x4000;

    private final Arena arena = Arena.ofAuto();
    /** Of the memory that is shared with the kernel: as long as it is, the kernel keeps the ring, and the ports of its sockets. */
    private final Arena shared = Arena.ofShared();
    private final MemorySegment state = arena.allocate(Syscalls.STATE);
    private final int ring;
    private final SubmissionQueue toDo;
    private final CompletionQueue done;
    private final ProvidedBuffers buffers;
    private final MemorySegment limit = arena.allocate(16, 8);
    private final MemorySegment argument = arena.allocate(24, 8);

    /** An address of nobody. */
    private final MemorySegment nobody = arena.allocate(16, 8);
    private final MemorySegment update = arena.allocate(16, 8);
    private final MemorySegment updated = arena.allocate(4, 4);

    /** @throws IOException where the kernel has none, or forbids it */
    IoUring() throws IOException {
        var params = arena.allocate(PARAMS, 8);
        CompletionQueue.ask(params);
        params.set(JAVA_INT, PARAM_FLAGS, CQSIZE | CLAMP | R_DISABLED | SUBMIT_ALL | SINGLE_ISSUER | DEFER_TASKRUN);
        ring = (int) Syscalls.ioUringSetup(state, SubmissionQueue.SIZE, params);
        if (ring < 0)
            throw none();
        try {
            toDo = new SubmissionQueue(shared, ring, params);
            done = new CompletionQueue(shared, ring, params);
            buffers = new ProvidedBuffers(arena);
            if (register(REGISTER_PBUF_RING, buffers.registration(arena), 1) < 0)
                throw none();
            buffers.giveAll();
        } catch (IOException | RuntimeException e) {
            abandon();
            throw e;
        }
        argument.set(JAVA_INT, 8, SIGNALS);
        argument.set(JAVA_LONG, 16, limit.address());
    }

    private IOException none() {
        return new IOException(whyNone(Syscalls.errno(state)));
    }

    /** Why there is none, to who may change it. */
    static String whyNone(int error) {
        return switch (error) {
            case Syscalls.EPERM, Syscalls.EACCES ->
                "the system forbids it (sysctl kernel.io_uring_disabled, or the rules of a container)";
            case Syscalls.ENOSYS, Syscalls.EINVAL -> "Linux 6.1 or later is needed";
            case Syscalls.ENOMEM ->
                "there is no memory, or too little may be locked (systemd: LimitMEMLOCK, shell: ulimit -l)";
            case Syscalls.EMFILE, Syscalls.ENFILE -> LinuxSockets.TOO_MANY;
            default -> "error " + error;
        };
    }

    private long register(int what, MemorySegment argument, int count) {
        return Syscalls.ioUringRegister(state, ring, what, argument, count);
    }

    /** By the thread that will use it. */
    void enable() throws IOException {
        if (register(REGISTER_ENABLE_RINGS, MemorySegment.NULL, 0) < 0)
            throw LinuxSockets.failed("io_uring_register", state);
    }

    ProvidedBuffers buffers() {
        return buffers;
    }

    /** What was done, when {@link #submitAndWait} has returned. */
    CompletionQueue done() {
        return done;
    }

    // files without descriptors

    /**
     * Makes a table for so many.
     *
     * @return whether it is there: the limit of open files holds for it too
     */
    boolean table(int places) {
        var registration = arena.allocate(32, 8); // struct io_uring_rsrc_register
        registration.set(JAVA_INT, 0, places);
        registration.set(JAVA_INT, 4, SPARSE);
        return register(REGISTER_FILES, registration, (int) registration.byteSize()) >= 0;
    }

    /** The table holds the file from now on, whether or not the descriptor is closed. @return false if it does not */
    boolean hold(int place, int fd) {
        updated.set(JAVA_INT, 0, fd);
        update.set(JAVA_INT, 0, place); // struct io_uring_files_update
        update.set(JAVA_LONG, 8, updated.address());
        return register(REGISTER_FILES_UPDATE, update, 1) == 1;
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
        toDo.tell(OP_FIXED_FD_INSTALL, place | SubmissionQueue.PLACE, 0, 0, tag);
        try {
            submit();
        } catch (IOException e) {
            return NOBODY; // the next wait meets it too
        }
        return Math.max(NOBODY, done.taken(tag));
    }

    // what is to be done

    /** Whether no more can be told before the next {@link #submit}. */
    boolean isFull() {
        return toDo.isFull();
    }

    /** Whether the kernel did all that it was told. */
    boolean isDone() {
        return toDo.pending() == 0;
    }

    /**
     * Packets of the socket from now on, each into a buffer, until one comes without {@link CompletionQueue#hasMore}.
     *
     * @param file a descriptor, or {@link SubmissionQueue#PLACE} and where it is in the table
     */
    void receive(int file, long tag) {
        toDo.tell(OP_RECV | BUFFER_SELECT | RECV_MULTISHOT, file, 0, 0, tag);
    }

    /** Sends from a buffer at the next {@link #submit}; told of only where it fails. */
    void send(int file, int buffer, int from, int length, long tag) {
        toDo.tell(OP_SEND | SKIP_SUCCESS, file, buffers.address(buffer) + from, length | DONTWAIT_NOSIGNAL << 32, tag);
    }

    /** Tells once that the file can be read. */
    void poll(int file, long tag) {
        toDo.tell(OP_POLL_ADD, file, 0, (long) Syscalls.EPOLLIN << 32, tag);
    }

    /** The socket has no peer from then on. */
    void disconnect(int file, long tag) {
        toDo.tell(OP_CONNECT | SKIP_SUCCESS, file, nobody.byteSize(), nobody.address(), 0, tag);
    }

    /** Ends what was begun with that tag. */
    void cancel(long begun, long tag) {
        toDo.tell(OP_ASYNC_CANCEL | SKIP_SUCCESS, SubmissionQueue.NO_FILE, begun, 0, tag);
    }

    /** Has the kernel do what was told: sending is done then, and its buffers can be given back. */
    void submit() throws IOException {
        toDo.show();
        for (int i = 0; !isDone() && i < TRIES; i++)
            entered(Syscalls.ioUringEnter(state, ring, toDo.pending(), 0, 0, MemorySegment.NULL, 0));
    }

    /**
     * The same, and waits until something was done or that time has passed; 0 for no limit.
     *
     * @throws IOException also where the kernel does not take what it is told, as it would be asked for ever
     */
    void submitAndWait(long millis) throws IOException {
        toDo.show();
        if (millis == 0) {
            entered(Syscalls.ioUringEnter(state, ring, toDo.pending(), 1, ENTER_GETEVENTS, MemorySegment.NULL, SIGNALS));
        } else {
            limit.set(JAVA_LONG, 0, millis / 1000);
            limit.set(JAVA_LONG, 8, millis % 1000 * 1_000_000);
            entered(Syscalls.ioUringEnter(state, ring, toDo.pending(), 1, ENTER_GETEVENTS | ENTER_EXT_ARG, argument,
                    argument.byteSize()));
        }
        submit(); // what the kernel left: seldom anything
        if (!isDone())
            throw new IOException("the kernel accepts no more operations");
    }

    private void entered(long result) throws IOException {
        if (result >= 0) {
            toDo.taken((int) result);
            return;
        }
        switch (Syscalls.errno(state)) {
            case Syscalls.EINTR, Syscalls.ETIME, Syscalls.EAGAIN, Syscalls.EBUSY -> {} // asked again
            default -> throw LinuxSockets.failed("io_uring_enter", state);
        }
    }

    /**
     * By the thread that used it, if one did. What was cancelled lets go of its sockets at once, where the kernel would
     * take its time, many seconds on a busy machine, and keep their ports.
     */
    void close() {
        int before;
        do { // it does a few at a time
            before = done.end();
            Syscalls.ioUringEnter(state, ring, 0, 0, ENTER_GETEVENTS, MemorySegment.NULL, SIGNALS);
        } while (done.end() != before);
        abandon();
    }

    /** The same where it failed: what it has not received yet stays in the sockets. */
    void abandon() {
        Syscalls.close(ring);
        shared.close();
    }
}
