package org.trunkline.engine.call;

import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.cdr.EndedBy;
import org.trunkline.engine.port.signaling.Body;
import org.trunkline.engine.port.signaling.Header;
import org.trunkline.engine.port.signaling.IncomingRequest;
import org.trunkline.engine.port.signaling.IncomingResponse;
import org.trunkline.engine.port.signaling.Signaling.ClientTransaction;
import org.trunkline.engine.port.signaling.Signaling.ServerTransaction;
import org.trunkline.engine.sdp.SessionDescription;

/** A request within the dialog of one side, sent on in the dialog of the other. */
final class RelayedTransaction implements ResponseTaker {
    private final CallCore call;
    private final Owner owner;
    final Leg from;
    final Leg to;
    final ServerTransaction server;
    final IncomingRequest request;
    final Optional<SessionDescription> offer;
    private @Nullable ClientTransaction client;
    private boolean provisional;

    /** Who sent it on, and hears what became of it. */
    interface Owner {
        void finished(RelayedTransaction exchange, IncomingResponse response);

        void unanswered(RelayedTransaction exchange);

        /** A CANCEL came for it. */
        void cancelled(RelayedTransaction exchange);
    }

    RelayedTransaction(CallCore call, Owner owner, Leg from, Leg to, ServerTransaction server, IncomingRequest request,
            Optional<SessionDescription> offer) {
        this.call = call;
        this.owner = owner;
        this.from = from;
        this.to = to;
        this.server = server;
        this.request = request;
        this.offer = offer;
    }

    void send(String method, List<Header> headers, Optional<Body> body) {
        client = InDialogRequest.send(to, method, headers, body, this);
    }

    @Override
    public CallScope scope() {
        return from.scope();
    }

    @Override
    public void response(IncomingResponse response) {
        if (response.status() >= 200)
            owner.finished(this, response);
        else
            provisional = true;
    }

    @Override
    public void sentAgain(ClientTransaction again) {
        client = again;
        provisional = false;
    }

    @Override
    public void failed(boolean sent) {
        owner.unanswered(this);
    }

    /** Posts it: a CANCEL came. <b>Threads:</b> any. */
    void cancelled() {
        scope().post(() -> owner.cancelled(this));
    }

    /** Cancels what can be: a request that has a provisional response (RFC 3261 §9.1). */
    void cancel() {
        if (client != null && provisional)
            call.ports().signaling().cancel(client, List.of());
    }

    /** Passes the final response back. */
    void pass(IncomingResponse response) {
        int status = response.status();
        var headers = status == 491 || status >= 500 ? response.headers("Retry-After").stream().limit(1)
                .map(value -> new Header("Retry-After", value)).toList() : List.<Header>of();
        from.respond(server, status < 300 ? status : Statuses.forCaller(status), headers,
                response.body().filter(body -> status < 300));
        if ((status == 481 || status == 408) && carriesDialog())
            call.life.end(Cause.FAILED, EndedBy.NODE, status);
    }

    /** Whether a dialog is gone with what is asked in it; a subscription may be over while it lasts (RFC 5057 §5.1). */
    boolean carriesDialog() {
        return !request.method().equals("NOTIFY") && !request.method().equals("REFER");
    }
}
