package org.trunkline.engine.call.session;

import org.trunkline.engine.call.core.CallCore;
import org.trunkline.engine.call.early.Ringback;

/** An answered call: its two sides, and how requests within the two dialogs pass from one to the other. */
public final class Conversation {
    public final Sides sides;
    public final Acks acks;
    public final Offers offers;
    public final Answering answering;
    public final RequestRelay relay;

    /** @param ofNode answers offers to the node itself */
    public Conversation(CallCore call, Ringback ringback, Offers.Taker ofNode) {
        this.sides = new Sides(call);
        this.acks = new Acks(call, sides);
        this.offers = new Offers(call, sides, acks, ringback.early, ofNode);
        this.answering = new Answering(call, sides, acks, offers, ringback);
        this.relay = new RequestRelay(call, sides);
    }
}
