package org.trunkline.remote.internal;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import org.trunkline.api.FieldError;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.Watch;
import org.trunkline.api.alert.Alerts;
import org.trunkline.api.call.LiveCalls;
import org.trunkline.api.cdr.CallCase;
import org.trunkline.api.cdr.CdrRow;
import org.trunkline.api.cdr.CdrSearch;
import org.trunkline.api.cdr.RecordExports;
import org.trunkline.api.config.Catalog;
import org.trunkline.api.config.ChangeLog;
import org.trunkline.api.config.ConfigHistory;
import org.trunkline.api.config.EntryChange;
import org.trunkline.api.config.EntryKind;
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
import org.trunkline.api.plugin.PluginEvent;
import org.trunkline.api.plugin.Plugins;
import org.trunkline.api.privacy.Privacy;
import org.trunkline.api.settings.Settings;
import org.trunkline.domain.border.BlockedSource;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.call.LiveCall;
import org.trunkline.domain.config.NumberAssignment;
import org.trunkline.domain.config.RingGroup;
import org.trunkline.domain.config.Route;
import org.trunkline.domain.config.SavedSearch;
import org.trunkline.domain.config.Subscriber;
import org.trunkline.domain.config.Trunk;
import org.trunkline.domain.quality.CodecImpairment;
import org.trunkline.wire.AlertJson;
import org.trunkline.wire.BorderJson;
import org.trunkline.wire.CallJson;
import org.trunkline.wire.CaseJson;
import org.trunkline.wire.ChangesJson;
import org.trunkline.wire.CodecJson;
import org.trunkline.wire.ConfigJson;
import org.trunkline.wire.NumberInfoJson;
import org.trunkline.wire.PluginJson;
import org.trunkline.wire.SearchJson;
import org.trunkline.wire.StatusJson;

/** A node elsewhere. */
final class RemoteNode implements Node {
    private final HttpLink link;
    private final EventSubscription<NodeStatus> status;
    private final EventSubscription<List<LiveCall>> liveCalls;
    private final EventSubscription<List<CdrRow>> rows;
    private final EventSubscription<Boolean> config;
    private final EventSubscription<Boolean> plugins;
    private final EventSubscription<PluginEvent> pluginEvents;
    private final RecordExports exports;

    RemoteNode(HttpLink link, Duration firstRetry) {
        this.link = link;
        status = new EventSubscription<>(link, "status", StatusJson::read, true, firstRetry);
        liveCalls = new EventSubscription<>(link, "calls", CallJson::readList, true, firstRetry);
        rows = new EventSubscription<>(link, "cdrs", SearchJson::readRows, false, firstRetry);
        config = new EventSubscription<>(link, "config", _ -> true, false, firstRetry);
        plugins = new EventSubscription<>(link, "plugins", _ -> true, false, firstRetry);
        pluginEvents = new EventSubscription<>(link, "plugin-events", PluginJson::readEvent, false, firstRetry);
        exports = new RemoteExports(link, new RemoteCdrSearch(link, rows));
    }

    @Override
    public String name() {
        return link.base().toString();
    }

    @Override
    public NodeStatus status() throws NodeUnavailableException {
        var answer = link.get("/status");
        long api = StatusJson.apiVersion(answer);
        if (api == 0)
            throw HttpLink.noNode(link.base(), Optional.empty());
        if (api > StatusJson.API_VERSION)
            throw new NodeUnavailableException("newer-node", List.of(link.base().toString()), "The node at " + link.base()
                    + " is newer than this desk (API " + api
                    + "); update the desk");
        return link.decode(answer, StatusJson::read);
    }

    @Override
    public Watch watch(Consumer<NodeStatus> listener, Consumer<NodeUnavailableException> lost) {
        return status.watch(listener, lost);
    }

    @Override
    public Catalog<Subscriber, Subscriber> subscribers() {
        return catalog(EntryKind.SUBSCRIBER, link);
    }

    @Override
    public Catalog<Trunk, Trunk> trunks() {
        return catalog(EntryKind.TRUNK, link);
    }

    @Override
    public Catalog<NumberAssignment, NumberAssignment> numbers() {
        return catalog(EntryKind.NUMBER, link);
    }

    @Override
    public Catalog<Route, Route> routes() {
        return catalog(EntryKind.ROUTE, link);
    }

    @Override
    public Catalog<RingGroup, RingGroup> ringGroups() {
        return catalog(EntryKind.RING_GROUP, link);
    }

