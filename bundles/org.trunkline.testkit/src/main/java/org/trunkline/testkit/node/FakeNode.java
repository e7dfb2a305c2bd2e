package org.trunkline.testkit.node;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.trunkline.api.FieldError;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.Watch;
import org.trunkline.api.alert.AlertChannelForms;
import org.trunkline.api.cdr.CallCase;
import org.trunkline.api.config.Catalog;
import org.trunkline.api.config.ConfigHistory;
import org.trunkline.api.config.EntryChange;
import org.trunkline.api.config.EntryKind;
import org.trunkline.api.config.EntryReferences;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.config.SavedSearchDraft;
import org.trunkline.api.config.SavedSearchRules;
import org.trunkline.api.node.Node;
import org.trunkline.api.node.NodeStatus;
import org.trunkline.api.node.RegisteredContact;
import org.trunkline.api.number.NumberInfo;
import org.trunkline.api.phone.Phones;
import org.trunkline.domain.border.BlockedSource;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.call.LiveCall;
import org.trunkline.domain.config.AlertRule;
import org.trunkline.domain.config.NumberAssignment;
import org.trunkline.domain.config.RingGroup;
import org.trunkline.domain.config.Route;
import org.trunkline.domain.config.SavedSearch;
import org.trunkline.domain.config.Subscriber;
import org.trunkline.domain.config.Trunk;
import org.trunkline.domain.quality.CodecImpairment;
import org.trunkline.testkit.Samples;

/**
 * A node in memory: checks what it is given, keeps it, and tells watchers when a test says so. <b>Threads:</b> any;
 * watchers are called on the thread of the change.
 */
public final class FakeNode implements Node {
    private static final int LIVE_SAMPLES = 100;

    private final List<Consumer<NodeStatus>> statusWatchers = new CopyOnWriteArrayList<>();
    private final List<Consumer<NodeUnavailableException>> lostWatchers = new CopyOnWriteArrayList<>();
    private final List<Runnable> configWatchers = new CopyOnWriteArrayList<>();
    private final FakeCatalog<Subscriber, Subscriber> subscribers;
    private final FakeCatalog<Trunk, Trunk> trunks;
    private final FakeCatalog<NumberAssignment, NumberAssignment> numbers;
    private final FakeCatalog<Route, Route> routes;
    private final FakeCatalog<RingGroup, RingGroup> ringGroups;
    private final FakeCatalog<SavedSearch, SavedSearchDraft> savedSearches;
    private final FakeAlerts alerts = new FakeAlerts(this);
    private final Map<String, ConfigHistory.Then> past = new ConcurrentHashMap<>();
    private final FakeMessages messages = new FakeMessages(this);
    private final FakeChangeLog changeLog = new FakeChangeLog(this);
    private final FakeTrials trials = new FakeTrials(this);
    private final FakePrivacy privacy = new FakePrivacy(this);
    private final FakeSettings settings = new FakeSettings(this);
    private final FakePlugins plugins = new FakePlugins(this);
    private final FakeEntries entries = new FakeEntries(this);
    private final FakePhones phones = new FakePhones(this);
    private final FakeLiveCalls calls = new FakeLiveCalls(this);
    private final FakeCdrSearch cdrs = new FakeCdrSearch(this);
    private volatile NodeStatus status = Samples.status();
    private final Map<String, NumberInfo> known = new ConcurrentHashMap<>();
    private final Map<String, CodecImpairment> codecs = new ConcurrentHashMap<>(CodecImpairment.standard());
    private volatile List<RegisteredContact> registrations = List.of();
    private volatile List<BlockedSource> blocked = List.of();
    private volatile CountDownLatch checks = new CountDownLatch(0);
    private volatile Optional<Boolean> draining = Optional.empty();
    private volatile Optional<String> outage = Optional.empty();

    private final String name;

    public FakeNode() {
        this("embedded");
    }

    /** @param name the URL of a remote one */
    public FakeNode(String name) {
        this.name = name;
        numbers = catalog(EntryKind.NUMBER, this::checkNumber, _ -> List.of());
        subscribers = catalog(EntryKind.SUBSCRIBER, _ -> List.of(), this::usersOf);
        ringGroups = catalog(EntryKind.RING_GROUP, this::checkRingGroup, _ -> List.of());
        savedSearches = new FakeCatalog<>(this, "name", SavedSearchDraft::name, FakeNode::savedSearch,
                FakeNode::checkSearch, _ -> List.of());
        routes = catalog(EntryKind.ROUTE, this::checkRoute, _ -> List.of());
        trunks = catalog(EntryKind.TRUNK, _ -> List.of(), this::routesOver);
    }

