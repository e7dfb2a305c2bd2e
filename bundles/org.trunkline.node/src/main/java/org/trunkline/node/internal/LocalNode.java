package org.trunkline.node.internal;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.trunkline.api.FieldError;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.Watch;
import org.trunkline.api.alert.Alerts;
import org.trunkline.api.call.LiveCalls;
import org.trunkline.api.cdr.CallCase;
import org.trunkline.api.cdr.CdrSearch;
import org.trunkline.api.cdr.RecordExports;
import org.trunkline.api.config.Catalog;
import org.trunkline.api.config.ChangeLog;
import org.trunkline.api.config.ConfigHistory;
import org.trunkline.api.config.EntryChange;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.config.SavedSearchDraft;
import org.trunkline.api.message.Messages;
import org.trunkline.api.node.Node;
import org.trunkline.api.node.NodeStatus;
import org.trunkline.api.node.RegisteredContact;
import org.trunkline.api.node.Trials;
import org.trunkline.api.number.NumberInfo;
import org.trunkline.api.phone.Phones;
import org.trunkline.api.plugin.PluginEntries;
import org.trunkline.api.plugin.Plugins;
import org.trunkline.api.privacy.Privacy;
import org.trunkline.api.settings.Settings;
import org.trunkline.domain.border.BlockedSource;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.config.NumberAssignment;
import org.trunkline.domain.config.RingGroup;
import org.trunkline.domain.config.Route;
import org.trunkline.domain.config.SavedSearch;
import org.trunkline.domain.config.Subscriber;
import org.trunkline.domain.config.Trunk;
import org.trunkline.domain.quality.CodecImpairment;
import org.trunkline.engine.directory.LiveDirectory;
import org.trunkline.engine.directory.registrar.Binding;
import org.trunkline.engine.port.media.CodecTable;
import org.trunkline.engine.port.signaling.Border;
import org.trunkline.engine.port.signaling.Hop;
import org.trunkline.node.internal.config.Catalogs;
import org.trunkline.node.internal.routing.KnownNumbers;
import org.trunkline.node.internal.status.Drain;

/** The node in this process, as the desk and the HTTP API see it. */
public final class LocalNode implements Node {
    private static final int MOST_REGISTRATIONS = 10_000;
    private static final int MOST_BLOCKED = 10_000;

    /** What an administrator does at the border, and with messages. @param stopAfter what calls get when the node is to stop */
    record Gate(Border border, Drain drain, Supplier<Duration> stopAfter, Messages messages) {}

    private final Catalogs catalogs;
    private final LiveDirectory directory;
    private final LiveCallsFeed calls;
    private final CdrSearch cdrs;
    private final Supplier<NodeStatus> status;
    /** What is told of the past, of saved searches, of plug-ins and of numbers, files of records, and what makes phones work. */
    record Insight(ConfigHistory history, ChangeLog changeLog, Trials trials, Alerts alerts, Privacy privacy, Plugins plugins,
            PluginEntries entries, KnownNumbers numbers, CodecTable codecs, InstantSource clock, RecordExports exports, Phones phones, Settings settings) {}

    private final Gate gate;
    private final Insight insight;
    private final Watchers<NodeStatus> statusWatchers;
    private final Watchers<Boolean> configurationWatchers;

    LocalNode(Catalogs catalogs, LiveDirectory directory, LiveCallsFeed calls, CdrSearch cdrs,
            Supplier<NodeStatus> status, Gate gate, Insight insight, Watchers<NodeStatus> statusWatchers,
            Watchers<Boolean> configurationWatchers) {
        this.catalogs = catalogs;
        this.directory = directory;
        this.calls = calls;
        this.cdrs = cdrs;
        this.status = status;
        this.gate = gate;
        this.insight = insight;
        this.statusWatchers = statusWatchers;
        this.configurationWatchers = configurationWatchers;
    }

    @Override
    public String name() {
        return "embedded";
    }

