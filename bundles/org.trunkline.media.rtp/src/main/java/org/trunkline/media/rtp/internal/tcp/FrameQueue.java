package org.trunkline.media.rtp.internal.tcp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Packets that wait to be written to one TCP connection. Speech that is late is of no use, so where the reader is slow the
 * oldest packets are dropped, whole ones: a packet that is partly written is completed. <b>Threads:</b> any.
 */
final class FrameQueue {
    private static final int LENGTH = 2;
    private static final int LONGEST = 0xFFFF;

    private final int most;
    private final AtomicLong all;
    private final long mostOfAll;
    private final ArrayDeque<ByteBuffer> frames = new ArrayDeque<>(4);
    private int octets;
    private boolean closed;

    /**
     * @param most octets that wait
     * @param all octets that wait on all connections
     * @param mostOfAll limit of these
     */
    FrameQueue(int most, AtomicLong all, long mostOfAll) {
        this.most = most;
        this.all = all;
        this.mostOfAll = mostOfAll;
    }

    /** Copies a packet from its position to its limit. @return how many packets were dropped */
    synchronized int offer(ByteBuffer packet) {
        int length = packet.remaining();
        int size = LENGTH + length;
        if (closed || length > LONGEST || size > most)
            return 1;
        int dropped = 0;
        while (octets + size > most && dropOldest())
            dropped++;
        if (octets + size > most || all.get() + size > mostOfAll)
            return dropped + 1;
        frames.add(ByteBuffer.allocate(size).putShort((short) length).put(LENGTH, packet, packet.position(), length).rewind());
        octets += size;
        all.addAndGet(size);
        return dropped;
    }

    private boolean dropOldest() {
        var first = frames.peek();
        if (first == null)
            return false;
        boolean begun = first.position() > 0;
        if (begun)
            frames.remove();
        var oldest = frames.poll();
        if (begun)
            frames.addFirst(first);
        if (oldest != null)
            account(oldest);
        return oldest != null;
    }

    private void account(ByteBuffer gone) {
        octets -= gone.capacity();
        all.addAndGet(-gone.capacity());
    }

    /** Writes what the channel takes. @return whether nothing is left */
    synchronized boolean write(WritableByteChannel to) throws IOException {
        for (var first = frames.peek(); first != null; first = frames.peek()) {
            to.write(first);
            if (first.hasRemaining())
                return false;
            account(frames.remove());
        }
        return true;
    }

    /** Nothing is taken any more. */
    synchronized void close() {
        closed = true;
        frames.forEach(this::account);
        frames.clear();
    }
}
