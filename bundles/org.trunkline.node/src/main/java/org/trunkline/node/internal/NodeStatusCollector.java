package org.trunkline.node.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.message.MessageCounts;
import org.trunkline.api.node.Alarm.Severity;
import org.trunkline.api.node.NodeStatus;
import org.trunkline.api.node.TrunkStatus;
import org.trunkline.api.plugin.Plugins;
import org.trunkline.domain.border.BorderStatus;
import org.trunkline.domain.config.TlsCertificate;
import org.trunkline.domain.config.Transport;
import org.trunkline.domain.config.Trunk;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.domain.part.PartFailure;
import org.trunkline.domain.part.PartWarning;
import org.trunkline.engine.directory.LiveDirectory;
import org.trunkline.engine.directory.trunk.RollingRatio;
import org.trunkline.engine.directory.trunk.TrunkFigures;
import org.trunkline.engine.port.Calls;
import org.trunkline.engine.port.media.Media;
import org.trunkline.engine.port.message.WaitingMessages;
import org.trunkline.engine.port.record.CdrSink;
import org.trunkline.engine.port.record.RecordStage;
import org.trunkline.engine.port.signaling.Border;
import org.trunkline.engine.port.signaling.Signaling;
import org.trunkline.engine.thread.SupervisedThread;
import org.trunkline.node.internal.status.Alarms;
import org.trunkline.node.internal.status.NameConflicts;
import org.trunkline.node.internal.status.PluginAlarms;
import org.trunkline.node.internal.status.RateWindow;

/** Takes the node's pulse: gathers one status from all its parts. May block on the disk; one thread at a time. */
final class NodeStatusCollector {
    private static final Logger LOG = LoggerFactory.getLogger(NodeStatusCollector.class);
    private static final long LOW_DISK_BYTES = 1L << 30;
    private static final long CRITICAL_DISK_BYTES = 200L << 20;
    private static final long FAR_BEHIND = 10_000;
    private static final long EXPIRY_DAYS = 30;
    private static final Duration STUCK = Duration.ofSeconds(30);

    /** What the figures come from. */
    record Sources(Calls calls, WaitingMessages messages, LiveDirectory directory, Media media, CdrSink records,
            Supplier<Collection<RecordStage>> stages, Supplier<Collection<PartFailure>> failures, Supplier<Collection<PartWarning>> warnings,
            Supplier<List<String>> listeners, RollingRatio answered, Border border, AlertsWhenReady alerts,
            Signaling signaling, NameConflicts clashes, Plugins plugins) {}

    private final Sources sources;
    private final InstantSource clock;
    private final Path data;
    private final String version;
    private final Instant startedAt;
    private final Alarms alarms;
    private final RateWindow calls;
    private final RateWindow messages;
    private long lastIndexed = -1;
    private Instant indexMoved;

    NodeStatusCollector(Sources sources, InstantSource clock, Path data, String version) {
        this.sources = sources;
        this.clock = clock;
        this.data = data;
        this.version = version;
        this.startedAt = clock.instant();
        this.indexMoved = startedAt;
        this.alarms = new Alarms(clock);
        this.calls = new RateWindow(clock);
        this.messages = new RateWindow(clock);
    }

    synchronized NodeStatus take() {
        alarms.begin();
        var trunks = sources.directory().trunks().stream().map(this::status).toList();
        long written = sequence("journal");
        long behind = behind(written);
        long free = free();
        var usage = sources.media().usage();
        sources.failures().get().forEach(alarms::raise);
        sources.warnings().get().forEach(alarms::raise);
        records();
        alerts();
        PluginAlarms.raise(sources.plugins(), alarms);
        var certificate = expiring(sources.signaling().certificate(), "node", "The node's");
        sources.signaling().certificateTrouble().ifPresent(why -> unusable(why, certificate.isPresent()));
        var runtime = Runtime.getRuntime();
        return new NodeStatus(version, startedAt, sources.calls().draining(), sources.listeners().get(),
                sources.directory().realm(), sources.calls().count(), calls.rate(sources.calls().total()), sources.calls().total(),
                sources.answered().ratio(), sources.directory().registrationCount(), written, behind, free, total(),
                runtime.totalMemory() - runtime.freeMemory(), runtime.maxMemory(), usage.portsUsed(),
                usage.portsTotal(), trunks, alarms.list(), border(usage), messages(), certificate,
                sources.directory().passesTransfers(), isOpen("journal") && isOpen("index"));
    }

