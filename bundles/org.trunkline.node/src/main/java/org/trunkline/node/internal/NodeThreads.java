package org.trunkline.node.internal;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Virtual threads of a node. Work that fails is logged; what still runs when they are closed may fail in silence: its classes go. */
class NodeThreads implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NodeThreads.class);

    private final ExecutorService executor =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("node-", 0).uncaughtExceptionHandler(this::failed).factory());
    private final Duration patience;
    private volatile boolean ended;

    /** @param patience with what runs when they are closed */
    NodeThreads(Duration patience) {
        this.patience = patience;
    }

    final ExecutorService executor() {
        return executor;
    }

    private void failed(Thread thread, Throwable why) {
        if (!ended)
            report(thread.getName(), why);
    }

    void report(String thread, Throwable why) {
        LOG.error("work of the thread {} failed: report this with the log", thread, why);
    }

    /** What still runs asks parts that stop after these threads. */
    @Override
    public final void close() {
        executor.shutdown();
        try {
            if (executor.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS))
                return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        ended = true;
        executor.shutdownNow();
    }
}
