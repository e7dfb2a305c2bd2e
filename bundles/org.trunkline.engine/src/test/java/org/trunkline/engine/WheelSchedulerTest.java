package org.trunkline.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

class WheelSchedulerTest {
    private static final int PATIENCE_SECONDS = 60;

    /** Nothing is due before a test says so, however long it takes itself. */
    private final AtomicLong nanos = new AtomicLong();

    private void advance(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void allRunAndNoneEarly() throws InterruptedException {
        try (var wheel = new WheelScheduler()) {
            int timers = 200;
            long seed = System.nanoTime();
            var random = new Random(seed);
            var early = Collections.synchronizedList(new ArrayList<Long>());
            var ran = new CountDownLatch(timers);
            for (int i = 0; i < timers; i++) {
                long delay = random.nextLong(300_000_000);
                long begun = System.nanoTime();
                wheel.after(Duration.ofNanos(delay), () -> {
                    long took = System.nanoTime() - begun;
                    if (took < delay)
                        early.add(delay - took);
                    ran.countDown();
                });
            }
            assertTrue(ran.await(PATIENCE_SECONDS, TimeUnit.SECONDS), "seed " + seed);
            assertEquals(0, early.size(), "seed " + seed + ": " + early);
        }
    }

    @Test
    void cancelledOnesDoNotRun() throws InterruptedException {
        try (var wheel = new WheelScheduler(nanos::get)) {
            var ran = new AtomicBoolean();
            var last = new CountDownLatch(1);
            var timer = wheel.after(Duration.ofMillis(30), () -> ran.set(true));
            wheel.after(Duration.ofMillis(80), last::countDown);
            timer.cancel();
            timer.cancel();
            advance(Duration.ofMillis(200));
            assertTrue(last.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
            assertFalse(ran.get());
        }
    }

    /** Else a clock that a test drives would have to wait until its thread wakes. */
    @Test
    void aLeapPastItsSleepWakesIt() throws InterruptedException {
        try (var wheel = new WheelScheduler(nanos::get)) {
            var ran = new CountDownLatch(1);
            wheel.after(Duration.ofSeconds(39), ran::countDown);
            while (!asleep())
                Thread.onSpinWait();
            advance(Duration.ofMinutes(1));
            wheel.after(Duration.ZERO, () -> {});
            assertTrue(ran.await(30, TimeUnit.SECONDS));
        }
    }

    private static boolean asleep() {
        return Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().equals("timers"))
                .allMatch(thread -> thread.getState() == Thread.State.TIMED_WAITING);
    }

    @Test
    void aTaskThatFailsOrCancelsItselfHarmsNoOther() throws InterruptedException {
        try (var wheel = new WheelScheduler(nanos::get)) {
            var ran = new AtomicInteger();
            var timers = new org.trunkline.engine.port.Scheduler.Timer[2];
            wheel.after(Duration.ofMillis(20), () -> {
                throw new IllegalStateException("planted");
            });
            wheel.after(Duration.ofMillis(20), () -> {
                throw new OutOfMemoryError("planted");
            });
            for (int i = 0; i < 2; i++) {
                int other = 1 - i;
                timers[i] = wheel.after(Duration.ofMillis(60), () -> {
                    ran.incrementAndGet();
                    timers[other].cancel();
                });
            }
            var after = new CountDownLatch(1);
            wheel.after(Duration.ofMillis(120), after::countDown);
            advance(Duration.ofMillis(300));
            assertTrue(after.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
            assertEquals(1, ran.get(), "the first cancelled the second, due at the same moment");
        }
    }
}
