package org.trunkline.plugin.internal.child;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The threads that extensions are called on in the plug-in's process; the node bounds how many calls there are. */
final class CallThreads implements Executor {
    private static final int MOST = 200;

    private final ThreadMXBean beans = ManagementFactory.getThreadMXBean();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final AtomicLong ofEnded = new AtomicLong();
    private final AtomicInteger names = new AtomicInteger();
    private final ThreadPoolExecutor pool = new ThreadPoolExecutor(0, MOST, 30, TimeUnit.SECONDS,
            new SynchronousQueue<>(), this::thread);

    @Override
    public void execute(Runnable work) {
        pool.execute(work);
    }

    /** Counts the current thread too: it works for calls. */
    void include() {
        threads.add(Thread.currentThread());
    }

    /** CPU nanoseconds of all calls so far. */
    long cpuNanos() {
        long sum = ofEnded.get();
        for (var thread : threads)
            sum += Math.max(0, beans.getThreadCpuTime(thread.threadId()));
        return sum;
    }

    /** Threads of the process. */
    int count() {
        return beans.getThreadCount();
    }

    private Thread thread(Runnable work) {
        var thread = new Thread(() -> {
            threads.add(Thread.currentThread());
            try {
                work.run();
            } finally {
                threads.remove(Thread.currentThread());
                ofEnded.addAndGet(beans.getCurrentThreadCpuTime());
            }
        }, "call-" + names.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }
}
