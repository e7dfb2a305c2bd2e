package org.trunkline.engine.call.session;

import org.jspecify.annotations.Nullable;
import org.trunkline.domain.call.CallState;
import org.trunkline.engine.call.core.CallCore;
import org.trunkline.engine.call.dialog.Leg;
import org.trunkline.engine.sdp.SessionDescription;

/** The two legs that talk to each other: who they are, and what their media have come to. */
public final class Sides {
    private final CallCore call;
    /** Who speaks now; others may have been there before. */
    private Leg caller;
    private @Nullable Leg callee;

    Sides(CallCore call) {
        this.call = call;
        this.caller = call.caller;
    }

    public Leg caller() {
        return caller;
    }

    Leg callee() {
        return callee;
    }

    /** The call has its answer. */
    void begin(Leg with) {
        callee = with;
    }

    public boolean speaks(Leg leg) {
        return callee != null && (leg == caller || leg == callee);
    }

    /** Whether the call was answered. */
    public boolean began() {
        return callee != null;
    }

    public Leg other(Leg leg) {
        return leg == caller ? callee : caller;
    }

    public void replace(Leg old, Leg fresh) {
        old.sessionTimer.stop();
        if (old == caller)
            caller = fresh;
        else
            callee = fresh;
    }

    // ---- their media

    void agree(Leg offerer, SessionDescription offer, SessionDescription answer) {
        var media = call.media.relay().orElseThrow();
        var other = other(offerer);
        media.believe(offerer, offer);
        media.believe(other, answer);
        media.decline(answer);
        offerer.media.holds(offer);
        offerer.media.codec(answer.codec());
        other.media.agreed(answer);
    }

    /** Both sides have agreed on media again. */
    public void settled() {
        watchMedia();
        caller.facts.state(state());
        callee.facts.state(state());
        call.view.publish(state());
    }

    public CallState state() {
        return caller.media.holds() || callee.media.holds() ? CallState.HELD : CallState.ANSWERED;
    }

    public void watchMedia() {
        call.media.relay().ifPresent(media -> media.watchSilence(state() != CallState.HELD));
    }
}
