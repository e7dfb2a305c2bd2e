package org.trunkline.cdr.journal.internal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.Ladder;
import org.trunkline.domain.cdr.LadderEntry;
import org.trunkline.domain.config.Tariff;

/**
 * Records on their way to the writer. Past its bounds new calls are to be refused; those that go on still find room:
 * first without their SIP messages, and up to ten times the bound.
 */
final class RecordQueue {
    /** @param open whether the call goes on @param prices by which it then costs something */
    record Item(Cdr cdr, Ladder ladder, boolean open, Optional<Tariff> prices, long bytes) {}

    private static final int RECORD_BYTES = 1_500;
    private static final int ENTRY_BYTES = 200;
    private static final int HARD = 10;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final Condition closing = lock.newCondition();
    private final ArrayDeque<Item> waiting = new ArrayDeque<>();
    /** With the writer, and not known to be on the disk. */
    private final ArrayDeque<Item> taken = new ArrayDeque<>();
    private final int maxItems;
    private final long maxBytes;
    private long bytes;
    private boolean closed;
    private boolean woken;
    /** The writer looks by itself before long: only the end of a call wakes it, not an answer. */
    private boolean looksSoon;
    private volatile boolean room = true;

    RecordQueue(int maxItems, long maxBytes) {
        this.maxItems = maxItems;
        this.maxBytes = maxBytes;
    }

    static Item open(Cdr cdr, Optional<Tariff> prices) {
        return new Item(cdr, new Ladder(cdr.id(), List.of()), true, prices, RECORD_BYTES);
    }

    static Item ended(Cdr cdr, Ladder ladder) {
        long size = RECORD_BYTES;
        for (LadderEntry entry : ladder.entries())
            size += ENTRY_BYTES + entry.message().length();
        return new Item(cdr, ladder, false, Optional.empty(), size);
    }

    /** False if there is no room at all, or the queue is closed: the record is lost. */
    boolean put(Item item) {
        lock.lock();
        try {
            if (closed || waiting.size() + taken.size() >= maxItems * HARD)
                return false;
            var kept = room || item.open() ? item : ended(item.cdr(), new Ladder(item.cdr().id(), List.of()));
            waiting.add(kept);
            bytes += kept.bytes();
            room = hasRoomNow();
            if (!item.open() || !looksSoon)
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
            return waiting.size() + taken.size();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes what waits, or waits for something up to a time; it stays counted until {@link #done}. Empty where nothing
     * came, or at a {@link #wake}.
     *
     * @param soon whether answers may wait until the time is up; ends of calls never wait
     */
    List<Item> take(int max, long maxBatchBytes, long waitNanos, boolean soon) throws InterruptedException {
        lock.lock();
        try {
            looksSoon = soon;
            long left = waitNanos;
            while (waiting.isEmpty() && !closed && !woken && left > 0)
                left = filled.awaitNanos(left);
            woken = false;
            var batch = new ArrayList<Item>();
            long size = 0;
            while (!waiting.isEmpty() && batch.size() < max && size <= maxBatchBytes) {
                var item = waiting.remove();
                taken.add(item);
                batch.add(item);
                size += item.bytes();
            }
            return batch;
        } finally {
            lock.unlock();
        }
    }

    /** The last ones taken were not written: they wait again. */
    void giveBack(int count) {
        lock.lock();
        try {
            for (int i = 0; i < count; i++)
                waiting.addFirst(taken.removeLast());
        } finally {
            lock.unlock();
        }
    }

    /** Nothing that was taken and is not done reached the disk: all of it waits again. */
    void giveBackAll() {
        lock.lock();
        try {
            giveBack(taken.size());
        } finally {
            lock.unlock();
        }
    }

    /** The first ones taken are on the disk. */
    void done(long count) {
        lock.lock();
        try {
            for (long i = 0; i < count; i++)
                bytes -= taken.remove().bytes();
            room = hasRoomNow();
        } finally {
            lock.unlock();
        }
    }

    /** Lets {@link #take} return. */
    void wake() {
        lock.lock();
        try {
            woken = true;
            filled.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private boolean hasRoomNow() {
        return waiting.size() + taken.size() < maxItems && bytes < maxBytes;
    }

    /** Waits, but no longer once closed. */
    void pause(long nanos) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (!closed && left > 0)
                left = closing.awaitNanos(left);
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            filled.signalAll();
            closing.signalAll();
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
