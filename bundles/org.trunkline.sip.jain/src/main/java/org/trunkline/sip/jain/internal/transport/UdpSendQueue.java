package org.trunkline.sip.jain.internal.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * The way out of one UDP socket, at which nobody waits. The channel's own lock hands over in the order of asking: once
 * virtual threads queue for it, each is woken only when a carrier has time for it, and the thread that reads and
 * refuses stood still behind them for 100 to 300 ms. Here a thread that finds another one sending leaves the message to it.
 * <b>Threads:</b> any.
 */
final class UdpSendQueue {
    /** @param lost told where it could not be sent */
    private record Parcel(ByteBuffer bytes, InetSocketAddress target, Consumer<IOException> lost) {}

    /** A second of 500 calls; more would come too late to be of use, and what is lost is sent again. */
    static final int MOST = 8192;

    private final DatagramChannel channel;
    private final Runnable dropped;
    private final ReentrantLock turn = new ReentrantLock();
    private final Queue<Parcel> left = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();

    /** @param dropped told of each datagram that is lost for want of room */
    UdpSendQueue(DatagramChannel channel, Runnable dropped) {
        this.channel = channel;
        this.dropped = dropped;
    }

    /**
     * On a socket whose buffer is full it is lost, as datagrams are, and so it is where too many wait to be sent.
     *
     * @param bytes the caller's again when this returns
     * @param lost told of what only comes out when another thread sends it; what comes out at once is thrown
     */
    void send(ByteBuffer bytes, InetSocketAddress target, Consumer<IOException> lost) throws IOException {
        if (turn.tryLock()) {
            try {
                empty(); // what was left came first: a call's BYE stays behind its ACK
                put(bytes, target);
            } finally {
                turn.unlock();
            }
        } else if (waiting.incrementAndGet() > MOST) {
            waiting.decrementAndGet();
            dropped.run();
        } else {
            var copy = ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
            left.add(new Parcel(copy, target, lost));
        }
        sendLeft();
    }

    /** A thread that leaves a message looks once more: the other may have just stopped. */
    void sendLeft() {
        while (!left.isEmpty() && turn.tryLock()) {
            try {
                empty();
            } finally {
                turn.unlock();
            }
        }
    }

    private void empty() {
        for (var next = left.poll(); next != null; next = left.poll()) {
            waiting.decrementAndGet();
            send(next);
        }
    }

    private void put(ByteBuffer bytes, InetSocketAddress target) throws IOException {
        boolean some = bytes.hasRemaining();
        if (channel.send(bytes, target) == 0 && some)
            dropped.run();
    }

    private void send(Parcel parcel) {
        try {
            put(parcel.bytes(), parcel.target());
        } catch (IOException e) {
            parcel.lost().accept(e);
        } catch (RuntimeException e) { // of its owner, not of who sends it: an address that cannot be sent to, say
            parcel.lost().accept(new IOException(e));
        }
    }

    /** Of the one who sends. */
    ReentrantLock turn() {
        return turn;
    }
}
