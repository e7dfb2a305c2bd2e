package org.trunkline.phone.internal.work;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** By a daemon thread. After {@link #close} nothing runs any more. */
public final class WorkThread implements Work {
    private static final Logger LOG = LoggerFactory.getLogger(WorkThread.class);

    private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> {
        var thread = new Thread(task, "phone");
        thread.setDaemon(true);
        return thread;
    });

    public WorkThread() {
        executor.setRemoveOnCancelPolicy(true);
    }

    @Override
    public void run(Runnable task) {
        after(Duration.ZERO, task);
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        try {
            var future = executor.schedule(() -> guarded(task), delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> future.cancel(false);
        } catch (RejectedExecutionException e) {
            return () -> {
                // closed: nothing will run
            };
        }
    }

    @Override
    public Instant now() {
        return Clock.systemUTC().instant();
    }

    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) { // a defect in one call must not end the phone
            LOG.error("a task of the phone failed", e);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
