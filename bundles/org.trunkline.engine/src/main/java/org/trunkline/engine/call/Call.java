package org.trunkline.engine.call;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.cdr.Candidate;
import org.trunkline.domain.cdr.Candidate.Reason;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.cdr.EndedBy;
import org.trunkline.engine.call.application.ApplicationCallee;
import org.trunkline.engine.call.application.HandedCall;
import org.trunkline.engine.call.application.NodeCallPlan;
import org.trunkline.engine.call.application.NodeCaller;
import org.trunkline.engine.call.core.CallCore;
import org.trunkline.engine.call.core.CallOwner;
import org.trunkline.engine.call.dialog.Leg;
import org.trunkline.engine.call.dialog.LegLoan;
import org.trunkline.engine.call.dialog.LegOwner;
import org.trunkline.engine.call.early.Ringback;
import org.trunkline.engine.call.hunt.TargetHunt;
import org.trunkline.engine.call.hunt.TargetOrigin;
import org.trunkline.engine.call.message.Invitation;
import org.trunkline.engine.call.scope.CallScope;
import org.trunkline.engine.call.scope.CallServices;
import org.trunkline.engine.call.session.Conversation;
import org.trunkline.engine.call.transfer.CallPickup;
import org.trunkline.engine.call.transfer.LegHandover;
import org.trunkline.engine.call.transfer.Referrals;
import org.trunkline.engine.call.transfer.Transfer;
import org.trunkline.engine.port.media.Media;
import org.trunkline.engine.port.routing.Directory.Decision;
import org.trunkline.engine.port.signaling.IncomingRequest;
import org.trunkline.engine.port.signaling.IncomingResponse;
import org.trunkline.engine.port.signaling.SignalEvent;
import org.trunkline.engine.port.signaling.Signaling.ServerTransaction;
import org.trunkline.engine.port.signaling.WireMessage;

/**
 * One call, from the INVITE to the written record: puts its services together, and takes each message and event to the one
 * that knows what to do. Everything but {@link #scope} and {@link #passed} is the mailbox's.
 */
final class Call implements CallOwner, Ringback.Answers {
    private static final Logger LOG = LoggerFactory.getLogger(Call.class);

    private final CallScope scope;
    private final CallHouse house;
    private final CallCore core;
    private final Ringback ringback;
    private final TargetHunt search;
    private final List<TargetHunt> searches = new ArrayList<>(1);
    private final Conversation conversation;
    private final Referrals referrals;
    private final RequestDispatch dispatch;
    private final LegHandover trade;
    private Optional<HandedCall> handed = Optional.empty();
    /** Where the node started the call itself. */
    private Optional<NodeCaller> agent = Optional.empty();
    /** Applications that a side was transferred to. */
    private final List<ApplicationCallee> callees = new ArrayList<>(0);

    Call(CallHouse house, CallServices services, CallId id, SignalEvent.Request begin) {
        this.house = house;
        this.scope = new CallScope(services, id, this::failedByBug);
        this.core = new CallCore(this, house.dialogs(), begin);
        this.ringback = new Ringback(core, this);
        this.search = new TargetHunt(core, ringback);
        searches.add(search);
        this.conversation = new Conversation(core, ringback, this::offeredToNode);
        this.referrals = new Referrals(core, conversation, searches::add, this::transferred);
        this.dispatch = new RequestDispatch(core, ringback, conversation, referrals, this::digit);
        this.trade = new LegHandover(core, referrals);
    }

    CallCore core() {
        return core;
    }

    /** Runs in its mailbox. */
    void begin() {
        new InviteAdmission(core, search, trade, house.table()).run();
    }

    /** The node itself calls. Runs in its mailbox. */
    void begin(NodeCaller caller, NodeCallPlan plan) {
        agent = Optional.of(caller);
        plan.begin(core, search, caller.offer());
    }

    /** A defect of the engine costs this call only. */
    private void failedByBug(Throwable bug) {
        try {
            LOG.error("{} ended by a defect", scope.id, bug);
            core.life.end(Cause.INTERNAL_ERROR, EndedBy.NODE, 500);
        } catch (RuntimeException | Error second) {
            LOG.error("{} could not be ended in order", scope.id, second);
        } finally {
            core.life.broken();
        }
    }

    // ---- for its legs

    @Override
    public CallScope scope() {
        return scope;
    }

    @Override
    public Invitation invitation() {
        return core.invite;
    }

    @Override
    public boolean over() {
        return core.over();
    }

    @Override
    public void settle() {
        core.life.settle();
    }

    @Override
    public void end(Cause cause, EndedBy by, int status) {
        core.life.end(cause, by, status);
    }

    @Override
    public void request(Leg from, ServerTransaction transaction, IncomingRequest request) {
        dispatch.request(from, transaction, request);
    }

    @Override
    public void acknowledged(Leg leg, IncomingRequest ack) {
        conversation.acks.arrived(leg, ack);
    }

    @Override
    public void succeededAgain(Leg leg, IncomingResponse success) {
        conversation.acks.succeededAgain(leg, success);
    }

