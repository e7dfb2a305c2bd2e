package org.trunkline.testkit;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

import org.trunkline.domain.call.Direction;
import org.trunkline.domain.call.Party;
import org.trunkline.domain.cdr.Candidate;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.config.CallHandling;
import org.trunkline.domain.config.NumberRules;
import org.trunkline.domain.config.RingGroup;
import org.trunkline.domain.config.Srtp;
import org.trunkline.domain.config.Tariff;
import org.trunkline.domain.config.Transport;
import org.trunkline.domain.config.Trunk;
import org.trunkline.domain.config.TrunkLimits;
import org.trunkline.domain.config.TrunkNumbers;
import org.trunkline.domain.config.TrunkPeer;
import org.trunkline.domain.config.TrunkSecurity;
import org.trunkline.engine.port.push.PushMessage;
import org.trunkline.engine.port.push.PushSender;
import org.trunkline.engine.port.push.PushSubscription;
import org.trunkline.engine.port.routing.Directory;
import org.trunkline.engine.port.signaling.AdmissionSnapshot;
import org.trunkline.engine.port.signaling.DeviceFlow;

/**
 * Says what the test wants: trunks by address, subscribers by credentials {@code Fake NAME}, decisions by number.
 * Set up before it is used; <b>threads</b> then: any.
 */
public final class FakeDirectory implements Directory {
    private final Map<InetAddress, Trunk> trunksAt = new HashMap<>();
    private final Map<String, List<Contact>> contacts = new HashMap<>();
    private final Map<String, List<String>> serviceRoutes = new HashMap<>();
    private final Map<String, Function<RouteRequest, Decision>> decisions = new HashMap<>();
    private final Map<String, Admission.Refused> refusals = new HashMap<>();
    private final Map<String, String> credentials = new HashMap<>();
    private final List<String> outcomes = new CopyOnWriteArrayList<>();
    private final Map<String, CallHandling> handlings = new HashMap<>();
    private final Map<String, Srtp> policies = new HashMap<>();
    private final List<String> groupCalls = new CopyOnWriteArrayList<>();
    private final List<String> emergencyNumbers = new ArrayList<>();
    private final List<Runnable> told = new ArrayList<>(1);
    private final AtomicInteger leases = new AtomicInteger();
    private final Map<String, Tariff> tariffs = new ConcurrentHashMap<>();
    private final List<Consumer<String>> registered = new ArrayList<>(1);
    private final Map<String, Trunk> named = new HashMap<>();
    private final Map<String, List<PushSubscription>> sleeping = new ConcurrentHashMap<>();
    private final Map<String, List<Runnable>> awaited = new ConcurrentHashMap<>();
    private final List<String> pushed = new CopyOnWriteArrayList<>();
    private Optional<PushMessage> lastPush = Optional.empty();
    private PushSender.Outcome pushOutcome = PushSender.Outcome.ACCEPTED;
    private long revision;
    private boolean passTransfers;
    private Duration ringTime = Duration.ofSeconds(30);

    /** A trunk with no limits and default rules. */
    public static Trunk trunk(String name, String host) {
        return trunk(name, host, 5060);
    }

    /** @param port 0 where DNS says it */
    public static Trunk trunk(String name, String host, int port) {
        return new Trunk(name, new TrunkPeer(host, port, Transport.UDP, List.of(), false), true,
                Optional.empty(), TrunkSecurity.NONE, new TrunkLimits(0, 0, 0, 60),
                new TrunkNumbers("SE", Optional.empty(), false, NumberRules.NONE, NumberRules.NONE), Optional.empty());
    }

    /** Also while calls are on. */
    public FakeDirectory price(String trunk, Tariff tariff) {
        tariffs.put(trunk, tariff);
        return this;
    }

    @Override
    public Optional<Tariff> tariff(String trunk) {
        return Optional.ofNullable(tariffs.get(trunk));
    }

    public FakeDirectory trustAt(String address, Trunk trunk) {
        trunksAt.put(InetAddress.ofLiteral(address), trunk);
        told.forEach(Runnable::run);
        return this;
    }

