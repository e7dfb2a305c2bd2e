package org.trunkline.plugin.internal.guard;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import com.sun.management.ThreadMXBean;

/**
 * The threads of a plug-in inside the node, those that it begins itself included: they are of one thread group. Virtual
 * threads are not, and are not counted.
 */
public final class PluginThreads implements AutoCloseable {
    /** @param calls CPU nanoseconds of the guard's threads, @param others of those that the plug-in began */
    public record Usage(long calls, long others, long allocated, int threads) {}

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final String plugin;
    private final ThreadGroup group;
    private final ClassLoader loader;
    private final Set<Thread> ours = ConcurrentHashMap.newKeySet();
    private final Set<Lane> lanes = ConcurrentHashMap.newKeySet();
    private final AtomicInteger names = new AtomicInteger();

    /** @param loader context class loader of the threads */
    public PluginThreads(String plugin, ClassLoader loader) {
        this.plugin = plugin;
        this.loader = loader;
        group = new ThreadGroup("plugin-" + plugin);
    }

    /** @param width calls that may run at once */
    public Lane lane(int width) {
        var lane = new Lane(this, width);
        lanes.add(lane);
        return lane;
    }

    /** Of the threads that live. */
    public Usage usage() {
        var all = new Thread[group.activeCount() + 16];
        int count = group.enumerate(all);
        long calls = 0;
        long others = 0;
        long allocated = 0;
        var ids = Arrays.stream(all, 0, count).mapToLong(Thread::threadId).toArray();
        var cpu = THREADS.getThreadCpuTime(ids);
        var bytes = THREADS.getThreadAllocatedBytes(ids);
        for (int i = 0; i < count; i++) {
            long nanos = Math.max(0, cpu[i]);
            if (ours.contains(all[i]))
                calls += nanos;
            else
                others += nanos;
            allocated += Math.max(0, bytes[i]);
        }
        return new Usage(calls, others, allocated, count);
    }

    /** How many there are, at little cost. */
    public int count() {
        return group.activeCount();
    }

    /** @return whether all threads ended in time */
    public boolean awaitEnd(long nanos) {
        long until = System.nanoTime() + nanos;
        while (group.activeCount() > 0 && System.nanoTime() < until)
            LockSupport.parkNanos(1_000_000);
        return group.activeCount() == 0;
    }

    /** Asks all threads to end. Those that do not listen stay: Java cannot stop them. */
    @Override
    public void close() {
        lanes.forEach(Lane::close);
        group.interrupt();
    }

    /** Runs something on a new thread of the plug-in. */
    public void spawn(Runnable work) {
        var thread = new Thread(group, null, "plugin-" + plugin + "-" + names.incrementAndGet(), 512 << 10) {
            @Override
            public void run() {
                try {
                    work.run();
                } finally {
                    ours.remove(this);
                }
            }
        };
        thread.setDaemon(true);
        thread.setContextClassLoader(loader);
        ours.add(thread);
        thread.start();
    }
}
