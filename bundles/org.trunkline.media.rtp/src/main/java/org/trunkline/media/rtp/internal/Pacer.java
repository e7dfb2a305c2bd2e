package org.trunkline.media.rtp.internal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread for all that the node plays: tells the loops every 20 ms that packets are due, and waits while none is. */
final class Pacer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Pacer.class);

    private final LongSupplier nanos;
    private final Map<RelayLoop, Integer> players = new HashMap<>();
    private volatile List<RelayLoop> loops = List.of();
    private @Nullable Thread thread;
    private volatile boolean closed;

    /** @param nanos a clock such as {@link System#nanoTime()} */
    Pacer(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Something is played by that loop. */
    synchronized void begun(RelayLoop loop) {
        players.merge(loop, 1, Integer::sum);
        loops = List.copyOf(players.keySet());
        if (thread == null && !closed) {
            thread = Thread.ofPlatform().name("rtp-player").daemon().unstarted(this::run);
            thread.start();
        }
        LockSupport.unpark(thread);
    }

    synchronized void ended(RelayLoop loop) {
        players.computeIfPresent(loop, (_, count) -> count == 1 ? null : count - 1);
        loops = List.copyOf(players.keySet());
    }

    private void run() {
        long next = nanos.getAsLong();
        while (!closed) {
            if (loops.isEmpty()) {
                LockSupport.park(this);
                next = nanos.getAsLong();
                continue;
            }
            turn();
            next += NodeEnd.FRAME_NANOS;
            long wait = next - nanos.getAsLong();
            if (wait < -NodeEnd.FRAME_NANOS)
                next = nanos.getAsLong(); // each end knows what it owes
            else if (wait > 0)
                LockSupport.parkNanos(this, Math.min(wait, NodeEnd.FRAME_NANOS));
        }
    }

    private void turn() {
        try {
            loops.forEach(RelayLoop::playSoon);
        } catch (Throwable e) { // else nobody would hear anything any more
            log.error("packets were not sent in time: {}", e.toString());
        }
    }

    @Override
    public void close() {
        Thread running;
        synchronized (this) {
            closed = true;
            running = thread;
        }
        LockSupport.unpark(running);
    }
}
