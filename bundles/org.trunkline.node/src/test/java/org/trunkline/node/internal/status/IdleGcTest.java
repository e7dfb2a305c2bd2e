package org.trunkline.node.internal.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

class IdleGcTest {
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger collections = new AtomicInteger();
    private final IdleGc aftermath = new IdleGc(calls::get, collections::incrementAndGet);

    private void pulse(int... counts) {
        for (int count : counts) {
            calls.set(count);
            aftermath.pulse();
        }
    }

    @Test
    void collectsOnceWhenMostOfManyHaveEnded() {
        pulse(0, 2 * IdleGc.MANY, IdleGc.MANY, 2 * IdleGc.MANY / IdleGc.PART + 1);
        assertEquals(0, collections.get());
        pulse(2 * IdleGc.MANY / IdleGc.PART);
        assertEquals(1, collections.get());
        pulse(100, 0, 500, 0);
        assertEquals(1, collections.get());
    }

    @Test
    void collectsAfterEachRush() {
        pulse(IdleGc.MANY, 0, IdleGc.MANY, 0);
        assertEquals(2, collections.get());
    }

    @Test
    void leavesAFewCallsToTheYoungGeneration() {
        pulse(IdleGc.MANY - 1, 0, IdleGc.MANY - 1, 0);
        assertEquals(0, collections.get());
    }
}
