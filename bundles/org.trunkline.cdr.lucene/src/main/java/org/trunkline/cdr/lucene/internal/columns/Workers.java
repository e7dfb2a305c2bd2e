package org.trunkline.cdr.lucene.internal.columns;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Does the parts of one question on the caller's thread and on those that are idle: one less than there are cores. */
public final class Workers implements AutoCloseable {
    /** What is done with one part. */
    @FunctionalInterface
    public interface Part {
        void work(int part) throws IOException;
    }

    private static final int MOST = 3;

    private final int helpers = Math.clamp(Runtime.getRuntime().availableProcessors() - 1L, 0, MOST);
    private final ExecutorService executor = Executors.newFixedThreadPool(Math.max(1, helpers),
            Thread.ofPlatform().daemon().name("cdr-search-", 0).factory());

    /** Returns once all parts, from 0 on, are done. Each is done by one thread; what a thread did is seen after it. */
    public void each(int parts, Part part) throws IOException {
        var job = new Job(parts, part);
        for (int i = 0; i < Math.min(helpers, parts - 1); i++)
            executor.execute(job);
        job.run();
        job.await();
    }

    /** A helper that comes late finds nothing left to do. */
    private static final class Job implements Runnable {
        private final int parts;
        private final Part part;
        private final AtomicInteger next = new AtomicInteger();
        private final CountDownLatch done;
        private final AtomicReference<Optional<Throwable>> failure = new AtomicReference<>(Optional.empty());

        Job(int parts, Part part) {
            this.parts = parts;
            this.part = part;
            done = new CountDownLatch(parts);
        }

        @Override
        public void run() {
            for (int i = next.getAndIncrement(); i < parts; i = next.getAndIncrement()) {
                try {
                    if (failure.get().isEmpty())
                        part.work(i);
                } catch (IOException | RuntimeException | Error e) { // carried to the thread that asked
                    failure.set(Optional.of(e));
                } finally {
                    done.countDown();
                }
            }
        }

        void await() throws IOException {
            boolean interrupted = false;
            for (boolean waiting = true; waiting;) {
                try {
                    done.await();
                    waiting = false;
                } catch (InterruptedException e) {
                    interrupted = true; // the parts use what the caller would close
                }
            }
            if (interrupted)
                Thread.currentThread().interrupt();
            switch (failure.get().orElse(null)) {
                case null -> {
                    // all is well
                }
                case IOException e -> throw e;
                case RuntimeException e -> throw e;
                case Error e -> throw e;
                case Throwable e -> throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public void close() {
        executor.shutdown();
    }
}
