package org.trunkline.engine.call;

import java.util.List;
import java.util.Optional;

import org.trunkline.domain.cdr.Candidate.Reason;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.cdr.EndedBy;
import org.trunkline.engine.port.signaling.Header;
import org.trunkline.engine.port.signaling.IncomingRequest;
import org.trunkline.engine.port.signaling.IncomingResponse;

/**
 * What ends a call or a leg on the wire: a refusal, a CANCEL, a BYE. What becomes of the call then is {@link Ending}'s. The
 * mailbox's.
 */
final class Clearing {
    private final Call call;
    /** Reasons of the caller's CANCEL, for those that ring. */
    private List<Header> cancelReasons = List.of();

    Clearing(Call call) {
        this.call = call;
    }

    List<Header> cancelReasons() {
        return cancelReasons;
    }

    /** The caller's INVITE ends without an answer. */
    void refuse(int status, Cause cause, EndedBy by, Header... headers) {
        refuse(status, cause, by, Optional.empty(), List.of(headers));
    }

    void refuse(int status, Cause cause, EndedBy by, Optional<String> reason, List<Header> headers) {
        if (call.over())
            return;
        var transaction = call.caller.invite.answer();
        if (transaction != null) {
            call.respond(transaction, call.caller, status, headers, Optional.empty());
        }
        call.ringback.stop();
        call.caller.facts.ended(call.now(), status);
        call.record.status(status);
        call.finalStatus(false);
        call.finish(cause, by, reason);
    }

    /** An INVITE is cancelled: the caller's own, or that of somebody who takes a side's place. */
    void cancelled(Leg leg, IncomingRequest by) {
        if (call.trade.lent())
            call.trade.cancelled(by);
        else if (leg == call.caller)
            cancelled(by);
        else
            call.conversation.cancelled(leg);
    }

    /** The caller gave up, by CANCEL or an early BYE. */
    void cancelled(IncomingRequest by) {
        if (call.over() || !call.caller.invite.awaitsAnswer())
            return;
        cancelReasons = by.headers("Reason").stream().limit(4).map(value -> new Header("Reason", value)).toList();
        call.search.cancelAll(Reason.CANCELLED);
        refuse(487, Cause.CANCELLED, EndedBy.CALLER, Statuses.reasonText(by), List.of());
    }

    /** Ends the call from the node's side, whatever it is doing. */
    void end(Cause cause, EndedBy by, int status) {
        if (call.over() || call.trade.lent())
            return;
        if (call.caller.invite.awaitsAnswer()) {
            call.search.cancelAll(Reason.CANCELLED);
            refuse(status, cause, by, Statuses.reason(cause));
            return;
        }
        for (var leg : call.legs.all())
            if (leg.dialog.isEstablished() && leg.facts.isAnswered())
                hangUp(leg, List.of(Statuses.reason(cause)));
        call.finish(cause, by, Optional.empty());
    }

    /** Sends a BYE, now or as soon as the dialog allows (RFC 3261 §15). */
    void hangUp(Leg leg, List<Header> reasons) {
        if (leg.invite.isClosed())
            return;
        leg.facts.ended(call.now(), 200);
        leg.release(); // the call may go on for hours without it
        call.left(leg);
        var wait = leg.invite.ackWait();
        if (wait != null && wait.initial) {
            leg.invite.byeWhenAcknowledged(reasons);
            return;
        }
        leg.invite.closing();
        Asking.send(leg, "BYE", reasons, Optional.empty(), new Farewell(leg));
    }

    /** A 2xx nobody waits for any more (RFC 3261 §13.2.2.4). */
    void acknowledgeAndHangUp(Leg leg, IncomingResponse response) {
        boolean first = !leg.dialog.isEstablished();
        if (first)
            leg.establish(response);
        if (first || leg.dialog.remoteTag().equals(response.toTag())) {
            leg.acknowledge(response.cseq(), Optional.empty());
            leg.facts.ended(call.now(), 487);
            hangUp(leg, List.of(Statuses.ELSEWHERE));
        } else {
            Stranger.acknowledgeAndHangUp(call, leg, response);
        }
    }
}
