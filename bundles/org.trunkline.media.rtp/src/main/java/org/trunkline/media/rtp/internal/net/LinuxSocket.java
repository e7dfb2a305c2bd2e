package org.trunkline.media.rtp.internal.net;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/** A socket by its number. One that is parked has none until it ends, and is lent one for what cannot do without. */
final class LinuxSocket implements RelaySocket {
    private static final int NONE = -1;
    /** A flood must not keep the loop here. */
    private static final int MAX_DRAIN = 10_000;

    private final Descriptors descriptors;
    /** {@link #NONE} while parked, save for what {@link #borrow} does. Owned by the loop or the pool, whichever has it. */
    private int fd;
    private int place = NONE;
    private @Nullable FixedFiles parking;
    /** Of the loop; none while at rest. */
    private @Nullable SocketMemory memory;
    private @Nullable InetSocketAddress target;
    private MemorySegment targetName = MemorySegment.NULL;
    private boolean closed;

    /** @param descriptors in which it is counted already */
    LinuxSocket(int fd, Descriptors descriptors) {
        this.fd = fd;
        this.descriptors = descriptors;
    }

    /** Not while it is parked. */
    int fd() {
        return fd;
    }

    /** As its ring knows it. */
    int file() {
        return parking == null ? fd : place | SubmissionQueue.PLACE;
    }

    boolean isParked() {
        return parking != null;
    }

    /** Its descriptor is a borrowed one then. @return false if there is no place */
    boolean park(FixedFiles at) {
        int there = at.park(fd);
        if (there < 0)
            return false;
        place = there;
        parking = at;
        descriptors.closed();
        return true;
    }

    /** Has a descriptor until {@link #giveBack}, if there are any: what comes then makes many calls. */
    boolean borrow() {
        fd = lent();
        return fd >= 0;
    }

    void giveBack() {
        if (fd >= 0)
            Syscalls.close(fd);
        fd = NONE;
    }

    private int lent() {
        return fd < 0 && parking != null ? parking.lend(place) : fd;
    }

    private void used(int lent) {
        if (lent != fd)
            Syscalls.close(lent);
    }

    boolean isServed() {
        return memory != null;
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
        int on = lent();
        int found = Syscalls.receiveMany(now.state(), on, now.headers()[first], Packets.MOST);
        used(on);
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
        int on = lent();
        long octets = Syscalls.send(now.state(), on, content(now, packet), packet.remaining());
        used(on);
        return told(octets, now);
    }

    @Override
    public int send(ByteBuffer packet, InetSocketAddress to) {
        if (to != target) { // mostly it is the same, and writing it makes garbage
            targetName = SocketMemory.lastingName(to);
            target = to;
        }
        var now = memory();
        int on = lent();
        long octets = Syscalls.sendTo(now.state(), on, content(now, packet), packet.remaining(), targetName,
                (int) targetName.byteSize());
        used(on);
        return told(octets, now);
    }

    @Override
    public void connect(InetSocketAddress peer) throws IOException {
        var now = memory();
        connect("connect", now.name(peer), now);
    }

    /** A parked one its ring has disconnected. */
    @Override
    public void disconnect() throws IOException {
        if (isParked())
            return;
        var now = memory();
        connect("disconnect", now.noName(), now);
    }

    private void connect(String call, int length, SocketMemory now) throws IOException {
        int on = lent();
        int failed = Syscalls.connect(now.state(), on, now.name(), length);
        used(on);
        if (failed < 0)
            throw LinuxSockets.failed(call, now.state());
    }

    /** By the owner of the socket: loop or pool. */
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
    public synchronized boolean isOpen() {
        return !closed && parking == null;
    }

    /** A parked one its ring closes. */
    @Override
    public synchronized void close() {
        if (!isOpen()) // the number may be another's by now
            return;
        closed = true;
        Syscalls.close(fd);
        descriptors.closed();
    }

    /** Closes one that is parked; once. */
    void leave() {
        if (parking != null)
            parking.leave(place);
    }
}
