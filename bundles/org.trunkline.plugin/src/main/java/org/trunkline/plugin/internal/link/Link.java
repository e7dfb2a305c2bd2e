package org.trunkline.plugin.internal.link;

import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * A connection between the node and a plug-in's process, which carries frames both ways.
 *
 * <p><b>Threads:</b> any may send; one reads. The node never waits for a process that does not read: a frame that
 * surely fits into the socket's buffer is written by the sender, any other by a thread of the link.
 */
public final class Link implements AutoCloseable {
    /** Largest frame, in bytes. */
    public static final int MAX_FRAME = 16 << 20;
    private static final int CHUNK = 64 << 10;
    private static final int QUEUE = 1_024;
    /** What the kernel may count for a small message beyond its bytes. */
    private static final int OVERHEAD = 1_024;
    private static final int FIT = 96 << 10;

    private final SocketChannel channel;
    private final ReentrantLock writing = new ReentrantLock();
    private final BlockingQueue<FrameWriter> queue = new ArrayBlockingQueue<>(QUEUE);
    private final AtomicLong unanswered = new AtomicLong();
    private volatile boolean closed;
    private volatile @Nullable Thread writer;

    /** @param channel connected, blocking */
    public Link(SocketChannel channel) {
        this.channel = channel;
    }

    /**
     * Sends a frame at once, waiting where the other side does not read.
     *
     * @throws IOException if the connection is gone or the frame too large
     */
    public void send(FrameWriter frame) throws IOException {
        checkSize(frame);
        writing.lock();
        try {
            write(frame);
        } finally {
            writing.unlock();
        }
    }

    /**
     * Sends a frame that will be answered, without waiting; {@link #answered} says when.
     *
     * @throws IOException if the connection is gone, the frame too large or too many wait
     */
    public void post(FrameWriter frame) throws IOException {
        checkSize(frame);
        long under = unanswered.addAndGet(frame.size() + OVERHEAD);
        if (under <= FIT && queue.isEmpty() && writing.tryLock()) {
            try {
                write(frame);
            } finally {
                writing.unlock();
            }
        } else if (closed || !queue.offer(frame)) {
            answered(frame.size());
            throw new IOException(closed ? "connection closed" : "too many calls wait");
        }
    }

    /**
     * Sends a frame after those that wait, without waiting.
     *
     * @throws IOException if the connection is gone or too many wait
     */
    public void tell(FrameWriter frame) throws IOException {
        if (closed || !queue.offer(frame))
            throw new IOException(closed ? "connection closed" : "too many frames wait");
    }

    /** The other side has read a posted frame. @param size its bytes */
    public void answered(int size) {
        unanswered.addAndGet(-size - OVERHEAD);
    }

    /** Writes what was posted until the connection is gone or closed; for a thread of its own. */
    public void writeQueued() {
        writer = Thread.currentThread();
        try {
            while (!closed)
                send(queue.take());
        } catch (IOException e) {
            close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Reads frames until the connection is gone or the receiver throws.
     *
     * @param mostElements of a list or map
     * @throws IOException if it broke, an {@link EOFException} if the other side closed it
     */
    public void readAll(int mostElements, Receiver receiver) throws IOException {
        var buffer = ByteBuffer.allocateDirect(CHUNK).flip();
        while (true) {
            var frame = readFrame(buffer);
            var reader = new FrameReader(frame, mostElements);
            receiver.receive(FrameKind.of(reader.readByte()), reader);
        }
    }

    @Override
    public void close() {
        closed = true;
        var waiting = writer;
        if (waiting != null)
            waiting.interrupt(); // nothing more will come for which it could wait
        try {
            channel.close();
        } catch (IOException e) {
            // nothing is lost that was not lost before
        }
    }

    private byte[] readFrame(ByteBuffer buffer) throws IOException {
        fill(buffer, 4);
        int length = buffer.getInt();
        if (length < 1 || length > MAX_FRAME)
            throw new ProtocolException("frame of " + length + " bytes");
        var frame = new byte[length];
        int got = Math.min(length, buffer.remaining());
        buffer.get(frame, 0, got);
        while (got < length) {
            buffer.clear();
            int more = channel.read(buffer);
            buffer.flip();
            if (more < 0)
                throw new EOFException("connection closed");
            int part = Math.min(length - got, buffer.remaining());
            buffer.get(frame, got, part);
            got += part;
        }
        return frame;
    }

    private void fill(ByteBuffer buffer, int least) throws IOException {
        while (buffer.remaining() < least) {
            buffer.compact();
            int more = channel.read(buffer);
            buffer.flip();
            if (more < 0)
                throw new EOFException("connection closed");
        }
    }

    private static void checkSize(FrameWriter frame) throws IOException {
        if (frame.size() > MAX_FRAME)
            throw new IOException("larger than " + (MAX_FRAME >> 20) + " MiB");
    }

    private void write(FrameWriter frame) throws IOException {
        var bytes = frame.finish();
        int end = bytes.limit();
        for (int at = 0; at < end; at = bytes.position()) { // in pieces: each thread keeps a buffer as large as its largest
            bytes.limit(Math.min(end, at + CHUNK));
            channel.write(bytes);
        }
    }

    /** Takes frames as they come; may not wait. */
    @FunctionalInterface
    public interface Receiver {
        void receive(FrameKind kind, FrameReader frame) throws IOException;
    }
}
