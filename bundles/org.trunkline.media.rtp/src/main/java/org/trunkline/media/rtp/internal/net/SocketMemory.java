package org.trunkline.media.rtp.internal.net;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;
import static java.nio.ByteOrder.BIG_ENDIAN;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.stream.IntStream;

/**
 * What the kernel is told and tells beside packets. A loop has one for all its sockets: it stays in the cache.
 *
 * @param state of the last call
 * @param name a sockaddr_in or sockaddr_in6
 * @param length of the name received
 * @param headers of {@link Packets#MOST} messages to receive into the slots from each on: struct mmsghdr
 */
record SocketMemory(MemorySegment state, MemorySegment name, MemorySegment length, MemorySegment[] headers,
        Packets packets) {
    static final int NAME = 28;
    private static final int V4 = 16;
    private static final int PORT = 2;
    private static final int ADDRESS_V4 = 4;
    private static final int ADDRESS_V6 = 8;
    private static final int SCOPE = 24;

    // struct mmsghdr and iovec where pointers have eight octets
    private static final int HEADER = 64;
    private static final int PARTS = 16;
    private static final int PART_COUNT = 24;
    private static final int OCTETS = 56;
    private static final int PART = 16;
    private static final int PART_LENGTH = 8;

    static SocketMemory allocate(Arena arena, Packets packets) {
        var headers = arena.allocate((long) HEADER * Packets.SLOTS, 64);
        var parts = arena.allocate((long) PART * Packets.SLOTS, 64);
        for (int i = 0; i < Packets.SLOTS; i++) {
            parts.set(ADDRESS, (long) i * PART, packets.segment(i));
            parts.set(JAVA_LONG, (long) i * PART + PART_LENGTH, Packets.ROOM);
            headers.set(ADDRESS, (long) i * HEADER + PARTS, parts.asSlice((long) i * PART, PART));
            headers.set(JAVA_LONG, (long) i * HEADER + PART_COUNT, 1);
        }
        var from = IntStream.rangeClosed(0, Packets.SLOTS - Packets.MOST)
                .mapToObj(i -> headers.asSlice((long) i * HEADER, (long) HEADER * Packets.MOST))
                .toArray(MemorySegment[]::new);
        return new SocketMemory(arena.allocate(Syscalls.STATE), arena.allocate(NAME, 8), arena.allocate(JAVA_INT), from,
                packets);
    }

    /** How long a message received is. */
    int octets(int first, int index) {
        return headers[first].get(JAVA_INT, (long) index * HEADER + OCTETS);
    }

    /** An address as the kernel has it. */
    static MemorySegment name(SegmentAllocator allocator, InetSocketAddress of) {
        var name = allocator.allocate(NAME, 8);
        return name.asSlice(0, write(name, of));
    }

    /** The same for many packets. */
    static MemorySegment lastingName(InetSocketAddress of) {
        var name = MemorySegment.ofArray(new byte[NAME]);
        return name.asSlice(0, write(name, of));
    }

    /** Writes an address. @return its length */
    int name(InetSocketAddress of) {
        return write(name, of);
    }

    private static int write(MemorySegment name, InetSocketAddress of) {
        name.fill((byte) 0);
        name.set(JAVA_SHORT_UNALIGNED.withOrder(BIG_ENDIAN), PORT, (short) of.getPort());
        var octets = MemorySegment.ofArray(of.getAddress().getAddress());
        if (of.getAddress() instanceof Inet6Address v6) {
            name.set(JAVA_SHORT_UNALIGNED, 0, (short) Syscalls.AF_INET6);
            MemorySegment.copy(octets, 0, name, ADDRESS_V6, 16);
            name.set(JAVA_INT_UNALIGNED, SCOPE, v6.getScopeId());
            return NAME;
        }
        name.set(JAVA_SHORT_UNALIGNED, 0, (short) Syscalls.AF_INET);
        MemorySegment.copy(octets, 0, name, ADDRESS_V4, 4);
        return V4;
    }

    /** Writes an address of nobody. @return its length */
    int noName() {
        name.fill((byte) 0);
        return V4;
    }

    void expectName() {
        length.set(JAVA_INT, 0, NAME);
    }

    /** Reads the address. */
    InetSocketAddress named() throws IOException {
        boolean v6 = name.get(JAVA_SHORT_UNALIGNED, 0) == Syscalls.AF_INET6;
        byte[] octets = name.asSlice(v6 ? ADDRESS_V6 : ADDRESS_V4, v6 ? 16 : 4).toArray(JAVA_BYTE);
        int scope = v6 ? name.get(JAVA_INT, SCOPE) : 0;
        var address = scope == 0 ? InetAddress.getByAddress(octets) : Inet6Address.getByAddress(null, octets, scope);
        return new InetSocketAddress(address, name.get(JAVA_SHORT_UNALIGNED.withOrder(BIG_ENDIAN), PORT) & 0xFFFF);
    }
}
