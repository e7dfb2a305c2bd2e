package org.trunkline.apps.schedule.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.message.SubscriberMessages;
import org.trunkline.api.node.Node;
import org.trunkline.api.plugin.EntryReader;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.domain.part.PartWarning;

/** Places scheduled calls, reminds of them, and places probes of trunks while the node runs; warns of those that failed. */
@Component(immediate = true, configurationPid = Schedule.PID, configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class Schedule implements PartWarning.Source {
    /** Of all parts here. */
    public static final String PID = "org.trunkline.apps.schedule";
    /** Of the data folder. */
    public static final String FOLDER = "schedule";
    private static final Logger LOG = LoggerFactory.getLogger(Schedule.class);
    private static final int LOOK_SECONDS = 2;
    private static final Duration WRITTEN_EVERY = Duration.ofMinutes(1);

    /** PID {@link #PID}. */
    public @interface Config {
        /** Folder of the node's data. */
        String dataDir();
    }

    @Reference(policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    private volatile List<SubscriberMessages> messages = List.of();

    private final Reminder reminder = new Reminder();
    private final EntryReader entries;
    private final Placer placer;
    private final Prober prober;
    private final LastLook lastLook;
    private final InstantSource clock = InstantSource.system();
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("scheduled-calls").factory());
    private final CallEntries callEntries;
    private volatile List<PartWarning> warnings = List.of();
    private List<ScheduledCall> calls = List.of();
    private List<Probe> probes = List.of();
    private Instant looked;
    private Instant written = Instant.EPOCH;

    @Activate
    public Schedule(@Reference EntryReader entries, @Reference Node node, Config config) {
        this.entries = entries;
        placer = new Placer(node);
        prober = new Prober(node);
        lastLook = new LastLook(Path.of(config.dataDir(), FOLDER, "looked"));
        looked = lastLook.read(clock.instant());
        callEntries = new CallEntries(entries, node);
        thread.scheduleWithFixedDelay(this::look, 0, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    private void look() {
        try {
            var now = clock.instant();
            var from = looked.isAfter(now) ? now : looked;
            callEntries.changed(now).ifPresent(this::use);
            looked = now;
            if (CallEntries.passed(WRITTEN_EVERY, written, now) || calls.stream().anyMatch(call -> call.due(from, now).isPresent()))
                write(now); // first: a node that ends in between places a call too few, not one twice
            placer.look(calls, from, now);
            reminder.look(calls, from, now, messages);
            prober.look(probes, now);
            var before = warnings;
            warnings = Stream.concat(placer.failures().stream().map(Schedule::warning), prober.warnings().stream()).toList();
            warnings.stream().filter(warning -> !before.contains(warning)).forEach(warning -> LOG.warn("{}", warning.message()));
        } catch (RuntimeException e) { // it is looked again
            LOG.warn("The scheduled calls cannot be looked at: {}", e.toString());
        }
    }

    private void use(List<ScheduledCall> now) {
        calls = now;
        probes = entries.entries(CallKind.OWNER, ProbeKind.KIND).stream().map(Probe::of).toList();
    }

    private void write(Instant now) {
        try {
            lastLook.write(now);
            written = now;
        } catch (IOException e) {
            LOG.warn("A restart may place scheduled calls twice: {}", e.toString());
        }
    }

    private static PartWarning warning(Placer.Failure failure) {
        String name = failure.call().name();
        return new PartWarning("scheduled-call-failed", name, List.of(failure.at().toString(), failure.subscriber(), failure.why()), "The scheduled call "
                + name + " of " + failure.at() + " was not placed for " + failure.subscriber() + ": " + failure.why(), LocalizableText.NOTHING);
    }

    @Override
    public List<PartWarning> warnings() {
        return warnings;
    }

    @Deactivate
    void stop() {
        callEntries.close();
        thread.shutdownNow();
        try {
            thread.awaitTermination(LOOK_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
