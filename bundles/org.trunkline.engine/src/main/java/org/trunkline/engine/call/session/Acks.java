package org.trunkline.engine.call.session;

import java.util.Optional;
import java.util.function.Consumer;

import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.cdr.EndedBy;
import org.trunkline.engine.call.core.CallCore;
import org.trunkline.engine.call.dialog.AckWait;
import org.trunkline.engine.call.dialog.Leg;
import org.trunkline.engine.call.media.MediaBridge;
import org.trunkline.engine.port.media.MediaUnavailableException;
import org.trunkline.engine.port.signaling.IncomingRequest;
import org.trunkline.engine.port.signaling.IncomingResponse;
import org.trunkline.engine.port.signaling.Transmission;
import org.trunkline.engine.sdp.SdpSyntaxException;
import org.trunkline.engine.sdp.SessionDescription;

/**
 * The ACKs of a call: those that our 2xx wait for, what depends on them, and ours that was lost (RFC 3261 §13.2.2.4,
 * §13.3.1.4).
 */
public final class Acks {
    private final CallCore call;
    private final Sides sides;

    Acks(CallCore call, Sides sides) {
        this.call = call;
        this.sides = sides;
    }

    public void await(Leg leg, long cseq, boolean initial, Transmission success, Consumer<IncomingRequest> onAck) {
        leg.invite.await(new AckWait(call.scope, cseq, initial, success, onAck, () -> {
            leg.invite.neverAcknowledged();
            call.life.end(Cause.TIMEOUT, EndedBy.NODE, 408);
            byeAfterAck(leg);
        }));
    }

    /** The answer to an offer of the other side came in the ACK (RFC 3264 §4, RFC 3261 §13.2.1). */
    void answered(Leg from, IncomingRequest ack, Leg to, long cseq, SessionDescription offer) {
        try {
            var answer = MediaBridge.read(from, ack.body());
            if (answer.isEmpty())
                throw new SdpSyntaxException("an ACK without SDP");
            sides.agree(to, offer, answer.get());
            to.acknowledge(cseq, Optional.of(call.media.answer(to, answer.get())));
            sides.watchMedia();
            call.view.publish(sides.state());
        } catch (SdpSyntaxException | MediaUnavailableException e) {
            to.acknowledge(cseq, Optional.empty());
            call.life.end(Cause.MEDIA_UNAVAILABLE, EndedBy.NODE, 488);
        }
    }

    /** For a 2xx of ours: the first of its copies counts. */
    public void arrived(Leg leg, IncomingRequest ack) {
        var wait = leg.invite.ackWait();
        if (wait == null || wait.cseq != ack.cseq())
            return;
        wait.stop();
        leg.invite.acknowledged(ack.cseq());
        wait.onAck.accept(ack);
        byeAfterAck(leg);
        call.life.settle();
    }

    private void byeAfterAck(Leg leg) {
        var reasons = leg.invite.takeBye();
        if (reasons != null)
            call.life.hangUp(leg, reasons);
    }

    /** A 2xx that came again: our ACK was lost. */
    public void succeededAgain(Leg leg, IncomingResponse success) {
        if (leg.dialog.remoteTag().equals(success.toTag()) && leg.facts.isAnswered() || leg.invite.isClosed()) {
            leg.invite.acknowledgeAgain(success.cseq());
        } else if (leg.side() == LegSide.CALLEE && leg.facts.isAnswered() || leg.invite.isCancelled() || call.over()) {
            call.life.acknowledgeAndHangUp(leg, success);
        }
    }
}