    private Optional<TlsCertificate> expiring(Optional<TlsCertificate> certificate, String subject, String whose) {
        certificate.ifPresent(it -> {
            long days = Duration.between(clock.instant(), it.validUntil()).toDays();
            if (!clock.instant().isBefore(it.validUntil()))
                alarms.raise("certificate-expired", Severity.CRITICAL, subject, whose + " certificate expired at "
                        + it.validUntil() + ": TLS fails until it is renewed", it.validUntil());
            else if (days < EXPIRY_DAYS)
                alarms.raise("certificate-expiring", Severity.WARNING, subject, whose + " certificate expires in " + days
                        + " days, at " + it.validUntil() + ": renew it", days, it.validUntil());
        });
        return certificate;
    }

    private void unusable(LocalizableText why, boolean another) {
        if (another)
            alarms.raise("certificate-not-taken", Severity.WARNING, "node", "The node's new certificate cannot be used: "
                    + why.message() + ". TLS keeps using the previous one. Replace the file; the node re-reads it within 10 s", why);
        else
            alarms.raise("certificate-unusable", Severity.CRITICAL, "node", "The node's certificate cannot be used: "
                    + why.message() + ". TLS is off. Replace the file; the node re-reads it within 10 s", why);
    }

    private BorderStatus border(Media.Usage usage) {
        var engine = sources.calls().border();
        var wire = sources.border().status();
        var media = sources.media().border();
        var ports = new BorderStatus.Table("media-ports", usage.portsUsed(), usage.portsTotal());
        return new BorderStatus(Stream.of(engine.tables(), List.of(ports), media.tables(), wire.tables()).flatMap(List::stream).toList(),
                Stream.of(wire.refused(), engine.refused(), media.refused()).flatMap(List::stream).toList(),
                Stream.of(wire.limits(), engine.limits()).flatMap(List::stream).toList(), wire.blocked());
    }

    /** Saved searches that ask for an eye; gone once somebody acknowledged them. */
    private void alerts() {
        for (var alert : sources.alerts().known())
            switch (alert.state()) {
                case RAISED -> alarms.raise("alert", Severity.WARNING, alert.name(), "Alert " + alert.name() + ": "
                        + alert.counted() + " matching calls; acknowledge it in Call Records or by the API", alert.name(),
                        alert.counted());
                case BROKEN -> alarms.raise("alert-broken", Severity.WARNING, alert.name(), "Alert " + alert.name()
                        + " does not work: " + alert.problem().message(), alert.problem(), alert.name());
                case QUIET, ACKNOWLEDGED -> { }
            }
    }

    private TrunkStatus status(TrunkFigures f) {
        var trunk = f.trunk();
        var state = !trunk.enabled() ? TrunkStatus.State.DISABLED : f.up() ? TrunkStatus.State.UP
                : f.down() ? TrunkStatus.State.DOWN : TrunkStatus.State.UNKNOWN;
        if (state == TrunkStatus.State.DOWN)
            alarms.raise("trunk-down", Severity.WARNING, trunk.name(), "Trunk " + trunk.name() + " is down: "
                    + f.detail().message(), f.detail(), trunk.name());
        if (trunk.enabled() && f.registered().equals(Optional.of(false)) && !f.registration().isEmpty())
            alarms.raise("trunk-not-registered", Severity.WARNING, trunk.name(),
                    "Trunk " + trunk.name() + " is not registered: " + f.registration().message(), f.registration(), trunk.name());
        var detail = f.detail().isEmpty() ? f.registration() : f.detail();
        return new TrunkStatus(trunk.name(), state, f.since(), detail, f.registered(), f.calls(), trunk.limits().maxCalls(),
                f.callsLastSecond(), trunk.limits().maxCallsPerSecond(), f.rtt(), f.asr(), certificate(trunk), f.serviceRoute());
    }

