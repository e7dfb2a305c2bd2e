package org.trunkline.engine.call;

import org.trunkline.engine.port.signaling.IncomingResponse;

/** Waits for the answer to a BYE: whatever it is, the leg is over then (RFC 3261 §15.1.1). */
record ByeTransaction(Leg leg) implements ResponseTaker {
    @Override
    public CallScope scope() {
        return leg.scope();
    }

    @Override
    public void response(IncomingResponse response) {
        if (response.status() >= 200)
            over();
    }

    @Override
    public void failed(boolean sent) {
        over();
    }

    private void over() {
        leg.invite.rest();
        leg.owner().settle();
    }
}
