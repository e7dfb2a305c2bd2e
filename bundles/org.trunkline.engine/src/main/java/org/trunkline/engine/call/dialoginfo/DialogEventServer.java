package org.trunkline.engine.call.dialoginfo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import org.trunkline.domain.call.CallId;
import org.trunkline.domain.call.LegSide;
import org.trunkline.engine.EnginePorts;
import org.trunkline.engine.RandomTokens;
import org.trunkline.engine.Refusals;
import org.trunkline.engine.call.core.CallCore;
import org.trunkline.engine.call.dialog.Leg;
import org.trunkline.engine.call.hunt.ApplicationNumbers;
import org.trunkline.engine.call.message.HeaderPolicy;
import org.trunkline.engine.call.message.SipUri;
import org.trunkline.engine.call.transfer.ReferProgress;
import org.trunkline.engine.port.routing.Directory.Decision;
import org.trunkline.engine.port.routing.Directory.RouteRequest;
import org.trunkline.engine.port.signaling.Header;
import org.trunkline.engine.port.signaling.IncomingRequest;
import org.trunkline.engine.port.signaling.NameAddress;
import org.trunkline.engine.port.signaling.OutgoingResponse;
import org.trunkline.engine.port.signaling.Signaling.ServerTransaction;

/**
 * Subscribers who watch each other's calls, for the lamps of their phones (RFC 4235, RFC 6665). Any subscriber may see that
 * another is registered and in a call (presence, RFC 3856), that an application's number is in use, and who is parked there. Only those who may pick a call up see with whom it is, and the
 * dialog to replace. Nothing here outlives the node: phones subscribe again. The subscription that a REFER makes is part of
 * its call instead ({@link ReferProgress}).
 *
 * <p><b>Threads:</b> any. A call whose parties nobody watches passes without a lock.
 */
public final class DialogEventServer {
    public static final int MOST = 20_000;
    static final int MOST_OF_ONE = 200;
    /** RFC 3323 §4.1.1.3. */
    private static final NameAddress ANONYMOUS = new NameAddress("Anonymous", "sip:anonymous@anonymous.invalid");

    private final Consumer<String> newlyWatched;
    private final RandomTokens tokens;
    private final EnginePorts ports;
    private final Refusals refusals;
    private final SubscribeAdmission gate;
    private final Publications published;
    private final Map<String, DialogSubscription> byTag = new HashMap<>();
    private final Map<String, Integer> byWatcher = new HashMap<>();
    private final Map<String, Watched> watched = new ConcurrentHashMap<>();
    /** Whom of the watched a call has. */
    private final Map<CallId, Set<String>> inCalls = new ConcurrentHashMap<>();

    /** A subscriber, or a number of an application, that others watch. */
    private static final class Watched {
        final Map<CallId, List<DialogInfo>> calls = new LinkedHashMap<>();
        final List<DialogSubscription> watches = new ArrayList<>(2);

        List<DialogInfo> lamps() {
            return calls.values().stream().flatMap(List::stream).toList();
        }

        /** @return whether something changed */
        boolean put(CallId call, List<DialogInfo> lamps) {
            var before = lamps.isEmpty() ? calls.remove(call) : calls.put(call, lamps);
            return !lamps.equals(before == null ? List.of() : before);
        }
    }

    /** @param newlyWatched told whose calls are to be told of, by {@link #changed} */
    public DialogEventServer(Consumer<String> newlyWatched, EnginePorts ports, RandomTokens tokens, Refusals refusals) {
        this.newlyWatched = newlyWatched;
        this.tokens = tokens;
        this.ports = ports;
        this.refusals = refusals;
        this.gate = new SubscribeAdmission(ports, tokens);
        this.published = new Publications(ports, tokens, refusals, this::registrationsChange);
    }

    /** What phones say themselves. */
    public Publications publications() {
        return published;
    }

    public synchronized int count() {
        return byTag.size();
    }

    // ---- SUBSCRIBE

