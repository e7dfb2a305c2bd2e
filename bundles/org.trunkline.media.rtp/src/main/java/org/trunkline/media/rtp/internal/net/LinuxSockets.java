package org.trunkline.media.rtp.internal.net;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.List;

/** System calls: no locks, no copies, no objects for a packet. */
class LinuxSockets implements Sockets {
    static final String TOO_MANY =
            "no more files can be opened: raise the limit of open files (systemd: LimitNOFILE, shell: ulimit -n)";

    static boolean isHere() {
        return System.getProperty("os.name").equals("Linux")
                && List.of("amd64", "aarch64").contains(System.getProperty("os.arch"));
    }

    /** More than a loop has sockets: ports end sooner. */
    private static final int MOST_PLACES = 65_536;
    /** So many files are never few. */
    private static final int PLENTY = 4 * MOST_PLACES;

    private final boolean ring;
    private final Descriptors descriptors;
    private final int places;

    /** @param ring whether packets are waited for with io_uring, else with epoll */
    LinuxSockets(boolean ring) {
        this(ring, OpenFiles.limit().orElse(Integer.MAX_VALUE));
    }

    private LinuxSockets(boolean ring, int limit) {
        this(ring, new Descriptors(limit), limit < PLENTY ? Math.min(limit, MOST_PLACES) : 0);
    }

    /** @param places of sockets in each ring's table, at most as many as the process may have files open */
    LinuxSockets(boolean ring, Descriptors descriptors, int places) {
        this.ring = ring;
        this.descriptors = descriptors;
        this.places = ring && closesPlaces(System.getProperty("os.version")) ? places : 0;
    }

    /**
     * Whether a file leaves a ring's table as soon as it is told to. Before Linux 6.13 it is kept until all operations
     * have ended that were begun before, and receiving goes on as long as the call: ports would stay taken.
     */
    static boolean closesPlaces(String kernel) {
        var version = kernel.split("[^0-9]+", 3);
        if (version.length < 2 || version[0].isEmpty() || version[1].isEmpty())
            return false;
        int major = Integer.parseInt(version[0]);
        return major > 6 || major == 6 && Integer.parseInt(version[1]) >= 13;
    }

    @Override
    public int most(int pollers) {
        return descriptors.most() + pollers * places;
    }

    /** Whether a ring takes sockets in once descriptors are few. */
    boolean parks() {
        return places > 0;
    }

    @Override
    public boolean hasRoom() {
        return descriptors.hasRoom();
    }

    @Override
    public RelaySocket open(InetAddress local, int port) throws IOException {
        if (!descriptors.open())
            throw new SocketException(TOO_MANY);
        try {
            return opened(local, port);
        } catch (IOException | RuntimeException e) {
            descriptors.closed();
            throw e;
        }
    }

    private LinuxSocket opened(InetAddress local, int port) throws IOException {
        boolean v6 = local instanceof Inet6Address;
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(Syscalls.STATE);
            int fd = Syscalls.socket(state, v6 ? Syscalls.AF_INET6 : Syscalls.AF_INET,
                    Syscalls.SOCK_DGRAM_NONBLOCK_CLOEXEC);
            if (fd < 0)
                throw failed("socket", state);
            try {
                if (v6)
                    set(arena, state, fd, Syscalls.IPPROTO_IPV6, Syscalls.IPV6_V6ONLY, 1);
                set(arena, state, fd, v6 ? Syscalls.IPPROTO_IPV6 : Syscalls.IPPROTO_IP,
                        v6 ? Syscalls.IPV6_TCLASS : Syscalls.IP_TOS, EXPEDITED);
                var name = SocketMemory.name(arena, new InetSocketAddress(local, port));
                if (Syscalls.bind(state, fd, name, (int) name.byteSize()) < 0)
                    throw Syscalls.errno(state) == Syscalls.EADDRINUSE ? new BindException("Address already in use")
                            : failed("bind", state);
                return new LinuxSocket(fd, descriptors);
            } catch (IOException e) {
                Syscalls.close(fd);
                throw e;
            }
        }
    }

    /**
     * Memory of the kernel's that belongs to a file, or where that is below 0 memory of our own, which takes none before
     * it is used. It ends with the arena.
     */
    static MemorySegment mapped(Arena arena, int fd, long offset, long size) throws IOException {
        try (var own = Arena.ofConfined()) {
            var state = own.allocate(Syscalls.STATE);
            long address = Syscalls.map(state, size, fd, offset);
            if (address == -1)
                throw failed("mmap", state);
            return Syscalls.segment(address, size, arena);
        }
    }

    private static void set(Arena arena, MemorySegment state, int fd, int level, int name, int value)
            throws IOException {
        if (Syscalls.option(state, fd, level, name, arena.allocateFrom(JAVA_INT, value)) < 0)
            throw failed("setsockopt", state);
    }

    static IOException failed(String call, MemorySegment state) {
        int error = Syscalls.errno(state);
        return new SocketException(error == Syscalls.EMFILE || error == Syscalls.ENFILE
                ? TOO_MANY : call + " failed: error " + error);
    }

    /** @throws IOException where the kernel or a sandbox forbids the calls */
    void prove() throws IOException {
        if (ring)
            ring().close();
        new EpollPoller().close();
    }

    @Override
    public Poller poller() throws IOException {
        return ring ? new RingPoller(this::ring, places, descriptors) : new EpollPoller();
    }

    /** That there was one ring does not say that there is memory, or a file, for the next. */
    IoUring ring() throws IOException {
        return new IoUring();
    }

    @Override
    public String toString() {
        return ring ? "io_uring" : "epoll";
    }
}