    @Override
    public void cancelled(Leg leg, IncomingRequest by) {
        if (core.life.lent())
            trade.cancelled(by);
        else if (leg == core.caller)
            core.life.cancelled(by);
        else
            core.life.cancelled(leg);
    }

    @Override
    public void acknowledgeAndHangUp(Leg leg, IncomingResponse success) {
        core.life.acknowledgeAndHangUp(leg, success);
    }

    @Override
    public void passed(Leg leg, WireMessage message) {
        core.ladder.add(leg.index(), message);
    }

    @Override
    public void refresh(Leg leg) {
        if (!over())
            conversation.offers.refresh(leg);
    }

    @Override
    public void sessionExpired(Leg leg) {
        LOG.debug("{} the session of leg {} was not refreshed", scope.id, leg.index());
        core.life.end(Cause.SESSION_EXPIRED, EndedBy.NODE, 408);
    }

    @Override
    public void renew(Leg leg) {
        conversation.offers.renew(leg);
    }

    @Override
    public void giveAway(Leg consulted, LegSide side, LegOwner to, BiConsumer<Optional<Leg>, Optional<CallId>> taker) {
        trade.giveAway(consulted, side, to, taker);
    }

    @Override
    public void take(LegLoan loan, Optional<Leg> replaced, boolean earlyOnly) {
        new CallPickup(core, search, conversation, referrals, loan).run(replaced, earlyOnly);
    }

    @Override
    public void retrieve(LegLoan loan, String application) {
        var parked = callees.stream().filter(callee -> callee.parks(application)).findFirst();
        parked.ifPresentOrElse(callee -> new CallPickup(core, searches.getLast(), conversation, referrals, loan).retrieve(callee.leg(), callee::retrieved),
                () -> loan.returned(404, Cause.NOT_FOUND));
    }

    /** The caller takes the party of a parked call. */
    private boolean retrieves(CallId parked, String application) {
        var other = house.table().find(parked);
        other.ifPresent(call -> trade.retrieve(call.owner, application));
        return other.isPresent();
    }

    // ---- before the answer

    @Override
    public void answered(Leg callee, IncomingResponse success) {
        for (var leg : core.legs.all())
            if (leg != callee && leg.side() == LegSide.CALLEE && !leg.facts.isAnswered())
                leg.release();
        conversation.answering.answered(callee, success);
    }

    @Override
    public boolean handOver(Decision.ToApplication to, TargetOrigin lead, Supplier<Decision> plan) {
        if (handed.isPresent())
            return false;
        var application = new HandedCall(new HandedCall.Place(core, ringback, conversation, search, searches::add, this::retrieves), to, lead, plan);
        handed = Optional.of(application);
        application.begin();
        return true;
    }

    private boolean transferred(Transfer transfer, Decision.ToApplication to) {
        var callee = new ApplicationCallee(core, transfer, to);
        boolean taken = callee.begin();
        if (taken)
            callees.add(callee);
        return taken;
    }

    private void offeredToNode(Leg from, ServerTransaction transaction, IncomingRequest request) {
        handed.orElseThrow().media().offered(from, transaction, request);
    }

    private void digit(char key) {
        handed.ifPresent(application -> application.digit(key));
    }

    // ---- its life

    @Override
    public List<Candidate> tried() {
        var all = new ArrayList<Candidate>();
        for (var each : searches)
            all.addAll(each.candidates());
        handed.ifPresent(application -> all.add(application.isFirst() ? 0 : search.candidates().size(), application.candidate()));
        return all;
    }

    @Override
    public void mediaFailed(Media.Failure failure, Duration since) {
        if (!over() && core.caller.facts.isAnswered()) {
            LOG.debug("{} {} for {}", scope.id, failure, since);
            core.life.end(switch (failure) {
                case SILENCE -> Cause.MEDIA_TIMEOUT;
                case CONSENT_EXPIRED -> Cause.CONSENT_EXPIRED;
                case NO_KEYS -> Cause.HANDSHAKE_TIMEOUT;
                case NO_CODEC -> Cause.MEDIA_UNAVAILABLE;
            }, EndedBy.NODE, 408);
        }
    }

    @Override
    public void stopHunting() {
        search.cancelAll(Reason.CANCELLED);
    }

    @Override
    public void refused() {
        ringback.stop();
    }

    @Override
    public void finalStatus(boolean answered) {
        house.table().finalStatus(answered);
    }

    @Override
    public void ended(Cause cause) {
        handed.ifPresent(application -> application.ended(cause));
        agent.ifPresent(caller -> caller.ended(cause));
        callees.forEach(callee -> callee.ended(cause));
    }

    @Override
    public void abandon() {
        searches.forEach(each -> each.cancelAll(Reason.CANCELLED));
        conversation.offers.abandon();
        referrals.cancel();
    }

    @Override
    public void left(Leg leg) {
        house.watchers().changed(core);
    }

    @Override
    public void published() {
        house.table().seen(core);
    }

    @Override
    public void recorded() {
        agent.ifPresent(caller -> caller.recorded(core.record.ended(), core.record.ladder(core.ladder)));
        house.table().recorded(core);
    }

    @Override
    public void vanished() {
        house.table().vanished(core);
    }

    @Override
    public void forgotten() {
        house.forget(core);
    }
}
