package org.trunkline.engine.call;

import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.trunkline.domain.call.CallState;
import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.cdr.EndedBy;
import org.trunkline.engine.port.signaling.Header;
import org.trunkline.engine.port.signaling.IncomingRequest;
import org.trunkline.engine.port.signaling.Signaling.ServerTransaction;
import org.trunkline.engine.sdp.SessionDescription;

/** An answered call: requests within its two dialogs pass from one to the other. */
final class Conversation {
    private final Call call;
    /** Who speaks now; others may have been there before. */
    private Leg caller;
    private @Nullable Leg callee;
    final Answering answering;
    final Acks acks;
    final Offers offers;
    final Requests requests;
    private final Referrals referrals;

    Conversation(Call call) {
        this.call = call;
        this.caller = call.caller;
        this.acks = new Acks(call, this);
        this.answering = new Answering(call, this);
        this.offers = new Offers(call, this);
        this.referrals = new Referrals(call, this);
        this.requests = new Requests(call, this, referrals);
    }

    // ---- who speaks

    Leg caller() {
        return caller;
    }

    Leg callee() {
        return callee;
    }

    /** The call has its answer. */
    void begin(Leg with) {
        callee = with;
    }

    boolean speaks(Leg leg) {
        return callee != null && (leg == caller || leg == callee);
    }

    /** Whether the call was answered. */
    boolean began() {
        return callee != null;
    }

    void replace(Leg old, Leg fresh) {
        old.sessionTimer.stop();
        if (old == caller)
            caller = fresh;
        else
            callee = fresh;
    }

    /** The partner of a leg, for another call to have; empty while it is not at rest. */
    Optional<Leg> release(Leg leg) {
        if (!speaks(leg) || other(leg).isOfNode() || offers.busy(leg) || other(leg).invite.awaitsAck() || other(leg).invite.isClosed() || referrals.active())
            return Optional.empty();
        return Optional.of(other(leg));
    }

    /** Both sides have agreed on media anew. */
    void settled() {
        watchMedia();
        caller.facts.state(state());
        callee.facts.state(state());
        call.publish(state());
    }

    /** The INVITE of somebody about to take a side's place is cancelled. */
    void cancelled(Leg leg) {
        var transaction = leg.invite.answer();
        if (transaction == null)
            return;
        leg.facts.ended(call.now(), 487);
        call.respond(transaction, leg, 487, List.of(), Optional.empty());
    }

    void agree(Leg offerer, SessionDescription offer, SessionDescription answer) {
        var media = call.media.relay().orElseThrow();
        var other = other(offerer);
        media.believe(offerer, offer);
        media.believe(other, answer);
        media.decline(answer);
        offerer.media.holds(offer);
        offerer.media.codec(answer.codec());
        other.media.agreed(answer);
    }

    CallState state() {
        return caller.media.holds() || callee.media.holds() ? CallState.HELD : CallState.ANSWERED;
    }

    void watchMedia() {
        call.media.relay().ifPresent(media -> media.watchSilence(state() != CallState.HELD));
    }

    // ---- the end

    void bye(Leg from, ServerTransaction transaction, IncomingRequest bye) {
        call.respond(transaction, from, 200, List.of(), Optional.empty());
        from.invite.closedByPeer();
        if (call.over()) {
            call.settle();
            return;
        }
        var reason = Statuses.reasonText(bye);
        if (callee == null) {
            if (from == call.caller)
                call.clearing.cancelled(bye);
            return;
        }
        from.facts.ended(call.now(), 200);
        if (!speaks(from) || referrals.leaves(from)) { // the others go on
            from.sessionTimer.stop();
            from.release();
            call.left(from);
            return;
        }
        for (var leg : List.copyOf(call.legs.all()))
            if (leg != from && leg.dialog.isEstablished() && leg.facts.isAnswered())
                call.clearing.hangUp(leg, Statuses.reasons(Optional.of(bye), Cause.NORMAL));
        call.finish(Cause.NORMAL, from.side() == LegSide.CALLER ? EndedBy.CALLER : EndedBy.CALLEE, reason);
    }

    Leg other(Leg leg) {
        return leg == caller ? callee : caller;
    }

    void answer(Leg leg, ServerTransaction transaction, int status, Header... headers) {
        call.respond(transaction, leg, status, List.of(headers), Optional.empty());
    }

    /** The call ends while an offer is under way. */
    void abandon() {
        offers.abandon();
        referrals.cancel();
    }
}
