package org.trunkline.media.rtp.internal;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/** epoll, level-triggered. */
final class EpollPoller implements Poller {
    private static final int MOST = 256;
    /** The structure is packed on x86-64 only. */
    private static final boolean PACKED = System.getProperty("os.arch").equals("amd64");
    private static final int STRIDE = PACKED ? 12 : 16;
    private static final int DATA = PACKED ? 4 : 8;

    private final Arena arena = Arena.ofAuto();
    private final MemorySegment state = arena.allocate(Syscalls.STATE);
    /** Of whoever wakes: not the loop's. */
    private final MemorySegment wakerState = arena.allocate(Syscalls.STATE);
    private final MemorySegment events = arena.allocate((long) STRIDE * MOST, 8);
    private final MemorySegment event = arena.allocate(STRIDE, 8);
    private final MemorySegment one = arena.allocateFrom(JAVA_LONG, 1L);
    private final MemorySegment count = arena.allocate(JAVA_LONG);
    private final int epoll;
    private final int bell;
    private @Nullable Endpoint[] endpoints = new Endpoint[256];
    private boolean closed;

    EpollPoller() throws IOException {
        epoll = Syscalls.epollCreate(state);
        bell = Syscalls.eventFd(state);
        if (epoll < 0 || bell < 0)
            throw LinuxSockets.failed("epoll", state);
        control(Syscalls.EPOLL_CTL_ADD, bell);
    }

    private void control(int operation, int fd) throws IOException {
        event.set(JAVA_INT_UNALIGNED, 0, Syscalls.EPOLLIN);
        event.set(JAVA_INT_UNALIGNED, DATA, fd);
        if (Syscalls.epollControl(state, epoll, operation, fd, event) < 0)
            throw LinuxSockets.failed("epoll_ctl", state);
    }

    @Override
    public void add(RelaySocket socket, Endpoint endpoint) throws IOException {
        int fd = ((LinuxSocket) socket).fd();
        control(Syscalls.EPOLL_CTL_ADD, fd);
        if (fd >= endpoints.length)
            endpoints = Arrays.copyOf(endpoints, Math.max(fd + 1, endpoints.length * 2));
        endpoints[fd] = endpoint;
    }

    @Override
    public void remove(RelaySocket socket) {
        int fd = ((LinuxSocket) socket).fd();
        if (fd >= endpoints.length || endpoints[fd] == null)
            return;
        endpoints[fd] = null;
        Syscalls.epollControl(state, epoll, Syscalls.EPOLL_CTL_DEL, fd, event);
    }

    @Override
    public void await(long millis, Consumer<Endpoint> ready) throws IOException {
        int found = Syscalls.epollWait(state, epoll, events, MOST, millis == 0 ? -1 : (int) millis);
        if (found < 0 && Syscalls.errno(state) != Syscalls.EINTR)
            throw LinuxSockets.failed("epoll_wait", state);
        for (int i = 0; i < found; i++) {
            int fd = events.get(JAVA_INT_UNALIGNED, (long) i * STRIDE + DATA);
            var endpoint = fd == bell ? null : endpoints[fd]; // none where a packet before this one ended the call
            if (endpoint != null)
                ready.accept(endpoint);
            else if (fd == bell)
                Syscalls.read(state, bell, count, JAVA_LONG.byteSize());
        }
    }

    @Override
    public synchronized void wakeup() {
        if (!closed)
            Syscalls.write(wakerState, bell, one, JAVA_LONG.byteSize());
    }

    @Override
    public synchronized void close() {
        if (closed)
            return;
        closed = true;
        Syscalls.close(state, bell);
        Syscalls.close(state, epoll);
    }
}
