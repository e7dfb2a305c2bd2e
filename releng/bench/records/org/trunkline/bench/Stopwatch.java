package org.trunkline.bench;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;

import com.sun.management.OperatingSystemMXBean;

/** Time and CPU since it was made: where others share the machine, the latter counts. */
final class Stopwatch {
    private final long begun = System.nanoTime();
    private final long cpu = process();
    private final long index = index();

    private static long process() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static long index() {
        var threads = ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(t -> t != null && (t.getThreadName().startsWith("cdr-index")
                        || t.getThreadName().startsWith("Lucene Merge")))
                .mapToLong(t -> threads.getThreadCpuTime(t.getThreadId())).sum();
    }

    double seconds() {
        return (System.nanoTime() - begun) / 1e9;
    }

    /** Of the process, for each of so many things, as text. */
    String cpu(int things) {
        return String.format(Locale.ROOT, "CPU %.3f ms", (process() - cpu) / 1e6 / things);
    }

    /** Of the threads that index, in milliseconds for each of so many things. */
    double indexCpu(int things) {
        return (index() - index) / 1e6 / things;
    }
}
