package org.trunkline.engine.call;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

import org.trunkline.domain.border.BorderStatus;
import org.trunkline.engine.CallLimits;
import org.trunkline.engine.EnginePorts;
import org.trunkline.engine.RandomTokens;
import org.trunkline.engine.Refusals;
import org.trunkline.engine.call.dialog.DialogTable;
import org.trunkline.engine.call.dialog.Leg;
import org.trunkline.engine.call.dialog.ResponseTaker;
import org.trunkline.engine.call.dialoginfo.DialogEventServer;
import org.trunkline.engine.call.dialoginfo.DialogSubscription;
import org.trunkline.engine.call.dialoginfo.Publications;
import org.trunkline.engine.call.message.HeaderPolicy;
import org.trunkline.engine.call.scope.CallServices;
import org.trunkline.engine.call.scope.ConcurrentCallCounter;
import org.trunkline.engine.call.session.RelayedTransaction;
import org.trunkline.engine.messaging.MessageServer;
import org.trunkline.engine.messaging.OutboundMessage;
import org.trunkline.engine.port.application.Applications;
import org.trunkline.engine.port.application.NodeCall;
import org.trunkline.engine.port.application.NodeCalls;
import org.trunkline.engine.port.signaling.AdmissionSnapshot;
import org.trunkline.engine.port.signaling.Header;
import org.trunkline.engine.port.signaling.IncomingRequest;
import org.trunkline.engine.port.signaling.IncomingResponse;
import org.trunkline.engine.port.signaling.OutgoingResponse;
import org.trunkline.engine.port.signaling.RegisterHandler;
import org.trunkline.engine.port.signaling.SignalEvent;
import org.trunkline.engine.port.signaling.Signaling;
import org.trunkline.engine.port.signaling.Signaling.ServerTransaction;
import org.trunkline.engine.port.signaling.WireMessage;

/** Finds the call that a message belongs to, and begins new ones. <b>Threads:</b> any. */
final class Switchboard implements Signaling.Handler {
    static final String RETRY_AFTER = "Retry-After";

    private final EnginePorts ports;
    private final RandomTokens tokens = new RandomTokens();
    private final DialogTable dialogs = new DialogTable();
    private final ConcurrentCallCounter callsOf = new ConcurrentCallCounter();
    private final Backlog backlog = new Backlog(this::publish);
    private final AtomicBoolean hurried = new AtomicBoolean();
    private final NewCalls newCalls;
    private final Refusals refusals = new Refusals();
    private final CallTable table;
    private final DialogEventServer watchers;
    private final MessageServer messages;

    /** @param direct whether what comes over UDP is done by the thread that read it, where the call is idle */
    public Switchboard(EnginePorts ports, CallLimits limits, Executor executor, boolean direct) {
        this.ports = ports;
        this.table = new CallTable(ports.directory(), ports.applications(), call -> watchers().changed(call));
        this.watchers = new DialogEventServer(table::tellOf, ports, tokens, refusals);
        this.messages = new MessageServer(ports, tokens, refusals, executor);
        this.newCalls = new NewCalls(this, limits, refusals, new CallServices(ports, executor, direct, tokens, callsOf, hurried),
                new CallHouse(dialogs, table, watchers, call -> newCalls().over(call)), backlog);
    }

    /** Calls that a subscriber is in. */
    int callsOf(String subscriber) {
        return callsOf.used(subscriber);
    }

    // ---- Signaling.Handler

    @Override
    public boolean on(SignalEvent event) {
        switch (event) {
            case SignalEvent.Request(var transaction, var request) -> {
                if (request.toTag().isEmpty())
                    outsideDialog(transaction, request);
                else
                    withinDialog(transaction, request);
            }
            case SignalEvent.Ack(var ack) -> {
                return acknowledged(ack);
            }
            case SignalEvent.Cancel(var invite, var transaction, var request) -> cancel(invite, transaction, request);
            case SignalEvent.Response(var transaction, var response) -> response(transaction.owner(), response);
            case SignalEvent.LateSuccess(var response) -> {
                passed(response.wire());
                dialogs.find(response.fromTag(), response.callId())
                        .ifPresent(leg -> leg.offer(call -> call.succeededAgain(leg, response)));
            }
            case SignalEvent.NoResponse(var transaction) -> failed(transaction.owner(), true);
            case SignalEvent.NotSent(var transaction, var problem) -> failed(transaction.owner(), false);
        }
        return true;
    }

    private boolean acknowledged(IncomingRequest ack) {
        passed(ack.wire());
        var leg = dialogs.find(ack.toTag(), ack.callId());
        leg.ifPresent(it -> it.offer(call -> call.acknowledged(it, ack)));
        return leg.isPresent();
    }

    private void response(Object owner, IncomingResponse response) {
        if (owner instanceof DialogSubscription watch) {
            watchers.answered(watch, response.status());
            return;
        }
        if (owner instanceof OutboundMessage message) {
            message.answered(response);
            return;
        }
        passed(response.wire());
        var taker = (ResponseTaker) owner;
        var call = taker.scope();
        if (!call.offer(() -> taker.response(response)))
            call.post(() -> taker.response(response)); // its peer will not send it again
    }