    /** One that begins a subscription. */
    public void subscribe(ServerTransaction transaction, IncomingRequest request) {
        if (!gate.isSound(transaction, request))
            return;
        var watcher = gate.authenticated(transaction, request);
        if (watcher.isEmpty())
            return;
        String user = SipUri.parse(request.requestUri()).map(SipUri::user).orElse("");
        var decision = ports.directory().route(new RouteRequest(watcher, Optional.empty(), user, watcher.get(), ""));
        var name = watched(request, decision);
        if (name.isEmpty())
            gate.respond(transaction, 404, "");
        else if (isFull(watcher.get()))
            tooMany(transaction);
        else
            begin(transaction, request, new DialogSubscription(ports, published, request, tokens.next(), watcher.get(), name.get()));
    }

    /** A subscriber, or the calls of an application's number. */
    private Optional<String> watched(IncomingRequest request, Decision decision) {
        return switch (ApplicationNumbers.owned(decision, ports.applications())) {
            case Decision.ToSubscriber to -> Optional.of(to.username());
            case Decision.ToApplication to when EventPackage.of(request).orElse(EventPackage.DIALOG) == EventPackage.DIALOG ->
                Optional.of(ApplicationNumbers.own(to.to(), ports.applications()));
            case Decision.ToApplication _, Decision.ToGroup _, Decision.ToTrunks _, Decision.PickUp _, Decision.Refused _ -> Optional.empty();
        };
    }

    /** One within a subscription: it goes on, or ends. */
    public void within(ServerTransaction transaction, IncomingRequest request) {
        var watch = of(request);
        if (watch.isEmpty()) {
            gate.respond(transaction, 481, "");
        } else if (!request.method().equals("SUBSCRIBE")) {
            gate.respond(transaction, request.method().equals("OPTIONS") ? 200 : 405, "",
                    request.method().equals("OPTIONS") ? HeaderPolicy.ALLOW : HeaderPolicy.allowOthersThan(request.method()));
        } else if (gate.isSound(transaction, request)) {
            var watcher = gate.authenticated(transaction, request);
            if (watcher.isPresent() && !watcher.get().equals(watch.get().watcher))
                gate.respond(transaction, 403, "");
            else if (watcher.isPresent())
                goOn(transaction, request, watch.get());
        }
    }

    private synchronized Optional<DialogSubscription> of(IncomingRequest request) {
        return Optional.ofNullable(byTag.get(request.toTag())).filter(watch -> watch.callId.equals(request.callId()));
    }

    private synchronized boolean isFull(String watcher) {
        return byTag.size() >= MOST || byWatcher.getOrDefault(watcher, 0) >= MOST_OF_ONE;
    }

    private void tooMany(ServerTransaction transaction) {
        refusals.count("subscriptions-full");
        gate.respond(transaction, 503, "", new Header("Retry-After", "60"));
    }

    private void begin(ServerTransaction transaction, IncomingRequest request, DialogSubscription watch) {
        synchronized (this) {
            byTag.put(watch.localTag, watch);
            byWatcher.merge(watch.watcher, 1, Integer::sum);
            watched.computeIfAbsent(watch.watched, _ -> new Watched()).watches.add(watch);
            granted(request, watch);
        }
        accept(transaction, request, watch);
        newlyWatched.accept(watch.watched);
    }

    private void goOn(ServerTransaction transaction, IncomingRequest request, DialogSubscription watch) {
        int status;
        synchronized (this) {
            status = byTag.get(watch.localTag) != watch ? 481
                    : watch.isOld(request) ? 500 : 200; // RFC 3261 §12.2.2
            if (status == 200)
                granted(request, watch);
        }
        if (status == 200)
            accept(transaction, request, watch);
        else
            gate.respond(transaction, status, status == 500 ? watch.localTag : "");
    }

    private void granted(IncomingRequest request, DialogSubscription watch) {
        watch.granted(request, Duration.ofSeconds(SubscribeAdmission.seconds(request)), () -> end(watch, "timeout"));
    }

    /** Without the lock of all: a phone that does not read its connection blocks the thread that answers it. */
    private void accept(ServerTransaction transaction, IncomingRequest request, DialogSubscription watch) {
        int seconds = SubscribeAdmission.seconds(request);
        ports.signaling().respond(transaction, new OutgoingResponse(200, "", watch.localTag, Optional.of(watch.watched),
                List.of(new Header("Expires", Integer.toString(seconds)), HeaderPolicy.ALLOW), Optional.empty()));
        if (seconds == 0)
            end(watch, "timeout");
        else
            tell(watch);
    }

