package org.trunkline.sip.jain.internal.wire;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * Answers a datagram with as little work as there can be: what must be copied is copied as it stands (RFC 3261 §8.2.6.2).
 * <b>Threads:</b> one.
 */
public final class CopiedAnswer {
    private static final int MOST_COPIED = 8192;
    /** Of the address and the lines that are added. */
    private static final int ROOM_FOR_MORE = 8192;
    private static final int DEFAULT_PORT = 5060;
    private static final byte[] VERSION = Ascii.bytes("SIP/2.0 ");
    private static final byte[] LINE = {'\r', '\n'};
    private static final byte[] RPORT = Ascii.bytes("=");
    private static final byte[] RECEIVED = Ascii.bytes(";received=");
    private static final byte[] TAG = Ascii.bytes(";tag=");
    private static final byte[] END = Ascii.bytes("Server: " + WireResponse.PRODUCT + "\r\nContent-Length: 0\r\n\r\n");

    private final ByteBuffer out = ByteBuffer.allocateDirect(MOST_COPIED + ROOM_FOR_MORE);

    /** Whether it can be copied line by line. @param request that the scan has just read */
    public static boolean copies(HeaderValidator request) {
        return request.via().alone() && !request.index().isFolded() && request.endOfHead() <= MOST_COPIED;
    }

    /** @param status with its phrase @param tag of a request without one @param scan which has just read the request */
    public CopiedAnswer begin(byte[] status, byte[] in, HeaderValidator scan, InetSocketAddress source, byte[] tag) {
        out.clear().put(VERSION).put(status).put(LINE);
        boolean first = true;
        var index = scan.index();
        for (int i = 0; i < index.size(); i++) {
            var name = index.name(i);
            if (name == null || (name.bit() & HeaderName.MANDATORY) == 0)
                continue;
            int at = index.from(i);
            int end = index.valueEnd(i);
            if (name == HeaderName.VIA && first) {
                via(in, at, end, scan.via().rport(), source);
                first = false;
            } else {
                out.put(in, at, end - at);
            }
            if (name == HeaderName.TO && !scan.tagged())
                out.put(TAG).put(tag);
            out.put(LINE);
        }
        return this;
    }

    /** With where it came from (RFC 3261 §18.2.1, RFC 3581 §4). */
    private void via(byte[] in, int from, int to, int rport, InetSocketAddress source) {
        int known = rport < 0 ? to : rport;
        out.put(in, from, known - from);
        if (rport >= 0)
            out.put(RPORT).put(Ascii.bytes(String.valueOf(source.getPort()))).put(in, known, to - known);
        out.put(RECEIVED).put(Ascii.bytes(source.getAddress().getHostAddress()));
    }

    /** @throws java.nio.BufferOverflowException where all lines together are too long */
    public CopiedAnswer line(byte[] name, byte[] value) {
        out.put(name).put(value).put(LINE);
        return this;
    }

    /** @return the bytes until the next answer begins */
    public ByteBuffer end() {
        return out.put(END).flip();
    }

    /** Where the answer goes over UDP (RFC 3261 §18.2.2, RFC 3581 §4). */
    public static InetSocketAddress target(ViaScan via, InetSocketAddress source) {
        int port = via.port() < 0 ? DEFAULT_PORT : via.port();
        return via.rport() >= 0 || port == source.getPort() ? source : new InetSocketAddress(source.getAddress(), port);
    }
}
