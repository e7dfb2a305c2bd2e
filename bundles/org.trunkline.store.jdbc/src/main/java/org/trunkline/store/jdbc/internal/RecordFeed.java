package org.trunkline.store.jdbc.internal;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.engine.port.RecordLog;
import org.trunkline.engine.port.RecordStage;
import org.trunkline.engine.port.StoreException;

/**
 * Follows the journal into the table of records, some seconds behind and in large batches. A store that is down is
 * tried again; it then catches up. What is left at the end is written before it closes, or read again at the next start.
 */
final class RecordFeed implements RecordStage, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RecordFeed.class);
    /** More would outgrow H2's write buffer, and it would write a part of the transaction before its commit. */
    private static final int BATCH = 2_000;
    /** Each is a row deleted and a row written. */
    private static final int REPLACED = BATCH / 2;
    private static final Duration CLOSE = Duration.ofSeconds(4);

    private final RecordTable table;
    private final RecordLog log;
    private final InstantSource clock;
    private final long gatherNanos;
    private final long retryNanos;
    private final RecordLog.Subscription subscription;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition wanted = lock.newCondition();
    /** Number of the last record in the journal when it was last read to its end. */
    private volatile long seen;
    private volatile boolean idle;
    private volatile boolean closing;
    private volatile long sequence;
    private volatile Optional<Trouble> trouble = Optional.empty();

    /** @param gatherMs how long the first record of a batch waits for more */
    RecordFeed(Database database, RecordLog log, InstantSource clock, long gatherMs, long retryMs) {
        table = new RecordTable(database);
        this.log = log;
        this.clock = clock;
        gatherNanos = TimeUnit.MILLISECONDS.toNanos(gatherMs);
        retryNanos = TimeUnit.MILLISECONDS.toNanos(retryMs);
        subscription = log.onAppended(this::appended);
        thread = Thread.ofPlatform().daemon().name("cdr-store").start(this::run);
    }

    private void run() {
        boolean done = false;
        while (!done) {
            try {
                follow(log.id());
                done = closing;
            } catch (StoreException | IOException | RuntimeException e) {
                inTrouble(e);
                pause(retryNanos, Long.MAX_VALUE);
                done = closing;
            }
        }
    }

    /** Returns when closing, or when the journal has another name: its records were changed. */
    private void follow(String id) throws StoreException, IOException {
        try (var cursor = log.from(begin(id))) {
            boolean last;
            do {
                last = closing || !log.id().equals(id);
                if (!last || closing)
                    catchUp(id, cursor);
                if (!last)
                    gather(id);
            } while (!last);
        }
    }

    private long begin(String id) throws StoreException, IOException {
        takeOver(id);
        var offset = table.offset(id).filter(o -> o.position() <= log.end());
        if (offset.isEmpty())
            table.begin(id);
        sequence = offset.map(RecordTable.Offset::sequence).orElse(0L);
        return offset.map(RecordTable.Offset::position).orElseGet(log::first);
    }

    /** Where the journal has another name since records were changed, only those are put into the table again. */
    private void takeOver(String id) throws StoreException, IOException {
        var last = table.last();
        if (last.isEmpty() || last.get().getKey().equals(id))
            return;
        var where = log.changedSince(last.get().getKey());
        if (where.isEmpty())
            return;
        var waiting = new ArrayList<RecordLog.Entry>();
        for (var it : where.get())
            replace(it.from(), Math.min(it.to(), last.get().getValue().position()), waiting);
        flush(waiting);
        table.rename(id);
    }

    private void replace(long from, long to, List<RecordLog.Entry> waiting) throws StoreException, IOException {
        if (from >= to)
            return;
        try (var cursor = log.from(from)) {
            for (var some = cursor.next(1); !some.isEmpty() && some.getFirst().position() < to; some = cursor.next(1)) {
                waiting.add(some.getFirst());
                if (waiting.size() == REPLACED)
                    flush(waiting);
            }
        }
    }

    private void flush(List<RecordLog.Entry> waiting) throws StoreException {
        if (!waiting.isEmpty())
            table.replace(waiting);
        waiting.clear();
    }

    private void catchUp(String id, RecordLog.Cursor cursor) throws StoreException, IOException {
        int count;
        long until = System.nanoTime() + CLOSE.toNanos();
        do {
            long last = log.lastSequence();
            var entries = cursor.next(BATCH);
            count = entries.size();
            if (count > 0) {
                table.add(id, entries);
                sequence = entries.getLast().sequence();
            }
            seen = Math.max(last, sequence);
            if (trouble.isPresent()) {
                LOG.info("the store takes records again");
                trouble = Optional.empty();
            }
        } while (count == BATCH && !(closing && System.nanoTime() > until));
    }

    /** Waits for a record, and then for more. */
    private void gather(String id) {
        lock.lock();
        try {
            idle = true;
            while (!closing && missing() == 0 && log.id().equals(id))
                wanted.awaitUninterruptibly();
            idle = false;
        } finally {
            lock.unlock();
        }
        if (log.id().equals(id))
            pause(gatherNanos, BATCH);
    }

    /** Until so many records are there, or the time is over. */
    private void pause(long nanos, long enough) {
        lock.lock();
        try {
            for (long left = nanos; left > 0 && !closing && missing() < enough;)
                left = wanted.awaitNanos(left);
        } catch (InterruptedException e) {
            closing = true; // nobody interrupts this thread but the end of the process
        } finally {
            lock.unlock();
        }
    }

    private long missing() {
        return log.lastSequence() - seen;
    }

    /** Many times a second: wakes the thread only where it has something to do. */
    private void appended() {
        if (idle || missing() >= BATCH)
            wake();
    }

    private void wake() {
        lock.lock();
        try {
            wanted.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void inTrouble(Exception e) {
        String message = String.valueOf(e.getMessage());
        if (trouble.isEmpty())
            LOG.error("records wait in the journal: {}", message, e instanceof RuntimeException ? e : null);
        trouble = Optional.of(new Trouble(message.contains("disk") && message.contains("full") ? "disk-full"
                : "store-down", trouble.map(Trouble::since).orElseGet(clock::instant),
                message + " Records wait in the journal.", List.of(message)));
    }

    @Override
    public String name() {
        return "store";
    }

    @Override
    public long sequence() {
        return sequence;
    }

    @Override
    public Optional<Trouble> trouble() {
        return trouble;
    }

    @Override
    public void close() {
        subscription.close();
        closing = true;
        wake();
        try {
            if (!thread.join(CLOSE))
                LOG.warn("the store is still writing");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