    /** @param references what is wrong beside other entries */
    private <E extends Record> FakeCatalog<E, E> catalog(EntryKind<E> kind, Function<E, List<FieldError>> references,
            Function<String, List<String>> dependents) {
        return new FakeCatalog<E, E>(this, kind.keyField(), d -> kind.tidyKey(kind.key(d)),
                d -> kind.schema().withoutSecrets(kind.tidy(d)), (present, d) -> {
                    var errors = new ArrayList<>(kind.check(d, present.isEmpty() ? Set.of() : kept(present.get())));
                    references.apply(d).stream().filter(r -> errors.stream().noneMatch(e -> e.field().equals(r.field())))
                            .forEach(errors::add);
                    return errors;
                }, dependents).named(kind).renaming((from, to) -> follow(kind, from, to));
    }

    private void follow(EntryKind<?> renamed, String from, String to) {
        numbers.follow(e -> EntryReferences.follow(EntryKind.NUMBER, e, renamed, from, to));
        subscribers.follow(e -> EntryReferences.follow(EntryKind.SUBSCRIBER, e, renamed, from, to));
        ringGroups.follow(e -> EntryReferences.follow(EntryKind.RING_GROUP, e, renamed, from, to));
        routes.follow(e -> EntryReferences.follow(EntryKind.ROUTE, e, renamed, from, to));
    }

    private static Set<String> kept(Record present) {
        return present instanceof Trunk trunk && trunk.registration().isEmpty() ? Set.of()
                : Set.of("password", "registration.password");
    }

    @Override
    public SaveResult<List<Record>> apply(List<EntryChange<?>> changes) throws NodeUnavailableException {
        reach();
        var all = List.of(trunks, numbers, subscribers, ringGroups, routes);
        var before = all.stream().map(FakeCatalog::snapshot).toList();
        var values = new ArrayList<Record>();
        for (int i = 0; i < changes.size(); i++) {
            int index = i;
            SaveResult<? extends Record> result = apply(changes.get(i));
            if (result instanceof SaveResult.Saved<? extends Record>(var value)) {
                values.add(value);
                continue;
            }
            for (int c = 0; c < before.size(); c++)
                all.get(c).restore(before.get(c));
            return switch (result) {
                case SaveResult.Rejected<? extends Record>(var errors) -> new SaveResult.Rejected<>(errors.stream().map(e ->
                        new FieldError("changes[" + index + "]." + e.field(), e.code(), e.args(), e.message())).toList());
                case SaveResult.Missing<? extends Record>(var key) -> new SaveResult.Missing<>(key);
                case SaveResult.InUse<? extends Record>(var dependents) -> new SaveResult.InUse<>(dependents);
                case SaveResult.Saved<? extends Record> _ -> throw new IllegalStateException("saved");
            };
        }
        return new SaveResult.Saved<>(values);
    }

    /** Each beside what there is now, not beside the changes before it. */
    @Override
    public List<FieldError> check(List<EntryChange<?>> changes) throws NodeUnavailableException {
        var errors = new ArrayList<FieldError>();
        for (int i = 0; i < changes.size(); i++)
            for (var e : check(changes.get(i)))
                errors.add(new FieldError("changes[" + i + "]." + e.field(), e.code(), e.args(), e.message()));
        return errors;
    }

    private <E extends Record> List<FieldError> check(EntryChange<E> change) throws NodeUnavailableException {
        Catalog<E, E> catalog = catalog(change.kind());
        return switch (change) {
            case EntryChange.Create<E>(_, E entry) -> catalog.check(Optional.empty(), entry);
            case EntryChange.Replace<E>(_, String key, E entry) -> catalog.check(Optional.of(key), entry);
            case EntryChange.Delete<E> _ -> List.of();
        };
    }

    private <E extends Record> SaveResult<E> apply(EntryChange<E> change) throws NodeUnavailableException {
        Catalog<E, E> catalog = catalog(change.kind());
        return switch (change) {
            case EntryChange.Create<E>(_, E entry) -> catalog.create(entry);
            case EntryChange.Replace<E>(_, String key, E entry) -> catalog.replace(key, entry);
            case EntryChange.Delete<E>(_, String key) -> catalog.delete(key);
        };
    }