    /** Registers a subscriber at these {@code host:port}. */
    public FakeDirectory register(String username, String... hostPorts) {
        var list = new ArrayList<Contact>();
        for (String hostPort : hostPorts)
            list.add(new Contact("sip:" + username + '@' + hostPort, Optional.of(address(hostPort)), "udp", List.of(), DeviceFlow.NONE));
        contacts.put(username, list);
        decide(username, request -> new Decision.ToSubscriber(
                request.trunk().isPresent() ? Direction.INBOUND : Direction.INTERNAL, username,
                caller(request), Party.of(username)));
        return this;
    }

    /** No phone of it is registered any more; it can still be dialled. */
    public FakeDirectory away(String username) {
        contacts.put(username, List.of());
        registered.forEach(it -> it.accept(username));
        return this;
    }

    /** A phone registers now, at these {@code host:port}. */
    public void registers(String username, String... hostPorts) {
        register(username, hostPorts);
        registered.forEach(it -> it.accept(username));
    }

    @Override
    public AutoCloseable onRegistrations(Consumer<String> it) {
        registered.add(it);
        return () -> registered.remove(it);
    }

    /** It can be woken by these, and be dialled. @param contact of its last registration, or empty */
    public FakeDirectory sleeps(String username, String endpoint, String contact) {
        if (!contacts.containsKey(username))
            register(username);
        sleeping.put(username, List.of(new PushSubscription(username, endpoint, Optional.empty(), contact, ++revision, Instant.MAX)));
        return this;
    }

    /** A phone that was pushed to registers at {@code host:port}. */
    public void wakes(String username, String endpoint, String hostPort) {
        sleeps(username, endpoint, "sip:" + username + '@' + hostPort);
        register(username, hostPort);
        awaited.getOrDefault(username, List.of()).forEach(Runnable::run);
    }

    /** Push messages in order: endpoint and kind. */
    public List<String> pushed() {
        return List.copyOf(pushed);
    }

    public PushMessage lastPush() {
        return lastPush.orElseThrow();
    }

    /** What push services say from now on; {@link PushSender.Outcome#ACCEPTED} before. */
    public FakeDirectory pushOutcome(PushSender.Outcome outcome) {
        pushOutcome = outcome;
        return this;
    }

    /** How many wait for a registration of a subscriber. */
    public int awaiting(String username) {
        return awaited.getOrDefault(username, List.of()).size();
    }

    @Override
    public List<PushSubscription> pushSubscriptions(String username) {
        return sleeping.getOrDefault(username, List.of());
    }

    @Override
    public void push(PushSubscription to, PushMessage message, Consumer<PushSender.Outcome> it) {
        pushed.add(to.endpoint() + ' ' + message.kind());
        lastPush = Optional.of(message);
        it.accept(pushOutcome);
    }

    @Override
    public AutoCloseable onRegistered(String username, Runnable it) {
        awaited.computeIfAbsent(username, _ -> new CopyOnWriteArrayList<>()).add(it);
        return () -> awaited.get(username).remove(it);
    }

    /** One contact, which is called at that address over that transport. */
    public FakeDirectory registerAt(String username, String uri, InetSocketAddress source, String transport) {
        register(username);
        contacts.put(username, List.of(new Contact(uri, Optional.of(source), transport, List.of(), DeviceFlow.NONE)));
        return this;
    }

    /** Several flows of one phone over WebSocket, from these {@code host:port}, the newest first. */
    public FakeDirectory flows(String username, String... hostPorts) {
        register(username);
        var list = new ArrayList<Contact>();
        for (String hostPort : hostPorts)
            list.add(new Contact("sip:" + username + "@x.invalid;transport=ws", Optional.of(address(hostPort)), "ws", List.of(),
                    new DeviceFlow("urn:uuid:1", 1 + list.size())));
        contacts.put(username, list);
        return this;
    }

    /** What a trunk's registrar answered with (RFC 3608). */
    public FakeDirectory serviceRoute(String trunk, String... routes) {
        serviceRoutes.put(trunk, List.of(routes));
        return this;
    }

