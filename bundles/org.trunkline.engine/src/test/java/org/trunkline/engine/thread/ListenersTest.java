package org.trunkline.engine.thread;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

/** Code of others, and what it may do. Tasks run when the test says so. */
class ListenersTest {
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private final Listeners<Integer> listeners = new Listeners<>("numbers", 3, tasks::add);
    private final List<Integer> heard = new ArrayList<>();

    private void work() {
        for (var task = Optional.ofNullable(tasks.poll()); task.isPresent(); task = Optional.ofNullable(tasks.poll()))
            task.get().run();
    }

    @Test
    void nothingRunsOnTheThreadThatTells() {
        listeners.add(heard::add);
        listeners.tell(1);
        assertEquals(List.of(), heard);
        work();
        assertEquals(List.of(1), heard);
    }

    @Test
    void oneThatIsSlowLosesTheOldest() {
        listeners.add(heard::add);
        for (int i = 1; i <= 10; i++)
            listeners.tell(i);
        assertEquals(1, tasks.size());
        work();
        assertEquals(List.of(8, 9, 10), heard);
        listeners.tell(11);
        work();
        assertEquals(List.of(8, 9, 10, 11), heard);
    }

    @Test
    void oneThatFailsThreeTimesInARowIsToldNoMore() {
        var failing = new ArrayList<Integer>();
        listeners.add(number -> {
            failing.add(number);
            throw new NoClassDefFoundError("com/example/Missing");
        });
        listeners.add(heard::add);
        for (int i = 1; i <= 5; i++) {
            listeners.tell(i);
            work();
        }
        assertEquals(List.of(1, 2, 3), failing);
        assertEquals(List.of(1, 2, 3, 4, 5), heard);
    }

    @Test
    void oneThatFailsNowAndThenIsToldOn() {
        listeners.add(number -> {
            heard.add(number);
            if (number % 3 != 0)
                throw new IllegalStateException("not divisible by three");
        });
        for (int i = 1; i <= 9; i++) {
            listeners.tell(i);
            work();
        }
        assertEquals(9, heard.size());
    }

    @Test
    void oneThatIsClosedHearsNothingThatWaits() {
        var registration = listeners.add(heard::add, 1);
        listeners.tell(2);
        registration.close();
        registration.close();
        work();
        assertEquals(List.of(), heard);
        assertTrue(listeners.isEmpty());
    }

    @Test
    void anExecutorThatIsClosedHurtsNobody() {
        var closed = new Listeners<Integer>("numbers", 3, _ -> {
            throw new java.util.concurrent.RejectedExecutionException();
        });
        closed.add(heard::add);
        closed.tell(1);
        closed.tell(2);
        assertFalse(closed.isEmpty());
        assertEquals(List.of(), heard);
    }
}
