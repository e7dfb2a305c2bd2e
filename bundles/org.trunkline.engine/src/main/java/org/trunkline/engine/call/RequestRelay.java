package org.trunkline.engine.call;

import java.util.Optional;

import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.cdr.EndedBy;
import org.trunkline.engine.port.signaling.IncomingRequest;
import org.trunkline.engine.port.signaling.IncomingResponse;
import org.trunkline.engine.port.signaling.Signaling.ServerTransaction;

/** Passes requests that say nothing of media from one side to the other: INFO, MESSAGE, REFER, NOTIFY. */
final class RequestRelay implements RelayedTransaction.Owner {
    private final CallCore call;
    private final Sides sides;

    RequestRelay(CallCore call, Sides sides) {
        this.call = call;
        this.sides = sides;
    }

    void pass(Leg from, ServerTransaction transaction, IncomingRequest request) {
        var exchange = new RelayedTransaction(call, this, from, sides.other(from), transaction, request, Optional.empty());
        exchange.send(request.method(), HeaderPolicy.within(request), request.body());
    }

    @Override
    public void finished(RelayedTransaction exchange, IncomingResponse response) {
        exchange.pass(response);
    }

    /** The other side did not answer: its dialog is gone (RFC 3261 §12.2.1.2). */
    @Override
    public void unanswered(RelayedTransaction exchange) {
        exchange.from.respond(exchange.server, 408);
        if (exchange.carriesDialog())
            call.life.end(Cause.TIMEOUT, EndedBy.NODE, 408);
    }

    /** A request of this kind is not cancelled. */
    @Override
    public void cancelled(RelayedTransaction exchange) {
        // CANCEL is for INVITE alone (RFC 3261 §9.1)
    }
}
