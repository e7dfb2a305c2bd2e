package org.trunkline.media.rtp.internal.convert;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.engine.thread.SupervisedThread;

/** Converts for many calls, one packet after another: encoding takes longer than relaying may wait. */
final class ConverterThread implements CodingThread, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ConverterThread.class);
    /** Some 200 ms of the calls that a core can convert. */
    private static final int WAITING = 512;

    private final BlockingQueue<Runnable> tasks = new ArrayBlockingQueue<>(WAITING);
    /** What must be done even where too much waits. */
    private final Queue<Runnable> ends = new ConcurrentLinkedQueue<>();
    private final SupervisedThread thread;
    private volatile boolean closed;

    ConverterThread(String name) {
        thread = SupervisedThread.start(name, this::run);
    }

    @Override
    public boolean offer(Runnable task) {
        return tasks.offer(task);
    }

    @Override
    public void last(Runnable end) {
        ends.add(end);
        if (closed)
            end();
        else
            tasks.offer(() -> {}); // wakes it; where there is no room it is awake
    }

    private void run() throws InterruptedException {
        while (!closed) {
            var task = tasks.take();
            try {
                task.run();
            } catch (RuntimeException | LinkageError e) { // a bug costs that packet, not everybody's
                log.error("a packet could not be converted", e);
            }
            end();
        }
    }

    private void end() {
        for (var next = ends.poll(); next != null; next = ends.poll())
            next.run();
    }

    @Override
    public void close() {
        closed = true;
        thread.stopRestarting();
        tasks.clear();
        tasks.offer(() -> {});
        thread.awaitEnd(Duration.ofSeconds(2));
        end();
    }
}