    private void failed(Object owner, boolean sent) {
        if (owner instanceof DialogSubscription watch) {
            watchers.unanswered(watch);
            return;
        }
        if (owner instanceof OutboundMessage message) {
            message.failed();
            return;
        }
        var taker = (ResponseTaker) owner;
        taker.scope().post(() -> taker.failed(sent));
    }

    @Override
    public void passed(WireMessage message) {
        dialogs.of(message).ifPresent(leg -> leg.owner().passed(leg, message));
    }

    @Override
    public RegisterHandler registrar() {
        return ports.registrar();
    }

    @Override
    public void hurried(boolean now) {
        hurried.set(now);
    }

    /** Tells the adapter what it admits messages by. Each change is made before this is called, so the last call tells all. */
    void publish() {
        synchronized (backlog) {
            ports.signaling().admission(admission());
        }
    }

    AdmissionSnapshot admission() {
        return ports.directory().admission().under(backlog.load());
    }

    @Override
    public Set<InetSocketAddress> connected() {
        return dialogs.connected();
    }

    private void withinDialog(ServerTransaction transaction, IncomingRequest request) {
        var leg = dialogs.find(request.toTag(), request.callId());
        passed(request.wire());
        if (leg.isEmpty()) {
            watchers.within(transaction, request);
        } else {
            if (!leg.get().offer(call -> call.request(leg.get(), transaction, request))) {
                refusals.count("mailbox-full");
                respond(transaction, 503, new Header(RETRY_AFTER, "2"));
            }
        }
    }

    private void outsideDialog(ServerTransaction transaction, IncomingRequest request) {
        switch (request.method()) {
            case "INVITE" -> newCalls.invite(transaction, request);
            case "OPTIONS" -> {
                var unsupported = HeaderPolicy.unsupported(request);
                if (!unsupported.isEmpty())
                    respond(transaction, 420, new Header("Unsupported", String.join(", ", unsupported)));
                else if (draining())
                    respond(transaction, 503, new Header(RETRY_AFTER, "30"));
                else
                    respond(transaction, 200, HeaderPolicy.ALLOW, HeaderPolicy.ACCEPT, HeaderPolicy.SUPPORTED);
            }
            case "BYE", "PRACK", "UPDATE", "INFO", "NOTIFY" -> respond(transaction, 481); // also of no subscription: RFC 6665 §4.1.3
            case "SUBSCRIBE" -> watchers.subscribe(transaction, request);
            case "MESSAGE" -> messages.message(transaction, request);
            case "PUBLISH" -> watchers.publications().publish(transaction, request);
            case "REFER" -> respond(transaction, 405, HeaderPolicy.allowOthersThan(request.method()));
            default -> respond(transaction, 501, HeaderPolicy.ALLOW);
        }
    }

    private void cancel(ServerTransaction invite, ServerTransaction cancel, IncomingRequest request) {
        passed(request.wire());
        switch (invite.owner().orElse(null)) {
            case Leg leg -> {
                respond(cancel, leg.dialog.localTag);
                leg.post(call -> call.cancelled(leg, request));
            }
            case RelayedTransaction exchange -> {
                respond(cancel, exchange.from.dialog.localTag);
                exchange.cancelled();
            }
            case null, default -> respond(cancel, 481);
        }
    }

    private void respond(ServerTransaction transaction, String toTag) {
        respond(transaction, OutgoingResponse.of(200, toTag));
    }

    void respond(ServerTransaction transaction, int status, Header... headers) {
        respond(transaction, OutgoingResponse.of(status, tokens.next(), headers));
    }

    private void respond(ServerTransaction transaction, OutgoingResponse response) {
        ports.signaling().respond(transaction, response).wire().ifPresent(this::passed);
    }

    // ---- who looks at calls

    /** Calls that somebody may see. */
    public CallTable table() {
        return table;
    }

    public DialogEventServer watchers() {
        return watchers;
    }

    MessageServer messages() {
        return messages;
    }

    private NewCalls newCalls() {
        return newCalls;
    }

    // ---- for administration

    NodeCalls.Outcome place(NodeCall call, Applications.Holder application) {
        return newCalls.place(call, application);
    }

    public void drain() {
        newCalls.drain(true);
    }

    public void resume() {
        newCalls.drain(false);
    }

    public BorderStatus border() {
        return new BorderStatus(List.of(new BorderStatus.Table("calls", newCalls.count(), newCalls.limit()),
                new BorderStatus.Table("mailboxes", backlog.waiting(), Backlog.MANY),
                new BorderStatus.Table("subscriptions", watchers.count(), DialogEventServer.MOST),
                new BorderStatus.Table("publications", watchers.publications().count(), Publications.MOST)), refusals.list(), List.of(), 0);
    }

    public boolean draining() {
        return newCalls.draining();
    }
}
