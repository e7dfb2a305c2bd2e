package org.trunkline.node.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

class NodeThreadsTest {
    private final List<String> reported = new CopyOnWriteArrayList<>();
    private final NodeThreads threads = new NodeThreads(Duration.ofMillis(10)) {
        @Override
        void report(String thread, Throwable why) {
            reported.add(thread + " " + why.getMessage());
        }
    };

    private Thread run(Runnable work) {
        var ran = new Thread[1];
        var begun = new CountDownLatch(1);
        threads.executor().execute(() -> {
            ran[0] = Thread.currentThread();
            begun.countDown();
            work.run();
        });
        await(begun);
        return ran[0];
    }

    private static void await(CountDownLatch latch) {
        while (latch.getCount() > 0)
            try {
                assertTrue(latch.await(10, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                // closing interrupts; the work does not heed it
            }
    }

    private static Runnable failing(String message) {
        return () -> {
            throw new NoClassDefFoundError(message);
        };
    }

    @Test
    void workThatFailsIsReported() throws Exception {
        run(failing("x")).join();
        assertEquals(List.of("node-0 x"), reported);
        threads.close();
    }

    /** Seen where the HTTP port was taken: the first status was taken when the framework had stopped. */
    @Test
    void workThatOutlivesTheNodeFailsInSilence() throws Exception {
        var closed = new CountDownLatch(1);
        var late = run(() -> {
            await(closed);
            failing("late").run();
        });
        threads.close();
        closed.countDown();
        late.join();
        assertEquals(List.of(), reported);
    }
}
