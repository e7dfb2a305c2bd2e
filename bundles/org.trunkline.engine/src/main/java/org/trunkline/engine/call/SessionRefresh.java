package org.trunkline.engine.call;

import org.trunkline.engine.port.signaling.IncomingResponse;

/** A session refresh of the node's own. */
record SessionRefresh(Offers offers, Leg leg) implements ResponseTaker {
    @Override
    public CallScope scope() {
        return leg.scope();
    }

    @Override
    public void response(IncomingResponse response) {
        if (response.status() >= 200)
            offers.refreshed(this, response);
    }

    @Override
    public void failed(boolean sent) {
        leg.owner().sessionExpired(leg);
    }
}
