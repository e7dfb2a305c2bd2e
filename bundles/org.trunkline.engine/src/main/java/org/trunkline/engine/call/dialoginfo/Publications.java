package org.trunkline.engine.call.dialoginfo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import org.trunkline.engine.EnginePorts;
import org.trunkline.engine.RandomTokens;
import org.trunkline.engine.Refusals;
import org.trunkline.engine.call.message.HeaderPolicy;
import org.trunkline.engine.call.message.SipUri;
import org.trunkline.engine.port.Scheduler;
import org.trunkline.engine.port.routing.Directory.Decision;
import org.trunkline.engine.port.routing.Directory.RouteRequest;
import org.trunkline.engine.port.signaling.Header;
import org.trunkline.engine.port.signaling.IncomingRequest;
import org.trunkline.engine.port.signaling.OutgoingResponse;
import org.trunkline.engine.port.signaling.Signaling.ServerTransaction;

/**
 * The presence that phones publish of their subscribers (RFC 3903, event {@code presence}). Of several phones the one that published
 * last counts. Nothing here outlives the node: phones whose entity-tag is unknown publish again (412).
 *
 * <p><b>Threads:</b> any.
 */
public final class Publications {
    public static final int MOST = 20_000;
    static final int MOST_OF_ONE = 5;
    private static final int LARGEST = 16 * 1024;

    private final EnginePorts ports;
    private final RandomTokens tokens;
    private final Refusals refusals;
    private final SubscribeAdmission gate;
    private final Consumer<String> changed;
    private int count;
    /** By subscriber, the last one last; lists are never changed. */
    private final Map<String, List<Publication>> all = new ConcurrentHashMap<>();

    private record Publication(String tag, PublishedPresence presence, Scheduler.Timer expiry) {}

    /** @param changed told of a subscriber whose presence is another */
    public Publications(EnginePorts ports, RandomTokens tokens, Refusals refusals, Consumer<String> changed) {
        this.ports = ports;
        this.tokens = tokens;
        this.refusals = refusals;
        this.gate = new SubscribeAdmission(ports, tokens);
        this.changed = changed;
    }

    public synchronized int count() {
        return count;
    }

    /** What a subscriber's phones say; empty where none does. */
    Optional<PublishedPresence> of(String subscriber) {
        var known = all.get(subscriber);
        return known == null ? Optional.empty() : Optional.of(known.getLast().presence());
    }

    /** RFC 3903 §6. */
    public void publish(ServerTransaction transaction, IncomingRequest request) {
        if (!isSound(transaction, request))
            return;
        var publisher = gate.authenticated(transaction, request);
        if (publisher.isEmpty())
            return;
        String user = SipUri.parse(request.requestUri()).map(SipUri::user).orElse("");
        var decision = ports.directory().route(new RouteRequest(publisher, Optional.empty(), user, publisher.get(), ""));
        if (!(decision instanceof Decision.ToSubscriber to))
            gate.respond(transaction, 404, "");
        else if (!to.username().equals(publisher.get()))
            gate.respond(transaction, 403, "");
        else
            take(transaction, request, publisher.get());
    }

    private boolean isSound(ServerTransaction transaction, IncomingRequest request) {
        var unsupported = HeaderPolicy.unsupported(request);
        if (EventPackage.of(request).filter(EventPackage.PRESENCE::equals).isEmpty())
            gate.respond(transaction, 489, "", new Header("Allow-Events", EventPackage.PRESENCE.event));
        else if (!unsupported.isEmpty())
            gate.respond(transaction, 420, "", new Header("Unsupported", String.join(", ", unsupported)));
        else if (request.body().isPresent() && !request.body().get().mediaType().equals(EventPackage.PRESENCE.body))
            gate.respond(transaction, 415, "", new Header("Accept", EventPackage.PRESENCE.body));
        else if (request.body().isPresent() && request.body().get().bytes().length > LARGEST)
            gate.respond(transaction, 413, "");
        else
            return gate.isLongEnough(transaction, request);
        return false;
    }

    private void take(ServerTransaction transaction, IncomingRequest request, String subscriber) {
        var match = request.header("SIP-If-Match").map(String::strip);
        var presence = request.body().flatMap(body -> PublishedPresence.read(body.bytes()));
        if (presence.isEmpty() && (request.body().isPresent() || match.isEmpty()))
            gate.respond(transaction, 400, ""); // not PIDF, or nothing to begin with
        else {
            var tag = tokens.next();
            int status = put(subscriber, match, presence, tag, SubscribeAdmission.seconds(request));
            if (status == 503)
                refusals.count("publications-full");
            if (status != 200)
                gate.respond(transaction, status, "", status == 503 ? new Header[] {new Header("Retry-After", "60")} : new Header[0]);
            else
                ports.signaling().respond(transaction, OutgoingResponse.of(200, tokens.next(), new Header("SIP-ETag", tag),
                        new Header("Expires", Integer.toString(SubscribeAdmission.seconds(request)))));
        }
    }

    private int put(String subscriber, Optional<String> match, Optional<PublishedPresence> presence, String tag, int seconds) {
        var before = of(subscriber);
        synchronized (this) {
            var list = new ArrayList<>(all.getOrDefault(subscriber, List.of()));
            var old = match.flatMap(wanted -> list.stream().filter(each -> each.tag().equals(wanted)).findFirst());
            if (match.isPresent() && old.isEmpty())
                return 412;
            if (old.isEmpty() && seconds > 0 && (count >= MOST || list.size() >= MOST_OF_ONE))
                return 503;
            int place = old.isPresent() && presence.isEmpty() ? list.indexOf(old.get()) : -1; // a refresh says nothing new
            old.ifPresent(each -> {
                each.expiry().cancel();
                list.remove(each);
            });
            if (seconds > 0) {
                var now = presence.or(() -> old.map(Publication::presence)).orElseThrow();
                var timer = ports.scheduler().after(Duration.ofSeconds(seconds), () -> expired(subscriber, tag));
                list.add(place < 0 ? list.size() : place, new Publication(tag, now, timer));
            }
            store(subscriber, list);
        }
        if (!before.equals(of(subscriber)))
            changed.accept(subscriber);
        return 200;
    }

    private void expired(String subscriber, String tag) {
        synchronized (this) {
            store(subscriber, all.getOrDefault(subscriber, List.of()).stream().filter(each -> !each.tag().equals(tag)).toList());
        }
        changed.accept(subscriber);
    }

    private void store(String subscriber, List<Publication> now) {
        var before = now.isEmpty() ? all.remove(subscriber) : all.put(subscriber, List.copyOf(now));
        count += now.size() - (before == null ? 0 : before.size());
    }

    /** The node stops. */
    public synchronized void endAll() {
        all.values().forEach(list -> list.forEach(each -> each.expiry().cancel()));
        all.clear();
        count = 0;
    }
}
