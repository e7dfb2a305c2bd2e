package org.trunkline.engine.call;

import java.util.List;
import java.util.Optional;

import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.cdr.EndedBy;
import org.trunkline.engine.port.signaling.Header;
import org.trunkline.engine.port.signaling.IncomingRequest;
import org.trunkline.engine.port.signaling.IncomingResponse;
import org.trunkline.engine.port.signaling.Signaling.ServerTransaction;

/** Requests within the dialogs of a call: answered here, or passed from one side to the other. */
final class Requests {
    private final Call call;
    private final Conversation conversation;
    private final Referrals referrals;

    Requests(Call call, Conversation conversation, Referrals referrals) {
        this.call = call;
        this.conversation = conversation;
        this.referrals = referrals;
    }

    void request(Leg from, ServerTransaction transaction, IncomingRequest request) {
        if (!from.dialog.remoteTag().equals(request.fromTag()) && from.dialog.isEstablished()) {
            call.respond(transaction, from, 481, List.of(), Optional.empty());
        } else if (request.method().equals("INVITE") && from.invite.awaitsAck()
                && from.invite.ackWait().cseq == request.cseq()) { // came again though its transaction is over
            call.ports().signaling().drop(transaction);
            from.invite.repeatAnswer();
        } else if (request.method().equals("INVITE") && request.cseq() == from.invite.acknowledgedCseq()) {
            call.ports().signaling().drop(transaction); // it came again before the answer that the ACK was for (RFC 6026 §7.1)
        } else if (request.method().equals("BYE") && from.invite.isClosed() && request.cseq() == from.dialog.remoteCseq()) {
            conversation.answer(from, transaction, 200); // came again before its answer went out
        } else if (request.cseq() < from.dialog.remoteCseq()
                || request.cseq() == from.dialog.remoteCseq() && !request.method().equals("BYE")) { // some phones end with the number of before
            call.respond(transaction, from, 500, List.of(), Optional.empty()); // RFC 3261 §12.2.2
        } else {
            from.dialog.received(request);
            dispatch(from, transaction, request);
        }
    }

    private void dispatch(Leg from, ServerTransaction transaction, IncomingRequest request) {
        var required = HeaderPolicy.unsupported(request);
        if (request.method().equals("BYE")) {
            conversation.bye(from, transaction, request);
        } else if (call.over()) {
            conversation.answer(from, transaction, 481);
        } else if (!required.isEmpty()) {
            conversation.answer(from, transaction, 420, new Header("Unsupported", String.join(", ", required)));
        } else {
            switch (request.method()) {
                case "INVITE", "UPDATE" -> conversation.offers.offered(from, transaction, request);
                case "INFO", "MESSAGE" -> pass(from, transaction, request);
                case "OPTIONS" -> conversation.answer(from, transaction, 200, HeaderPolicy.ALLOW, HeaderPolicy.ACCEPT,
                        HeaderPolicy.SUPPORTED);
                case "PRACK" -> {
                    if (from == call.caller)
                        call.ringback.acknowledged(transaction, request);
                    else
                        conversation.answer(from, transaction, 481);
                }
                case "REFER" -> referrals.refer(from, transaction, request);
                case "NOTIFY" -> {
                    if (conversation.speaks(from) && conversation.other(from).refers())
                        pass(from, transaction, request);
                    else
                        conversation.answer(from, transaction, 405, HeaderPolicy.allowOthersThan(request.method()));
                }
                case "SUBSCRIBE", "PUBLISH" ->
                    conversation.answer(from, transaction, 405, HeaderPolicy.allowOthersThan(request.method()));
                default -> conversation.answer(from, transaction, 501, HeaderPolicy.ALLOW);
            }
        }
    }

    void pass(Leg from, ServerTransaction transaction, IncomingRequest request) {
        if (!conversation.speaks(from)) {
            conversation.answer(from, transaction, !conversation.began() ? 480 : 481);
            return;
        }
        var to = conversation.other(from);
        if (to.isOfNode()) {
            here(from, transaction, request);
            return;
        }
        var exchange = new Exchange(conversation, from, to, transaction, request, Optional.empty());
        exchange.sent(Asking.send(to, request.method(), HeaderPolicy.within(request), request.body(), exchange));
    }

    /** A key may come as INFO, as older phones send it. */
    private void here(Leg from, ServerTransaction transaction, IncomingRequest request) {
        var key = request.method().equals("INFO") ? InfoKey.of(request.body()) : Optional.<Character>empty();
        if (key.isPresent()) {
            conversation.answer(from, transaction, 200);
            call.handed().ifPresent(handed -> handed.media().digit(key.get()));
        } else {
            conversation.answer(from, transaction, 415, HeaderPolicy.ACCEPT);
        }
    }

    void finished(Exchange exchange, IncomingResponse response) {
        if (conversation.offers.pending(exchange))
            conversation.offers.finished(exchange, response);
        else if (!exchange.offers())
            passResponse(exchange, response);
        else if (response.method().equals("INVITE") && response.status() < 300) // it was answered when the call ended
            exchange.to.acknowledge(response.cseq(), Optional.empty());
    }

    void passResponse(Exchange exchange, IncomingResponse response) {
        int status = response.status();
        var headers = status == 491 || status >= 500 ? response.headers("Retry-After").stream().limit(1)
                .map(value -> new Header("Retry-After", value)).toList() : List.<Header>of();
        call.respond(exchange.server, exchange.from, status < 300 ? status : Statuses.forCaller(status), headers,
                response.body().filter(body -> status < 300));
        if ((status == 481 || status == 408) && carriesDialog(exchange))
            call.clearing.end(Cause.FAILED, EndedBy.NODE, status);
    }

    /** Whether a dialog is gone with what is asked in it; a subscription may be over by itself (RFC 5057 §5.1). */
    private static boolean carriesDialog(Exchange exchange) {
        return !exchange.request.method().equals("NOTIFY") && !exchange.request.method().equals("REFER");
    }

    /** The other side did not answer: its dialog is gone (RFC 3261 §12.2.1.2). */
    void unanswered(Exchange exchange) {
        conversation.offers.done(exchange);
        if (call.over() && exchange.offers())
            return; // it was answered when the call ended
        conversation.answer(exchange.from, exchange.server, 408);
        if (carriesDialog(exchange))
            call.clearing.end(Cause.TIMEOUT, EndedBy.NODE, 408);
    }
}
