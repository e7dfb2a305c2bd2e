package org.trunkline.cdr.journal.internal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.Ladder;
import org.trunkline.domain.cdr.LadderEntry;

/**
 * Records on their way to the writer. Past its bounds new calls are to be refused; those that go on still find room:
 * first without their SIP messages, and up to ten times the bound.
 */
final class RecordQueue {
    /** @param open whether the call goes on */
    record Item(Cdr cdr, Ladder ladder, boolean open, long bytes) {}

    private static final int RECORD_BYTES = 1_500;
    private static final int ENTRY_BYTES = 200;
    private static final int HARD = 10;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final ArrayDeque<Item> items = new ArrayDeque<>();
    private final int maxItems;
    private final long maxBytes;
    private long bytes;
    private boolean closed;
    private volatile boolean room = true;

    RecordQueue(int maxItems, long maxBytes) {
        this.maxItems = maxItems;
        this.maxBytes = maxBytes;
    }

    static Item open(Cdr cdr) {
        return new Item(cdr, new Ladder(cdr.id(), List.of()), true, RECORD_BYTES);
    }

    static Item ended(Cdr cdr, Ladder ladder) {
        long size = RECORD_BYTES;
        for (LadderEntry entry : ladder.entries())
            size += ENTRY_BYTES + entry.message().length();
        return new Item(cdr, ladder, false, size);
    }

    /** False if there is no room at all, or the queue is closed: the record is lost. */
    boolean put(Item item) {
        lock.lock();
        try {
            if (closed || items.size() >= maxItems * HARD)
                return false;
            var kept = room || item.open() ? item : ended(item.cdr(), new Ladder(item.cdr().id(), List.of()));
            items.add(kept);
            bytes += kept.bytes();
            room = items.size() < maxItems && bytes < maxBytes;
            filled.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    boolean hasRoom() {
        return room;
    }

    int size() {
        lock.lock();
        try {
            return items.size();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for something, up to a time; looks and does not take: {@link #done} does. Empty where nothing came.
     *
     * @param skip how many at the head were looked at before
     */
    List<Item> peek(int skip, int max, long maxBatchBytes, long waitNanos) throws InterruptedException {
        lock.lock();
        try {
            long left = waitNanos;
            while (items.size() <= skip && !closed && left > 0)
                left = filled.awaitNanos(left);
            var batch = new ArrayList<Item>();
            long size = 0;
            int at = 0;
            for (var item : items) {
                if (batch.size() == max || size > maxBatchBytes)
                    break;
                if (at++ < skip)
                    continue;
                batch.add(item);
                size += item.bytes();
            }
            return batch;
        } finally {
            lock.unlock();
        }
    }

    /** The first ones are on the disk. */
    void done(int count) {
        lock.lock();
        try {
            for (int i = 0; i < count; i++)
                bytes -= items.remove().bytes();
            room = items.size() < maxItems && bytes < maxBytes;
        } finally {
            lock.unlock();
        }
    }

    /** Waits, but no longer once closed. */
    void pause(long nanos) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (!closed && left > 0)
                left = filled.awaitNanos(left);
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            filled.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }
}
