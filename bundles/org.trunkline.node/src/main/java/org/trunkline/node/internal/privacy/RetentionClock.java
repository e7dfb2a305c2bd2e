package org.trunkline.node.internal.privacy;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.engine.thread.SupervisedThread;

/**
 * Has retention done once the node is ready, each day, and when it was changed. A node that is refused, for an index of a
 * newer version or a port that is taken, must not have deleted anything.
 */
public final class RetentionClock implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RetentionClock.class);
    private static final Duration EACH = Duration.ofDays(1);
    private static final Duration AGAIN = Duration.ofMinutes(10);

    /** For a node that goes on without one of its parts, as in the desk: one that is refused has ended long before. */
    public static final Duration PATIENCE = Duration.ofMinutes(10);

    /** Does what retention says. */
    public interface Work {
        void sweep() throws NodeUnavailableException;
    }

    private final Work work;
    private final Duration patience;
    /** For tests. */
    final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition asked = lock.newCondition();
    private boolean ready;
    private boolean now;
    private boolean closed;

    /** @param patience after which it begins though the node is not ready */
    public RetentionClock(Work work, Duration patience) {
        this.work = work;
        this.patience = patience;
        thread = SupervisedThread.start("cdr-retention", this::run);
    }

    private void run() {
        boolean more = pause(patience, () -> ready);
        while (more)
            more = pause(sweep(), () -> now);
    }

    private Duration sweep() {
        try {
            work.sweep();
            return EACH;
        } catch (NodeUnavailableException e) {
            LOG.warn("old records are not deleted: {}", e.getMessage());
            return AGAIN;
        }
    }

    /** @return false at the end */
    private boolean pause(Duration length, BooleanSupplier over) {
        lock.lock();
        try {
            for (long left = length.toNanos(); left > 0 && !over.getAsBoolean() && !closed;)
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

    /** The node is ready, and will not be refused. */
    public void ready() {
        lock.lock();
        try {
            ready = true;
            asked.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Soon, on its own thread. */
    public void wake() {
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
