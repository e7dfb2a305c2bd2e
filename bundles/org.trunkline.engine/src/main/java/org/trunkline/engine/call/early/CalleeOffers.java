package org.trunkline.engine.call.early;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.trunkline.engine.call.core.CallCore;
import org.trunkline.engine.call.dialog.Leg;
import org.trunkline.engine.call.media.MediaBridge;
import org.trunkline.engine.port.media.MediaUnavailableException;
import org.trunkline.engine.port.signaling.Body;
import org.trunkline.engine.port.signaling.IncomingRequest;
import org.trunkline.engine.port.signaling.IncomingResponse;
import org.trunkline.engine.sdp.SdpSyntaxException;
import org.trunkline.engine.sdp.SessionDescription;

/**
 * Offers of callees in reliable provisional responses, where the caller's INVITE had none (RFC 3262 §5). The first is told
 * to the caller, whose PRACK answers it; that answer is theirs too who have offered beside it.
 */
final class CalleeOffers {
    /** Offers that wait for the caller's PRACK; more are not acknowledged, and come again. */
    private static final int MOST = 32;

    private final CallCore call;
    private List<Unanswered> unanswered = List.of();

    /** A callee's offer in a provisional response, whose PRACK has to carry the answer. */
    private record Unanswered(Leg leg, IncomingResponse response, SessionDescription offer, Consumer<Body> acknowledge) {}

    CalleeOffers(CallCore call) {
        this.call = call;
    }

    /** A callee offers in a reliable provisional response. */
    void offered(Leg leg, IncomingResponse response, Consumer<Body> acknowledge) {
        try {
            var offer = MediaBridge.read(leg, response.body());
            if (offer.isEmpty())
                return;
            var one = new Unanswered(leg, response, offer.get(), acknowledge);
            if (call.media.offer().isPresent())
                answer(one, call.media.offer().get());
            else if (unanswered.size() < MOST)
                wait(one);
        } catch (SdpSyntaxException e) {
            return; // it will come again and again, and the callee give up
        }
    }

    private void wait(Unanswered one) {
        if (unanswered.isEmpty())
            unanswered = new ArrayList<>(2);
        unanswered.add(one);
    }

    /** The caller's PRACK answers the offer that it was told. @return false where it does not */
    boolean answered(IncomingRequest prack) {
        try {
            var answer = MediaBridge.read(call.caller, prack.body());
            if (answer.isEmpty())
                return false;
            call.media.relay().orElseThrow().believe(call.caller, answer.get());
            call.caller.media.agreed(answer.get());
            call.media.described(answer.get());
            unanswered.forEach(each -> answer(each, answer.get()));
            unanswered = List.of();
            return true;
        } catch (SdpSyntaxException e) {
            return false;
        }
    }

    private void answer(Unanswered one, SessionDescription callers) {
        var answer = one.offer.answeredWith(callers);
        if (answer.isEmpty() || one.leg.invite.isClosed() || one.leg.invite.isCancelled())
            return;
        try {
            if (one.leg.dialog.early().isPresent()) // it is the one whose offer the caller was told
                call.media.relay().orElseThrow().believe(one.leg, one.offer);
            one.leg.dialog.begin(one.response, one.offer, true);
            one.acknowledge.accept(call.media.answer(one.leg, answer.get()));
        } catch (MediaUnavailableException e) {
            return; // as above
        }
    }
}
