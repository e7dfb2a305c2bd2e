package org.trunkline.engine.call;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.trunkline.domain.call.CallState;
import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.cdr.EndedBy;
import org.trunkline.engine.port.Body;
import org.trunkline.engine.port.Header;
import org.trunkline.engine.port.IncomingRequest;
import org.trunkline.engine.port.IncomingResponse;
import org.trunkline.engine.port.MediaUnavailableException;
import org.trunkline.engine.port.Signaling.ServerTransaction;
import org.trunkline.engine.port.Transmission;
import org.trunkline.engine.sdp.SdpSyntaxException;
import org.trunkline.engine.sdp.SessionDescription;

/** An answered call: requests within its two dialogs pass from one to the other. */
final class Conversation {
    private final Call call;
    /** Who speaks now; others may have been there before. */
    private Leg caller;
    private @Nullable Leg callee;
    final Offers offers;
    final Requests requests;
    private final Referrals referrals;

    Conversation(Call call) {
        this.call = call;
        this.caller = call.caller;
        this.offers = new Offers(call, this);
        this.referrals = new Referrals(call, this);
        this.requests = new Requests(call, this, referrals);
    }

    // ---- the answer

    void answered(Leg leg, IncomingResponse success) {
        callee = leg;
        leg.establish(success);
        leg.sessionTimer.accept(success);
        leg.sipStatus = success.status();
        leg.lease.ifPresent(lease -> lease.outcome(success.status(), true));
        try {
            var told = description(leg, success);
            if (told.isEmpty())
                throw new SdpSyntaxException("a 200 without SDP");
            if (call.media.offer().isPresent())
                agree(call.caller, call.media.offer().get(), told.get());
            answerCaller(leg, success, told.get(), call.media.tell(call.caller, told.get()));
        } catch (SdpSyntaxException | MediaUnavailableException e) {
            call.acknowledge(leg, success.cseq(), Optional.empty());
            leg.answeredAt = Optional.of(call.now());
            call.hangUp(leg, List.of(Statuses.reason(Cause.MEDIA_UNAVAILABLE)));
            call.refuse(488, Cause.MEDIA_UNAVAILABLE, EndedBy.NODE, Statuses.reason(Cause.MEDIA_UNAVAILABLE));
        }
    }

    /** A description that came reliably before the answer counts (RFC 3262 §5); what the answer repeats of it does not. */
    private static Optional<SessionDescription> description(Leg leg, IncomingResponse success) throws SdpSyntaxException {
        var early = leg.early.map(EarlyDialog::described);
        if (leg.early.filter(dialog -> dialog.agreed() && dialog.tag().equals(success.toTag())).isPresent())
            return early;
        return MediaBridge.read(leg, success.body()).or(() -> early);
    }

    private void answerCaller(Leg leg, IncomingResponse success, SessionDescription told, Body body) {
        Consumer<IncomingRequest> onAck = ack -> {};
        if (call.media.offer().isPresent())
            call.acknowledge(leg, success.cseq(), Optional.empty());
        else
            onAck = ack -> answeredInAck(caller, ack, leg, success.cseq(), told);
        leg.answeredAt = Optional.of(call.now());
        leg.state = CallState.ANSWERED;
        call.record.answeredAt = leg.answeredAt;
        call.record.sipStatus = 200;
        acceptCaller(body, onAck);
        leg.sessionTimer.restart();
        begun();
    }

    /** One who was answered reliably while it rang is told once more only what has changed since, by a re-INVITE. */
    private void acceptCaller(Body body, Consumer<IncomingRequest> onAck) {
        boolean agreed = call.ringback.agreed();
        boolean stale = call.ringback.early.answeredHere();
        accept(caller, call.invite.cseq, agreed ? Optional.empty() : Optional.of(body), ack -> {
            onAck.accept(ack);
            if (stale)
                offers.renew(callee);
            else if (agreed && !call.ringback.agreedTo(body))
                offers.renew(caller);
        });
    }

    /** Answers the INVITE that opened a leg. */
    private void accept(Leg leg, long cseq, Optional<Body> body, Consumer<IncomingRequest> onAck) {
        var transaction = leg.invitedBy;
        leg.invitedBy = null;
        leg.answeredAt = Optional.of(call.now());
        leg.sipStatus = 200;
        leg.state = CallState.ANSWERED;
        var headers = new ArrayList<Header>(5);
        headers.add(HeaderPolicy.ALLOW);
        headers.addAll(leg.sessionTimer.answer());
        awaitAck(leg, cseq, true, call.respond(transaction, leg, 200, headers, body), onAck);
        leg.sessionTimer.restart();
    }

    /** Nobody is rung any more, so what served that goes: a call may last for hours. */
    private void begun() {
        call.ending.settleDown();
        callee.early = Optional.empty();
        call.publish(state());
        call.ports().records().answered(call.record.soFar(), call.record.prices());
        call.finalStatus(true);
        watchMedia();
    }

    // ---- others come in, and leave

    /** Somebody else takes the ringing call: both have offered, and each is answered with what the other can do. */
    void pickedUp(Leg by, long cseq, Body answer, Body callersAnswer) {
        callee = by;
        call.record.answeredAt = Optional.of(call.now());
        call.record.sipStatus = 200;
        accept(by, cseq, Optional.of(answer), ack -> {});
        acceptCaller(callersAnswer, ack -> {});
        begun();
    }

