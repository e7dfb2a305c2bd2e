package org.trunkline.cdr.journal.internal.follow;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.trunkline.engine.port.record.RecordLog;

/** What a loop waits for: records it has not seen, or its end. One thread waits; any wake it. */
final class NewRecords {
    private final RecordLog log;
    private final int many;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition wanted = lock.newCondition();
    /** Number of the last record in the journal when it was last read to its end. */
    private volatile long seen;
    private volatile boolean idle;
    private volatile boolean closed;

    /** @param many so many wake a thread that gathers */
    NewRecords(RecordLog log, int many) {
        this.log = log;
        this.many = many;
    }

    long missing() {
        return log.lastSequence() - seen;
    }

    void seen(long sequence) {
        seen = sequence;
    }

    boolean isClosed() {
        return closed;
    }

    /** Many times a second: wakes the thread only where it has something to do. */
    void appended() {
        if (idle || missing() >= many)
            wake();
    }

    /** Returns with a new record, with another name of the journal, at the end, or after that time. */
    void awaitSome(long nanos, String id) throws InterruptedException {
        lock.lock();
        try {
            idle = true;
            for (long left = nanos; left > 0 && !closed && missing() == 0 && log.id().equals(id);)
                left = wanted.awaitNanos(left);
        } finally {
            idle = false;
            lock.unlock();
        }
    }

    /** Until so many records are there, or the time is over, or all is. */
    void pause(long nanos, long enough) throws InterruptedException {
        lock.lock();
        try {
            for (long left = nanos; left > 0 && !closed && missing() < enough;)
                left = wanted.awaitNanos(left);
        } finally {
            lock.unlock();
        }
    }

    private void wake() {
        lock.lock();
        try {
            wanted.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void close() {
        closed = true;
        wake();
    }
}
