package org.trunkline.node.internal.privacy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.trunkline.testkit.Await;

class RetentionClockTest {
    private static final Duration LONG = Duration.ofDays(1);

    private final AtomicInteger sweeps = new AtomicInteger();

    /** Nor for a change that comes before. */
    @Test
    void nothingGoesBeforeTheNodeIsReady() {
        try (var clock = new RetentionClock(sweeps::incrementAndGet, LONG)) {
            clock.wake();
            Await.until("it waits", () -> clock.thread.getState() == Thread.State.TIMED_WAITING);
            assertEquals(0, sweeps.get());
            clock.ready();
            Await.until("retention is done", () -> sweeps.get() > 0);
        }
    }

    @Test
    void aNodeThatEndsBeforeItIsReadyKeepsEverything() throws Exception {
        var clock = new RetentionClock(sweeps::incrementAndGet, LONG);
        clock.close();
        clock.thread.join();
        assertEquals(0, sweeps.get());
    }

    @Test
    void aNodeThatGoesOnWithoutAPartIsNotWaitedForForEver() {
        try (var clock = new RetentionClock(sweeps::incrementAndGet, Duration.ZERO)) {
            Await.until("retention is done", () -> sweeps.get() > 0);
        }
    }
}
