package org.trunkline.engine.thread;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.trunkline.engine.thread.SupervisedThread.Pauses;
import org.trunkline.engine.thread.SupervisedThread.Trouble;

/** A thread of the house lives, whatever its work throws. */
class SupervisedThreadTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static Optional<Trouble> known(String name) {
        return SupervisedThread.troubled().stream().filter(it -> it.thread().equals(name)).findFirst();
    }

    @Test
    void workThatEndsByAnErrorIsRunAgainAndIsAnAlarm() throws Exception {
        var runs = new AtomicInteger();
        var well = new CountDownLatch(1);
        var over = new CountDownLatch(1);
        var thread = SupervisedThread.start("test-lasting", () -> {
            switch (runs.incrementAndGet()) {
                case 1 -> throw new NoClassDefFoundError("com/example/Missing");
                case 2 -> throw new OutOfMemoryError("Java heap space");
                default -> {
                    well.countDown();
                    over.await();
                }
            }
        });
        well.await();
        var trouble = known("test-lasting").orElseThrow();
        assertEquals(2, trouble.times());
        assertTrue(trouble.why().contains("OutOfMemoryError"), trouble.why());
        over.countDown();
        assertTrue(thread.awaitEnd(PATIENCE), "work that returns has ended");
        assertEquals(3, runs.get());
        assertEquals(Optional.empty(), known("test-lasting"));
    }

    @Test
    void theAlarmIsOverOnceItHasRunLongEnough() throws Exception {
        var runs = new AtomicInteger();
        var well = new CountDownLatch(1);
        var over = new CountDownLatch(1);
        var thread = new SupervisedThread("test-calm", () -> {
            if (runs.incrementAndGet() == 1)
                throw new IllegalStateException("once");
            well.countDown();
            over.await();
        }, new Pauses(Duration.ZERO, Duration.ZERO, Duration.ZERO));
        thread.start();
        well.await();
        assertEquals(Optional.empty(), thread.trouble());
        over.countDown();
        assertTrue(thread.awaitEnd(PATIENCE));
    }

    @Test
    void workThatWasClosedIsNotRunAgain() {
        var runs = new AtomicInteger();
        var thread = new SupervisedThread("test-stopped", () -> {
            runs.incrementAndGet();
            throw new IllegalStateException("again and again");
        }, new Pauses(Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(1)));
        thread.start();
        while (runs.get() < 2)
            Thread.onSpinWait();
        thread.stopRestarting();
        assertTrue(thread.awaitEnd(PATIENCE));
        assertEquals(2, runs.get());
        assertFalse(thread.isAlive());
    }
}
