package org.trunkline.ui.internal.desk;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Display;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.ui.UiFreezes;

/**
 * Times every event on the UI thread. One that takes too long is logged in one line (to the file: nobody can act on it
 * at the terminal) with what the thread was at when its time was over: a thread beside it looks; and with how much of
 * the time it had a processor, which tells our own slowness from a busy machine's. An event that runs an event loop of
 * its own (a dialog) is over when that loop sleeps. Timers are not events: what they do is posted, see
 * {@link org.trunkline.ui.UiThread}.
 */
final class UiWatchdog implements UiFreezes {
    private static final Logger LOG = LoggerFactory.getLogger(UiWatchdog.class);
    private static final int LOOK_MS = 40;
    private static final int MOST_FRAMES = 24;
    private static final int MOST_LINES = 200;
    private static final int MOST_PENDING = 8;

    /** @param since when it began, by which the stack belongs to it */
    private record Stack(long since, StackTraceElement[] frames) {}

    /** @param worked empty while the clock for it is not known yet */
    private record Freeze(Duration took, Optional<Duration> worked, Optional<Stack> stack) {}

    private final Thread ui;
    private final Function<String, Optional<String>> bundleOf;
    private final BooleanSupplier closing;
    private final FrozenBundles bundles = new FrozenBundles();
    private final BlockingQueue<Freeze> freezes = new ArrayBlockingQueue<>(MOST_PENDING);
    private volatile long busySince; // 0 while idle
    private volatile Optional<Stack> seen = Optional.empty();
    private volatile boolean closed;
    /** CPU time of the thread that asks; known once the watching thread has looked for it, which takes its time. */
    private volatile LongSupplier cpuNanos = () -> 0;
    private int depth; // this and the next the UI thread's alone
    private long cpuSince;
    private long events; // below: under the lock
    private long frozen;
    private long longestNanos;
    private long working;
    private long mostWorkNanos;

    private UiWatchdog(Thread ui, Function<String, Optional<String>> bundleOf, BooleanSupplier closing) {
        this.ui = ui;
        this.bundleOf = bundleOf;
        this.closing = closing;
    }

    /**
     * Watches until the display is disposed. UI thread only.
     *
     * @param bundleOf symbolic name of a class's bundle
     * @param closing whether the desk is ending: its last event takes all windows away, and nobody waits for it
     */
    static UiWatchdog watch(Display display, Function<String, Optional<String>> bundleOf, BooleanSupplier closing) {
        var watchdog = new UiWatchdog(display.getThread(), bundleOf, closing);
        display.addListener(SWT.PreEvent, e -> watchdog.began());
        display.addListener(SWT.PostEvent, e -> watchdog.ended());
        display.addListener(SWT.PreExternalEventDispatch, e -> watchdog.judge());
        display.addListener(SWT.PostExternalEventDispatch, e -> watchdog.woke());
        display.disposeExec(() -> watchdog.closed = true);
        Thread.ofPlatform().name("desk-ui-watch").daemon().start(watchdog::look);
        return watchdog;
    }

    private void began() {
        if (depth++ == 0)
            begin();
    }

    private void begin() {
        cpuSince = cpuNanos.getAsLong();
        busySince = now();
    }

    private void ended() {
        if (depth > 0 && --depth == 0)
            judge();
    }

    private void woke() {
        if (depth > 0)
            begin();
    }

    private static long now() {
        return System.nanoTime() | 1; // never 0, which means idle
    }

    private void judge() {
        long since = busySince;
        if (since == 0)
            return;
        busySince = 0;
        long took = System.nanoTime() - since;
        boolean tooLong = took > AT_ONCE.toNanos() && !closing.getAsBoolean();
        Optional<Duration> worked = tooLong ? worked() : Optional.empty();
        synchronized (this) {
            events++;
            longestNanos = Math.max(longestNanos, took);
            if (tooLong)
                count(worked.map(Duration::toNanos).orElse(took));
        }
        if (tooLong)
            freezes.offer(new Freeze(Duration.ofNanos(took), worked, seen.filter(stack -> stack.since() == since)));
    }

    private void count(long workNanos) {
        frozen++;
        mostWorkNanos = Math.max(mostWorkNanos, workNanos);
        if (workNanos > AT_ONCE.toNanos())
            working++;
    }

    private Optional<Duration> worked() {
        return cpuSince == 0 ? Optional.empty() : Optional.of(Duration.ofNanos(cpuNanos.getAsLong() - cpuSince));
    }

    private void look() {
        cpuNanos = ManagementFactory.getThreadMXBean()::getCurrentThreadCpuTime;
        int lines = 0;
        while (!closed) {
            try {
                Freeze freeze = freezes.poll(LOOK_MS, TimeUnit.MILLISECONDS);
                if (freeze != null && lines++ < MOST_LINES)
                    tell(freeze);
            } catch (InterruptedException e) {
                return;
            }
            long since = busySince;
            boolean late = since != 0 && System.nanoTime() - since > AT_ONCE.toNanos();
            if (late && seen.filter(stack -> stack.since() == since).isEmpty())
                seen = Optional.of(new Stack(since, ui.getStackTrace()));
        }
    }

    private void tell(Freeze freeze) {
        LOG.info("The desk did not respond for {} ms, {} of them with CPU work ({} times so far): {}", freeze.took().toMillis(),
                freeze.worked().map(w -> Long.toString(w.toMillis())).orElse("?"), figures().frozen(),
                freeze.stack().map(UiWatchdog::line).orElse("over before looked at"));
        if (freeze.took().compareTo(TOO_LONG) > 0)
            freeze.stack().flatMap(stack -> FrozenBundles.culprit(stack.frames(), bundleOf)).ifPresent(bundle -> {
                bundles.add(bundle, freeze.took(), Instant.now());
                LOG.warn("Bundle {} blocked the desk for {} ms: its code ran on the UI thread", bundle,
                        freeze.took().toMillis());
            });
    }

    @Override
    public List<Slow> slow() {
        return bundles.list();
    }

    private static String line(Stack stack) {
        return Arrays.stream(stack.frames()).limit(MOST_FRAMES)
                .map(f -> f.getClassName().substring(f.getClassName().lastIndexOf('.') + 1) + '.' + f.getMethodName()
                        + ':' + f.getLineNumber())
                .collect(Collectors.joining(" < "));
    }

    @Override
    public synchronized Figures figures() {
        return new Figures(events, frozen, Duration.ofNanos(longestNanos), working, Duration.ofNanos(mostWorkNanos));
    }

    @Override
    public synchronized void restart() {
        bundles.clear();
        events = 0;
        frozen = 0;
        longestNanos = 0;
        working = 0;
        mostWorkNanos = 0;
    }
}
