package org.trunkline.engine.call;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.trunkline.domain.call.CallId;
import org.trunkline.engine.EnginePorts;
import org.trunkline.engine.Refusals;
import org.trunkline.engine.Tokens;
import org.trunkline.engine.port.Directory.AuthRequest;
import org.trunkline.engine.port.Directory.AuthResult;
import org.trunkline.engine.port.Directory.Decision;
import org.trunkline.engine.port.Directory.RouteRequest;
import org.trunkline.engine.port.Header;
import org.trunkline.engine.port.IncomingRequest;
import org.trunkline.engine.port.OutgoingResponse;
import org.trunkline.engine.port.Signaling.ServerTransaction;

/**
 * Subscribers who watch each other's calls, for the lamps of their phones (RFC 4235, RFC 6665). Any subscriber may see that
 * another is in a call; with whom, and by which dialog to take it, only who may pick it up. Nothing here outlives the node:
 * phones subscribe again. The subscription that a REFER makes is part of its call instead ({@link ReferProgress}).
 *
 * <p><b>Threads:</b> any. A call whose parties nobody watches passes without a lock.
 */
public final class Watchers {
    static final int MOST = 20_000;
    static final int MOST_OF_ONE = 200;
    private static final int DEFAULT_SECONDS = 3600;
    private static final int MIN_SECONDS = 60;

    private final CallTable calls;
    private final Tokens tokens;
    private final EnginePorts ports;
    private final Refusals refusals;
    private final Map<String, Watch> byTag = new HashMap<>();
    private final Map<String, Integer> byWatcher = new HashMap<>();
    private final Map<String, Watched> watched = new ConcurrentHashMap<>();
    /** Whom of the watched a call has. */
    private final Map<CallId, Set<String>> inCalls = new ConcurrentHashMap<>();

    /** A subscriber whom others watch. */
    private static final class Watched {
        final Map<CallId, List<Lamp>> calls = new LinkedHashMap<>();
        final List<Watch> watches = new ArrayList<>(2);

        List<Lamp> lamps() {
            return calls.values().stream().flatMap(List::stream).toList();
        }

        /** @return whether something changed */
        boolean put(CallId call, List<Lamp> lamps) {
            var before = lamps.isEmpty() ? calls.remove(call) : calls.put(call, lamps);
            return !lamps.equals(before == null ? List.of() : before);
        }
    }

    Watchers(CallTable calls, EnginePorts ports, Tokens tokens, Refusals refusals) {
        this.calls = calls;
        this.tokens = tokens;
        this.ports = ports;
        this.refusals = refusals;
    }

    synchronized int count() {
        return byTag.size();
    }

    // ---- SUBSCRIBE

    /** One that begins a subscription. */
    void subscribe(ServerTransaction transaction, IncomingRequest request) {
        if (!isSound(transaction, request))
            return;
        var watcher = authenticated(transaction, request);
        if (watcher.isEmpty())
            return;
        String user = SipUri.parse(request.requestUri()).map(SipUri::user).orElse("");
        var decision = ports.directory().route(new RouteRequest(watcher, Optional.empty(), user, watcher.get(), ""));
        if (!(decision instanceof Decision.ToSubscriber to))
            respond(transaction, 404, "");
        else if (isFull(watcher.get()))
            tooMany(transaction);
        else
            begin(transaction, request, new Watch(ports, request, tokens.next(), watcher.get(), to.username()));
    }

    /** One within a subscription: it goes on, or ends. */
    void within(ServerTransaction transaction, IncomingRequest request) {
        var watch = of(request);
        if (watch.isEmpty()) {
            respond(transaction, 481, "");
        } else if (!request.method().equals("SUBSCRIBE")) {
            respond(transaction, request.method().equals("OPTIONS") ? 200 : 405, "", HeaderPolicy.ALLOW);
        } else if (isSound(transaction, request)) {
            var watcher = authenticated(transaction, request);
            if (watcher.isPresent() && !watcher.get().equals(watch.get().watcher))
                respond(transaction, 403, "");
            else if (watcher.isPresent())
                goOn(transaction, request, watch.get());
        }
    }

    private synchronized Optional<Watch> of(IncomingRequest request) {
        return Optional.ofNullable(byTag.get(request.toTag())).filter(watch -> watch.callId.equals(request.callId()));
    }

    private boolean isSound(ServerTransaction transaction, IncomingRequest request) {
        String event = request.header("Event").orElse("").split(";", 2)[0].strip();
        var unsupported = HeaderPolicy.unsupported(request);
        var accept = request.headers("Accept");
        if (!event.equalsIgnoreCase("dialog"))
            respond(transaction, 489, "", new Header("Allow-Events", "dialog"));
        else if (!unsupported.isEmpty())
            respond(transaction, 420, "", new Header("Unsupported", String.join(", ", unsupported)));
        else if (!accept.isEmpty() && accept.stream().map(line -> line.toLowerCase(Locale.ROOT))
                .noneMatch(line -> line.contains(Watch.BODY) || line.contains("*/*") || line.contains("application/*")))
            respond(transaction, 406, "", new Header("Accept", Watch.BODY));
        else if (request.contact().isEmpty() || seconds(request) < 0)
            respond(transaction, 400, "");
        else if (seconds(request) > 0 && seconds(request) < MIN_SECONDS)
            respond(transaction, 423, "", new Header("Min-Expires", Integer.toString(MIN_SECONDS)));
        else
            return true;
        return false;
    }

