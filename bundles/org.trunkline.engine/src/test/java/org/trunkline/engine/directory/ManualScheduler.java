package org.trunkline.engine.directory;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

import org.trunkline.engine.port.Scheduler;

/** Time driven by hand: {@link #advance} runs what falls due, in order. */
public final class ManualScheduler implements Scheduler {
    private record Task(Instant at, long order, Runnable run) {}

    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparing(Task::at).thenComparing(Task::order));
    private Instant now = Instant.parse("2026-11-21T12:00:00Z");
    private long order;

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public Timer after(Duration delay, Runnable run) {
        var task = new Task(now.plus(delay), order++, run);
        tasks.add(task);
        return () -> tasks.remove(task);
    }

    public void advance(Duration by) {
        Instant end = now.plus(by);
        while (!tasks.isEmpty() && !tasks.peek().at().isAfter(end)) {
            var task = tasks.remove();
            now = task.at();
            task.run().run();
        }
        now = end;
    }

    public int pending() {
        return tasks.size();
    }
}
