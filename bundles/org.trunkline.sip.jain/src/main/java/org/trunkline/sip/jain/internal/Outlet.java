package org.trunkline.sip.jain.internal;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The way out of one UDP socket. One thread at a time is in the channel, whose own lock hands over in the order of asking:
 * once some virtual threads wait for it, each is woken only when a carrier has time for it, and the thread that reads stands
 * still behind them all, for 100 to 300 ms under overload. So virtual threads wait here, and threads of the system at most
 * for one of them. <b>Threads:</b> any.
 */
final class Outlet {
    /** Longer than the system takes to send, shorter than to put a thread to sleep and to wake it. */
    private static final int TRIES = 200;

    private final DatagramChannel channel;
    private final ReentrantLock turn = new ReentrantLock();

    Outlet(DatagramChannel channel) {
        this.channel = channel;
    }

    /** On a socket whose buffer is full it is lost, as datagrams are. */
    void send(ByteBuffer bytes, InetSocketAddress target) throws IOException {
        boolean mine = soon();
        if (!mine && Thread.currentThread().isVirtual()) {
            turn.lock();
            mine = true;
        }
        try {
            channel.send(bytes, target);
        } finally {
            if (mine)
                turn.unlock();
        }
    }

    private boolean soon() {
        for (int i = 0; i < TRIES; i++) {
            if (turn.tryLock())
                return true;
            Thread.onSpinWait();
        }
        return false;
    }

    /** That all virtual threads wait for. */
    ReentrantLock turn() {
        return turn;
    }
}