    /** What is granted; 0 to end it, or only to ask; -1 for nonsense. */
    private static int seconds(IncomingRequest request) {
        String text = request.header("Expires").map(String::strip).orElse(Integer.toString(DEFAULT_SECONDS));
        if (text.isEmpty() || text.length() > 10 || !text.chars().allMatch(c -> c >= '0' && c <= '9'))
            return -1;
        return (int) Math.min(Long.parseLong(text), DEFAULT_SECONDS);
    }

    /** A subscriber, with credentials: addresses prove nothing here. */
    private Optional<String> authenticated(ServerTransaction transaction, IncomingRequest request) {
        var credentials = new ArrayList<>(request.headers("Authorization"));
        credentials.addAll(request.headers("Proxy-Authorization"));
        byte[] body = request.body().map(b -> b.bytes()).orElse(new byte[0]);
        return switch (ports.directory().authenticate(new AuthRequest("SUBSCRIBE", request.requestUri(), credentials, body,
                request.source(), request.header("User-Agent").orElse("")))) {
            case AuthResult.Granted(String username) -> Optional.of(username);
            case AuthResult.Challenged(List<String> challenges) -> {
                respond(transaction, 401, "", challenges.stream().map(value -> new Header("WWW-Authenticate", value))
                        .toArray(Header[]::new));
                yield Optional.empty();
            }
            case AuthResult.Denied() -> {
                respond(transaction, 403, "");
                yield Optional.empty();
            }
        };
    }

    private synchronized boolean isFull(String watcher) {
        return byTag.size() >= MOST || byWatcher.getOrDefault(watcher, 0) >= MOST_OF_ONE;
    }

    private void tooMany(ServerTransaction transaction) {
        refusals.count("subscriptions-full");
        respond(transaction, 503, "", new Header("Retry-After", "60"));
    }

    private void begin(ServerTransaction transaction, IncomingRequest request, Watch watch) {
        synchronized (this) {
            byTag.put(watch.localTag, watch);
            byWatcher.merge(watch.watcher, 1, Integer::sum);
            watched.computeIfAbsent(watch.watched, _ -> new Watched()).watches.add(watch);
            goOn(transaction, request, watch);
        }
        calls.of(watch.watched).forEach(call -> call.post(() -> changed(call)));
    }

    private synchronized void goOn(ServerTransaction transaction, IncomingRequest request, Watch watch) {
        if (byTag.get(watch.localTag) != watch) {
            respond(transaction, 481, "");
            return;
        }
        if (!request.toTag().isEmpty() && request.cseq() <= watch.remoteCseq) {
            respond(transaction, 500, watch.localTag); // RFC 3261 §12.2.2
            return;
        }
        int seconds = seconds(request);
        ports.signaling().respond(transaction, new OutgoingResponse(200, "", watch.localTag, Optional.of(watch.watched),
                List.of(new Header("Expires", Integer.toString(seconds)), HeaderPolicy.ALLOW), Optional.empty()));
        watch.granted(request, Duration.ofSeconds(seconds), () -> end(watch, "timeout"));
        if (seconds == 0)
            end(watch, "timeout");
        else
            watch.tell(lamps(watch));
    }

    private void respond(ServerTransaction transaction, int status, String toTag, Header... headers) {
        ports.signaling().respond(transaction,
                OutgoingResponse.of(status, toTag.isEmpty() ? tokens.next() : toTag, headers));
    }

    // ---- NOTIFY

    /** A call is another than it was, or over. Called by its mailbox. */
    void changed(Call call) {
        if (watched.isEmpty() && inCalls.isEmpty())
            return;
        var now = new HashMap<String, List<Lamp>>();
        if (!call.over())
            for (var leg : call.legs.all())
                if (leg.trunk.isEmpty() && leg.endedAt.isEmpty() && watched.containsKey(leg.peer))
                    now.computeIfAbsent(leg.peer, _ -> new ArrayList<>(1)).add(Lamp.of(leg));
        if (!now.isEmpty() || inCalls.containsKey(call.id))
            changed(call.id, now);
    }

    private synchronized void changed(CallId call, Map<String, List<Lamp>> now) {
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

    private List<Lamp> lamps(Watch watch) {
        var one = watched.get(watch.watched);
        return one == null ? List.of() : one.lamps();
    }

    /** A NOTIFY was answered; an error says that the watcher knows nothing of it (RFC 6665 §4.2.2). */
    synchronized void answered(Watch watch, int status) {
        if (status >= 300)
            remove(watch);
        else if (status >= 200 && watch.taken() && byTag.get(watch.localTag) == watch)
            watch.tell(lamps(watch));
    }

    synchronized void unanswered(Watch watch) {
        remove(watch);
    }

    private synchronized void end(Watch watch, String reason) {
        var lamps = lamps(watch);
        if (remove(watch))
            watch.end(reason, lamps);
    }

    private boolean remove(Watch watch) {
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

    /** The node stops: phones that hear so subscribe again at once, to whoever is there then (RFC 6665 §4.1.3). */
    public synchronized void endAll() {
        for (var watch : List.copyOf(byTag.values()))
            end(watch, "deactivated");
    }
}
