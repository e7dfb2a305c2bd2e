package org.trunkline.plugin.internal.child;

import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads that extensions are called on in the plug-in's process; the node bounds how many calls there are. */
final class CallThreads implements Executor {
    private static final int MOST = 200;

    private final ThreadCpu cpu;
    private final AtomicInteger names = new AtomicInteger();
    private final ThreadPoolExecutor pool = new ThreadPoolExecutor(0, MOST, 30, TimeUnit.SECONDS,
            new SynchronousQueue<>(), this::thread);

    CallThreads(ThreadCpu cpu) {
        this.cpu = cpu;
    }

    @Override
    public void execute(Runnable work) {
        pool.execute(work);
    }

    private Thread thread(Runnable work) {
        var thread = new Thread(() -> cpu.calls(work), "call-" + names.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }
}
