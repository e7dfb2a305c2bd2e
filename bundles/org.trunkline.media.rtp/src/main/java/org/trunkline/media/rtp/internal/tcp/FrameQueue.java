package org.trunkline.media.rtp.internal.tcp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Packets that wait to be written to one TCP connection. Speech that is late is of no use, so where the reader is slow the
 * oldest packets are dropped, and after a stall all that waited too long, whole ones: a packet that is partly written is completed.
 * <b>Threads:</b> any.
 */
final class FrameQueue {
    private static final int LENGTH = 2;
    private static final int LONGEST = 0xFFFF;
    /** More than any network delays for a moment; less than a talk bears. */
    static final Duration LATE = Duration.ofMillis(500);

    /** @param at when it was sent */
    private record Frame(ByteBuffer octets, long at) {
        boolean begun() {
            return octets.position() > 0;
        }
    }

    private final int most;
    private final AtomicLong all;
    private final long mostOfAll;
    private final LongSupplier nanos;
    private final ArrayDeque<Frame> frames = new ArrayDeque<>(4);
    private int octets;
    /** Dropped since the last {@link #offer}. */
    private int late;
    private boolean closed;

    /**
     * @param most octets that wait
     * @param all octets that wait on all connections
     * @param mostOfAll limit of these
     * @param nanos the time
     */
    FrameQueue(int most, AtomicLong all, long mostOfAll, LongSupplier nanos) {
        this.nanos = nanos;
        this.most = most;
        this.all = all;
        this.mostOfAll = mostOfAll;
    }

    /** Copies a packet from its position to its limit. @return how many packets were dropped since the last time */
    synchronized int offer(ByteBuffer packet) {
        int length = packet.remaining();
        int size = LENGTH + length;
        int dropped = late;
        late = 0;
        if (closed || length > LONGEST || size > most)
            return dropped + 1;
        while (octets + size > most && dropOldest())
            dropped++;
        if (octets + size > most || all.get() + size > mostOfAll)
            return dropped + 1;
        frames.add(new Frame(ByteBuffer.allocate(size).putShort((short) length).put(LENGTH, packet, packet.position(), length).rewind(),
                nanos.getAsLong()));
        octets += size;
        all.addAndGet(size);
        return dropped;
    }

    private boolean dropOldest() {
        var first = frames.peek();
        if (first == null)
            return false;
        boolean begun = first.begun();
        if (begun)
            frames.remove();
        var oldest = frames.poll();
        if (begun)
            frames.addFirst(first);
        if (oldest != null)
            account(oldest);
        return oldest != null;
    }

    private void account(Frame gone) {
        octets -= gone.octets().capacity();
        all.addAndGet(-gone.octets().capacity());
    }

    /** Writes what the channel takes. @return whether nothing is left */
    synchronized boolean write(WritableByteChannel to) throws IOException {
        long now = nanos.getAsLong();
        for (var first = frames.peek(); first != null; first = frames.peek()) {
            if (!first.begun() && now - first.at() > LATE.toNanos()) {
                late++;
            } else {
                to.write(first.octets());
                if (first.octets().hasRemaining())
                    return false;
            }
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
