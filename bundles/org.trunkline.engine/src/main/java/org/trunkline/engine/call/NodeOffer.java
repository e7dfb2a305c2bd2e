package org.trunkline.engine.call;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

import org.trunkline.engine.port.signaling.IncomingResponse;
import org.trunkline.engine.sdp.SdpSyntaxException;
import org.trunkline.engine.sdp.SessionDescription;

/** A re-INVITE of the node's own, with an offer (RFC 3261 §14.1). */
final class NodeOffer implements ResponseTaker {
    private final CallCore call;
    private final Leg leg;
    private final Consumer<SessionDescription> agreed;
    private final IntConsumer refused;
    private Runnable done = () -> {};
    private Optional<Consumer<IncomingResponse>> success = Optional.empty();

    /** @param refused told the status; 408 where nothing came at all */
    NodeOffer(CallCore call, Leg leg, Consumer<SessionDescription> agreed, IntConsumer refused) {
        this.call = call;
        this.leg = leg;
        this.agreed = agreed;
        this.refused = refused;
    }

    /** Takes the whole answer, already acknowledged, instead of its description. */
    NodeOffer answeredBy(Consumer<IncomingResponse> taker) {
        success = Optional.of(taker);
        return this;
    }

    /** Told before anything else that the final response came, or none will. */
    void whenDone(Runnable task) {
        done = task;
    }

    Leg leg() {
        return leg;
    }

    @Override
    public CallScope scope() {
        return call.scope;
    }

    @Override
    public void response(IncomingResponse response) {
        if (response.status() < 200)
            return;
        done.run();
        if (response.status() < 300)
            leg.acknowledge(response.cseq(), Optional.empty());
        if (call.over())
            return;
        if (response.status() >= 300) {
            leg.media.told.refused();
            refused.accept(response.status());
            return;
        }
        response.contact().ifPresent(leg.dialog::target);
        leg.dialog.followRoute(response);
        leg.sessionTimer.accept(response);
        leg.sessionTimer.restart();
        if (success.isPresent())
            success.get().accept(response);
        else
            read(response);
    }

    private void read(IncomingResponse response) {
        try {
            MediaBridge.read(leg, response.body()).ifPresentOrElse(agreed, () -> refused.accept(488));
        } catch (SdpSyntaxException e) {
            refused.accept(488);
        }
    }

    @Override
    public void failed(boolean sent) {
        done.run();
        if (!call.over())
            refused.accept(408);
    }
}
