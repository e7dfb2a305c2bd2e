package org.trunkline.engine.directory;


import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.StampedLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.trunkline.domain.cdr.Candidate.Reason;
import org.trunkline.domain.config.CallHandling;
import org.trunkline.domain.config.RingGroup;
import org.trunkline.domain.config.Srtp;
import org.trunkline.domain.config.Subscriber;
import org.trunkline.domain.config.Tariff;
import org.trunkline.domain.config.Trunk;
import org.trunkline.domain.config.TrunkRegistration;
import org.trunkline.domain.secure.Hmac;
import org.trunkline.engine.directory.digest.DigestAuthenticator;
import org.trunkline.engine.directory.digest.DigestAuthenticator.Account;
import org.trunkline.engine.directory.digest.DigestClient;
import org.trunkline.engine.directory.digest.DigestOffer;
import org.trunkline.engine.directory.digest.FailureThrottle;
import org.trunkline.engine.directory.digest.Nonces;
import org.trunkline.engine.directory.registrar.Binding;
import org.trunkline.engine.directory.registrar.BindingWriter;
import org.trunkline.engine.directory.registrar.Bindings;
import org.trunkline.engine.directory.registrar.PushBook;
import org.trunkline.engine.directory.registrar.Registrar;
import org.trunkline.engine.directory.route.Router;
import org.trunkline.engine.directory.route.RoutingPlan;
import org.trunkline.engine.directory.trunk.SipUris;
import org.trunkline.engine.directory.trunk.TrialTrunks;
import org.trunkline.engine.directory.trunk.TrunkFigures;
import org.trunkline.engine.directory.trunk.TrunkState;
import org.trunkline.engine.directory.trunk.TrunkUse;
import org.trunkline.engine.directory.trunk.TrunkWatches;
import org.trunkline.engine.port.Scheduler;
import org.trunkline.engine.port.config.ConfigStore;
import org.trunkline.engine.port.config.ConfigStore.StoredBinding;
import org.trunkline.engine.port.config.Configuration;
import org.trunkline.engine.port.push.PushMessage;
import org.trunkline.engine.port.push.PushSender;
import org.trunkline.engine.port.push.PushSubscription;
import org.trunkline.engine.port.routing.Directory;
import org.trunkline.engine.port.routing.NumberPlan;
import org.trunkline.engine.port.signaling.AdmissionSnapshot;
import org.trunkline.engine.port.signaling.AdmissionSnapshot.Load;
import org.trunkline.engine.port.signaling.OutOfDialog;
import org.trunkline.engine.port.signaling.RegisterHandler;

/**
 * The directory of a running node: one immutable plan, swapped whole at each change, beside it what lives longer than
 * a plan: counters, health, registrations. <b>Threads:</b> any; the call path never blocks.
 */
