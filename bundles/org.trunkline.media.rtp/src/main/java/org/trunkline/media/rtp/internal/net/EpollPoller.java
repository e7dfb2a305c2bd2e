package org.trunkline.media.rtp.internal.net;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * epoll, edge-triggered: a socket is told once when packets come and must then be read empty, where level-triggered the
 * kernel looks at each twice. One that is left with packets in it is asked after again.
 */
final class EpollPoller implements Poller {
    private static final int MOST = 1024;
    /** The structure is packed on x86-64 only. */
    private static final boolean PACKED = System.getProperty("os.arch").equals("amd64");
    private static final int STRIDE = PACKED ? 12 : 16;
    private static final int DATA = PACKED ? 4 : 8;
    private static final int ON_ARRIVAL = Syscalls.EPOLLIN | Syscalls.EPOLLET;

    private final Arena arena = Arena.ofAuto();
    private final MemorySegment state = arena.allocate(Syscalls.STATE);
    private final Packets packets;
    private final SocketMemory memory;
    /** Of the threads that wake or announce: not the loop's. */
    private final MemorySegment othersState = arena.allocate(Syscalls.STATE);
    private final MemorySegment othersEvent = arena.allocate(STRIDE, 8);
    private final MemorySegment events = arena.allocate((long) STRIDE * MOST, 8);
    private final MemorySegment event = arena.allocate(STRIDE, 8);
    private final MemorySegment one = arena.allocateFrom(JAVA_LONG, 1L);
    private final int epoll;
    private final int bell;
    private @Nullable MediaSocket[] endpoints = new MediaSocket[256];
    private boolean closed;

    EpollPoller() throws IOException {
        packets = new Packets(LinuxSockets.mapped(arena, -1, 0, Packets.SIZE));
        memory = SocketMemory.allocate(arena, packets);
        epoll = Syscalls.epollCreate(state);
        if (epoll < 0)
            throw LinuxSockets.failed("epoll_create1", state);
        bell = Syscalls.eventFd(state);
        if (bell < 0 || !control(state, event, Syscalls.EPOLL_CTL_ADD, bell)) { // each ring is told once, unread
            var failed = LinuxSockets.failed("eventfd", state);
            close();
            throw failed;
        }
    }

    private boolean control(MemorySegment state, MemorySegment event, int operation, int fd) {
        event.set(JAVA_INT_UNALIGNED, 0, ON_ARRIVAL);
        event.set(JAVA_INT_UNALIGNED, DATA, fd);
        return Syscalls.epollControl(state, epoll, operation, fd, event) >= 0;
    }

    @Override
    public Packets packets() {
        return packets;
    }

    @Override
    public synchronized void expect(RelaySocket socket) throws IOException {
        if (!closed && !control(othersState, othersEvent, Syscalls.EPOLL_CTL_ADD, ((LinuxSocket) socket).fd()))
            throw LinuxSockets.failed("epoll_ctl", othersState);
    }

    @Override
    public void add(RelaySocket socket, MediaSocket endpoint) {
        var linux = (LinuxSocket) socket;
        linux.servedWith(memory);
        int fd = linux.fd();
        if (fd >= endpoints.length)
            endpoints = Arrays.copyOf(endpoints, Math.max(fd + 1, endpoints.length * 2));
        endpoints[fd] = endpoint;
    }

    @Override
    public void remove(RelaySocket socket) {
        var linux = (LinuxSocket) socket;
        linux.servedWith(null);
        int fd = linux.fd();
        if (fd >= endpoints.length || endpoints[fd] == null)
            return;
        endpoints[fd] = null;
        Syscalls.epollControl(state, epoll, Syscalls.EPOLL_CTL_DEL, fd, event);
    }

    /** Packets of the socket are not waited for, until it is resumed. */
    void pause(RelaySocket socket) {
        Syscalls.epollControl(state, epoll, Syscalls.EPOLL_CTL_DEL, ((LinuxSocket) socket).fd(), event);
    }

    void resume(RelaySocket socket) throws IOException {
        if (!control(state, event, Syscalls.EPOLL_CTL_ADD, ((LinuxSocket) socket).fd()))
            throw LinuxSockets.failed("epoll_ctl", state);
    }

    /** It is served by another from now on. */
    void leave(RelaySocket socket) {
        pause(socket);
        endpoints[((LinuxSocket) socket).fd()] = null;
    }

    /** For another to wait for; its packets are then {@link #look}ed at. */
    int fd() {
        return epoll;
    }

    @Override
    public void await(long millis, Runnable first, Taker taker) throws IOException {
        int found = found(millis == 0 ? -1 : (int) millis);
        first.run();
        take(found, taker);
    }

    /**
     * Looks at what came, without waiting. What was posted is done in between: an event found here may be the only word
     * of it.
     */
    void look(Runnable first, Taker taker) throws IOException {
        int found;
        do {
            found = found(0);
            first.run();
            take(found, taker);
        } while (found == MOST);
    }

    private int found(int millis) throws IOException {
        int found = Syscalls.epollWait(state, epoll, events, MOST, millis);
        if (found < 0 && Syscalls.errno(state) != Syscalls.EINTR)
            throw LinuxSockets.failed("epoll_wait", state);
        return found;
    }

    private void take(int found, Taker taker) {
        for (int i = 0; i < found; i++) {
            int fd = events.get(JAVA_INT_UNALIGNED, (long) i * STRIDE + DATA);
            var endpoint = fd < endpoints.length ? endpoints[fd] : null; // none: the bell, or a call that ended
            if (endpoint != null && taker.readable(endpoint) && endpoints[fd] == endpoint)
                control(state, event, Syscalls.EPOLL_CTL_MOD, fd); // fails where the number is another's by now, not yet here
        }
    }

    @Override
    public boolean keep(ByteBuffer packet, MediaSocket target) {
        return packets.keep(packet, target);
    }

    @Override
    public void sendAll() {
        packets.sendAll();
    }

    @Override
    public synchronized void wakeup() {
        if (!closed)
            Syscalls.write(othersState, bell, one, JAVA_LONG.byteSize());
    }

    @Override
    public synchronized void close() {
        if (closed)
            return;
        closed = true;
        if (bell >= 0)
            Syscalls.close(bell);
        Syscalls.close(epoll);
    }
}
