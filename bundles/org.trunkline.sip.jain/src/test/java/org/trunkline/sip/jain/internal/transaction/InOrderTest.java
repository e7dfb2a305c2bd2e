package org.trunkline.sip.jain.internal.transaction;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class InOrderTest {
    private final InOrder order = new InOrder("test");

    @Test
    void tasksOfAKeyRunAsTheyWereGiven() throws Exception {
        var ran = new ConcurrentLinkedQueue<Integer>();
        var slow = new CountDownLatch(1);
        var done = new CountDownLatch(1);
        order.run("a", () -> await(slow));
        for (int i = 0; i < 1000; i++) {
            int number = i;
            order.run("a", () -> ran.add(number));
        }
        order.run("a", done::countDown);
        assertEquals(List.of(), List.copyOf(ran), "they ran past the first");
        slow.countDown();
        assertTrue(done.await(60, SECONDS));
        assertEquals(IntStream.range(0, 1000).boxed().toList(), List.copyOf(ran));
    }

    @Test
    void anotherKeyDoesNotWait() throws Exception {
        var slow = new CountDownLatch(1);
        var other = new CountDownLatch(1);
        order.run("a", () -> await(slow));
        order.run("b", other::countDown);
        assertTrue(other.await(60, SECONDS));
        slow.countDown();
    }

    @Test
    void oneThatFailsStopsNoOther() throws Exception {
        var done = new CountDownLatch(1);
        order.run("a", () -> {
            throw new IllegalStateException("on purpose");
        });
        order.run("a", done::countDown);
        assertTrue(done.await(60, SECONDS));
        while (order.busy() > 0)
            Thread.onSpinWait();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(60, SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
