package org.trunkline.cdr.journal.internal;

import java.io.IOException;
import java.util.concurrent.locks.LockSupport;

import org.trunkline.cdr.journal.internal.JournalWriter.Mark;
import org.trunkline.engine.thread.SupervisedThread;

/**
 * Makes durable what was written, many records at once, on a thread of its own: a disk that takes its time must not keep
 * the next record out of the file. After a failure it waits until the writer has gone back.
 */
final class JournalSync {
    /** Told of what became durable: how many items, and the mark before. */
    @FunctionalInterface
    interface Acknowledged {
        void since(Mark before, Mark now);
    }

    private static final long LADDERS_NANOS = 1_000_000_000L;

    private final JournalWriter writer;
    private final JournalTrouble trouble;
    private final long forceNanos;
    private final Acknowledged acknowledged;
    private final Runnable onFailure;
    private final SupervisedThread thread;
    private volatile Mark durable;
    private volatile boolean idle;
    private volatile boolean failed;
    private volatile boolean stopping;
    private long laddersForced = System.nanoTime();
    private boolean laddersDirty;

    /** @param forceNanos between the beginnings of two forces */
    JournalSync(JournalWriter writer, JournalTrouble trouble, long forceNanos, Acknowledged acknowledged,
            Runnable onFailure) {
        this.writer = writer;
        this.trouble = trouble;
        this.forceNanos = forceNanos;
        this.acknowledged = acknowledged;
        this.onFailure = onFailure;
        durable = writer.written();
        thread = new SupervisedThread("cdr-journal-sync", this::run);
    }

    void start() {
        thread.start();
    }

    Mark durable() {
        return durable;
    }

    boolean isAllDurable() {
        return durable.end() == writer.written().end();
    }

    /** Something was written. The writer's, as all that follow. */
    void wake() {
        if (idle)
            LockSupport.unpark(thread);
    }

    /** Whether a force failed: the writer must go back to {@link #durable}, and say so with {@link #rewound}. */
    boolean hasFailed() {
        return failed;
    }

    void rewound() {
        failed = false;
        LockSupport.unpark(thread);
    }

    /** Ends once all is durable, or cannot become so. */
    void stop() throws InterruptedException {
        stopping = true;
        LockSupport.unpark(thread);
        thread.join();
    }

    private void run() {
        while (!stopping || !failed && !isAllDurable()) {
            if (failed || isAllDurable()) {
                await();
                continue;
            }
            long begun = System.nanoTime();
            force();
            forceLadders(begun);
            for (long left = forceNanos; left > 0 && !stopping; left = forceNanos - (System.nanoTime() - begun))
                LockSupport.parkNanos(this, left);
        }
    }

    private void await() {
        idle = true;
        if ((failed || isAllDurable()) && !stopping)
            LockSupport.parkNanos(this, LADDERS_NANOS);
        idle = false;
        forceLadders(System.nanoTime());
    }

    private void force() {
        var mark = writer.written();
        try {
            writer.force();
        } catch (IOException | RuntimeException | Error e) { // whatever it is, somebody is told and it is tried again
            trouble.cannotForce(e);
            failed = true;
            onFailure.run();
            return;
        }
        var before = durable;
        durable = mark;
        trouble.forced();
        laddersDirty |= mark.sequence() != before.sequence();
        acknowledged.since(before, mark);
    }

    private void forceLadders(long now) {
        if (!laddersDirty || now - laddersForced < LADDERS_NANOS)
            return;
        laddersForced = now;
        laddersDirty = false;
        try {
            writer.forceLadders();
        } catch (IOException e) {
            trouble.cannotForce(e);
        }
    }
}