    private <E extends Record> Catalog<E, E> catalog(EntryKind<E> kind, HttpLink to) {
        return new RemoteCatalog<>(to, "/" + kind.path(), node -> ConfigJson.read(kind, node), e -> ConfigJson.writeDraft(kind, e));
    }

    @Override
    public SaveResult<List<Record>> apply(List<EntryChange<?>> changes) throws NodeUnavailableException {
        return RemoteCatalog.result("", link.send("POST", "/changes", Optional.of(ChangesJson.write(changes))), link,
                node -> ChangesJson.readSaved(changes, node));
    }

    @Override
    public List<FieldError> check(List<EntryChange<?>> changes) throws NodeUnavailableException {
        return RemoteCatalog.checked(link.send("POST", "/changes?check=true", Optional.of(ChangesJson.write(changes))), link);
    }

    @Override
    public Catalog<SavedSearch, SavedSearchDraft> savedSearches() {
        return new RemoteCatalog<>(link, "/saved-searches", AlertJson::readSavedSearch, AlertJson::write);
    }

    @Override
    public Alerts alerts() {
        return new RemoteAlerts(link);
    }

    @Override
    public PluginEntries entries() {
        return new RemoteEntries(link);
    }

    @Override
    public Plugins plugins() {
        return new RemotePlugins(link, plugins, pluginEvents);
    }

    @Override
    public Settings settings() {
        return new RemoteSettings(link);
    }

    @Override
    public Privacy privacy() {
        return new RemotePrivacy(link);
    }

    /** The node gathers it: one answer, and nothing changes in between. */
    @Override
    public Optional<CallCase> callCase(CallId call) throws NodeUnavailableException {
        return link.optional("/cdrs/" + call + "/casefile?format=json", CaseJson::read);
    }

    @Override
    public Optional<CallCase> liveCase(CallId call) throws NodeUnavailableException {
        return link.optional("/calls/" + call, CaseJson::read);
    }

    @Override
    public ConfigHistory history() {
        return new RemoteHistory(link);
    }

    @Override
    public Trials trials() {
        return new RemoteTrials(link);
    }

    @Override
    public ChangeLog changeLog() {
        return new RemoteChangeLog(link);
    }

    @Override
    public List<RegisteredContact> registrations() throws NodeUnavailableException {
        return link.get("/registrations", StatusJson::readContacts);
    }

    @Override
    public NumberInfo numberInfo(String number) throws NodeUnavailableException {
        return link.get("/numbers-facts?number=" + HttpLink.encode(number), NumberInfoJson::read);
    }

    @Override
    public Map<String, CodecImpairment> codecs() throws NodeUnavailableException {
        return link.get("/codecs", CodecJson::read);
    }

    @Override
    public Messages messages() {
        return new RemoteMessages(link);
    }

    @Override
    public Phones phones() {
        return new RemotePhones(link);
    }

    @Override
    public List<BlockedSource> blockedSources() throws NodeUnavailableException {
        return link.get("/blocked-sources", BorderJson::readBlocked);
    }

    @Override
    public boolean unblock(String source) throws NodeUnavailableException {
        var reply = link.send("DELETE", "/blocked-sources/" + HttpLink.encode(source), Optional.empty());
        if (!reply.ok() && reply.status() != 404)
            throw link.refused(reply);
        return reply.ok();
    }

    @Override
    public void drain(boolean thenStop) throws NodeUnavailableException {
        command("POST", "/drain?thenStop=" + thenStop);
    }

    @Override
    public void resume() throws NodeUnavailableException {
        command("DELETE", "/drain");
    }

    private void command(String method, String path) throws NodeUnavailableException {
        var reply = link.send(method, path, Optional.empty());
        if (!reply.ok())
            throw link.refused(reply);
    }

    @Override
    public Watch watchConfiguration(Runnable listener) {
        return config.watch(_ -> listener.run(), _ -> {});
    }

    @Override
    public LiveCalls calls() {
        return new RemoteLiveCalls(link, liveCalls);
    }

    @Override
    public CdrSearch cdrs() {
        return new RemoteCdrSearch(link, rows);
    }

    @Override
    public RecordExports exports() {
        return exports;
    }

    @Override
    public void close() {
        status.close();
        liveCalls.close();
        rows.close();
        config.close();
        plugins.close();
        pluginEvents.close();
        link.close();
    }
}
