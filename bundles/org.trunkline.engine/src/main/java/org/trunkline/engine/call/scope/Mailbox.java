package org.trunkline.engine.call.scope;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Runs what is posted for one call, or for one recipient of messages, one at a time and in order. Holds a thread only while
 * there is something to do.
 */
public final class Mailbox implements Runnable {
    private final Queue<Runnable> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final int capacity;
    private final Executor executor;
    private final Consumer<Throwable> bug;

    /** @param bug told of what a task threw, on the mailbox's thread */
    public Mailbox(int capacity, Executor executor, Consumer<Throwable> bug) {
        this.capacity = capacity;
        this.executor = executor;
        this.bug = bug;
    }

    /** Posts what a peer caused. @return false where the mailbox is full */
    public boolean offer(Runnable task) {
        if (waiting.get() >= capacity)
            return false;
        post(task);
        return true;
    }

    /**
     * Posts what a peer caused and, where the call has nothing else to do, does it at once on this thread: handing it to
     * another costs as much as a fifth of the work.
     *
     * @return false where the mailbox is full
     */
    boolean offerHere(Runnable task) {
        if (waiting.get() >= capacity)
            return false;
        queue.add(task);
        if (waiting.getAndIncrement() == 0)
            run();
        return true;
    }

    /** Posts what the node itself caused, a timer: such are few, and losing one would leave a call behind. */
    public void post(Runnable task) {
        queue.add(task);
        if (waiting.getAndIncrement() == 0)
            executor.execute(this);
    }

    @Override
    public void run() {
        do {
            var task = queue.poll();
            if (task == null)
                throw new IllegalStateException("the mailbox counted a task that does not exist");
            try {
                task.run();
            } catch (Throwable e) { // a boundary: this call only, want of memory too
                tell(e);
            }
        } while (waiting.decrementAndGet() > 0);
    }

    /** What is not told is lost; a mailbox that stood still would be one call more for good. */
    private void tell(Throwable defect) {
        try {
            bug.accept(defect);
        } catch (Throwable second) {
            defect.addSuppressed(second);
        }
    }
}
