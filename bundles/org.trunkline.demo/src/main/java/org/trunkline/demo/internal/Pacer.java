package org.trunkline.demo.internal;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** One thread that paces all audio, another for all timers of the demo. */
final class Pacer implements AutoCloseable {
    private static final int TICK_MS = 20;

    private final ScheduledThreadPoolExecutor audio = thread("demo-audio");
    private final ScheduledThreadPoolExecutor timers = thread("demo-timers");
    private final Set<RtpStream> streams = ConcurrentHashMap.newKeySet();

    Pacer() {
        audio.scheduleAtFixedRate(() -> streams.forEach(RtpStream::tick), TICK_MS, TICK_MS, TimeUnit.MILLISECONDS);
    }

    private static ScheduledThreadPoolExecutor thread(String name) {
        var executor = (ScheduledThreadPoolExecutor) Executors.newScheduledThreadPool(1,
                Thread.ofPlatform().name(name).daemon().factory());
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        return executor;
    }

    void add(RtpStream stream) {
        streams.add(stream);
    }

    void remove(RtpStream stream) {
        streams.remove(stream);
    }

    /** Runs a task later on the audio thread. */
    void sendLater(Runnable task, int delayMs) {
        if (!audio.isShutdown())
            audio.schedule(task, delayMs, TimeUnit.MILLISECONDS);
    }

    /** Runs a short task later on the timer thread. */
    ScheduledFuture<?> after(long delayMs, Runnable task) {
        return timers.schedule(task, delayMs, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        audio.shutdownNow();
        timers.shutdownNow();
    }
}
