package org.trunkline.plugin.internal.child;

import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import com.sun.management.ThreadMXBean;

/**
 * CPU time by who used it. Only Java's own threads are asked, so that compilers and the garbage collector count as nobody's.
 * What a thread used after the last look and before its end is lost.
 */
final class ThreadCpu {
    /** @param own nanoseconds of the plug-in's own threads @param calls of those that it is called on */
    record Used(long own, long calls, int threads) {}

    private final ThreadMXBean beans = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Set<Long> ours = ConcurrentHashMap.newKeySet();
    private final Set<Long> calls = ConcurrentHashMap.newKeySet();
    private final Map<Long, Long> last = new HashMap<>();
    private long own;
    private long ofCalls;

    /** The current thread works for the house. */
    void ours() {
        ours.add(Thread.currentThread().threadId());
    }

    /** Runs the work of a thread that extensions are called on. */
    void calls(Runnable work) {
        long id = Thread.currentThread().threadId();
        calls.add(id);
        try {
            work.run();
        } finally {
            calls.remove(id);
        }
    }

    /** So far. One thread. */
    Used used() {
        var ids = beans.getAllThreadIds();
        var times = beans.getThreadCpuTime(ids);
        var now = HashMap.<Long, Long>newHashMap(ids.length);
        for (int i = 0; i < ids.length; i++) {
            if (times[i] < 0 || ours.contains(ids[i]))
                continue;
            long more = Math.max(0, times[i] - last.getOrDefault(ids[i], 0L));
            now.put(ids[i], times[i]);
            if (calls.contains(ids[i]))
                ofCalls += more;
            else
                own += more;
        }
        last.clear();
        last.putAll(now);
        return new Used(own, ofCalls, ids.length);
    }
}
