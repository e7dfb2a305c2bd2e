package org.trunkline.api.node;

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

/**
 * A node, embedded or remote: everything the desk knows of it. The embedded one is an OSGi service; remote ones come
 * from {@link NodeConnector}.
 */
public interface Node extends AutoCloseable {
    /** Most changes of one {@link #apply}. */
    int MAX_CHANGES = 1_000;

    /** {@code embedded}, or the URL. */
    String name();

    NodeStatus status() throws NodeUnavailableException;

    /** Receives the status every second and each change in reachability, on a thread of the node. */
    Watch watch(Consumer<NodeStatus> listener, Consumer<NodeUnavailableException> lost);

    /** Keys: username. */
    Catalog<Subscriber, Subscriber> subscribers();

    /** Keys: name. */
    Catalog<Trunk, Trunk> trunks();

    /** Keys: the number with the plus. */
    Catalog<NumberAssignment, NumberAssignment> numbers();

    /** Keys: prefix. */
    Catalog<Route, Route> routes();

    /** Keys: name. */
    Catalog<RingGroup, RingGroup> ringGroups();

    /** The catalog of a kind. */
    @SuppressWarnings("unchecked") // each catalog has the entries of its kind
    default <E extends Record> Catalog<E, E> catalog(EntryKind<E> kind) {
        Catalog<?, ?> found = kind.equals(EntryKind.TRUNK) ? trunks() : kind.equals(EntryKind.NUMBER) ? numbers()
                : kind.equals(EntryKind.SUBSCRIBER) ? subscribers() : kind.equals(EntryKind.RING_GROUP) ? ringGroups() : routes();
        return (Catalog<E, E>) found;
    }

    /**
     * Makes several changes in one transaction, each checked as if those before it were made already.
     *
     * @param changes 1 to {@link #MAX_CHANGES}
     * @return the entries as saved or deleted, in order; or why nothing was changed: fields of errors begin with
     *         {@code changes[2].}
     */
    SaveResult<List<Record>> apply(List<EntryChange<?>> changes) throws NodeUnavailableException;

    /**
     * Checks several changes without making them, each as if those before it that are right were made.
     *
     * @param changes 1 to {@link #MAX_CHANGES}
     * @return all errors, their fields beginning with {@code changes[2].}; empty if {@link #apply} would make the changes
     */
    List<FieldError> check(List<EntryChange<?>> changes) throws NodeUnavailableException;

    /** At most 10,000, by username. */
    List<RegisteredContact> registrations() throws NodeUnavailableException;

    /** Makes the phones of subscribers work. */
    Phones phones();

    /** Text messages that wait for their recipients. */
    Messages messages();

    /** Sources dropped now, the last to come free first; at most 10,000. */
    List<BlockedSource> blockedSources() throws NodeUnavailableException;

    /** @param source as listed, or an address within @return false where it is not blocked */
    boolean unblock(String source) throws NodeUnavailableException;

    /**
     * Refuses new calls from now on (503, Retry-After) and keeps those there are; {@link NodeStatus#draining} says so.
     *
     * @param thenStop whether the node ends once the last call did, or after the time it gives them; an embedded node
     *        stays
     */
    void drain(boolean thenStop) throws NodeUnavailableException;

    /** Takes new calls again, and does not stop. */
    void resume() throws NodeUnavailableException;

    /** Called after each change of the configuration, by any client. */
    Watch watchConfiguration(Runnable listener);

    LiveCalls calls();

    CdrSearch cdrs();

    /** Search results as files. */
    default RecordExports exports() {
        return RecordExports.NONE;
    }

    /** Keys: name. */
    Catalog<SavedSearch, SavedSearchDraft> savedSearches();

    Alerts alerts();

    /** The configuration at the time of a call. */
    ConfigHistory history();

    /** Who changed what, and the way to take it back. */
    ChangeLog changeLog();

    /** What a call would meet, without one. */
    Trials trials();

    /** All data of one call; empty if the record does not exist. */
    Optional<CallCase> callCase(CallId call) throws NodeUnavailableException;

    /**
     * A call in progress as if it ended now: its record, its SIP messages and what was measured of its sound until now; without
     * its configuration. Empty if there is no such call.
     */
    Optional<CallCase> liveCase(CallId call) throws NodeUnavailableException;

    /** Technical settings. */
    Settings settings();

    /** Personal data: retention, legal holds, requests. */
    Privacy privacy();

    /** Entries of kinds that plug-ins brought, and templates of trunks. */
    PluginEntries entries();

    /** Plug-ins of the node. */
    Plugins plugins();

    /**
     * Results of number lookups for display: asks the lookups if there is no result yet, and waits up to a second.
     *
     * @param number E.164 with the plus; other numbers have no results
     */
    NumberInfo numberInfo(String number) throws NodeUnavailableException;

    /**
     * The E-model figures of codecs in use: those of the product and of plug-ins.
     *
     * @return by encoding name in upper case, {@code OPUS}
     */
    Map<String, CodecImpairment> codecs() throws NodeUnavailableException;

    /** Ends watches and connections; the embedded node continues. */
    @Override
    void close();
}