    private Optional<TlsCertificate> certificate(Trunk trunk) {
        if (trunk.peer().transport() != Transport.TLS)
            return Optional.empty();
        return expiring(sources.signaling().certificateOf(trunk.certificateName()), trunk.name(),
                "Trunk " + trunk.name() + "'s");
    }

    private void records() {
        if (!sources.records().accepting())
            alarms.raise("records-refused", Severity.CRITICAL, "journal", "Call records cannot be written and the buffer is"
                    + " full: new calls are refused until there is room on the disk of " + data, data);
        for (RecordStage stage : sources.stages().get())
            stage.trouble().ifPresent(t -> alarms.raise(t.code(), Severity.WARNING, stage.name(), t.message(),
                    Stream.concat(Stream.of(stage.name()), t.args().stream()).toArray()));
        for (var it : SupervisedThread.troubled())
            alarms.raise("thread-ended", Severity.WARNING, it.thread(), "The thread " + it.thread() + " ended "
                    + it.times() + " times and was restarted: " + it.why() + ". Report this with the log", it.thread(),
                    it.times(), it.why());
        int foreign = sources.directory().passwordsOfAnotherRealm();
        if (foreign > 0)
            alarms.raise("realm-changed", Severity.CRITICAL, sources.directory().realm(), foreign + " subscribers cannot"
                    + " register: their passwords were made for another realm than " + sources.directory().realm()
                    + "; set trunkline.realm back or give them new passwords", foreign, sources.directory().realm());
        for (var clash : sources.clashes().now())
            alarms.raise("name-clash", Severity.WARNING, clash.shared(), "\"" + clash.shared() + "\" belongs to ring group "
                    + clash.group() + " and to " + clash.other() + ", so calls reach only one of them: give the ring group"
                    + " another name or number", clash.shared(), clash.group(), clash.other());
        sources.directory().storeTrouble().ifPresent(why -> alarms.raise("registrations-not-stored", Severity.WARNING,
                "store", "A restart would lose registrations because they cannot be stored: " + why, why));
    }

    private long sequence(String stage) {
        return stage(stage).map(RecordStage::sequence).orElse(0L);
    }

    /** A stage is a service from the moment it is open. */
    private boolean isOpen(String stage) {
        return stage(stage).isPresent();
    }

    private Optional<RecordStage> stage(String name) {
        return sources.stages().get().stream().filter(s -> s.name().equals(name)).findFirst();
    }

    private long behind(long written) {
        long indexed = sequence("index");
        long behind = Math.max(0, written - indexed);
        if (indexed != lastIndexed || behind == 0) {
            lastIndexed = indexed;
            indexMoved = clock.instant();
        }
        boolean stuck = Duration.between(indexMoved, clock.instant()).compareTo(STUCK) > 0;
        if (behind > FAR_BEHIND || stuck)
            alarms.raise("index-behind", Severity.WARNING, "index", "The search index is " + behind
                    + " records behind the journal: search does not show the newest calls yet", behind);
        return behind;
    }

    private MessageCounts messages() {
        var figures = sources.messages().figures();
        return new MessageCounts(messages.rate(figures.delivered()), figures.delivered(), figures.stored(), figures.refused(),
                figures.waiting());
    }

    private long free() {
        try {
            long free = Files.getFileStore(data).getUsableSpace();
            if (free < LOW_DISK_BYTES)
                alarms.raise("disk-full", free < CRITICAL_DISK_BYTES ? Severity.CRITICAL : Severity.WARNING, data.toString(),
                        "The disk of " + data + " has " + String.format(Locale.ROOT, "%.1f", free / 1048576.0)
                                + " MB left. Free space; otherwise call records can no longer be written", data, free);
            return free;
        } catch (IOException e) {
            LOG.debug("the disk of {} reports no size", data, e);
            return 0;
        }
    }

    private long total() {
        try {
            return Files.getFileStore(data).getTotalSpace();
        } catch (IOException e) {
            LOG.debug("the disk of {} reports no size", data, e);
            return 0;
        }
    }
}
