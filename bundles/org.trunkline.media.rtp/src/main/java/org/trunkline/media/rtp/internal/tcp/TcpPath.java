package org.trunkline.media.rtp.internal.tcp;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;
import org.trunkline.engine.SourceKey;
import org.trunkline.media.rtp.internal.ice.IcePath;

/**
 * A TCP connection that a browser opened for its media. It belongs to nobody until a connectivity check with the right
 * password came over it. Touched by the thread of {@link TcpPaths}, save {@link #address} and {@link #send}.
 */
public final class TcpPath implements IcePath {
    /** As STUN requests may be; speech and handshakes come later. */
    static final int LONGEST_BEFORE = 1280;
    /** More than any browser puts in a packet; and what a side can have the node keep until it is whole. */
    static final int LONGEST = 4096;

    private final TcpPaths paths;
    private final SocketChannel channel;
    private final InetSocketAddress address;
    private final FrameReader reader = new FrameReader(LONGEST_BEFORE);
    private final FrameQueue queue;
    private final AtomicBoolean wanted = new AtomicBoolean();
    private final long begunAt;
    private long heardAt;
    private int tries;
    private @Nullable TcpEnd end;

    TcpPath(TcpPaths paths, SocketChannel channel, InetSocketAddress address, FrameQueue queue, long nanos) {
        this.paths = paths;
        this.channel = channel;
        this.address = address;
        this.queue = queue;
        begunAt = nanos;
        heardAt = nanos;
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    /**
     * Sends a packet from its position to its limit, later and in order; never waits. Any thread.
     *
     * @return how many packets were dropped since the last one, as the other side does not read as fast
     */
    public int send(ByteBuffer packet) {
        int dropped = queue.offer(packet);
        if (wanted.compareAndSet(false, true))
            paths.write(this);
        return dropped;
    }

    /** Whom it counts for. */
    SourceKey source() {
        return SourceKey.of(address.getAddress());
    }

    SocketChannel channel() {
        return channel;
    }

    FrameReader reader() {
        return reader;
    }

    FrameQueue queue() {
        return queue;
    }

    /** It is about to be written; what is sent from now on needs to be told again. */
    void writes() {
        wanted.set(false);
    }

    void waitsFor(SelectionKey key, boolean room) {
        key.interestOps(room ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
    }

    @Nullable TcpEnd end() {
        return end;
    }

    /** A right check came. */
    void belongsTo(TcpEnd to) {
        end = to;
        reader.longest(LONGEST);
    }

    /** @return how often it was read without a proof */
    int tried() {
        return ++tries;
    }

    void heard(long nanos) {
        heardAt = nanos;
    }

    long heardAt() {
        return heardAt;
    }

    long begunAt() {
        return begunAt;
    }
}
