package org.trunkline.media.rtp.internal;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/** A socket by its number. */
final class LinuxSocket implements RelaySocket {
    /** A flood must not keep the loop here. */
    private static final int MAX_DRAIN = 10_000;

    private final int fd;
    /** Of the loop; none while at rest. */
    private @Nullable SocketMemory memory;
    private @Nullable InetSocketAddress target;
    private MemorySegment targetName = MemorySegment.NULL;
    private boolean closed;

    LinuxSocket(int fd) {
        this.fd = fd;
    }

    int fd() {
        return fd;
    }

    void servedWith(@Nullable SocketMemory ofLoop) {
        memory = ofLoop;
    }

    private SocketMemory memory() {
        return requireNonNull(memory, "at rest");
    }

    private static int told(long octets, SocketMemory memory) {
        if (octets > 0)
            return (int) octets;
        if (octets == 0)
            return NOTHING;
        return told(Syscalls.errno(memory.state()));
    }

    static int told(int error) {
        return switch (error) {
            case Syscalls.EAGAIN, Syscalls.EINTR -> NOTHING;
            case Syscalls.ECONNREFUSED, Syscalls.EHOSTUNREACH, Syscalls.ENETUNREACH, Syscalls.EHOSTDOWN, Syscalls.ENONET,
                    Syscalls.ENOPROTOOPT, Syscalls.EMSGSIZE -> UNREACHABLE;
            default -> FAILED;
        };
    }

    /** One call tells that there are no more as well: it saves the one that finds nothing. */
    @Override
    public int read(Packets packets, int first) {
        var now = memory();
        int found = Syscalls.receiveMany(now.state(), fd, now.headers()[first], Packets.MOST);
        if (found <= 0)
            return told(found, now);
        for (int i = 0; i < found; i++)
            packets.get(first + i).clear().limit(now.octets(first, i));
        return found;
    }

    @Override
    public @Nullable InetSocketAddress receive(ByteBuffer buffer) throws IOException {
        var now = memory();
        while (true) {
            now.expectName();
            long octets = Syscalls.receiveFrom(now.state(), fd, now.packets().segment(buffer), buffer.capacity(),
                    now.name(), now.length());
            if (octets >= 0) {
                buffer.clear().limit((int) octets);
                return now.named();
            }
            switch (Syscalls.errno(now.state())) {
                case Syscalls.EINTR, Syscalls.ECONNREFUSED -> {} // the latter is of an earlier packet, told once
                case Syscalls.EAGAIN -> {
                    return null;
                }
                default -> throw LinuxSockets.failed("recvfrom", now.state());
            }
        }
    }

    private static MemorySegment content(SocketMemory memory, ByteBuffer packet) {
        var all = memory.packets().segment(packet);
        return packet.position() == 0 ? all : all.asSlice(packet.position());
    }

    @Override
    public int write(ByteBuffer packet) {
        var now = memory();
        return told(Syscalls.send(now.state(), fd, content(now, packet), packet.remaining()), now);
    }

    @Override
    public int send(ByteBuffer packet, InetSocketAddress to) {
        if (to != target) { // mostly it is the same, and writing it makes garbage
            targetName = SocketMemory.lastingName(to);
            target = to;
        }
        var now = memory();
        return told(Syscalls.sendTo(now.state(), fd, content(now, packet), packet.remaining(), targetName,
                (int) targetName.byteSize()), now);
    }

    @Override
    public void connect(InetSocketAddress peer) throws IOException {
        var now = memory();
        if (Syscalls.connect(now.state(), fd, now.name(), now.name(peer)) < 0)
            throw LinuxSockets.failed("connect", now.state());
    }

    @Override
    public void disconnect() throws IOException {
        var now = memory();
        if (Syscalls.connect(now.state(), fd, now.name(), now.noName()) < 0)
            throw LinuxSockets.failed("disconnect", now.state());
    }

    /** By whoever has the socket, loop or pool. */
    @Override
    public void drain() {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(Syscalls.STATE);
            var nothing = arena.allocate(1);
            for (int i = 0; i < MAX_DRAIN; i++)
                if (Syscalls.receive(state, fd, nothing, 1) < 0 && Syscalls.errno(state) == Syscalls.EAGAIN)
                    return;
        }
    }

    @Override
    public synchronized void close() {
        if (closed) // the number may be another's by now
            return;
        closed = true;
        Syscalls.close(fd);
    }
}
