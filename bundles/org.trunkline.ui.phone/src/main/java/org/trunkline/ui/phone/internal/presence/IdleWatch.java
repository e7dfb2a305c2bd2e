package org.trunkline.ui.phone.internal.presence;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Listener;
import org.eclipse.swt.widgets.Shell;
import org.trunkline.ui.UiThread;

/** Whether nobody has used this computer for ten minutes; where the screen does not tell that, this desk. One thread at a time. */
public final class IdleWatch {
    static final Duration LIMIT = Duration.ofMinutes(10);
    private static final int EVERY_MS = 15_000;

    private final InstantSource clock;
    private final Supplier<Optional<Duration>> screen;
    private final Consumer<Boolean> told;
    private Instant lastUse;
    private boolean idle;

    /** @param screen for how long the screen was not used; empty where it does not tell @param told at each change */
    IdleWatch(InstantSource clock, Supplier<Optional<Duration>> screen, Consumer<Boolean> told) {
        this.clock = clock;
        this.screen = screen;
        this.told = told;
        lastUse = clock.instant();
    }

    /** As long as the window is there. @param told at each change, on the UI thread */
    public static void of(Shell window, Consumer<Boolean> told) {
        var watch = new IdleWatch(InstantSource.system(), new OpenedLate(), told);
        Display display = window.getDisplay();
        Listener used = _ -> watch.used();
        for (int event : new int[] {SWT.KeyDown, SWT.MouseDown, SWT.MouseMove, SWT.MouseWheel})
            display.addFilter(event, used);
        window.addDisposeListener(_ -> {
            for (int event : new int[] {SWT.KeyDown, SWT.MouseDown, SWT.MouseMove, SWT.MouseWheel})
                display.removeFilter(event, used);
        });
        UiThread.every(window, EVERY_MS, watch::look);
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

    /** The desk got a key or the mouse. */
    void used() {
        lastUse = clock.instant();
        if (idle)
            become(false);
    }

    void look() {
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