    private static List<FieldError> checkSearch(Optional<SavedSearch> present, SavedSearchDraft d) {
        var errors = new ArrayList<>(SavedSearchRules.check(d, present.flatMap(SavedSearch::alert)
                .flatMap(AlertRule::webhook).isPresent()));
        d.alert().ifPresent(a -> errors.addAll(AlertChannelForms.check(a.channels(), List.of(FakeAlerts.PAGER),
                present.flatMap(SavedSearch::alert).map(AlertRule::channels).orElse(List.of()))));
        return errors;
    }

    private static SavedSearch savedSearch(SavedSearchDraft d) {
        return new SavedSearch(d.name(), d.query(),
                d.lastSeconds() == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(d.lastSeconds())), d.owner(),
                d.shared(), d.tile(), d.alert().map(a -> new AlertRule(a.matches(),
                        Duration.ofMinutes(a.withinMinutes()), Duration.ofMinutes(a.quietMinutes()), a.webhook(),
                        a.mailTo(), AlertChannelForms.open(a.channels(), List.of(FakeAlerts.PAGER)))));
    }

    private List<FieldError> checkNumber(NumberAssignment draft) {
        var errors = new ArrayList<FieldError>();
        if (errors.isEmpty() && !subscribers.has(draft.subscriber()))
            errors.add(new FieldError("subscriber", "no-such-subscriber", List.of(draft.subscriber()),
                    "there is no subscriber \"" + draft.subscriber() + "\""));
        return errors;
    }

    private List<FieldError> checkRoute(Route draft) {
        var errors = new ArrayList<FieldError>();
        for (int i = 0; i < draft.trunks().size(); i++)
            if (!trunks.has(draft.trunks().get(i)))
                errors.add(new FieldError("trunks[" + i + "]", "no-such-trunk", List.of(draft.trunks().get(i)),
                        "there is no trunk \"" + draft.trunks().get(i) + "\""));
        return errors;
    }

    private List<FieldError> checkRingGroup(RingGroup draft) {
        var errors = new ArrayList<FieldError>();
        for (int i = 0; i < draft.members().size(); i++)
            if (!subscribers.has(draft.members().get(i)))
                errors.add(new FieldError("members[" + i + "]", "no-such-subscriber", List.of(draft.members().get(i)),
                        "there is no subscriber \"" + draft.members().get(i) + "\""));
        return errors;
    }

    private List<String> usersOf(String username) {
        return Stream.concat(
                numbers.all().stream().filter(n -> n.subscriber().equals(username)).map(n -> EntryKind.NUMBER.subject(n.number())),
                ringGroups.all().stream().filter(g -> g.members().contains(username)).map(g -> EntryKind.RING_GROUP.subject(g.name())))
                .toList();
    }

    private List<String> routesOver(String trunk) {
        return routes.all().stream().filter(r -> r.trunks().contains(trunk)).map(r -> EntryKind.ROUTE.subject(r.prefix())).toList();
    }

    /** From now on every request fails with this message; empty ends the outage. */
    public void outage(Optional<String> message) {
        outage = message;
        message.ifPresent(m -> lostWatchers.forEach(w -> w.accept(failure(m))));
    }

    /** From now on entries are not checked before. */
    public void checkAfter(CountDownLatch latch) {
        checks = latch;
    }

    void awaitChecks() throws NodeUnavailableException {
        await(checks);
    }

    static void await(CountDownLatch latch) throws NodeUnavailableException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure("interrupted");
        }
    }

    void reach() throws NodeUnavailableException {
        if (outage.isPresent())
            throw failure(outage.get());
    }

    private static NodeUnavailableException failure(String why) {
        return new NodeUnavailableException("of-a-fake", List.of(why), why);
    }

    /** Tells the watchers too. */
    public void status(NodeStatus current) {
        status = current;
        statusWatchers.forEach(w -> w.accept(current));
    }

    public void registrations(List<RegisteredContact> contacts) {
        registrations = List.copyOf(contacts);
    }

    void configurationChanged() {
        configWatchers.forEach(Runnable::run);
    }

    /** How many watch anything of this node. */
    public int watchers() {
        return statusWatchers.size() + configWatchers.size() + calls.watchers() + cdrs.watchers() + plugins.watchers();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public NodeStatus status() throws NodeUnavailableException {
        reach();
        return status;
    }

    @Override
    public Watch watch(Consumer<NodeStatus> listener, Consumer<NodeUnavailableException> lost) {
        statusWatchers.add(listener);
        lostWatchers.add(lost);
        listener.accept(status);
        return () -> {
            statusWatchers.remove(listener);
            lostWatchers.remove(lost);
        };
    }

    @Override
    public Catalog<Subscriber, Subscriber> subscribers() {
        return subscribers;
    }

    @Override
    public Catalog<Trunk, Trunk> trunks() {
        return trunks;
    }

    @Override
    public Catalog<NumberAssignment, NumberAssignment> numbers() {
        return numbers;
    }

    @Override
    public Catalog<Route, Route> routes() {
        return routes;
    }

    @Override
    public Catalog<RingGroup, RingGroup> ringGroups() {
        return ringGroups;
    }

    @Override
    public List<RegisteredContact> registrations() throws NodeUnavailableException {
        reach();
        return registrations;
    }

    /** From now on this is known. */
    public void knows(NumberInfo info) {
        known.put(info.number(), info);
    }

    @Override
    public NumberInfo numberInfo(String number) throws NodeUnavailableException {
        reach();
        return known.getOrDefault(number, NumberInfo.unknown(number));
    }

    /** From now on streams of this codec are rated so. */
    public void rates(String encoding, CodecImpairment figures) {
        codecs.put(encoding, figures);
    }

    @Override
    public Map<String, CodecImpairment> codecs() throws NodeUnavailableException {
        reach();
        return Map.copyOf(codecs);
    }

    /** From now on these are dropped. */
    public void blocked(List<BlockedSource> sources) {
        blocked = List.copyOf(sources);
    }

    @Override
    public FakeMessages messages() {
        return messages;
    }

    @Override
    public FakeSettings settings() {
        return settings;
    }

    @Override
    public Phones phones() {
        return phones;
    }

    @Override
    public List<BlockedSource> blockedSources() throws NodeUnavailableException {
        reach();
        return blocked;
    }

    @Override
    public boolean unblock(String source) throws NodeUnavailableException {
        reach();
        var left = blocked.stream().filter(b -> !b.source().equals(source)).toList();
        boolean there = left.size() < blocked.size();
        blocked = left;
        return there;
    }

    /** What {@link #drain} was last asked for; empty while calls are taken. */
    public Optional<Boolean> drainingThenStop() {
        return draining;
    }

    @Override
    public void drain(boolean thenStop) throws NodeUnavailableException {
        reach();
        draining = Optional.of(thenStop);
    }

    @Override
    public void resume() throws NodeUnavailableException {
        reach();
        draining = Optional.empty();
    }

    @Override
    public Catalog<SavedSearch, SavedSearchDraft> savedSearches() {
        return savedSearches;
    }

    @Override
    public FakeAlerts alerts() {
        return alerts;
    }

    /** What {@link #history} tells of a subject, at any revision. */
    public void past(ConfigHistory.Then then) {
        past.put(then.subject(), then);
    }

    @Override
    public ConfigHistory history() {
        return (_, subject) -> {
            reach();
            return Optional.ofNullable(past.get(subject));
        };
    }

    @Override
    public FakeTrials trials() {
        return trials;
    }

    @Override
    public FakeChangeLog changeLog() {
        return changeLog;
    }

    @Override
    public Watch watchConfiguration(Runnable listener) {
        configWatchers.add(listener);
        return () -> configWatchers.remove(listener);
    }

    @Override
    public FakeLiveCalls calls() {
        return calls;
    }

    @Override
    public FakeCdrSearch cdrs() {
        return cdrs;
    }

    @Override
    public Optional<CallCase> callCase(CallId call) throws NodeUnavailableException {
        return CallCase.of(call, name(), cdrs, history(), Samples.START);
    }

    /** Of a call in progress: the record and the messages of the sample with its id. */
    @Override
    public Optional<CallCase> liveCase(CallId call) throws NodeUnavailableException {
        return calls.list().stream().map(LiveCall::id).filter(call::equals).findFirst().flatMap(id -> IntStream.range(0, LIVE_SAMPLES)
                .filter(i -> Samples.id(i).equals(id)).mapToObj(i -> new CallCase(Samples.START, name(), Samples.cdr(i),
                        Samples.ladder(i), List.of())).findFirst());
    }

    @Override
    public FakePrivacy privacy() {
        return privacy;
    }

    @Override
    public FakeEntries entries() {
        return entries;
    }

    @Override
    public FakePlugins plugins() {
        return plugins;
    }

    @Override
    public void close() {
        // goes on, as the embedded one does
    }
}
