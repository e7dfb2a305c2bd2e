package org.trunkline.node.internal.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.call.LiveCall;
import org.trunkline.engine.port.Calls;
import org.trunkline.testkit.ManualScheduler;

class DrainTest {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final ManualScheduler time = new ManualScheduler();
    private final SomeCalls calls = new SomeCalls();
    private int stops;
    private final Drain drain = new Drain(calls, time, () -> stops++);

    private static final class SomeCalls implements Calls {
        private int count = 2;
        private boolean draining;

        @Override
        public List<LiveCall> snapshot() {
            return List.of();
        }

        @Override
        public int count() {
            return count;
        }

        @Override
        public long total() {
            return count;
        }

        @Override
        public boolean hangUp(CallId call) {
            return false;
        }

        @Override
        public void drain() {
            draining = true;
        }

        @Override
        public void resume() {
            draining = false;
        }

        @Override
        public boolean draining() {
            return draining;
        }

        @Override
        public void endAll() {}

        @Override
        public AutoCloseable onChange(Runnable changed) {
            return () -> {};
        }

        @Override
        public AutoCloseable onEnded(Consumer<Boolean> answered) {
            return () -> {};
        }
    }

    @Test
    void theNodeStopsWhenTheLastCallIsOver() {
        drain.begin(true, LIMIT);
        assertTrue(calls.draining);
        time.advance(Duration.ofSeconds(30));
        calls.count = 1;
        time.advance(Duration.ofSeconds(20));
        assertEquals(0, stops);
        calls.count = 0;
        time.advance(Duration.ofSeconds(1));
        assertEquals(1, stops);
        time.advance(LIMIT.multipliedBy(2));
        assertEquals(1, stops, "once");
    }

    @Test
    void orAfterItsLimit() {
        drain.begin(true, LIMIT);
        time.advance(LIMIT.minusSeconds(1));
        assertEquals(0, stops);
        time.advance(Duration.ofSeconds(2));
        assertEquals(1, stops);
    }

    @Test
    void atOnceWhereThereAreNone() {
        calls.count = 0;
        drain.begin(true, LIMIT);
        assertEquals(1, stops);
    }

    @Test
    void itCanBeTakenBack() {
        drain.begin(true, LIMIT);
        drain.resume();
        assertFalse(calls.draining);
        calls.count = 0;
        time.advance(LIMIT.multipliedBy(2));
        assertEquals(0, stops);
        drain.begin(false, LIMIT);
        time.advance(LIMIT.multipliedBy(2));
        assertEquals(0, stops, "draining alone stops nothing");
    }
}
