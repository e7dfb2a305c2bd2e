package org.trunkline.engine.call;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;

import org.trunkline.domain.border.BorderStatus;
import org.trunkline.domain.call.CallId;
import org.trunkline.engine.CallLimits;
import org.trunkline.engine.EnginePorts;
import org.trunkline.engine.Refusals;
import org.trunkline.engine.Tokens;
import org.trunkline.engine.port.Header;
import org.trunkline.engine.port.IncomingRequest;
import org.trunkline.engine.port.IncomingResponse;
import org.trunkline.engine.port.OutgoingResponse;
import org.trunkline.engine.port.RegisterHandler;
import org.trunkline.engine.port.SignalEvent;
import org.trunkline.engine.port.Signaling;
import org.trunkline.engine.port.Signaling.ServerTransaction;
import org.trunkline.engine.port.Standing;
import org.trunkline.engine.port.WireMessage;

/** Finds the call that a message belongs to, and begins new ones. <b>Threads:</b> any. */
public final class Switchboard implements Signaling.Handler {
    /** For emergency calls beyond the others. */
    private static final int RESERVED = 1_000;
    private static final String RETRY_AFTER = "Retry-After";

    private final EnginePorts ports;
    private final Executor executor;
    private final Tokens tokens = new Tokens();
    private final Map<String, Leg> legs = new ConcurrentHashMap<>();
    /** By Call-ID and From tag: what a caller's request names before it has our tag. */
    private final Map<String, Call> callers = new ConcurrentHashMap<>();
    private final Lines lines = new Lines();
    private final Backlog backlog = new Backlog();
    private final CallLimits limits;
    private final CallsBySource bySource;
    private final Refusals refusals = new Refusals();
    private final CallTable table;
    private final Watchers watchers;
    private final boolean direct;
    private volatile boolean draining;

    /** @param direct whether what comes over UDP is done by the thread that read it, where the call is idle */
    public Switchboard(EnginePorts ports, CallLimits limits, Executor executor, boolean direct) {
        this.limits = limits;
        this.bySource = new CallsBySource(limits.perSource());
        this.ports = ports;
        this.executor = executor;
        this.direct = direct;
        this.table = new CallTable(ports.directory(), call -> watchers().changed(call));
        this.watchers = new Watchers(table, ports, tokens, refusals);
    }

    // ---- Signaling.Handler

    @Override
    public void on(SignalEvent event) {
        switch (event) {
            case SignalEvent.Request(var transaction, var request) -> {
                if (request.toTag().isEmpty())
                    outsideDialog(transaction, request);
                else
                    withinDialog(transaction, request);
            }
            case SignalEvent.Ack(var ack) -> leg(ack.toTag(), ack.callId())
                    .ifPresent(leg -> leg.offer(call -> call.conversation.acks.arrived(leg, ack)));
            case SignalEvent.Cancel(var invite, var transaction, var request) -> cancel(invite, transaction, request);
            case SignalEvent.Response(var transaction, var response) -> response(transaction.owner(), response);
            case SignalEvent.LateSuccess(var response) -> leg(response.fromTag(), response.callId())
                    .ifPresent(leg -> leg.offer(call -> call.conversation.acks.succeededAgain(leg, response)));
            case SignalEvent.NoResponse(var transaction) -> failed(transaction.owner(), true);
            case SignalEvent.NotSent(var transaction, var problem) -> failed(transaction.owner(), false);
        }
    }

    private void response(Object owner, IncomingResponse response) {
        if (owner instanceof Watch watch) {
            watchers.answered(watch, response.status());
            return;
        }
        var taker = (ResponseTaker) owner;
        var call = taker.call();
        if (!call.offer(() -> taker.response(response)))
            call.post(() -> taker.response(response)); // its peer will not send it again
    }

    private void failed(Object owner, boolean sent) {
        if (owner instanceof Watch watch) {
            watchers.unanswered(watch);
            return;
        }
        var taker = (ResponseTaker) owner;
        taker.call().post(() -> taker.failed(sent));
    }

    @Override
    public void passed(WireMessage message) {
        Leg leg = message.localTag().isEmpty() ? null : legs.get(message.localTag());
        if (leg == null) {
            var call = callers.get(key(message.callId(), message.remoteTag()));
            if (call == null)
                return;
            leg = call.caller;
        }
        leg.call.ladder.add(leg.index, message);
    }

    @Override
    public RegisterHandler registrar() {
        return ports.registrar();
    }

    @Override
    public Standing standing(InetAddress source) {
        return ports.directory().standing(source);
    }

    @Override
    public String certificateName(String host) {
        return ports.directory().certificateName(host);
    }

    @Override
    public boolean overloaded() {
        return backlog.tooLong();
    }

    Optional<Leg> leg(String localTag, String callId) {
        return Optional.ofNullable(legs.get(localTag)).filter(leg -> leg.callId.equals(callId));
    }

    private static String key(String callId, String fromTag) {
        return callId + '\n' + fromTag;
    }

    private void withinDialog(ServerTransaction transaction, IncomingRequest request) {
        var leg = leg(request.toTag(), request.callId());
        if (leg.isEmpty()) {
            watchers.within(transaction, request);
        } else {
            if (!leg.get().offer(call -> call.conversation.requests.request(leg.get(), transaction, request))) {
                refusals.count("mailbox-full");
                respond(transaction, 503, new Header(RETRY_AFTER, "2"));
            }
        }
    }