public final class LiveDirectory implements Directory {
    private static final Duration NONCE_LIFETIME = Duration.ofMinutes(1);
    private static final InetSocketAddress UNKNOWN_SOURCE = new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), 0);
    private static final int CONTACT_USER_DIGITS = 20;

    private final SecureRandom random = new SecureRandom();
    private volatile DirectorySettings settings;
    private final Scheduler scheduler;
    private final Executor blocking;
    private static final String EUROPEAN_EMERGENCY = "112";

    private final NumberPlan numbers;
    private volatile Router router;
    private final DigestAuthenticator authenticator;
    private final BindingWriter writer;
    private final Bindings bindings;
    private final PushBook pushes;
    private final Map<String, List<Runnable>> awaited = new ConcurrentHashMap<>();
    private final Registrar registrar;
    private final TrunkWatches watches;
    private final HostResolver resolver;
    private final Map<String, TrunkState> states = new ConcurrentHashMap<>();
    private final TrialTrunks trials;
    /** Trunks that are not saved, and reached over TLS. */
    private final List<Trunk> expected = new CopyOnWriteArrayList<>();
    private final GroupTurns turns = new GroupTurns();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final List<Consumer<String>> registered = new CopyOnWriteArrayList<>();
    private final StampedLock publishing = new StampedLock();
    private volatile RoutingPlan plan = new RoutingPlan(Configuration.EMPTY, Map.of());
    private volatile AdmissionSnapshot admission = AdmissionSnapshot.NOTHING;

    /** @param blocking runs what waits for the disk or a name server */
    public LiveDirectory(DirectorySettings settings, Scheduler scheduler, OutOfDialog sender, ConfigStore store,
            NumberPlan numbers, Executor blocking) {
        this(settings, scheduler, sender, store, numbers, blocking, PushSender.OFF);
    }

    /** @param blocking runs what waits for the disk or a name server @param push wakes phones that sleep */
    public LiveDirectory(DirectorySettings settings, Scheduler scheduler, OutOfDialog sender, ConfigStore store,
            NumberPlan numbers, Executor blocking, PushSender push) {
        this.settings = settings;
        this.scheduler = scheduler;
        this.blocking = blocking;
        this.numbers = new CachedNumberPlan(numbers);
        router = new Router(this.numbers, settings.region(), settings.codes().pickup());
        authenticator = new DigestAuthenticator(settings.realm(), new DigestOffer(settings.digest()),
                new Nonces(scheduler, random, derive("nonces"), NONCE_LIFETIME), new FailureThrottle(scheduler),
                settings.anyDigestUri());
        writer = new BindingWriter(store, scheduler, blocking);
        bindings = new Bindings(scheduler, this::bindingsChanged, this::sourceTold);
        pushes = new PushBook(push, store, scheduler, blocking);
        registrar = new Registrar(this, scheduler, bindings, pushes, this::registered);
        watches = new TrunkWatches(sender, scheduler, random, SipUris.of("trunkline", settings.realm()),
                this::contactUser);
        trials = new TrialTrunks(scheduler);
        resolver = new HostResolver(sender::addresses, scheduler, blocking,
                this::resolved);
    }

    /**
     * Uses other settings from now on: country, ringing time and codes. Realm, digest and secret stay as they were at the
     * start.
     */
    public synchronized void settings(DirectorySettings next) {
        settings = new DirectorySettings(settings.realm(), next.region(), next.ringTime(), settings.digest(), next.codes(),
                settings.anyDigestUri(), settings.secret());
        router = new Router(numbers, next.region(), next.codes().pickup());
        use(plan);
    }

    /** @param address see {@link Registrar#fileServer} */
    public void fileServer(Supplier<Optional<String>> address) {
        registrar.fileServer(address);
    }

    /** @param known registrations of the last run */
    public void start(Configuration configuration, List<StoredBinding> known) {
        start(configuration, known, List.of());
    }

    /** @param known registrations of the last run @param sleeping push subscriptions of the last run */
    public void start(Configuration configuration, List<StoredBinding> known, List<PushSubscription> sleeping) {
        pushes.load(sleeping);
        bindings.load(known.stream().map(Binding::of).flatMap(Optional::stream)
                .filter(b -> configuration.subscribers().stream().anyMatch(s -> s.username().equals(b.username())))
                .toList());
        apply(configuration);
        registrar.start();
        resolver.start();
    }

    /** Makes a configuration decide from now on; ignores one older than that which decides. */
    public synchronized void apply(Configuration configuration) {
        if (configuration.revision() < plan.configuration().revision())
            return;
        var before = plan;
        use(new RoutingPlan(configuration, resolver.known()));
        turns.keep(configuration.ringGroups());
        watches.update(configuration, this::state);
        states.keySet().retainAll(configuration.trunks().stream().map(Trunk::name).collect(Collectors.toSet()));
        resolver.watch(configuration.trunks().stream().map(t -> t.peer().host()).collect(Collectors.toSet()));
        var present = configuration.subscribers().stream().map(Subscriber::username).collect(Collectors.toSet());
        bindings.names().stream().filter(name -> !present.contains(name)).forEach(bindings::forget);
        // a new password ends pushes to a phone that was lost with the old one
        boolean begins = before.configuration().revision() == Configuration.EMPTY.revision();
        pushes.names().stream().filter(name -> !present.contains(name) || !begins && !before.secret(name).equals(plan.secret(name)))
                .forEach(pushes::forget);
    }

    private synchronized void resolved(Map<String, Set<InetAddress>> hosts) {
        use(new RoutingPlan(plan.configuration(), hosts));
    }

    private void use(RoutingPlan next) {
        plan = next;
        long stamp = publishing.writeLock();
        try {
            publish(new AdmissionSnapshot(next.peers(), admission.registered(), settings.codes().emergency(),
                    certificateNames(next, expected), Load.EASY));
        } finally {
            publishing.unlockWrite(stamp);
        }
    }

    private void publish(AdmissionSnapshot next) {
        admission = next;
        listeners.forEach(Runnable::run);
    }

    /** @param more trunks that are not saved, the last one counts: but none of them at a host that a saved one reaches over TLS */
    private static Map<String, String> certificateNames(RoutingPlan plan, List<Trunk> more) {
        var hosts = plan.trunks().stream().filter(trunk -> trunk.peer().mayUseTls()).map(LiveDirectory::host).collect(Collectors.toSet());
        var names = new HashMap<String, String>();
        plan.trunks().stream().filter(trunk -> trunk.security().certificateName().isPresent())
                .forEach(trunk -> names.putIfAbsent(host(trunk), trunk.certificateName()));
        more.stream().filter(trunk -> !hosts.contains(host(trunk))).forEach(trunk -> names.put(host(trunk), trunk.certificateName()));
        return names;
    }

    private static String host(Trunk trunk) {
        return trunk.peer().host().toLowerCase(Locale.ROOT);
    }

    /**
     * Until it is closed, the host of a trunk that is not saved must have the certificate that the trunk asks for: of several such trunks,
     * the last one. Where a saved trunk reaches the same host over TLS, that one says which.
     */
    public Expectation expectCertificate(Trunk trunk) {
        if (!trunk.peer().mayUseTls())
            return () -> {};
        expect(() -> expected.add(trunk));
        return () -> expect(() -> expected.remove(trunk));
    }

    private synchronized void expect(Runnable change) {
        change.run();
        use(plan);
    }

    /** Ends when it is closed. */
    @FunctionalInterface
    public interface Expectation extends AutoCloseable {
        @Override
        void close();
    }

    /** Where a trunk leads to that need not be saved; empty where its host does not resolve. Blocks. */
    public Set<InetAddress> resolve(Trunk draft) {
        return resolver.resolve(draft.peer().host());
    }

    /**
     * Opens a trunk that is not saved, for one call of the node ({@link TrialTrunks}). Where the saved trunk of its name has the same
     * host, the call counts as one of it by its limits, and goes the way of its registration.
     *
     * @param password of its registration
     * @return empty while a call over another one of its name is in progress
     */
    public Optional<TrialTrunks.Trial> openTrial(Trunk draft, Optional<String> password) {
        var saved = plan.trunk(draft.name()).filter(known -> host(known).equals(host(draft)));
        var state = saved.map(known -> state(known.name())).orElseGet(() -> new TrunkState(scheduler, () -> {}));
        var routes = saved.filter(known -> account(known).equals(account(draft))).map(_ -> state.serviceRoute()).orElse(List.of());
        var certificate = expectCertificate(draft);
        var trial = trials.open(new TrialTrunks.Values(draft, password, state, saved.orElse(draft).limits(), routes),
                () -> blocking.execute(certificate::close));
        if (trial.isEmpty())
            certificate.close();
        return trial;
    }

    private static Optional<String> account(Trunk trunk) {
        return trunk.registration().map(TrunkRegistration::username);
    }

    private Optional<Trunk> carrying(RoutingPlan now, String name) {
        return now.trunk(name).or(() -> trials.find(name).map(TrialTrunks.Trial::trunk));
    }

    private void bindingsChanged(List<Binding> put, List<Binding> removed) {
        writer.changed(put, removed);
        var any = put.isEmpty() ? removed.getFirst() : put.getFirst(); // all of one subscriber
        for (var told : registered)
            told.accept(any.username());
    }

    private void registered(String username) {
        var told = awaited.get(username);
        if (told != null)
            told.forEach(Runnable::run);
    }

    @Override
    public AutoCloseable onRegistered(String username, Runnable told) {
        awaited.compute(username, (_, old) -> {
            var all = old == null ? new CopyOnWriteArrayList<Runnable>() : old;
            all.add(told);
            return all;
        });
        return () -> awaited.computeIfPresent(username, (_, old) -> {
            old.remove(told);
            return old.isEmpty() ? null : old;
        });
    }

    @Override
    public List<PushSubscription> pushSubscriptions(String username) {
        return plan.subscriber(username).filter(Subscriber::enabled).isEmpty() ? List.of() : pushes.of(username);
    }

    @Override
    public void push(PushSubscription to, PushMessage message, Consumer<PushSender.Outcome> told) {
        pushes.send(to, message, told);
    }

    /** What another thread is about to publish is waited for: the answer to this registration must not be sooner. */
    private void sourceTold(InetAddress source) {
        long nobody = publishing.tryOptimisticRead();
        if (nobody != 0 && admission.registered().contains(source) == bindings.isSource(source) && publishing.validate(nobody))
            return;
        long stamp = publishing.writeLock();
        try {
            var known = admission.registered();
            boolean present = bindings.isSource(source); // as it is now: of two threads either may come last
            if (known.contains(source) != present)
                publish(admission.registered(present ? known.with(source) : known.without(source)));
        } finally {
            publishing.unlockWrite(stamp);
        }
    }

    @Override
    public AdmissionSnapshot admission() {
        return admission;
    }

    @Override
    public AutoCloseable onAdmissionChange(Runnable told) {
        listeners.add(told);
        return () -> listeners.remove(told);
    }

    @Override
    public AutoCloseable onRegistrations(Consumer<String> told) {
        registered.add(told);
        return () -> registered.remove(told);
    }

    /** Takes back outward registrations and writes what is not yet written. Complete within a timer F. */
    public CompletableFuture<Void> stop() {
        registrar.stop();
        resolver.stop();
        return watches.stop();
    }

    /** Writes registrations that wait for it; blocks on the disk. */
    public void flush() {
        writer.flush();
        pushes.flush();
    }

    @Override
    public Optional<Trunk> trunkAt(InetAddress source) {
        return plan.peersAt(source).stream().map(RoutingPlan.Peer::trunk).findFirst();
    }

    @Override
    public Optional<Trunk> trunkAt(InetSocketAddress source, String callerUser) {
        var now = plan;
        var peers = now.peersAt(source.getAddress());
        if (peers.isEmpty())
            return Optional.empty();
        boolean named = now.subscriber(callerUser).isPresent();
        boolean registered = bindings.isSource(source);
        var samePort = peers.stream().map(RoutingPlan.Peer::trunk).filter(t -> t.peer().port() == source.getPort()).findFirst();
        if (samePort.isPresent())
            return samePort.filter(_ -> !(named && registered));
        return named || registered ? Optional.empty() : Optional.of(peers.getFirst().trunk());
    }

    @Override
    public Optional<Trunk> trunkOfContact(String user, InetAddress source) {
        return watches.trunkOfContact(user).flatMap(plan::trunk);
    }

    @Override
    public Optional<Trunk> trunkOfCertificate(List<String> names) {
        return names.isEmpty() ? Optional.empty() : plan.trunks().stream().filter(trunk -> trunk.security().mutualTls()
                && names.contains(trunk.certificateName().toLowerCase(Locale.ROOT))).findFirst();
    }

    @Override
    public List<InetAddress> addresses(Trunk trunk) {
        return plan.addresses(trunk);
    }

    @Override
    public AuthResult authenticate(String method, String requestUri, List<String> headers, byte[] body) {
        return authenticate(new AuthRequest(method, requestUri, headers, body, UNKNOWN_SOURCE, ""));
    }

    @Override
    public AuthResult authenticate(AuthRequest request) {
        var now = plan;
        return authenticator.authenticate(request, username -> new Account(now.secret(username),
                now.subscriber(username).filter(Subscriber::enabled).isPresent()));
    }

    @Override
    public Decision route(RouteRequest request) {
        return inTurn(router.decide(plan, request));
    }

    @Override
    public Decision routeForApplication(RouteRequest request) {
        return inTurn(router.decideForApplication(plan, request));
    }

    @Override
    public Optional<Decision> routeOver(String trunk, String number, String caller, String callerName) {
        return carrying(plan, trunk).map(known -> router.over(known, number, caller, callerName));
    }

    @Override
    public Optional<Decision> routeOver(String trunk, RouteRequest request) {
        var now = plan;
        return now.trunk(trunk).map(known -> router.over(now, known, request));
    }

    private Decision inTurn(Decision decision) {
        return decision instanceof Decision.ToGroup(var direction, var group, var members, var from, var to)
                && group.strategy() == RingGroup.Strategy.LEAST_RECENT
                        ? new Decision.ToGroup(direction, group, turns.order(group.name(), members), from, to)
                        : decision;
    }

    @Override
    public CallHandling handling(String username) {
        return plan.subscriber(username).map(Subscriber::handling).orElse(CallHandling.PLAIN);
    }

    @Override
    public Srtp srtp(String username) {
        return plan.subscriber(username).map(Subscriber::srtp).orElse(Srtp.OFFER);
    }

    @Override
    public boolean mayPickUp(String username, String ringing) {
        return !Collections.disjoint(handling(username).pickupGroups(), handling(ringing).pickupGroups());
    }

    @Override
    public void tookGroupCall(String group, String member) {
        turns.took(group, member);
    }

    @Override
    public boolean emergency(String dialled) {
        return settings.codes().emergency().contains(withoutPlus(dialled));
    }

    private static String withoutPlus(String dialled) {
        return dialled.startsWith("+") ? dialled.substring(1) : dialled;
    }

    @Override
    public Optional<String> emergencyNumber() {
        var numbers = settings.codes().emergency();
        return numbers.contains(EUROPEAN_EMERGENCY) ? Optional.of(EUROPEAN_EMERGENCY) : numbers.stream().sorted().findFirst();
    }

    @Override
    public String inContext(String dialled, Optional<String> context) {
        if (emergency(dialled))
            return withoutPlus(dialled); // +112 is what phones make of it, and no number of any country
        if (dialled.startsWith("+") || context.filter(c -> c.startsWith("+")).isEmpty())
            return dialled;
        return numbers.inContext(dialled, context.get()).orElse(dialled);
    }

    @Override
    public boolean passesTransfers() {
        return settings.codes().passTransfers();
    }

    @Override
    public Lease admitEmergency(String trunk) {
        return state(trunk).admitEmergency();
    }

    @Override
    public List<Contact> contacts(String username) {
        if (plan.subscriber(username).filter(Subscriber::enabled).isEmpty())
            return List.of();
        return bindings.of(username).map(Binding::toContact).toList().reversed();
    }

    @Override
    public Admission admit(String trunk, boolean outward) {
        var configured = plan.trunk(trunk);
        return configured.isPresent() ? state(trunk).admit(configured.get(), outward)
                : trials.find(trunk).filter(_ -> outward).map(TrialTrunks.Trial::admit)
                        .orElseGet(() -> new Admission.Refused(Reason.DISABLED, 0, 0)); // deleted a moment ago
    }

    @Override
    public Optional<Admission.Refused> refusal(String trunk, boolean outward) {
        return plan.trunk(trunk).flatMap(configured -> state(trunk).refusal(configured, outward));
    }

    @Override
    public List<String> serviceRoute(String trunk) {
        return trials.find(trunk).map(TrialTrunks.Trial::serviceRoute).orElseGet(() -> state(trunk).serviceRoute());
    }

    private TrunkState state(String trunk) {
        return states.computeIfAbsent(trunk, name -> new TrunkState(scheduler, () -> watches.suspect(name)));
    }

    @Override
    public Optional<Tariff> tariff(String trunk) {
        return carrying(plan, trunk).flatMap(Trunk::tariff);
    }

    /** A trunk as configured now. */
    public Optional<Trunk> trunk(String name) {
        return plan.trunk(name);
    }

    /**
     * How a call goes out on a trunk that a routing policy names, with numbers by the trunk's own rules.
     *
     * @param decided of the same request
     * @return empty where the trunk's rules leave nothing to dial, or the request is no subscriber's
     */
    public Optional<TrunkTarget> target(Trunk trunk, RouteRequest request, Decision decided) {
        return router.target(plan, trunk, request, decided);
    }

    /** How busy a configured trunk is. For the call path. */
    public TrunkUse use(String trunk) {
        return state(trunk).use();
    }

    /** Every configured trunk, by name. */
    public List<TrunkFigures> trunks() {
        return plan.configuration().trunks().stream().map(t -> state(t.name()).figures(t))
                .sorted((a, b) -> a.trunk().name().compareTo(b.trunk().name())).toList();
    }

    /** Unexpired registrations, by username. @param limit at most so many */
    public List<Binding> registrations(int limit) {
        return bindings.all().limit(limit).toList();
    }

    /** Unexpired ones of a subscriber, oldest first. */
    public List<Binding> bindings(String username) {
        return bindings.of(username).toList();
    }

    public int registrationCount() {
        return bindings.count();
    }

    /** Subscribers whose passwords are worth nothing here, as they were made for another realm. */
    public int passwordsOfAnotherRealm() {
        return plan.secretsOutside(settings.realm());
    }

    /** Why registrations cannot be stored now; empty where they can. */
    public Optional<String> storeTrouble() {
        return writer.trouble();
    }

    public RegisterHandler registrar() {
        return registrar;
    }

    @Override
    public Optional<String> credentials(String trunk, String method, String requestUri, List<String> challenges) {
        var now = plan;
        var password = Optional.ofNullable(now.configuration().trunkPasswords().get(trunk))
                .or(() -> trials.find(trunk).flatMap(TrialTrunks.Trial::password));
        return carrying(now, trunk).flatMap(Trunk::registration).flatMap(account -> password.flatMap(secret -> {
            var digest = new DigestClient(account.username(), secret, random);
            return digest.challenged(challenges, true, true)
                    ? digest.credentials(method, requestUri).map(DigestClient.Header::value) : Optional.empty();
        }));
    }

    @Override
    public long revision() {
        return plan.configuration().revision();
    }

    @Override
    public String realm() {
        return settings.realm();
    }

    @Override
    public Duration subscriberRingTime() {
        return settings.ringTime();
    }

    /** Hard to guess, as calls to it are taken for the carrier's, yet the same after a restart. */
    private String contactUser(String trunk) {
        return "tl-" + HexFormat.of().formatHex(derive("contact " + trunk)).substring(0, CONTACT_USER_DIGITS);
    }

    private byte[] derive(String purpose) {
        return Hmac.of(settings.secret(), purpose);
    }
}
