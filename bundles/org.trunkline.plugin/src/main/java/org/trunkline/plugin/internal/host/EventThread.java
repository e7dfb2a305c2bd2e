package org.trunkline.plugin.internal.host;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what a plug-in's process asks for, one thing after another, so that the thread that reads never waits. */
final class EventThread implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventThread.class);
    private static final int QUEUE = 2_000;
    private static final Runnable END = () -> {};

    private final BlockingQueue<Runnable> queue = new ArrayBlockingQueue<>(QUEUE);
    private final Thread thread;

    EventThread(String name) {
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** @return false where too much waits: it is not done */
    boolean post(Runnable work) {
        return queue.offer(work);
    }

    /** Waits until all that was posted is done, 5 s at most. */
    void await() throws InterruptedException {
        var done = new CountDownLatch(1);
        queue.put(done::countDown);
        done.await(5, TimeUnit.SECONDS);
    }

    /** Does what was posted until now and ends. */
    @Override
    public void close() {
        if (!queue.offer(END))
            thread.interrupt();
    }

    private void run() {
        try {
            for (var work = queue.take(); work != END; work = queue.take())
                work(work);
        } catch (InterruptedException e) {
            // closed with a full queue
        }
    }

    private static void work(Runnable work) {
        try {
            work.run();
        } catch (Throwable e) { // of the house's: the next one is done all the same
            LOG.error("An event of a plug-in could not be handled", e);
        }
    }
}
