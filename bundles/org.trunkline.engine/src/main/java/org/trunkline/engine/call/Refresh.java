package org.trunkline.engine.call;

import org.trunkline.engine.port.signaling.IncomingResponse;

/** A session refresh of the node's own. */
record Refresh(Conversation conversation, Leg leg) implements ResponseTaker {
    @Override
    public Call call() {
        return leg.call();
    }

    @Override
    public void response(IncomingResponse response) {
        if (response.status() >= 200)
            conversation.offers.refreshed(this, response);
    }

    @Override
    public void failed(boolean sent) {
        leg.call().sessionExpired(leg);
    }
}
