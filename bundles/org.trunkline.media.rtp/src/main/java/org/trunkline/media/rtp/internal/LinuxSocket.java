package org.trunkline.media.rtp.internal;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/** A socket by its number. */
final class LinuxSocket implements RelaySocket {
    /** A flood must not keep the loop here. */
    private static final int MAX_DRAIN = 10_000;

    private final int fd;
    private final SocketMemory memory;
    private final MemorySegment state;
    private @Nullable ByteBuffer known;
    private MemorySegment bytes = MemorySegment.NULL;
    private @Nullable InetSocketAddress target;
    private int targetLength;
    private boolean closed;

    LinuxSocket(int fd, SocketMemory memory) {
        this.fd = fd;
        this.memory = memory;
        state = memory.state();
    }

    int fd() {
        return fd;
    }

    /** The loop has one buffer for all packets: its segment is made once. */
    private MemorySegment bytes(ByteBuffer buffer) {
        if (buffer != known) {
            known = buffer;
            bytes = MemorySegment.ofBuffer(buffer.duplicate().clear());
        }
        return bytes;
    }

    private int told(long octets) {
        if (octets > 0)
            return (int) octets;
        if (octets == 0)
            return NOTHING;
        return switch (Syscalls.errno(state)) {
            case Syscalls.EAGAIN, Syscalls.EINTR -> NOTHING;
            case Syscalls.ECONNREFUSED -> UNREACHABLE;
            default -> FAILED;
        };
    }

    @Override
    public int read(ByteBuffer buffer) {
        int octets = told(Syscalls.receive(state, fd, bytes(buffer), buffer.capacity()));
        buffer.clear().limit(Math.max(octets, 0));
        return octets;
    }

    @Override
    public @Nullable InetSocketAddress receive(ByteBuffer buffer) throws IOException {
        while (true) {
            memory.expectName();
            long octets = Syscalls.receiveFrom(state, fd, bytes(buffer), buffer.capacity(), memory.name(),
                    memory.length());
            if (octets >= 0) {
                buffer.clear().limit((int) octets);
                return memory.named();
            }
            switch (Syscalls.errno(state)) {
                case Syscalls.EINTR, Syscalls.ECONNREFUSED -> {} // the latter is of an earlier packet, told once
                case Syscalls.EAGAIN -> {
                    return null;
                }
                default -> throw LinuxSockets.failed("recvfrom", state);
            }
        }
    }

    private MemorySegment content(ByteBuffer packet) {
        var all = bytes(packet);
        return packet.position() == 0 ? all : all.asSlice(packet.position());
    }

    @Override
    public int write(ByteBuffer packet) {
        return told(Syscalls.send(state, fd, content(packet), packet.remaining()));
    }

    @Override
    public int send(ByteBuffer packet, InetSocketAddress to) {
        if (to != target) { // mostly it is the same, and writing it makes garbage
            targetLength = memory.target(to);
            target = to;
        }
        return told(Syscalls.sendTo(state, fd, content(packet), packet.remaining(), memory.target(), targetLength));
    }

    /** Unlike Java's, the system's connect leaves there what strangers sent before. */
    @Override
    public void connect(InetSocketAddress peer) throws IOException {
        int length = memory.name(peer);
        if (Syscalls.connect(state, fd, memory.name(), length) < 0)
            throw LinuxSockets.failed("connect", state);
        drain();
    }

    @Override
    public void disconnect() throws IOException {
        int length = memory.noName();
        if (Syscalls.connect(state, fd, memory.name(), length) < 0)
            throw LinuxSockets.failed("disconnect", state);
    }

    @Override
    public void drain() {
        for (int i = 0; i < MAX_DRAIN; i++)
            if (Syscalls.receive(state, fd, memory.name(), 1) < 0 && Syscalls.errno(state) == Syscalls.EAGAIN)
                return;
    }

    @Override
    public void close() {
        if (closed) // the number may be another's by now
            return;
        closed = true;
        Syscalls.close(state, fd);
    }
}
