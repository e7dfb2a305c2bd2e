package org.trunkline.engine.call;

import java.util.Optional;

import org.trunkline.engine.port.signaling.Transmission;

/** A reliable provisional response to the caller that waits for its PRACK (RFC 3262 §3). */
final class PrackWait extends Repetition {
    private final Leg caller;
    final int number;
    /** What it told of media. */
    final Optional<String> description;

    PrackWait(Leg caller, int number, Transmission response, Optional<String> description, Runnable giveUp) {
        super(caller.scope(), LIMIT, response, giveUp);
        this.caller = caller;
        this.number = number;
        this.description = description;
    }

    /** Once the INVITE is answered it does not. */
    @Override
    boolean wanted() {
        return super.wanted() && caller.invite.awaitsAnswer();
    }
}
