package org.trunkline.engine.call;

/** An answered call: its two sides, and how requests within the two dialogs pass from one to the other. */
final class Conversation {
    final Sides sides;
    final Acks acks;
    final Offers offers;
    final Answering answering;
    final RequestRelay relay;

    /** @param ofNode answers offers to the node itself */
    Conversation(CallCore call, Ringback ringback, Offers.Taker ofNode) {
        this.sides = new Sides(call);
        this.acks = new Acks(call, sides);
        this.offers = new Offers(call, sides, acks, ringback.early, ofNode);
        this.answering = new Answering(call, sides, acks, offers, ringback);
        this.relay = new RequestRelay(call, sides);
    }
}