    private synchronized void tell(DialogSubscription watch) {
        if (byTag.get(watch.localTag) == watch)
            watch.tell(lamps(watch));
    }

    // ---- NOTIFY

    /** Phones of a subscriber come or go, or say something else: it is told once they have. */
    public void registrationsChange(String subscriber) {
        if (watched.containsKey(subscriber))
            ports.scheduler().after(Duration.ZERO, () -> tellAll(subscriber));
    }

    private synchronized void tellAll(String subscriber) {
        var one = watched.get(subscriber);
        if (one != null)
            for (var watch : List.copyOf(one.watches))
                watch.tell(one.lamps());
    }

    /** A call is another than it was, or over. Called by its mailbox. */
    public void changed(CallCore call) {
        if (watched.isEmpty() && inCalls.isEmpty())
            return;
        var now = new HashMap<String, List<DialogInfo>>();
        if (!call.over())
            for (var leg : call.legs.all())
                if (!leg.isTrunk() && !leg.facts.isEnded() && watched.containsKey(leg.watchedAs()))
                    info(call, leg).ifPresent(info -> now.computeIfAbsent(leg.watchedAs(), _ -> new ArrayList<>(1)).add(info));
        if (!now.isEmpty() || inCalls.containsKey(call.id))
            changed(call.id, now);
    }

    /** An application that has not answered may still send the call elsewhere, such as to who is parked. */
    private Optional<DialogInfo> info(CallCore call, Leg leg) {
        if (!leg.isOfApplication())
            return Optional.of(DialogInfo.of(leg));
        boolean calls = leg.side() == LegSide.CALLEE;
        var party = calls ? call.record.from() : call.callee();
        var address = calls && call.presentation().anonymous() ? ANONYMOUS
                : new NameAddress(party.displayName(), SipUri.of(party.normalised(), ports.directory().realm()));
        return leg.facts.isAnswered() ? Optional.of(DialogInfo.ofApplication(leg, address)) : Optional.empty();
    }

    private synchronized void changed(CallId call, Map<String, List<DialogInfo>> now) {
        var users = new HashSet<>(now.keySet());
        var before = now.isEmpty() ? inCalls.remove(call) : inCalls.put(call, Set.copyOf(now.keySet()));
        if (before != null)
            users.addAll(before);
        for (String user : users) {
            var one = watched.get(user);
            if (one != null && one.put(call, now.getOrDefault(user, List.of())))
                for (var watch : List.copyOf(one.watches))
                    watch.tell(one.lamps());
        }
    }

    private List<DialogInfo> lamps(DialogSubscription watch) {
        var one = watched.get(watch.watched);
        return one == null ? List.of() : one.lamps();
    }

    /** A NOTIFY was answered; an error says that the watcher knows nothing of it (RFC 6665 §4.2.2). */
    public synchronized void answered(DialogSubscription watch, int status) {
        if (status >= 300)
            remove(watch);
        else if (status >= 200 && watch.taken() && byTag.get(watch.localTag) == watch)
            watch.tell(lamps(watch));
    }

    public synchronized void unanswered(DialogSubscription watch) {
        remove(watch);
    }

    private synchronized void end(DialogSubscription watch, String reason) {
        var lamps = lamps(watch);
        if (remove(watch))
            watch.end(reason, lamps);
    }

    private boolean remove(DialogSubscription watch) {
        if (!byTag.remove(watch.localTag, watch))
            return false;
        watch.forget();
        byWatcher.computeIfPresent(watch.watcher, (_, n) -> n > 1 ? n - 1 : null);
        var one = watched.get(watch.watched);
        one.watches.remove(watch);
        if (one.watches.isEmpty())
            watched.remove(watch.watched);
        return true;
    }

    /** The node stops: phones that hear so subscribe again at once, to the node that runs then (RFC 6665 §4.1.3). */
    public synchronized void endAll() {
        for (var watch : List.copyOf(byTag.values()))
            end(watch, "deactivated");
        published.endAll();
    }
}
