package org.trunkline.media.rtp.internal;

import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Loopback addresses and ports that only this process takes, by its number: tests of other bundles, and nodes, run at the
 * same time, and what one of them sends late must not come to a socket of another.
 */
public final class Loopback {
    public static final String RELAY = address(0);
    /** Of all peers but strangers: they are one host. */
    static final String PEERS = address(1);
    public static final String STRANGER = address(2);

    private static final int LOWEST = 2_000;
    /** From here on the system gives ports to who asks for any, at all addresses. */
    private static final int END = 32_000;
    private static final AtomicInteger NEXT = new AtomicInteger(LOWEST);

    private Loopback() {}

    private static String address(int which) {
        long host = 4 * ProcessHandle.current().pid() + which;
        return "127." + (host >> 16 & 0xFF) + '.' + (host >> 8 & 0xFF) + '.' + (host & 0xFF);
    }

    /** The first of so many ports of {@link #RELAY} in a row, from an even one on, that no test had lately. */
    public static int ports(int size) {
        while (true) {
            int first = NEXT.getAndUpdate(next -> next + 2 * size > END ? LOWEST : next + size + (size & 1));
            if (IntStream.range(first, first + size).allMatch(Loopback::isFree))
                return first;
        }
    }

    /** It is not where somebody has it at all addresses. */
    private static boolean isFree(int port) {
        try (var probe = new DatagramSocket(new InetSocketAddress(RELAY, port))) {
            return probe.isBound();
        } catch (SocketException e) {
            return false;
        }
    }
}
