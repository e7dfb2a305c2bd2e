package org.trunkline.node.internal;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.NodeUnavailableException;

/** Has retention done at the start, each day, and when it was changed. */
final class RetentionClock implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RetentionClock.class);
    private static final Duration EACH = Duration.ofDays(1);
    private static final Duration AGAIN = Duration.ofMinutes(10);

    private final RecordKeeper keeper;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition asked = lock.newCondition();
    private boolean now;
    private boolean closed;

    RetentionClock(RecordKeeper keeper) {
        this.keeper = keeper;
        Thread.ofPlatform().daemon().name("cdr-retention").start(this::run);
    }

    private void run() {
        boolean more = true;
        while (more)
            more = pause(sweep());
    }

    private Duration sweep() {
        try {
            keeper.sweep();
            return EACH;
        } catch (NodeUnavailableException e) {
            LOG.warn("old records are kept for now: {}", e.getMessage());
            return AGAIN;
        }
    }

    /** @return false at the end */
    private boolean pause(Duration length) {
        lock.lock();
        try {
            for (long left = length.toNanos(); left > 0 && !now && !closed;)
                left = asked.awaitNanos(left);
            now = false;
            return !closed;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Soon, on its own thread. */
    void wake() {
        lock.lock();
        try {
            now = true;
            asked.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            asked.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
