package org.trunkline.node.internal;

import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.Watch;
import org.trunkline.api.cdr.CdrSearch;
import org.trunkline.api.message.FileExchange;
import org.trunkline.api.message.FileRules;
import org.trunkline.api.node.Node;
import org.trunkline.api.node.NodeStatus;
import org.trunkline.domain.part.PartFailure;
import org.trunkline.domain.part.PartWarning;
import org.trunkline.engine.EnginePorts;
import org.trunkline.engine.WheelScheduler;
import org.trunkline.engine.call.CallEngine;
import org.trunkline.engine.directory.DirectorySettings;
import org.trunkline.engine.directory.LiveDirectory;
import org.trunkline.engine.directory.trunk.RollingRatio;
import org.trunkline.engine.directory.trunk.SipUris;
import org.trunkline.engine.directory.trunk.TrunkProbe;
import org.trunkline.engine.phone.CheckSync;
import org.trunkline.engine.port.application.Applications;
import org.trunkline.engine.port.config.ConfigChange;
import org.trunkline.engine.port.config.ConfigStore;
import org.trunkline.engine.port.config.StoreException;
import org.trunkline.engine.port.media.CodecTable;
import org.trunkline.engine.port.media.Media;
import org.trunkline.engine.port.message.MessageStore;
import org.trunkline.engine.port.message.WaitingMessages;
import org.trunkline.engine.port.push.PushSender;
import org.trunkline.engine.port.record.CdrSink;
import org.trunkline.engine.port.record.RecordStage;
import org.trunkline.engine.port.signaling.Border;
import org.trunkline.engine.port.signaling.OutOfDialog;
import org.trunkline.engine.port.signaling.Signaling;
import org.trunkline.node.internal.analysis.AnalysedRecords;
import org.trunkline.node.internal.analysis.AttributeSources;
import org.trunkline.node.internal.analysis.CallAnalysers;
import org.trunkline.node.internal.analysis.RememberedAttributes;
import org.trunkline.node.internal.config.Catalogs;
import org.trunkline.node.internal.config.Configurations;
import org.trunkline.node.internal.config.PhoneNumberPlan;
import org.trunkline.node.internal.config.SavedSearchCatalog;
import org.trunkline.node.internal.config.StoredChangeLog;
import org.trunkline.node.internal.files.MessagesWithFiles;
import org.trunkline.node.internal.files.SubscriberFiles;
import org.trunkline.node.internal.nodecall.ConnectedCalls;
import org.trunkline.node.internal.nodecall.ListenedCalls;
import org.trunkline.node.internal.nodecall.TestCalls;
import org.trunkline.node.internal.phone.PhoneCards;
import org.trunkline.node.internal.privacy.StoredPrivacy;
import org.trunkline.node.internal.push.WebPush;
import org.trunkline.node.internal.routing.KnownNumbers;
import org.trunkline.node.internal.routing.NamedRecords;
import org.trunkline.node.internal.routing.NumberAttributes;
import org.trunkline.node.internal.routing.NumberFactsCache;
import org.trunkline.node.internal.routing.PolicyChain;
import org.trunkline.node.internal.routing.RoutingExtensions;
import org.trunkline.node.internal.routing.TrunkBook;
import org.trunkline.node.internal.settings.AuditedSettings;
import org.trunkline.node.internal.settings.NodeSettings;
import org.trunkline.node.internal.status.Drain;
import org.trunkline.node.internal.status.IdleGc;
import org.trunkline.node.internal.status.NameConflicts;
import org.trunkline.node.internal.status.StoredHistory;
import org.trunkline.spi.record.RecordFormat;

