package org.trunkline.plugin.internal.install;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.plugin.PluginAbout;
import org.trunkline.api.plugin.PluginStatus;
import org.trunkline.api.plugin.PluginStatus.Cost;
import org.trunkline.api.plugin.PluginStatus.Host;
import org.trunkline.api.plugin.PluginStatus.Signed;
import org.trunkline.api.plugin.PluginStatus.State;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.plugin.internal.runtime.PluginRuntime;
import org.trunkline.plugin.internal.runtime.PluginRuntime.PluginStartException;
import org.trunkline.plugin.internal.runtime.PluginRuntime.RunningPlugin;
import org.trunkline.plugin.internal.runtime.PluginSpec;

/** One plug-in: what runs of it and how it is. Changes are made by the holder of {@link #lock}; anybody may look. */
final class PluginSlot {
    private static final Logger LOG = LoggerFactory.getLogger(PluginSlot.class);

    /** A version that was started. */
    static final class Run {
        private final PluginRecord.Build build;
        private final PluginSpec spec;
        private final Runnable cleanup;
        private Optional<RunningPlugin> running = Optional.empty();

        Run(PluginRecord.Build build, PluginSpec spec, Runnable cleanup) {
            this.build = build;
            this.spec = spec;
            this.cleanup = cleanup;
        }

        PluginSpec spec() {
            return spec;
        }

        private void close() {
            try {
                running.ifPresent(RunningPlugin::close);
            } finally {
                cleanup.run();
            }
        }
    }

    /** What is seen of it. @param run empty while it does not run */
    private record View(PluginAbout about, State state, LocalizableText reason, Instant since, Optional<Run> run) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final PluginRuntime runtime;
    private final InstantSource clock;
    private volatile View view;

    PluginSlot(PluginRuntime runtime, InstantSource clock, PluginAbout about) {
        this.runtime = requireNonNull(runtime);
        this.clock = clock;
        view = new View(about, State.STARTING, LocalizableText.NOTHING, clock.instant(), Optional.empty());
    }

    ReentrantLock lock() {
        return lock;
    }

    PluginAbout about() {
        return view.about();
    }

    boolean runs() {
        return view.run().isPresent();
    }

    Optional<Host> host() {
        return view.run().map(r -> r.spec.host());
    }

    /** Whether the version in force waits for settings, while one before it runs. */
    boolean waits(PluginRecord record) {
        return view.run().filter(run -> !run.build.equals(record.current())).isPresent();
    }

    /** What runs, where it is of this build. */
    Optional<Run> run(PluginRecord.Build build) {
        return view.run().filter(run -> run.build.equals(build));
    }

    boolean runs(Run run) {
        return view.run().filter(r -> r == run).isPresent();
    }

    /**
     * Starts a version beside the one that runs.
     *
     * @param gaveUp told when the runtime gave it up
     * @param cleanup run once it has ended
     */
    Run start(PluginRecord.Build build, PluginSpec spec, BiConsumer<Run, LocalizableText> gaveUp, Runnable cleanup)
            throws PluginStartException {
        var run = new Run(build, spec, cleanup);
        if (!spec.bundles().isEmpty()) // else it has parts for the desk alone
            run.running = Optional.of(runtime.start(spec, reason -> gaveUp.accept(run, reason)));
        return run;
    }

    /** Never came into use. */
    static void discard(Run run) {
        run.close();
    }

    /** Puts it in the place of the one that runs, which ends. @param note what an administrator should know */
    void use(Run run, PluginAbout about, LocalizableText note) {
        var former = view.run();
        run.running.ifPresent(r -> r.use(former.flatMap(f -> f.running)));
        view = new View(about, State.RUNNING, note, clock.instant(), Optional.of(run));
        former.ifPresent(PluginSlot::end);
    }

    /** What runs continues, though another version is in force. @param note why */
    void keep(PluginAbout inForce, LocalizableText note) {
        view = new View(inForce, State.RUNNING, note, clock.instant(), view.run());
    }

    /** Stops what runs. @param state other than running */
    void stop(State state, LocalizableText reason, PluginAbout about) {
        var former = view.run();
        view = new View(about, state, reason, clock.instant(), Optional.empty());
        former.ifPresent(PluginSlot::end);
    }

    private static void end(Run former) {
        try {
            former.close();
        } catch (RuntimeException e) { // a version that does not end must not keep the next from being seen
            LOG.error("a plug-in did not stop", e);
        }
    }

    PluginStatus status(PluginRecord record, Signed signed) {
        var v = view;
        var running = v.run().flatMap(r -> r.running);
        var trouble = running.map(RunningPlugin::trouble).orElse(LocalizableText.NOTHING);
        var settings = new TreeMap<String, String>();
        record.settings().forEach((name, value) -> {
            if (v.about().settings().stream().anyMatch(f -> f.name().equals(name) && !f.secret()))
                settings.put(name, value);
        });
        return new PluginStatus(v.about(), record.current().publisher(), signed,
                trouble.isEmpty() ? v.state() : State.STARTING, trouble.isEmpty() ? note(v, running) : trouble, v.since(),
                v.run().map(r -> r.spec.host()).orElse(Host.PROCESS), record.previous().map(PluginRecord.Build::version),
                settings, record.sealed().keySet().stream().sorted().toList(),
                running.map(RunningPlugin::cost).orElse(Cost.NONE), running.map(RunningPlugin::restarts).orElse(0));
    }

    /** What it names and does not offer at the moment. */
    LocalizableText missing() {
        return view.run().flatMap(r -> r.running).map(RunningPlugin::missing).orElse(LocalizableText.NOTHING);
    }

    /** Why it is in its state; of one that runs, what it lacks, or what made it start again. */
    private static LocalizableText note(View view, Optional<RunningPlugin> running) {
        var missing = running.map(RunningPlugin::missing).orElse(LocalizableText.NOTHING);
        if (view.reason().isEmpty() && !missing.isEmpty())
            return missing;
        var failure = view.reason().isEmpty() ? running.map(RunningPlugin::lastFailure).orElse(LocalizableText.NOTHING)
                : LocalizableText.NOTHING;
        return failure.isEmpty() ? view.reason() : new LocalizableText("plugin-restarted", Stream.concat(Stream.of(failure.message(),
                failure.code()), failure.args().stream()).toList(), "It was restarted: " + failure.message());
    }

    /** Until its archive was read. */
    static PluginAbout unknown(PluginRecord record) {
        return new PluginAbout(record.id(), record.current().version(), Map.of("en", record.id()), Map.of(), List.of(), List.of(),
                PluginAbout.Limits.DEFAULT, false, false, List.of());
    }
}
