package org.trunkline.media.rtp.internal;

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

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** System calls: no locks, no copies, no objects for a packet. */
class LinuxSockets implements Sockets {
    private static final Logger log = LoggerFactory.getLogger(LinuxSockets.class);

    static boolean isHere() {
        return System.getProperty("os.name").equals("Linux")
                && List.of("amd64", "aarch64").contains(System.getProperty("os.arch"));
    }

    private final boolean ring;

    /** @param ring whether packets are waited for with io_uring, else with epoll */
    LinuxSockets(boolean ring) {
        this.ring = ring;
    }

    @Override
    public RelaySocket open(InetAddress local, int port) throws IOException {
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
                return new LinuxSocket(fd);
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
                ? "no file may be opened any more: raise the limit of open files (systemd: LimitNOFILE, shell: ulimit -n)"
                : call + " failed: error " + error);
    }

    /** @throws IOException where the kernel or a sandbox forbids the calls */
    void prove() throws IOException {
        (ring ? new RingPoller() : new EpollPoller()).close();
    }

    /** That there was one ring does not say that there is memory, or a file, for the next. */
    @Override
    public Poller poller() throws IOException {
        if (!ring)
            return new EpollPoller();
        try {
            return ring();
        } catch (IOException e) {
            log.warn("a thread of the media relay goes by epoll, as no more rings are to be had: {}", e.getMessage());
            return new EpollPoller();
        }
    }

    Poller ring() throws IOException {
        return new RingPoller();
    }

    @Override
    public String toString() {
        return ring ? "io_uring" : "epoll";
    }
}