/** One node from its ports: directory, engine and the api services over them. Knows no OSGi. */
final class RunningNode implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunningNode.class);
    private static final Duration ASR_WINDOW = Duration.ofMinutes(5);
    private static final Duration PULSE = Duration.ofSeconds(1);
    private static final Duration FILE_SWEEP = Duration.ofHours(1);
    private static final int UNREGISTER_SECONDS = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    /** File of the data folder. */
    private static final String FIELDS = "record-fields.json";
    private static final String AUDIT_NAME = "admin";

    /** What a node is made of. */
    record Ports(Signaling signaling, OutOfDialog outOfDialog, Media media, CdrSink records, ConfigStore store,
            MessageStore messages, Border border, Extensions extensions) {}

    /** What plug-ins may take part in while calls are set up and ended. */
    record Extensions(Applications applications, RoutingExtensions routing, CallAnalysers analysers, AttributeSources attributes, CodecTable codecs) {}

    /** What comes and goes while it runs. @param listeners of SIP @param web addresses of the admin API */
    record Surroundings(Supplier<Collection<RecordStage>> stages, Supplier<Collection<PartFailure>> failures, Supplier<Collection<PartWarning>> warnings,
            Supplier<List<String>> listeners, Supplier<List<String>> web, CdrSearch search, String version, Runnable stopNode,
            AlertsWhenReady alerts, StoredPrivacy.KeeperWhenReady keeper, PluginsWhenReady plugins,
            EntriesWhenReady entries, Supplier<List<RecordFormat>> formats) {}

    private final WheelScheduler timers = new WheelScheduler();
    private final NodeThreads running = new NodeThreads(PATIENCE);
    private final ExecutorService threads = running.executor();
    private final PushSender push;
    private final LiveDirectory directory;
    private final CallEngine engine;
    private final AnalysedRecords records;
    private final NumberAttributes numbers;
    private final RememberedAttributes fields;
    private final Drain drain;
    private final LiveCallsFeed calls;
    private final Watchers<NodeStatus> statusWatchers = new Watchers<>(threads);
    private final Watchers<Boolean> configurationWatchers = new Watchers<>(threads);
    private final RollingRatio answered;
    private final NodeStatusCollector vitals;
    private final IdleGc aftermath;
    private final LocalNode node;
    private final PhoneCards phones;
    private final Optional<SubscriberFiles> files;
    private final Watch settingsWatch;
    private volatile boolean stopped;

    /** @throws StoreException if the configuration cannot be read */
    RunningNode(NodeHome home, Ports ports, Surroundings surroundings) throws StoreException {
        var settings = home.settings();
        push = push(settings);
        directory = new LiveDirectory(directorySettings(home), timers, ports.outOfDialog(), ports.store(), new PhoneNumberPlan(),
                threads, push);
        var configuration = ports.store().load();
        var bindings = ports.store().bindings();
        var routing = ports.extensions().routing();
        var facts = new NumberFactsCache(routing, timers, threads);
        numbers = new NumberAttributes(facts::known);
        fields = new RememberedAttributes(settings.data().resolve(FIELDS));
        ports.extensions().attributes().listen(fields::update);
        records = new AnalysedRecords(ports.records(), ports.extensions().analysers(), ports.extensions().attributes(), timers,
                threads);
        engine = new CallEngine(new EnginePorts(ports.signaling(), ports.media(), directory, directory.registrar(),
                new NamedRecords(records, facts::name), timers, new EnginePorts.Extensions(
                        ports.extensions().applications(), new PolicyChain(routing, TrunkBook.of(directory), facts, threads)),
                ports.messages()), settings.border().calls());
        drain = new Drain(engine, timers, surroundings.stopNode());
        answered = new RollingRatio(timers, ASR_WINDOW);
        engine.onEnded(answered::add);
        calls = new LiveCallsFeed(engine, timers, new Watchers<>(threads), new ConnectedCalls(engine, ports.store()),
                new ListenedCalls(engine, engine, ports.store(), timers, threads), facts::name);
        var configurations = new Configurations(ports.store(), configuration, directory::apply,
                this::changed, AUDIT_NAME);
        vitals = new NodeStatusCollector(new NodeStatusCollector.Sources(engine, engine.messages(), directory, ports.media(), ports.records(), surroundings.stages(),
                surroundings.failures(), surroundings.warnings(), surroundings.listeners(), answered, ports.border(),
                surroundings.alerts(), ports.signaling(), new NameConflicts(configurations::current), surroundings.plugins()), timers, settings.data(),
                surroundings.version());
        aftermath = new IdleGc(engine::count, System::gc);
        var catalogs = Catalogs.of(configurations, settings.realm(), surroundings.search(),
                new SavedSearchCatalog.AlertPlaces(() -> home.settings().alerts(), surroundings.alerts()));
        var audited = new AuditedSettings(home.stored(), ports.store(), AUDIT_NAME, () -> configurationWatchers.tell(true));
        phones = phones(settings.realm(), ports, surroundings, configurations);
        node = new LocalNode(catalogs, directory, calls,
                surroundings.search(), vitals::take,
                new LocalNode.Gate(ports.border(), drain, () -> home.settings().drain(), new StoredMessages(engine.messages())),
                new LocalNode.Insight(new StoredHistory(ports.store()), new StoredChangeLog(ports.store(), catalogs, surroundings.entries(), audited),
                        new EngineTrials(engine,
                        new TrunkProbe(ports.outOfDialog(), threads, new SecureRandom(), settings.realm()), directory, configurations,
                                new TestCalls(engine, engine::soFar, directory::openTrial, ports.store(), timers)), surroundings.alerts(),
                        new StoredPrivacy(configurations, surroundings.keeper(), timers), surroundings.plugins(),
                        surroundings.entries(), new KnownNumbers(facts), ports.extensions().codecs(), timers,
                        new FormatExports(surroundings.search(), surroundings.formats(), timers),
                        phones,
                        audited),
                statusWatchers,
                configurationWatchers);
        surroundings.entries().listen(() -> configurationWatchers.tell(true));
        files = files(home);
        directory.fileServer(() -> fileServer(surroundings.web().get()));
        settingsWatch = home.live().watch(_ -> directory.settings(directorySettings(home)));
        directory.start(configuration, bindings, ports.store().pushSubscriptions());
        engine.start();
        new PatientCompiler().stepBack();
        timers.after(PULSE, this::pulse);
        sweepFiles();
    }

    private PushSender push(NodeSettings settings) {
        if (!settings.push().on())
            return PushSender.OFF;
        try {
            return new WebPush(settings.data(), settings.push(), timers);
        } catch (IOException e) {
            LOG.error("Push messages are off: {}. Restore the file, or delete it and have phones sign in again", e.getMessage());
            return PushSender.OFF;
        }
    }

    private static DirectorySettings directorySettings(NodeHome home) {
        var settings = home.settings();
        return new DirectorySettings(settings.realm(), settings.region(), settings.ringTime(), settings.digest(), settings.codes(),
                settings.anyDigestUri(), home.secret());
    }

    private void changed(List<ConfigChange> changes) {
        for (var change : changes)
            if (change instanceof ConfigChange.RemoveSubscriber(String before, Optional<String> after)) {
                phones.moved(before, after);
                after.ifPresent(name -> renamed(before, name));
            }
        configurationWatchers.tell(true);
    }

    private void renamed(String before, String after) {
        engine.messages().renamed(before, after);
        files.ifPresent(stored -> threads.execute(() -> stored.renamed(before, after)));
    }

    /** Empty where their folder or their key cannot be read: the node then takes no files. */
    private Optional<SubscriberFiles> files(NodeHome home) {
        try {
            return Optional.of(SubscriberFiles.in(home.settings().data(), directory, () -> home.settings().files(), timers));
        } catch (IOException e) {
            LOG.error("files in messages are switched off: {}", e.getMessage());
            return Optional.empty();
        }
    }

    /** As set, else scheme and port of the admin listener: the one that other computers reach, where there is such a one. */
    private Optional<String> fileServer(List<String> web) {
        var rules = files.flatMap(SubscriberFiles::rules);
        if (rules.isEmpty() || !rules.get().address().isEmpty())
            return rules.map(FileRules::address);
        return web.stream().map(URI::create).max(Comparator.comparing(url -> url.getScheme().equals("https")))
                .map(url -> url.getScheme() + ':' + url.getPort());
    }

    private void sweepFiles() {
        if (stopped)
            return;
        threads.execute(() -> files.ifPresent(stored -> stored.expire(Instant.MIN)));
        timers.after(FILE_SWEEP, this::sweepFiles);
    }

    private PhoneCards phones(String realm, Ports ports, Surroundings surroundings, Configurations configurations) {
        return new PhoneCards(configurations, ports.store(), realm, new PhoneCards.Network(surroundings.listeners(),
                surroundings.web(), ports.signaling()::certificate), new PhoneCards.Registered(directory::bindings,
                        new CheckSync(ports.outOfDialog(), timers, SipUris.of("trunkline", realm))), timers);
    }

    private void pulse() {
        if (stopped)
            return;
        threads.execute(() -> {
            statusWatchers.tell(vitals.take());
            calls.pulse();
            aftermath.pulse();
        });
        timers.after(PULSE, this::pulse);
    }

    Node node() {
        return node;
    }

    /** What number lookups know, as fields of records. */
    NumberAttributes numbers() {
        return numbers;
    }

    /** All that are added to records. */
    RememberedAttributes fields() {
        return fields;
    }

    Drain drain() {
        return drain;
    }

    /** Text messages and their files, as retention sees them. */
    WaitingMessages messages() {
        return files.<WaitingMessages>map(stored -> new MessagesWithFiles(engine.messages(), stored)).orElseGet(engine::messages);
    }

    FileExchange files() {
        return files.<FileExchange>map(stored -> stored).orElse(FileExchange.NONE);
    }

    CallEngine engine() {
        return engine;
    }

    /** Refuses new calls, ends those there are, takes back registrations, writes what waits: within 10 s. */
    @Override
    public void close() {
        stopped = true;
        settingsWatch.close();
        engine.drain();
        var unregistered = directory.stop();
        engine.endAll();
        try {
            unregistered.get(UNREGISTER_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.info("a carrier did not confirm that the registration is gone");
            LOG.debug("unregistering", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        engine.stop();
        records.close();
        directory.flush();
        if (push instanceof WebPush web)
            web.close();
        calls.close();
        timers.close();
        running.close();
    }
}
