package org.trunkline.phone.internal.work;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The phone's thread is the test's, and that of a socket when nobody else is at work; time passes when the test says so. */
public final class DrivenWork implements Work {
    private record Task(Instant due, Runnable work) {}

    private final List<Task> tasks = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-23T08:00:00Z");

    @Override
    public synchronized void run(Runnable task) {
        task.run();
    }

    @Override
    public synchronized Timer after(Duration delay, Runnable work) {
        var task = new Task(now.plus(delay), work);
        tasks.add(task);
        return () -> cancel(task);
    }

    private synchronized void cancel(Task task) {
        tasks.remove(task);
    }

    @Override
    public synchronized Instant now() {
        return now;
    }

    public synchronized void pass(Duration time) {
        var end = now.plus(time);
        for (;;) {
            var next = tasks.stream().filter(it -> !it.due().isAfter(end)).min(Comparator.comparing(Task::due));
            if (next.isEmpty())
                break;
            tasks.remove(next.get());
            now = next.get().due();
            next.get().work().run();
        }
        now = end;
    }

    @Override
    public synchronized void close() {
        tasks.clear();
    }
}