    @Override
    public List<String> serviceRoute(String trunk) {
        return serviceRoutes.getOrDefault(trunk, List.of());
    }

    private static Party caller(RouteRequest request) {
        return request.onBehalfOf()
                .orElseGet(() -> new Party(request.callerUser(), Optional.empty(), request.callerName()));
    }

    private static InetSocketAddress address(String hostPort) {
        int colon = hostPort.lastIndexOf(':');
        return new InetSocketAddress(InetAddress.ofLiteral(hostPort.substring(0, colon)),
                Integer.parseInt(hostPort.substring(colon + 1)));
    }

    public FakeDirectory decide(String calledUser, Function<RouteRequest, Decision> decision) {
        decisions.put(calledUser, decision);
        return this;
    }

    /** What was decided for a number, to decide the same for another. */
    public Function<RouteRequest, Decision> decision(String calledUser) {
        return decisions.get(calledUser);
    }

    /** Routes a number to trunks, in this order. */
    public FakeDirectory route(String calledUser, Trunk... trunks) {
        return decide(calledUser, request -> new Decision.ToTrunks(
                request.trunk().isPresent() ? Direction.TRANSIT : Direction.OUTBOUND, "", Party.of(request.callerUser()),
                Party.of(calledUser), List.of(trunks).stream()
                        .map(trunk -> new TrunkTarget(trunk, calledUser, request.callerUser(), request.callerName()))
                        .toList(), List.of()));
    }

    /** Numbers can be called over this trunk whatever the routes say. */
    public FakeDirectory named(Trunk trunk) {
        named.put(trunk.name(), trunk);
        return this;
    }

    @Override
    public Optional<Decision> routeOver(String trunk, String number, String caller, String callerName) {
        return Optional.ofNullable(named.get(trunk)).map(known -> new Decision.ToTrunks(Direction.OUTBOUND, "", Party.of(caller),
                Party.of(number), List.of(new TrunkTarget(known, number, caller, callerName)), List.of()));
    }

    @Override
    public Optional<Decision> routeOver(String trunk, RouteRequest request) {
        return routeOver(trunk, request.calledUser(), request.callerUser(), request.callerName());
    }

    public FakeDirectory refuse(String trunk, Candidate.Reason reason, long used, long limit) {
        refusals.put(trunk, new Admission.Refused(reason, used, limit));
        return this;
    }

    /** What becomes of a subscriber's calls. */
    public FakeDirectory handle(String username, CallHandling handling) {
        handlings.put(username, handling);
        return this;
    }

    /** Whether the media of a subscriber's phones is encrypted. */
    public FakeDirectory encrypt(String username, Srtp policy) {
        policies.put(username, policy);
        return this;
    }

    /** Can be dialled by its name; least recent means as configured. */
    public FakeDirectory group(RingGroup group) {
        return decide(group.name(), request -> new Decision.ToGroup(
                request.trunk().isPresent() ? Direction.INBOUND : Direction.INTERNAL, group, group.members(),
                caller(request), Party.of(group.name())));
    }

    /** {@code group member} of each group call that was taken. */
    public List<String> groupCalls() {
        return groupCalls;
    }

    /** This number is one for emergencies. */
    public FakeDirectory emergencyNumber(String number) {
        emergencyNumbers.add(number);
        told.forEach(Runnable::run);
        return this;
    }

    /** From now on REFER goes to the other side where that knows it. */
    public FakeDirectory passTransfers() {
        passTransfers = true;
        return this;
    }

    /** What answers that trunk's challenges. */
    public FakeDirectory account(String trunk, String authorization) {
        credentials.put(trunk, authorization);
        return this;
    }

    public FakeDirectory ringTime(Duration time) {
        ringTime = time;
        return this;
    }

    /** Leases taken and not released. */
    public int leases() {
        return leases.get();
    }

    /** {@code trunk status answered} of each outgoing attempt. */
    public List<String> outcomes() {
        return outcomes;
    }

