package org.trunkline.plugin.internal.guard;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * The threads of one extension inside the node: as many as calls may run at once, begun when needed, ended when idle for
 * half a minute. <b>Threads:</b> any may call; it waits, and no code of a plug-in runs on its thread.
 */
public final class Lane implements AutoCloseable {
    private static final int QUEUE = 256;
    private static final long IDLE_SECONDS = 30;

    /** Code of a plug-in, which must catch all that it throws. */
    @FunctionalInterface
    public interface Work {
        Outcome run();
    }

    private final PluginThreads threads;
    private final BlockingQueue<Task> queue = new ArrayBlockingQueue<>(QUEUE);
    private final AtomicReferenceArray<Task> running;
    private final boolean[] alive;
    private final AtomicInteger idle = new AtomicInteger();
    private volatile boolean closed;

    /** @param width calls that may run at once */
    Lane(PluginThreads threads, int width) {
        this.threads = threads;
        running = new AtomicReferenceArray<>(width);
        alive = new boolean[width];
    }

    /**
     * Runs work on a thread of the lane.
     *
     * @param deadline as {@link System#nanoTime}
     * @param afterwards as {@link Carrier#carry} has it
     */
    public Outcome run(Work work, long deadline, Consumer<Outcome> afterwards) {
        var task = new Task(work, Thread.currentThread(), afterwards);
        if (closed)
            return new Outcome.Gone();
        if (!queue.offer(task))
            return new Outcome.Late(false);
        growWhereNeeded();
        return task.await(deadline);
    }

    /** Runs work on a thread of the lane when it is its turn; dropped where too much waits. @return false where it was */
    public boolean later(Work work) {
        if (closed || !queue.offer(new Task(work, null, _ -> {})))
            return false;
        growWhereNeeded();
        return true;
    }

    /** Begin of the longest work under way, as {@link System#nanoTime}; the largest number where there is none. */
    public long oldest() {
        long oldest = Long.MAX_VALUE;
        for (int i = 0; i < running.length(); i++) {
            var task = running.get(i);
            if (task != null)
                oldest = Math.min(oldest, task.begun);
        }
        return oldest;
    }

    @Override
    public void close() {
        closed = true;
        queue.clear();
        for (int i = 0; i < running.length(); i++)
            queue.offer(Task.END); // those that wait for work look whether there will be any
    }

    private void growWhereNeeded() {
        if (idle.get() < queue.size())
            grow();
    }

    private synchronized void grow() {
        for (int i = 0; i < alive.length; i++)
            if (!alive[i]) {
                alive[i] = true;
                int slot = i;
                threads.spawn(() -> work(slot));
                return;
            }
    }

    private void work(int slot) {
        try {
            while (!closed) {
                idle.incrementAndGet();
                Task task;
                try {
                    task = queue.poll(IDLE_SECONDS, TimeUnit.SECONDS);
                } finally {
                    idle.decrementAndGet();
                }
                if (task == null)
                    return;
                growWhereNeeded(); // a caller may have counted this thread, which is busy from here on
                if (task != Task.END)
                    run(slot, task);
            }
        } catch (InterruptedException e) {
            // the plug-in is being stopped
        } finally {
            ended(slot);
        }
    }

    private synchronized void ended(int slot) {
        alive[slot] = false;
        if (!closed && !queue.isEmpty())
            grow();
    }

    private void run(int slot, Task task) {
        if (!task.begin()) {
            task.finish(new Outcome.Gone());
            return;
        }
        running.set(slot, task);
        try {
            task.finish(task.work.run());
        } finally {
            running.set(slot, null);
            task.finish(new Outcome.Failed("its thread ended"));
            if (!closed)
                Thread.interrupted(); // meant for the call that is over
        }
    }

    private static final class Task {
        private static final Task END = new Task(Outcome.Gone::new, null, _ -> {});
        /** Its caller waits no longer. */
        private static final Outcome ABANDONED = new Outcome.Late(true);
        private static final Outcome TOLD = new Outcome.Gone();

        private final Work work;
        private final Thread caller;
        private final Consumer<Outcome> afterwards;
        private final AtomicReference<Outcome> outcome = new AtomicReference<>();
        private volatile long begun;

        Task(Work work, Thread caller, Consumer<Outcome> afterwards) {
            this.work = work;
            this.caller = caller;
            this.afterwards = afterwards;
        }

        boolean begin() {
            begun = System.nanoTime();
            return outcome.get() != ABANDONED;
        }

        void finish(Outcome result) {
            if (outcome.compareAndSet(null, result)) {
                if (caller != null)
                    LockSupport.unpark(caller);
            } else if (outcome.compareAndSet(ABANDONED, TOLD)) {
                afterwards.accept(result instanceof Outcome.Answered ? TOLD : result);
            }
        }

        Outcome await(long deadline) {
            boolean interrupted = false;
            while (outcome.get() == null) {
                long left = deadline - System.nanoTime();
                if (left <= 0)
                    break;
                LockSupport.parkNanos(this, left);
                interrupted |= Thread.interrupted(); // the caller's own business, afterwards
            }
            if (interrupted)
                Thread.currentThread().interrupt();
            return outcome.compareAndSet(null, ABANDONED) ? ABANDONED : outcome.get();
        }
    }
}
