package org.trunkline.sip.jain.internal.wire;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Answers 503 and remembers nothing (RFC 3261 §8.2.7). The same request gets the same answer. <b>Threads:</b> one. */
public final class StatelessRefusal {
    private static final int LEAST_SECONDS = 2;
    private static final int SPREAD_SECONDS = 9;
    private static final byte[] STATUS = Ascii.bytes("503 Service Unavailable");
    private static final byte[] RETRY = Ascii.bytes("Retry-After: ");

    /** Begins the tags of all answers of this node, so that their ACKs are known without being read. */
    private final byte[] mark = Ascii.bytes("x" + SipTokens.tag() + '-');
    private final CopiedAnswer answer = new CopiedAnswer();

    public byte[] mark() {
        return mark;
    }

    /** @return the bytes until the next call; empty where it is too unusual to be copied line by line */
    public Optional<ByteBuffer> to(byte[] in, HeaderValidator scan, InetSocketAddress source) {
        if (!CopiedAnswer.copies(scan))
            return Optional.empty();
        byte[] hash = Ascii.bytes(Integer.toHexString(scan.via().hash()));
        byte[] tag = new byte[mark.length + hash.length];
        System.arraycopy(mark, 0, tag, 0, mark.length);
        System.arraycopy(hash, 0, tag, mark.length, hash.length);
        int seconds = LEAST_SECONDS + Integer.remainderUnsigned(scan.via().hash(), SPREAD_SECONDS);
        return Optional.of(answer.begin(STATUS, in, scan, source, tag).line(RETRY, Ascii.bytes(String.valueOf(seconds))).end());
    }
}