    @Override
    public NodeStatus status() {
        return status.get();
    }

    /** Never lost: it lives in this process. */
    @Override
    public Watch watch(Consumer<NodeStatus> listener, Consumer<NodeUnavailableException> lost) {
        return statusWatchers.add(listener, status.get());
    }

    @Override
    public Catalog<Subscriber, Subscriber> subscribers() {
        return catalogs.subscribers();
    }

    @Override
    public Catalog<Trunk, Trunk> trunks() {
        return catalogs.trunks();
    }

    @Override
    public Catalog<NumberAssignment, NumberAssignment> numbers() {
        return catalogs.numbers();
    }

    @Override
    public Catalog<Route, Route> routes() {
        return catalogs.routes();
    }

    @Override
    public Catalog<RingGroup, RingGroup> ringGroups() {
        return catalogs.ringGroups();
    }

    @Override
    public SaveResult<List<Record>> apply(List<EntryChange<?>> changes) throws NodeUnavailableException {
        return catalogs.apply(changes);
    }

    @Override
    public List<FieldError> check(List<EntryChange<?>> changes) {
        return catalogs.check(changes);
    }

    @Override
    public List<RegisteredContact> registrations() {
        return directory.registrations(MOST_REGISTRATIONS).stream().map(LocalNode::contact).toList();
    }

    private static RegisteredContact contact(Binding b) {
        return new RegisteredContact(b.username(), b.contact(), Hop.shown(b.source()), b.transport(), b.expiresAt(),
                b.userAgent(), b.flow().instance(), b.flow().regId(), b.path());
    }

    @Override
    public Messages messages() {
        return gate.messages();
    }

    @Override
    public Phones phones() {
        return insight.phones();
    }

    @Override
    public List<BlockedSource> blockedSources() {
        var all = gate.border().blocked();
        return all.subList(0, Math.min(all.size(), MOST_BLOCKED));
    }

    @Override
    public boolean unblock(String source) {
        return gate.border().unblock(source);
    }

    @Override
    public void drain(boolean thenStop) {
        gate.drain().begin(thenStop, gate.stopAfter().get());
    }

    @Override
    public void resume() {
        gate.drain().resume();
    }

    @Override
    public Watch watchConfiguration(Runnable listener) {
        return configurationWatchers.add(_ -> listener.run());
    }

    @Override
    public LiveCalls calls() {
        return calls;
    }

    @Override
    public CdrSearch cdrs() {
        return cdrs;
    }

    @Override
    public RecordExports exports() {
        return insight.exports();
    }

    @Override
    public Catalog<SavedSearch, SavedSearchDraft> savedSearches() {
        return catalogs.savedSearches();
    }

    @Override
    public Alerts alerts() {
        return insight.alerts();
    }

    @Override
    public ConfigHistory history() {
        return insight.history();
    }

    @Override
    public Trials trials() {
        return insight.trials();
    }

    @Override
    public ChangeLog changeLog() {
        return insight.changeLog();
    }

    @Override
    public Optional<CallCase> callCase(CallId call) throws NodeUnavailableException {
        return CallCase.of(call, name(), cdrs, history(), insight.clock().instant());
    }

    @Override
    public Optional<CallCase> liveCase(CallId call) {
        return calls.soFar(call).map(it -> new CallCase(insight.clock().instant(), name(), it.record(), it.ladder(), List.of()));
    }

    @Override
    public Settings settings() {
        return insight.settings();
    }

    @Override
    public Privacy privacy() {
        return insight.privacy();
    }

    @Override
    public PluginEntries entries() {
        return insight.entries();
    }

    @Override
    public Plugins plugins() {
        return insight.plugins();
    }

    @Override
    public NumberInfo numberInfo(String number) {
        return insight.numbers().info(number);
    }

    @Override
    public Map<String, CodecImpairment> codecs() {
        return insight.codecs().all();
    }

    /** Goes on: its framework ends it. */
    @Override
    public void close() {}
}
