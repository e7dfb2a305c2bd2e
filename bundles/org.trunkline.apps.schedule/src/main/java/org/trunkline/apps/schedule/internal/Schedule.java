package org.trunkline.apps.schedule.internal;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.Watch;
import org.trunkline.api.node.Node;
import org.trunkline.api.plugin.EntryReader;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.domain.part.PartWarning;

/** Places scheduled calls and probes of trunks while the node runs, and warns of those that failed. */
@Component(immediate = true)
public final class Schedule implements PartWarning.Source {
    private static final Logger LOG = LoggerFactory.getLogger(Schedule.class);
    private static final int LOOK_SECONDS = 2;
    private static final Duration WRITTEN_EVERY = Duration.ofMinutes(1);
    /** Changes are told; a store that was away is not. */
    private static final Duration READ_EVERY = Duration.ofSeconds(30);

    private final EntryReader entries;
    private final Placer placer;
    private final Prober prober;
    private final LastLook lastLook;
    private final InstantSource clock = InstantSource.system();
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("scheduled-calls").factory());
    private final Watch changes;
    private volatile boolean changed = true;
    private volatile List<PartWarning> warnings = List.of();
    private List<ScheduledCall> calls = List.of();
    private List<Probe> probes = List.of();
    private Instant read = Instant.EPOCH;
    private Instant looked;
    private Instant written = Instant.EPOCH;

    @Activate
    public Schedule(BundleContext context, @Reference EntryReader entries, @Reference Node node) {
        this.entries = entries;
        placer = new Placer(node);
        prober = new Prober(node);
        lastLook = new LastLook(context.getDataFile("looked").toPath());
        looked = lastLook.read(clock.instant());
        changes = node.watchConfiguration(() -> changed = true);
        thread.scheduleWithFixedDelay(this::look, 0, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    private void look() {
        try {
            var now = clock.instant();
            var from = looked.isAfter(now) ? now : looked;
            if (changed || passed(READ_EVERY, read, now))
                read(now);
            looked = now;
            if (passed(WRITTEN_EVERY, written, now) || calls.stream().anyMatch(call -> call.due(from, now).isPresent()))
                write(now); // first: a node that ends in between places a call too few, not one twice
            placer.look(calls, from, now);
            prober.look(probes, now);
            var before = warnings;
            warnings = Stream.concat(placer.failures().stream().map(Schedule::warning), prober.warnings().stream()).toList();
            warnings.stream().filter(warning -> !before.contains(warning)).forEach(warning -> LOG.warn("{}", warning.message()));
        } catch (RuntimeException e) { // it is looked again
            LOG.warn("The scheduled calls cannot be looked at: {}", e.toString());
        }
    }

    /** Also where the clock was set back as far. */
    private static boolean passed(Duration time, Instant since, Instant now) {
        return Duration.between(since, now).abs().compareTo(time) >= 0;
    }

    private void read(Instant now) {
        changed = false;
        calls = calls();
        probes = entries.entries(CallKind.OWNER, ProbeKind.KIND).stream().map(Probe::of).toList();
        read = now;
    }

    private void write(Instant now) {
        try {
            lastLook.write(now);
            written = now;
        } catch (IOException e) {
            LOG.warn("A restart may place scheduled calls twice: {}", e.toString());
        }
    }

    private List<ScheduledCall> calls() {
        var all = new ArrayList<ScheduledCall>();
        for (var entry : entries.entries(CallKind.OWNER, CallKind.KIND))
            try {
                all.add(ScheduledCall.of(entry));
            } catch (DateTimeException e) { // a time zone that this Java does not know
                LOG.warn("The scheduled call {} is not placed: {}", entry.get(CallKind.NAME), e.getMessage());
            }
        return all;
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
        changes.close();
        thread.shutdownNow();
        try {
            thread.awaitTermination(LOOK_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
