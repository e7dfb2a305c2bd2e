package org.trunkline.ui.phone.internal.presence;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Listener;
import org.eclipse.swt.widgets.Shell;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether nobody has used this computer for ten minutes; where the screen does not tell that, this desk. A thread of its own asks the screen, whose
 * server may take its time.
 */
public final class IdleWatch {
    private static final Logger LOG = LoggerFactory.getLogger(IdleWatch.class);
    static final Duration LIMIT = Duration.ofMinutes(10);
    private static final int EVERY_MS = 15_000;

    private final InstantSource clock;
    private final Supplier<Optional<Duration>> screen;
    private final Consumer<Boolean> told;
    private final Consumer<Runnable> soon;
    private final AtomicBoolean returning = new AtomicBoolean();
    private volatile Instant lastUse;
    private volatile boolean idle;

    /**
     * @param screen for how long the screen was not used; empty where it does not tell
     * @param told at each change
     * @param soon runs on the thread that looks
     */
    IdleWatch(InstantSource clock, Supplier<Optional<Duration>> screen, Consumer<Boolean> told, Consumer<Runnable> soon) {
        this.soon = soon;
        this.clock = clock;
        this.screen = screen;
        this.told = told;
        lastUse = clock.instant();
    }

    /** As long as the window is there. UI thread only. @param told at each change, on a thread that may not wait */
    public static void of(Shell window, Consumer<Boolean> told) {
        var thread = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("idle-watch").daemon().factory());
        var watch = new IdleWatch(InstantSource.system(), new OpenedLate(), told, thread::execute);
        Display display = window.getDisplay();
        Listener used = _ -> watch.used();
        for (int event : new int[] {SWT.KeyDown, SWT.MouseDown, SWT.MouseMove, SWT.MouseWheel})
            display.addFilter(event, used);
        window.addDisposeListener(_ -> {
            for (int event : new int[] {SWT.KeyDown, SWT.MouseDown, SWT.MouseMove, SWT.MouseWheel})
                display.removeFilter(event, used);
            thread.shutdownNow();
        });
        thread.scheduleWithFixedDelay(() -> {
            try {
                watch.look();
            } catch (Throwable e) { // the next look may do better
                LOG.warn("the presence of the user does not follow the screen", e);
            }
        }, EVERY_MS, EVERY_MS, TimeUnit.MILLISECONDS);
    }

    /** Opens the screen when it is asked first: not while the desk starts. */
    private static final class OpenedLate implements Supplier<Optional<Duration>> {
        private Optional<ScreenIdle> screen = Optional.empty();
        private boolean opened;

        @Override
        public Optional<Duration> get() {
            if (!opened)
                screen = ScreenIdle.open();
            opened = true;
            return screen.flatMap(ScreenIdle::time);
        }
    }

    /** The desk got a key or the mouse. Any thread. */
    void used() {
        lastUse = clock.instant();
        if (idle && !returning.getAndSet(true))
            soon.accept(this::look);
    }

    void look() {
        returning.set(false);
        var unused = Duration.between(lastUse, clock.instant());
        var shortest = screen.get().filter(it -> it.compareTo(unused) < 0).orElse(unused);
        become(shortest.compareTo(LIMIT) >= 0);
    }

    private void become(boolean now) {
        if (now == idle)
            return;
        idle = now;
        told.accept(now);
    }
}
