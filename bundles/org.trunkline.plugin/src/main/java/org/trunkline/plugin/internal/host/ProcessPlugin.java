package org.trunkline.plugin.internal.host;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.plugin.ApiSessions.Session;
import org.trunkline.api.plugin.PluginStatus.Cost;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.plugin.internal.guard.ExtensionSet;
import org.trunkline.plugin.internal.guard.FolderSize;
import org.trunkline.plugin.internal.guard.GuardedExtension;
import org.trunkline.plugin.internal.guard.LivePlugin;
import org.trunkline.plugin.internal.guard.OwnCalls;
import org.trunkline.plugin.internal.guard.Permissions;
import org.trunkline.plugin.internal.runtime.PluginRuntime.PluginStartException;
import org.trunkline.plugin.internal.runtime.PluginRuntime.RunningPlugin;
import org.trunkline.plugin.internal.runtime.PluginSpec;
import org.trunkline.spi.ExtensionFailedException.Reason;

/**
 * A plug-in in a process of its own. A process that fails is killed and started again after 1 s, then after 5 s; the third
 * failure within ten minutes ends it.
 */
public final class ProcessPlugin implements LivePlugin {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessPlugin.class);
    private static final long START_MS = 10_000;
    private static final long STOP_MS = 2_000;
    private static final int TOO_OFTEN = 3;
    private static final long SESSION_PATIENCE = SECONDS.toNanos(3);
    private static final long MEMORY = SECONDS.toNanos(600);

    private enum Life {
        RUNNING, RESTARTING, OVER
    }

    private final PluginSpec spec;
    private final HostEnvironment environment;
    private final Consumer<LocalizableText> stopped;
    private final ExtensionSet extensions;
    private final OwnCalls calls = new OwnCalls();
    private final EventThread events;
    private final FolderSize folder;
    private final Optional<Session> session;
    private final ArrayDeque<Long> failures = new ArrayDeque<>();
    private final AtomicInteger restarts = new AtomicInteger();
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile Optional<Incarnation> current = Optional.empty();
    private volatile Life life = Life.RUNNING;
    private volatile LocalizableText trouble = LocalizableText.NOTHING;
    private volatile LocalizableText lastFailure = LocalizableText.NOTHING;

    private ProcessPlugin(PluginSpec spec, HostEnvironment environment, Consumer<LocalizableText> stopped) {
        this.spec = spec;
        this.environment = environment;
        this.stopped = stopped;
        var about = spec.manifest().about();
        extensions = new ExtensionSet(environment.context(), spec);
        events = new EventThread("plugin-" + spec.id() + "-events");
        folder = new FolderSize(spec.folder(), about.limits().diskMb());
        session = Permissions.usesApi(about.permissions()) ? openSession() : Optional.empty();
    }

    /** The listener may start a little later than the plug-ins. */
    private Optional<Session> openSession() {
        long until = System.nanoTime() + SESSION_PATIENCE;
        while (environment.house().sessions().isEmpty() && System.nanoTime() < until)
            LockSupport.parkNanos(SESSION_PATIENCE / 100);
        if (environment.house().sessions().isEmpty())
            LOG.warn("Plug-in {} runs without the admin API, which is switched off", spec.id());
        return environment.house().sessions()
                .map(sessions -> sessions.open(spec.id(), spec.manifest().about().permissions()));
    }

    /** Starts the process and waits until all bundles run. */
    public static ProcessPlugin start(PluginSpec spec, HostEnvironment environment, Consumer<LocalizableText> stopped)
            throws PluginStartException {
        var plugin = new ProcessPlugin(spec, environment, stopped);
        try {
            plugin.extensions.replaceAll(plugin.launch());
            return plugin;
        } catch (PluginStartException | RuntimeException e) {
            plugin.close();
            throw e;
        }
    }

    @Override
    public void use(Optional<RunningPlugin> former) {
        extensions.use(former.map(LivePlugin.class::cast).map(LivePlugin::extensions));
    }

    @Override
    public ExtensionSet extensions() {
        return extensions;
    }

    @Override
    public Cost cost() {
        return current.map(Incarnation::vitals)
                .map(v -> new Cost(v.cpuMillisPerSecond(), v.heap(), v.threads(), extensions.costs()))
                .orElseGet(() -> new Cost(0, 0, 0, extensions.costs()));
    }

    /** Of the process; empty while there is none. */
    Optional<Long> pid() {
        return current.map(Incarnation::pid);
    }

    @Override
    public boolean isOver() {
        return life == Life.OVER;
    }

    @Override
    public int restarts() {
        return restarts.get();
    }

    @Override
    public LocalizableText trouble() {
        return trouble;
    }

    @Override
    public LocalizableText lastFailure() {
        return lastFailure;
    }

    @Override
    public LocalizableText missing() {
        return extensions.missing();
    }

    @Override
    public void watch(long now, boolean awake) {
        var watched = current;
        if (watched.isEmpty() || life != Life.RUNNING)
            return;
        if (!awake)
            watched.get().vitals().forgive(now);
        var said = watched.get().vitals().check(now, spec.manifest().about().limits());
        if (said.isEmpty())
            said = extensions.stuck(now);
        if (!said.isEmpty())
            watched.get().fail(said, true);
        else if (looking.compareAndSet(false, true)) // a large folder takes its time
            environment.scheduler().execute(() -> look(watched.get()));
    }

    private void look(Incarnation watched) {
        try {
            var said = folder.check(System.nanoTime());
            if (!said.isEmpty())
                watched.fail(said, false); // it would be the same again
        } finally {
            looking.set(false);
        }
    }

    @Override
    public void close() {
        synchronized (failures) {
            if (life == Life.OVER)
                return;
            life = Life.OVER;
        }
        extensions.close(Reason.GONE);
        extensions.awaitIdle();
        var last = current;
        current = Optional.empty();
        last.ifPresent(process -> process.stop(STOP_MS));
        end();
    }

    private void end() {
        session.ifPresent(open -> environment.house().sessions().ifPresent(sessions -> sessions.close(open)));
        events.close();
    }

    /** @return the extensions that the new process has */
    private List<GuardedExtension> launch() throws PluginStartException {
        var about = spec.manifest().about();
        try {
            var parts = environment.parts().get();
            boolean api = session.isPresent();
            if (api && parts.apiClassPath().isEmpty())
                throw new IllegalStateException("bundle org.trunkline.remote is not installed");
            var started = new HostLaunch(parts, spec.folder(), about.limits(), api).start();
            var incarnation = new Incarnation(spec, environment, events, extensions, calls, started,
                    this::failed);
            current = Optional.of(incarnation);
            return incarnation.begin(SetupFrame.of(spec, parts, started.run(), session), START_MS);
        } catch (IOException | IllegalStateException e) {
            throw new PluginStartException(new LocalizableText("plugin-unable", List.of(String.valueOf(e.getMessage())),
                    "It cannot start: " + e.getMessage()));
        } catch (TimeoutException e) {
            kill();
            throw new PluginStartException(new LocalizableText("plugin-start-late", List.of(String.valueOf(START_MS / 1000)),
                    "It did not start within " + START_MS / 1000 + " s: one of its activators or components is waiting."));
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
            throw new PluginStartException(new LocalizableText("plugin-unable", List.of("interrupted"), "It cannot start: interrupted"));
        } catch (PluginStartException e) {
            kill();
            throw e;
        }
    }

    private void kill() {
        current.ifPresent(Incarnation::kill);
        current = Optional.empty();
    }

    /** A process failed, and was killed. */
    private void failed(LocalizableText why, boolean again) {
        boolean over;
        int count;
        synchronized (failures) {
            if (life == Life.OVER)
                return;
            long now = System.nanoTime();
            failures.addLast(now);
            while (now - failures.getFirst() > MEMORY)
                failures.removeFirst();
            count = failures.size();
            over = !again || count >= TOO_OFTEN;
            life = over ? Life.OVER : Life.RESTARTING;
            current = Optional.empty();
        }
        trouble = why;
        lastFailure = why;
        LOG.warn("Plug-in {} failed: {}", spec.id(), why.message());
        if (over) {
            extensions.close(Reason.SUSPENDED);
            events.post(() -> stopped.accept(why));
            end();
            return;
        }
        extensions.interrupt();
        if (environment.scheduler().isShutdown()) // the node stops
            return;
        environment.scheduler().schedule(() -> {
            var thread = new Thread(this::restart, "plugin-" + spec.id() + "-restart");
            thread.setDaemon(true);
            thread.start();
        }, environment.patience().backOff(count).toMillis(), MILLISECONDS);
    }

    private void restart() {
        synchronized (failures) {
            if (life != Life.RESTARTING)
                return;
            life = Life.RUNNING;
        }
        try {
            var there = launch();
            synchronized (failures) {
                if (life == Life.OVER) { // closed meanwhile
                    kill();
                    return;
                }
            }
            extensions.replaceAll(there);
            trouble = LocalizableText.NOTHING;
            restarts.incrementAndGet();
            LOG.info("Plug-in {} runs again", spec.id());
        } catch (PluginStartException e) {
            failed(e.reason(), true);
        } catch (RuntimeException e) {
            failed(new LocalizableText("plugin-unable", List.of(String.valueOf(e)), "It cannot start: " + e), true);
        }
    }
}
