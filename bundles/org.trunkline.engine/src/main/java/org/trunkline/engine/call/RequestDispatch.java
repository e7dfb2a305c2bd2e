package org.trunkline.engine.call;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.cdr.EndedBy;
import org.trunkline.engine.call.core.CallCore;
import org.trunkline.engine.call.dialog.Leg;
import org.trunkline.engine.call.early.Ringback;
import org.trunkline.engine.call.message.HeaderPolicy;
import org.trunkline.engine.call.message.InfoKey;
import org.trunkline.engine.call.message.Statuses;
import org.trunkline.engine.call.session.Conversation;
import org.trunkline.engine.call.session.Sides;
import org.trunkline.engine.call.transfer.Referrals;
import org.trunkline.engine.port.signaling.Header;
import org.trunkline.engine.port.signaling.IncomingRequest;
import org.trunkline.engine.port.signaling.Signaling.ServerTransaction;

/** Takes the requests within the dialogs of a call, in order and once each, to the parts that carry them out. */
final class RequestDispatch {
    private static final String CANDIDATES = "application/trickle-ice-sdpfrag";

    private final CallCore call;
    private final Ringback ringback;
    private final Conversation conversation;
    private final Sides sides;
    private final Referrals referrals;
    private final KeyTaker keys;

    /** Takes the keys of a caller that talks to the node itself. */
    interface KeyTaker {
        void digit(char key);
    }

    RequestDispatch(CallCore call, Ringback ringback, Conversation conversation, Referrals referrals, KeyTaker keys) {
        this.call = call;
        this.ringback = ringback;
        this.conversation = conversation;
        this.sides = conversation.sides;
        this.referrals = referrals;
        this.keys = keys;
    }

    void request(Leg from, ServerTransaction transaction, IncomingRequest request) {
        if (!from.dialog.remoteTag().equals(request.fromTag()) && from.dialog.isEstablished()) {
            from.respond(transaction, 481);
        } else if (request.method().equals("INVITE") && from.invite.awaitsAck()
                && from.invite.ackWait().cseq == request.cseq()) { // came again though its transaction is over
            call.ports().signaling().drop(transaction);
            from.invite.repeatAnswer();
        } else if (request.method().equals("INVITE") && request.cseq() == from.invite.acknowledgedCseq()) {
            call.ports().signaling().drop(transaction); // it came again before the answer that the ACK was for (RFC 6026 §7.1)
        } else if (request.method().equals("BYE") && from.invite.isClosed() && request.cseq() == from.dialog.remoteCseq()) {
            from.respond(transaction, 200); // came again before its answer went out
        } else if (request.cseq() < from.dialog.remoteCseq()
                || request.cseq() == from.dialog.remoteCseq() && !request.method().equals("BYE")) { // some phones end with the number of before
            from.respond(transaction, 500); // RFC 3261 §12.2.2
        } else {
            from.dialog.received(request);
            dispatch(from, transaction, request);
        }
    }

    private void dispatch(Leg from, ServerTransaction transaction, IncomingRequest request) {
        var required = HeaderPolicy.unsupported(request);
        if (request.method().equals("BYE")) {
            bye(from, transaction, request);
        } else if (call.over()) {
            from.respond(transaction, 481);
        } else if (!required.isEmpty()) {
            from.respond(transaction, 420, new Header("Unsupported", String.join(", ", required)));
        } else {
            switch (request.method()) {
                case "INVITE", "UPDATE" -> conversation.offers.offered(from, transaction, request);
                case "INFO" -> {
                    if (hasCandidates(request))
                        from.respond(transaction, 200); // the node learns from checks where a side is
                    else
                        pass(from, transaction, request);
                }
                case "MESSAGE" -> pass(from, transaction, request);
                case "OPTIONS" -> from.respond(transaction, 200, HeaderPolicy.ALLOW, HeaderPolicy.ACCEPT,
                        HeaderPolicy.SUPPORTED);
                case "PRACK" -> {
                    if (from == call.caller)
                        ringback.acknowledged(transaction, request);
                    else
                        from.respond(transaction, 481);
                }
                case "REFER" -> referrals.refer(from, transaction, request);
                case "NOTIFY" -> {
                    if (sides.speaks(from) && sides.other(from).refers())
                        pass(from, transaction, request);
                    else
                        from.respond(transaction, 405, HeaderPolicy.allowOthersThan(request.method()));
                }
                case "SUBSCRIBE", "PUBLISH" ->
                    from.respond(transaction, 405, HeaderPolicy.allowOthersThan(request.method()));
                default -> from.respond(transaction, 501, HeaderPolicy.ALLOW);
            }
        }
    }

    /** Those of a side that gathers while it calls (RFC 8840 §4.3): each leg has its own. */
    private static boolean hasCandidates(IncomingRequest info) {
        return info.body().filter(it -> it.contentType().toLowerCase(Locale.ROOT).startsWith(CANDIDATES)).isPresent();
    }

    private void pass(Leg from, ServerTransaction transaction, IncomingRequest request) {
        if (!sides.speaks(from)) {
            from.respond(transaction, !sides.began() ? 480 : 481);
            return;
        }
        var to = sides.other(from);
        if (to.isOfNode()) {
            here(from, transaction, request);
            return;
        }
        conversation.relay.pass(from, transaction, request);
    }

    /** A key may come as INFO, as older phones send it. */
    private void here(Leg from, ServerTransaction transaction, IncomingRequest request) {
        var key = request.method().equals("INFO") ? InfoKey.of(request.body()) : Optional.<Character>empty();
        if (key.isPresent()) {
            from.respond(transaction, 200);
            keys.digit(key.get());
        } else {
            from.respond(transaction, 415, HeaderPolicy.ACCEPT);
        }
    }

    private void bye(Leg from, ServerTransaction transaction, IncomingRequest bye) {
        from.respond(transaction, 200);
        from.invite.closedByPeer();
        if (call.over()) {
            call.life.settle();
            return;
        }
        if (!sides.began()) {
            if (from == call.caller)
                call.life.cancelled(bye);
            return;
        }
        from.facts.ended(call.now(), 200);
        if (!sides.speaks(from) || referrals.leaves(from)) { // the others go on
            from.sessionTimer.stop();
            call.life.leave(from);
            return;
        }
        for (var leg : List.copyOf(call.legs.all()))
            if (leg != from && leg.dialog.isEstablished() && leg.facts.isAnswered())
                call.life.hangUp(leg, Statuses.reasons(Optional.of(bye), Cause.NORMAL));
        call.life.finish(Cause.NORMAL, from.side() == LegSide.CALLER ? EndedBy.CALLER : EndedBy.CALLEE,
                Statuses.reasonText(bye));
    }
}