    /** Somebody else takes the place of one side, whose dialog ends (RFC 3891 §3). */
    void replaced(Leg by, long cseq, Leg old, Body answer) {
        replace(old, by);
        accept(by, cseq, Optional.of(answer), ack -> {});
        call.hangUp(old, List.of(Statuses.reason(Cause.NORMAL)));
        settled();
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
        if (!speaks(leg) || offers.busy(leg) || other(leg).ackWait != null || other(leg).closed || referrals.active())
            return Optional.empty();
        return Optional.of(other(leg));
    }

    /** Both sides have agreed on media anew. */
    void settled() {
        watchMedia();
        caller.state = state();
        callee.state = state();
        call.publish(state());
    }

    /** The INVITE of somebody about to take a side's place is cancelled. */
    void cancelled(Leg leg) {
        var transaction = leg.invitedBy;
        if (transaction == null)
            return;
        leg.invitedBy = null;
        leg.ended(call.now(), 487);
        call.respond(transaction, leg, 487, List.of(), Optional.empty());
    }

    void awaitAck(Leg leg, long cseq, boolean initial, Transmission success, Consumer<IncomingRequest> onAck) {
        leg.ackWait = new AckWait(call, cseq, initial, success, onAck, () -> {
            leg.ackWait = null;
            call.end(Cause.TIMEOUT, EndedBy.NODE, 408);
            byeAfterAck(leg);
        });
    }

    /** The answer to an offer of the other side came in the ACK (RFC 3264 §4, RFC 3261 §13.2.1). */
    void answeredInAck(Leg from, IncomingRequest ack, Leg to, long cseq, SessionDescription offer) {
        try {
            var answer = MediaBridge.read(from, ack.body());
            if (answer.isEmpty())
                throw new SdpSyntaxException("an ACK without SDP");
            agree(to, offer, answer.get());
            call.acknowledge(to, cseq, Optional.of(call.media.tell(to, answer.get())));
            watchMedia();
            call.publish(state());
        } catch (SdpSyntaxException | MediaUnavailableException e) {
            call.acknowledge(to, cseq, Optional.empty());
            call.end(Cause.MEDIA_UNAVAILABLE, EndedBy.NODE, 488);
        }
    }

    void agree(Leg offerer, SessionDescription offer, SessionDescription answer) {
        var media = call.media.relay().orElseThrow();
        var other = other(offerer);
        media.believe(offerer, offer);
        media.believe(other, answer);
        media.decline(answer);
        offerer.holds = offer.holds();
        other.holds = answer.holds();
        offerer.codec = answer.codec();
        other.codec = offerer.codec;
    }

    CallState state() {
        return caller.holds || callee.holds ? CallState.HELD : CallState.ANSWERED;
    }

    void watchMedia() {
        call.media.relay().ifPresent(media -> media.watchSilence(state() != CallState.HELD));
    }

    // ---- ACK and BYE

    void acknowledged(Leg leg, IncomingRequest ack) {
        var wait = leg.ackWait;
        if (wait == null || wait.cseq != ack.cseq())
            return;
        wait.stop();
        leg.ackWait = null;
        leg.acknowledgedCseq = ack.cseq();
        wait.onAck.accept(ack);
        byeAfterAck(leg);
        call.settle();
    }

    private void byeAfterAck(Leg leg) {
        var reasons = leg.byeWhenAcknowledged;
        leg.byeWhenAcknowledged = null;
        if (reasons != null)
            call.hangUp(leg, reasons);
    }

    /** A 2xx that came again: our ACK was lost. */
    void succeededAgain(Leg leg, IncomingResponse success) {
        if (leg.remoteTag.equals(success.toTag()) && leg.answeredAt.isPresent() || leg.closed) {
            var ack = leg.lastAck;
            if (ack != null && leg.lastAckCseq == success.cseq())
                ack.again();
        } else if (leg.side == LegSide.CALLEE && leg.answeredAt.isPresent() || leg.cancelling || call.over()) {
            call.acknowledgeAndHangUp(leg, success);
        }
    }

    void bye(Leg from, ServerTransaction transaction, IncomingRequest bye) {
        call.respond(transaction, from, 200, List.of(), Optional.empty());
        from.closed = true;
        from.lingering = false;
        if (from.ackWait != null) {
            from.ackWait.stop();
            from.ackWait = null;
        }
        if (call.over()) {
            call.settle();
            return;
        }
        var reason = Statuses.reasonText(bye);
        if (callee == null) {
            if (from == call.caller)
                call.cancelled(bye);
            return;
        }
        from.ended(call.now(), 200);
        if (!speaks(from) || referrals.leaves(from)) { // the others go on
            from.sessionTimer.stop();
            call.left(from);
            return;
        }
        for (var leg : List.copyOf(call.legs()))
            if (leg != from && leg.dialog() && leg.answeredAt.isPresent())
                call.hangUp(leg, Statuses.reasons(Optional.of(bye), Cause.NORMAL));
        call.finish(Cause.NORMAL, from.side == LegSide.CALLER ? EndedBy.CALLER : EndedBy.CALLEE, reason);
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
