package org.trunkline.engine.call;

import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.trunkline.engine.port.signaling.IncomingRequest;
import org.trunkline.engine.port.signaling.IncomingResponse;
import org.trunkline.engine.port.signaling.Signaling.ClientTransaction;
import org.trunkline.engine.port.signaling.Signaling.ServerTransaction;
import org.trunkline.engine.sdp.SessionDescription;

/** A request within the dialog of one side, asked on in the dialog of the other. */
final class Exchange implements ResponseTaker {
    private final Conversation conversation;
    final Leg from;
    final Leg to;
    final ServerTransaction server;
    final IncomingRequest request;
    final Optional<SessionDescription> offer;
    private @Nullable ClientTransaction client;
    private boolean provisional;

    Exchange(Conversation conversation, Leg from, Leg to, ServerTransaction server, IncomingRequest request,
            Optional<SessionDescription> offer) {
        this.conversation = conversation;
        this.from = from;
        this.to = to;
        this.server = server;
        this.request = request;
        this.offer = offer;
    }

    /** Whether it is about media: such are answered at the latest when the call ends ({@link Offers#abandon}). */
    boolean offers() {
        return request.method().equals("INVITE") || request.method().equals("UPDATE");
    }

    void sent(ClientTransaction transaction) {
        client = transaction;
    }

    /** What can be cancelled: a request that has a provisional response (RFC 3261 §9.1). */
    Optional<ClientTransaction> proceeding() {
        return provisional ? Optional.ofNullable(client) : Optional.empty();
    }

    @Override
    public Call call() {
        return from.call();
    }

    @Override
    public void response(IncomingResponse response) {
        if (response.status() >= 200)
            conversation.requests.finished(this, response);
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
        conversation.requests.unanswered(this);
    }
}