    public void forgetOutcomes() {
        outcomes.clear();
    }

    @Override
    public AutoCloseable onAdmissionChange(Runnable changed) {
        told.add(changed);
        return () -> told.remove(changed);
    }

    @Override
    public AdmissionSnapshot admission() {
        return SampleAdmission.of(trunksAt.keySet(), Set.copyOf(emergencyNumbers));
    }

    @Override
    public Optional<Trunk> trunkAt(InetAddress source) {
        return Optional.ofNullable(trunksAt.get(source));
    }

    @Override
    public Optional<Trunk> trunkOfContact(String user, InetAddress source) {
        return Optional.empty();
    }

    @Override
    public AuthResult authenticate(String method, String requestUri, List<String> headers, byte[] body) {
        if (headers.isEmpty())
            return new AuthResult.Challenged(List.of("Fake realm=\"test\""));
        String header = headers.getFirst();
        return header.startsWith("Fake ") ? new AuthResult.Granted(header.substring(5)) : new AuthResult.Denied();
    }

    @Override
    public Optional<String> credentials(String trunk, String method, String requestUri, List<String> challenges) {
        return Optional.ofNullable(credentials.get(trunk));
    }

    @Override
    public Decision route(RouteRequest request) {
        var decision = decisions.get(request.calledUser());
        if (decision != null)
            return decision.apply(request);
        return new Decision.Refused(Direction.OUTBOUND, Party.of(request.callerUser()), Party.of(request.calledUser()),
                404, Cause.NO_ROUTE, Optional.empty(), List.of());
    }

    @Override
    public CallHandling handling(String username) {
        return handlings.getOrDefault(username, CallHandling.PLAIN);
    }

    @Override
    public Srtp srtp(String username) {
        return policies.getOrDefault(username, Srtp.OFFER);
    }

    @Override
    public boolean mayPickUp(String username, String ringing) {
        return !Collections.disjoint(handling(username).pickupGroups(), handling(ringing).pickupGroups());
    }

    @Override
    public void tookGroupCall(String group, String member) {
        groupCalls.add(group + ' ' + member);
    }

    @Override
    public boolean emergency(String dialled) {
        return emergencyNumbers.contains(dialled);
    }

    @Override
    public Optional<String> emergencyNumber() {
        return emergencyNumbers.stream().findFirst();
    }

    /** Says what it would read. */
    @Override
    public String inContext(String dialled, Optional<String> context) {
        String bare = dialled.startsWith("+") ? dialled.substring(1) : dialled;
        if (emergency(bare))
            return bare;
        return dialled.startsWith("+") ? dialled
                : context.filter(c -> c.startsWith("+")).map(c -> dialled + " in " + c).orElse(dialled);
    }

    @Override
    public boolean passesTransfers() {
        return passTransfers;
    }

    @Override
    public Lease admitEmergency(String trunk) {
        return lease(trunk);
    }

    @Override
    public List<Contact> contacts(String username) {
        return contacts.getOrDefault(username, List.of());
    }

    @Override
    public Admission admit(String trunk, boolean outward) {
        return refusal(trunk, outward).<Admission>map(refused -> refused).orElseGet(() -> new Admission.Granted(lease(trunk)));
    }

    @Override
    public Optional<Admission.Refused> refusal(String trunk, boolean outward) {
        return Optional.ofNullable(refusals.get(trunk));
    }

    private Lease lease(String trunk) {
        leases.incrementAndGet();
        return new Lease() {
            private final AtomicBoolean released = new AtomicBoolean();

            @Override
            public void outcome(int sipStatus, boolean answered) {
                outcomes.add(trunk + ' ' + sipStatus + ' ' + answered);
            }

            @Override
            public void release() {
                if (released.compareAndSet(false, true))
                    leases.decrementAndGet();
            }
        };
    }

    @Override
    public long revision() {
        return 7;
    }

    @Override
    public String realm() {
        return "test";
    }

    @Override
    public Duration subscriberRingTime() {
        return ringTime;
    }
}
