package org.trunkline.sip.jain.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;

import org.junit.jupiter.api.Test;

class AdmissionTest {
    private static final int CAPACITY = 100;

    private long now;
    private Duration waiting = Duration.ZERO;
    private final Admission admission = new Admission(() -> waiting, () -> now);

    /** A second of calls at a rate, ten at a time. @return those taken */
    private int second(int rate, java.util.function.IntConsumer tenth) {
        int taken = 0;
        for (int i = 0; i < 10; i++) {
            int before = taken;
            for (int call = 0; call < rate / 10; call++)
                if (admission.admits())
                    taken++;
            now += 100_000_000;
            tenth.accept(taken - before);
        }
        return taken;
    }

    @Test
    void takesAllWhileNothingWaits() {
        assertEquals(5000, second(5000, taken -> {}));
    }

    @Test
    void aPauseIsNoOverload() {
        assertEquals(500, second(500, taken -> waiting = waiting.isZero() ? Duration.ofMillis(300) : Duration.ZERO));
    }

    /** A server that takes so many a second: what it takes beyond makes others wait. */
    @Test
    void threeTimesTooManyAreTakenDownToWhatCanBeServed() {
        double[] queue = {0};
        java.util.function.IntConsumer serve = taken -> {
            queue[0] = Math.max(0, queue[0] + taken - CAPACITY / 10.0);
            waiting = Duration.ofMillis((long) (1000 * queue[0] / CAPACITY));
        };
        for (int i = 0; i < 20; i++)
            second(3 * CAPACITY, serve);
        int taken = 0;
        for (int i = 0; i < 20; i++)
            taken += second(3 * CAPACITY, serve);
        assertTrue(taken > 0.85 * 20 * CAPACITY && taken < 1.1 * 20 * CAPACITY, "taken in 20 s: " + taken);
        assertTrue(waiting.toMillis() < 1000, waiting.toString());
    }

    @Test
    void itOpensAgain() {
        waiting = Duration.ofSeconds(2);
        for (int i = 0; i < 5; i++)
            second(1000, taken -> {});
        assertTrue(second(1000, taken -> {}) < 200);
        waiting = Duration.ZERO;
        int taken = 0;
        for (int i = 0; i < 10 && taken < 1000; i++)
            taken = second(1000, t -> {});
        assertEquals(1000, taken, "within ten seconds");
    }
}
