package org.trunkline.media.rtp.internal;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static java.nio.ByteOrder.BIG_ENDIAN;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * What a socket tells and is told beside packets.
 *
 * @param state of the last call
 * @param name a sockaddr_in or sockaddr_in6
 * @param length of the name received
 * @param target the same as the name, for packets to a peer not connected to
 */
record SocketMemory(MemorySegment state, MemorySegment name, MemorySegment length, MemorySegment target) {
    private static final int V4 = 16;
    private static final int V6 = 28;
    private static final int PORT = 2;
    private static final int ADDRESS_V4 = 4;
    private static final int ADDRESS_V6 = 8;
    private static final int SCOPE = 24;

    /** Freed with the last reference: a socket is rarely opened, and never at the cost of a packet. */
    static SocketMemory allocate() {
        var arena = Arena.ofAuto();
        return new SocketMemory(arena.allocate(Syscalls.STATE), arena.allocate(V6, 8), arena.allocate(JAVA_INT),
                arena.allocate(V6, 8));
    }

    /** Writes an address. @return its length */
    int name(InetSocketAddress of) {
        return write(name, of);
    }

    /** Writes an address. @return its length */
    int target(InetSocketAddress of) {
        return write(target, of);
    }

    private static int write(MemorySegment name, InetSocketAddress of) {
        name.fill((byte) 0);
        name.set(JAVA_SHORT.withOrder(BIG_ENDIAN), PORT, (short) of.getPort());
        var octets = MemorySegment.ofArray(of.getAddress().getAddress());
        if (of.getAddress() instanceof Inet6Address v6) {
            name.set(JAVA_SHORT, 0, (short) Syscalls.AF_INET6);
            MemorySegment.copy(octets, 0, name, ADDRESS_V6, 16);
            name.set(JAVA_INT, SCOPE, v6.getScopeId());
            return V6;
        }
        name.set(JAVA_SHORT, 0, (short) Syscalls.AF_INET);
        MemorySegment.copy(octets, 0, name, ADDRESS_V4, 4);
        return V4;
    }

    /** Writes an address of nobody. @return its length */
    int noName() {
        name.fill((byte) 0);
        return V4;
    }

    void expectName() {
        length.set(JAVA_INT, 0, V6);
    }

    /** Reads the address. */
    InetSocketAddress named() throws IOException {
        boolean v6 = name.get(JAVA_SHORT, 0) == Syscalls.AF_INET6;
        byte[] octets = name.asSlice(v6 ? ADDRESS_V6 : ADDRESS_V4, v6 ? 16 : 4).toArray(JAVA_BYTE);
        int scope = v6 ? name.get(JAVA_INT, SCOPE) : 0;
        var address = scope == 0 ? InetAddress.getByAddress(octets) : Inet6Address.getByAddress(null, octets, scope);
        return new InetSocketAddress(address, name.get(JAVA_SHORT.withOrder(BIG_ENDIAN), PORT) & 0xFFFF);
    }
}
