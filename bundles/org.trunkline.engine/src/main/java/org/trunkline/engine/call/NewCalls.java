package org.trunkline.engine.call;

import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import org.trunkline.domain.call.CallId;
import org.trunkline.engine.CallLimits;
import org.trunkline.engine.Refusals;
import org.trunkline.engine.SourceKey;
import org.trunkline.engine.call.application.LocalReferral;
import org.trunkline.engine.call.application.NodeCallPlan;
import org.trunkline.engine.call.application.NodeCaller;
import org.trunkline.engine.call.core.CallCore;
import org.trunkline.engine.call.dialog.DialogTable;
import org.trunkline.engine.call.scope.CallServices;
import org.trunkline.engine.port.application.Applications;
import org.trunkline.engine.port.application.NodeCall;
import org.trunkline.engine.port.application.NodeCalls;
import org.trunkline.engine.port.signaling.Header;
import org.trunkline.engine.port.signaling.IncomingRequest;
import org.trunkline.engine.port.signaling.SignalEvent;
import org.trunkline.engine.port.signaling.Signaling.ServerTransaction;
import org.trunkline.engine.port.signaling.SourceTrust;

/** Which INVITEs begin a call: not those of calls that are there, nor those beyond a limit. <b>Threads:</b> any. */
final class NewCalls {
    /** For emergency calls beyond the others. */
    private static final int RESERVED = 1_000;

    private final Switchboard board;
    private final CallLimits limits;
    private final CallServices services;
    private final CallHouse house;
    private final Backlog backlog;
    private final CallsBySource bySource;
    private final Refusals refusals;
    private final AtomicInteger ofNode = new AtomicInteger();
    private volatile boolean draining;

    NewCalls(Switchboard board, CallLimits limits, Refusals refusals, CallServices services, CallHouse house, Backlog backlog) {
        this.board = board;
        this.services = services;
        this.house = house;
        this.backlog = backlog;
        this.limits = limits;
        this.bySource = new CallsBySource(limits.perSource());
        this.refusals = refusals;
    }

    void invite(ServerTransaction transaction, IncomingRequest request) {
        Supplier<SourceTrust> standing = () -> services.ports().directory().admission().standing(request.source().getAddress());
        var known = house.dialogs().begunBy(request).orElse(null);
        if (known != null && known.invite().cseq == request.cseq()) {
            board.passed(request.wire());
            if (known.invite().branch.equals(request.branch())) { // came again though its transaction is over
                services.ports().signaling().drop(transaction);
                known.caller().offer(_ -> known.caller().invite.repeatAnswer());
            } else {
                board.respond(transaction, 482); // merged request (RFC 3261 §8.2.2.2)
            }
        } else if ((draining || !services.ports().records().accepting() || bySource.all() >= limits.calls()) && !urgent(request)) {
            refusals.count(draining ? "draining" : bySource.all() >= limits.calls() ? "calls-full" : "records-full");
            board.respond(transaction, 503, new Header(Switchboard.RETRY_AFTER, draining ? "30" : "10"));
        } else if (bySource.full(request.source().getAddress(), standing) && !urgent(request)) {
            refusals.count("source-calls");
            board.respond(transaction, 503, new Header(Switchboard.RETRY_AFTER, "10"));
        } else {
            begin(new SignalEvent.Request(transaction, request), bySource.begun(request.source().getAddress(), standing));
        }
    }

    private void begin(SignalEvent.Request invite, SourceKey counted) {
        var call = new Call(house, services, CallId.next(services.ports().scheduler().instant(), ThreadLocalRandom.current()), invite);
        var core = call.core();
        house.dialogs().begun(new DialogTable.Begun(core.invite, core.caller));
        core.countsFor(counted);
        core.ladder.add(0, invite.request().wire());
        long posted = backlog.posted();
        core.scope.offer(() -> {
            backlog.begun(posted);
            call.begin();
        });
    }

    /** The node itself calls. */
    NodeCalls.Outcome place(NodeCall wanted, Applications.Holder holder) {
        if (draining)
            return new NodeCalls.Outcome.Refused(NodeCalls.Refusal.DRAINING, Optional.empty());
        if (!services.ports().records().accepting() || bySource.all() >= limits.calls() || ofNode.get() >= NodeCalls.MOST)
            return new NodeCalls.Outcome.Refused(NodeCalls.Refusal.FULL, Optional.empty());
        return switch (NodeCallPlan.of(wanted, services.ports())) {
            case NodeCallPlan.Result.Refused(var why, var cause) -> new NodeCalls.Outcome.Refused(why, cause);
            case NodeCallPlan.Result.Planned(var plan) -> begin(plan.ordered(wanted, services.ports().media()), plan, holder);
        };
    }

    private NodeCalls.Outcome begin(NodeCall wanted, NodeCallPlan plan, Applications.Holder holder) {
        var id = CallId.next(services.ports().scheduler().instant(), ThreadLocalRandom.current());
        var invite = plan.invite(wanted, services.tokens().next(), services.ports().directory().realm(), services.ports().media());
        var call = new Call(house, services, id, new SignalEvent.Request(new LocalReferral.Transaction("INVITE"), invite));
        var core = call.core();
        var agent = new NodeCaller(core, wanted, invite, holder);
        core.caller.isInside(agent);
        house.dialogs().begun(new DialogTable.Begun(core.invite, core.caller));
        core.countsFor(bySource.begun(invite.source().getAddress(), () -> SourceTrust.TRUNK));
        ofNode.incrementAndGet();
        core.scope.post(() -> call.begin(agent, plan));
        agent.record().whenComplete((_, _) -> ofNode.decrementAndGet());
        return new NodeCalls.Outcome.Placed(id, agent, agent.record());
    }

    /** An emergency call, while there is any room at all. */
    private boolean urgent(IncomingRequest invite) {
        return bySource.all() < limits.calls() + RESERVED && services.ports().directory().admission().emergency(invite.requestUri());
    }

    /** A call counts once, however often it is told of. */
    void over(CallCore call) {
        call.countedOut().ifPresent(bySource::over);
    }

    int count() {
        return bySource.all();
    }

    int limit() {
        return limits.calls();
    }

    void drain(boolean whether) {
        draining = whether;
    }

    boolean draining() {
        return draining;
    }
}
