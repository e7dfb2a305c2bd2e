package org.trunkline.engine.call.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.cdr.EndedBy;
import org.trunkline.engine.call.core.CallCore;
import org.trunkline.engine.call.dialog.EarlyDialog;
import org.trunkline.engine.call.dialog.Leg;
import org.trunkline.engine.call.early.Ringback;
import org.trunkline.engine.call.media.MediaBridge;
import org.trunkline.engine.call.message.HeaderPolicy;
import org.trunkline.engine.call.message.Statuses;
import org.trunkline.engine.port.media.MediaUnavailableException;
import org.trunkline.engine.port.signaling.Body;
import org.trunkline.engine.port.signaling.Header;
import org.trunkline.engine.port.signaling.IncomingRequest;
import org.trunkline.engine.port.signaling.IncomingResponse;
import org.trunkline.engine.sdp.SdpSyntaxException;
import org.trunkline.engine.sdp.SessionDescription;

/** How INVITEs get their 2xx: the caller's when somebody answers, and those of sides that take a place in the call. */
public final class Answering {
    private final CallCore call;
    private final Sides sides;
    private final Acks acks;
    private final Offers offers;
    private final Ringback ringback;

    Answering(CallCore call, Sides sides, Acks acks, Offers offers, Ringback ringback) {
        this.call = call;
        this.sides = sides;
        this.acks = acks;
        this.offers = offers;
        this.ringback = ringback;
    }

    public void answered(Leg leg, IncomingResponse success) {
        sides.begin(leg);
        leg.establish(success);
        leg.sessionTimer.accept(success);
        leg.facts.status(success.status());
        leg.outcome(success.status(), true);
        try {
            var told = description(leg, success);
            if (told.isEmpty())
                throw new SdpSyntaxException("a 200 without SDP");
            if (call.media.offer().isPresent())
                sides.agree(call.caller, call.media.offer().get(), told.get());
            answerCaller(leg, success, told.get(), call.media.offer().isPresent() ? call.media.answer(call.caller, told.get())
                    : call.media.offer(call.caller, told.get()));
        } catch (SdpSyntaxException | MediaUnavailableException e) {
            leg.acknowledge(success.cseq(), Optional.empty());
            leg.facts.answered(call.now());
            call.life.hangUp(leg, List.of(Statuses.reason(Cause.MEDIA_UNAVAILABLE)));
            call.life.refuse(488, Cause.MEDIA_UNAVAILABLE, EndedBy.NODE, Statuses.reason(Cause.MEDIA_UNAVAILABLE));
        }
    }

    /** A description that came reliably before the answer counts (RFC 3262 §5); what the answer repeats of it does not. */
    private static Optional<SessionDescription> description(Leg leg, IncomingResponse success) throws SdpSyntaxException {
        var early = leg.dialog.early().map(EarlyDialog::described);
        if (leg.dialog.early().filter(dialog -> dialog.agreed() && dialog.tag().equals(success.toTag())).isPresent())
            return early;
        return MediaBridge.read(leg, success.body()).or(() -> early);
    }

    private void answerCaller(Leg leg, IncomingResponse success, SessionDescription told, Body body) {
        Consumer<IncomingRequest> onAck = ack -> {};
        if (call.media.offer().isPresent())
            leg.acknowledge(success.cseq(), Optional.empty());
        else
            onAck = ack -> acks.answered(sides.caller(), ack, leg, success.cseq(), told);
        leg.facts.answered(call.now());
        call.record.answered(leg.facts.answeredAt().orElseThrow());
        acceptCaller(body, onAck);
        leg.sessionTimer.restart();
        begun();
    }

    /** One who was answered reliably while it rang is told once more only what has changed since, by a re-INVITE. */
    private void acceptCaller(Body body, Consumer<IncomingRequest> onAck) {
        boolean agreed = ringback.agreed();
        boolean stale = ringback.early.answeredHere();
        accept(sides.caller(), call.invite.cseq, agreed ? Optional.empty() : Optional.of(body), ack -> {
            onAck.accept(ack);
            if (stale)
                offers.renew(sides.callee());
            else if (agreed && !ringback.agreedTo(body))
                offers.renew(sides.caller());
        });
    }

    /** Answers the INVITE that opened a leg. */
    private void accept(Leg leg, long cseq, Optional<Body> body, Consumer<IncomingRequest> onAck) {
        var transaction = leg.invite.answer();
        leg.facts.answered(call.now(), 200);
        var headers = new ArrayList<Header>(5);
        headers.add(HeaderPolicy.ALLOW);
        headers.addAll(leg.sessionTimer.answer());
        acks.await(leg, cseq, true, leg.respond(transaction, 200, headers, body), onAck);
        leg.sessionTimer.restart();
    }

    /** The node itself answers, for an application. */
    public void answeredHere(Leg leg, Body body, Consumer<IncomingRequest> onAck) {
        sides.begin(leg);
        leg.facts.answered(call.now(), 200);
        call.record.answered(leg.facts.answeredAt().orElseThrow());
        accept(sides.caller(), call.invite.cseq, ringback.agreed() ? Optional.empty() : Optional.of(body), onAck);
        begun();
    }

    /** Nobody is rung any more, so what served that goes: a call may last for hours. */
    private void begun() {
        call.life.answered();
        sides.callee().dialog.forgetEarly();
        call.view.publish(sides.state());
        call.ports().records().answered(call.record.soFar(), call.record.prices());
        sides.watchMedia();
    }

    /** Somebody else takes the ringing call: both have offered, and each is answered with what the other can do. */
    public void pickedUp(Leg by, long cseq, Body answer, Body callersAnswer) {
        sides.begin(by);
        call.record.answered(call.now());
        accept(by, cseq, Optional.of(answer), ack -> {});
        acceptCaller(callersAnswer, ack -> {});
        begun();
    }

    /** Somebody else takes the place of one side, whose dialog ends (RFC 3891 §3). */
    public void replaced(Leg by, long cseq, Leg old, Body answer) {
        sides.replace(old, by);
        accept(by, cseq, Optional.of(answer), ack -> {});
        call.life.hangUp(old, List.of(Statuses.reason(Cause.NORMAL)));
        sides.settled();
    }
}
