package org.trunkline.sip.jain.internal;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Answers 503 with as little work as there can be, and remembers nothing (RFC 3261 §8.2.7): what must be copied is copied
 * as it stands. The same request gets the same answer. <b>Threads:</b> one.
 */
final class StatelessRefusal {
    private static final int MOST_COPIED = 8192;
    private static final int LEAST_SECONDS = 2;
    private static final int SPREAD_SECONDS = 9;
    /** Of the address and the lines at the end. */
    private static final int ROOM_FOR_MORE = 512;
    private static final byte[] STATUS = Ascii.bytes("SIP/2.0 503 Service Unavailable\r\n");
    private static final byte[] RPORT = Ascii.bytes("=");
    private static final byte[] RECEIVED = Ascii.bytes(";received=");
    private static final byte[] TAG = Ascii.bytes(";tag=");
    private static final byte[] RETRY = Ascii.bytes("Retry-After: ");
    private static final byte[] END =
            Ascii.bytes("\r\nServer: " + WireResponse.PRODUCT + "\r\nContent-Length: 0\r\n\r\n");
    private static final int DEFAULT_PORT = 5060;
    private static final int COPIED = HeaderName.VIA.bit() | HeaderName.FROM.bit() | HeaderName.TO.bit()
            | HeaderName.CALL_ID.bit() | HeaderName.CSEQ.bit();

    /** Begins the tags of all answers of this node, so that their ACKs are known without being read. */
    private final byte[] mark = Ascii.bytes("x" + Tokens.tag() + '-');
    private final ByteBuffer out = ByteBuffer.allocateDirect(MOST_COPIED + ROOM_FOR_MORE);

    byte[] mark() {
        return mark;
    }

    /** @return the bytes until the next call; empty where it is too unusual to be copied line by line */
    Optional<ByteBuffer> to(byte[] in, HeadScan scan, InetSocketAddress source) {
        if (!scan.via().alone() || scan.folded() || scan.endOfHead() > MOST_COPIED)
            return Optional.empty();
        out.clear().put(STATUS);
        int seen = 0;
        for (int at = next(in, 0, scan.endOfHead()); at < scan.endOfHead(); at = next(in, at, scan.endOfHead())) {
            int colon = at;
            while (colon < scan.endOfHead() && Ascii.isToken(in[colon]))
                colon++;
            var name = HeaderName.of(in, at, colon);
            if (name == null || (name.bit() & COPIED) == 0)
                continue;
            int end = lineEnd(in, at, scan.endOfHead());
            if (name == HeaderName.VIA && (seen & HeaderName.VIA.bit()) == 0)
                via(in, at, end, scan.via().rport(), source);
            else
                out.put(in, at, end - at);
            if (name == HeaderName.TO)
                out.put(TAG).put(mark).put(Ascii.bytes(Integer.toHexString(scan.via().hash())));
            out.put((byte) '\r').put((byte) '\n');
            seen |= name.bit();
        }
        int seconds = LEAST_SECONDS + Integer.remainderUnsigned(scan.via().hash(), SPREAD_SECONDS);
        out.put(RETRY).put(Ascii.bytes(String.valueOf(seconds))).put(END);
        return Optional.of(out.flip());
    }

    /** With where it came from (RFC 3261 §18.2.1, RFC 3581 §4). */
    private void via(byte[] in, int from, int to, int rport, InetSocketAddress source) {
        int known = rport < 0 ? to : rport;
        out.put(in, from, known - from);
        if (rport >= 0)
            out.put(RPORT).put(Ascii.bytes(String.valueOf(source.getPort()))).put(in, known, to - known);
        out.put(RECEIVED).put(Ascii.bytes(source.getAddress().getHostAddress()));
    }

    /** Where the answer goes over UDP (RFC 3261 §18.2.2, RFC 3581 §4). */
    static InetSocketAddress target(ViaScan via, InetSocketAddress source) {
        int port = via.port() < 0 ? DEFAULT_PORT : via.port();
        return via.rport() >= 0 || port == source.getPort() ? source : new InetSocketAddress(source.getAddress(), port);
    }

    private static int lineEnd(byte[] in, int from, int limit) {
        int i = from;
        while (i < limit && in[i] != '\r' && in[i] != '\n')
            i++;
        return i;
    }

    private static int next(byte[] in, int from, int limit) {
        int i = from;
        while (i < limit && in[i] != '\n')
            i++;
        return i + 1;
    }
}