    private void outsideDialog(ServerTransaction transaction, IncomingRequest request) {
        switch (request.method()) {
            case "INVITE" -> invite(transaction, request);
            case "OPTIONS" -> {
                var unsupported = HeaderPolicy.unsupported(request);
                if (!unsupported.isEmpty())
                    respond(transaction, 420, new Header("Unsupported", String.join(", ", unsupported)));
                else if (draining)
                    respond(transaction, 503, new Header(RETRY_AFTER, "30"));
                else
                    respond(transaction, 200, HeaderPolicy.ALLOW, HeaderPolicy.ACCEPT, HeaderPolicy.SUPPORTED);
            }
            case "BYE", "PRACK", "UPDATE", "INFO" -> respond(transaction, 481);
            case "SUBSCRIBE" -> watchers.subscribe(transaction, request);
            case "MESSAGE", "NOTIFY", "REFER", "PUBLISH" ->
                respond(transaction, 405, HeaderPolicy.ALLOW);
            default -> respond(transaction, 501, HeaderPolicy.ALLOW);
        }
    }

    private void invite(ServerTransaction transaction, IncomingRequest request) {
        String key = key(request.callId(), request.fromTag());
        var known = callers.get(key);
        if (known != null && known.invite.cseq == request.cseq()) {
            if (known.invite.branch.equals(request.branch())) { // came again though its transaction is over
                ports.signaling().drop(transaction);
                known.offer(known::repeatAnswer);
            } else {
                respond(transaction, 482); // merged request (RFC 3261 §8.2.2.2)
            }
        } else if ((draining || !ports.records().accepting() || bySource.all() >= limits.calls()) && !urgent(request)) {
            refusals.count(draining ? "draining" : bySource.all() >= limits.calls() ? "calls-full" : "records-full");
            respond(transaction, 503, new Header(RETRY_AFTER, draining ? "30" : "10"));
        } else if (bySource.full(request.source().getAddress(), () -> standing(request.source().getAddress()))
                && !urgent(request)) {
            refusals.count("source-calls");
            respond(transaction, 503, new Header(RETRY_AFTER, "10"));
        } else {
            var call = new Call(this, CallId.next(ports.scheduler().instant(), ThreadLocalRandom.current()),
                    new SignalEvent.Request(transaction, request));
            callers.put(key, call);
            bySource.begun(request.source().getAddress());
            register(call.caller);
            call.ladder.add(0, request.wire());
            call.begin();
        }
    }

    /** An emergency call, while there is any room at all. */
    private boolean urgent(IncomingRequest invite) {
        return bySource.all() < limits.calls() + RESERVED && emergency(invite.requestUri());
    }

    @Override
    public boolean emergency(String requestUri) {
        return SipUri.parse(requestUri).filter(uri -> ports.directory().emergency(uri.user())).isPresent();
    }

    @Override
    public boolean awaits(String tag, String callId) {
        return leg(tag, callId).isPresent();
    }

    private void cancel(ServerTransaction invite, ServerTransaction cancel, IncomingRequest request) {
        switch (invite.owner().orElse(null)) {
            case Leg leg -> {
                respond(cancel, leg.localTag);
                leg.post(call -> call.clearing.cancelled(leg, request));
            }
            case Exchange exchange -> {
                respond(cancel, exchange.from.localTag);
                exchange.call().post(() -> exchange.call().conversation.offers.cancelled(exchange));
            }
            case null, default -> respond(cancel, 481);
        }
    }

    private void respond(ServerTransaction transaction, String toTag) {
        ports.signaling().respond(transaction, OutgoingResponse.of(200, toTag));
    }

    private void respond(ServerTransaction transaction, int status, Header... headers) {
        ports.signaling().respond(transaction, OutgoingResponse.of(status, tokens.next(), headers));
    }

    // ---- for calls

    EnginePorts ports() {
        return ports;
    }

    /** Calls that somebody may see. */
    public CallTable table() {
        return table;
    }

    public Watchers watchers() {
        return watchers;
    }

    Lines lines() {
        return lines;
    }

    Backlog backlog() {
        return backlog;
    }

    Executor executor() {
        return executor;
    }

    boolean direct() {
        return direct;
    }

    String token() {
        return tokens.next();
    }

    /** For o= of SDP: positive, and fits what old phones read into 32 bits. */
    long sessionId() {
        return ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE);
    }

    void register(Leg leg) {
        legs.put(leg.localTag, leg);
    }

    void forget(Call call) {
        callers.remove(key(call.invite.callId, call.invite.fromTag), call); // a later one of the same names may be there
        if (call.ending.countedOut())
            bySource.over(call.invite.source);
        for (var leg : call.legs.all())
            legs.remove(leg.localTag, leg);
    }

    // ---- for administration

    public void drain() {
        draining = true;
    }

    public void resume() {
        draining = false;
    }

    public BorderStatus border() {
        return new BorderStatus(List.of(new BorderStatus.Table("calls", bySource.all(), limits.calls()),
                new BorderStatus.Table("mailboxes", backlog.waiting(), Backlog.MANY),
                new BorderStatus.Table("subscriptions", watchers.count(), Watchers.MOST)), refusals.list(), List.of(), 0);
    }

    public boolean draining() {
        return draining;
    }
}
