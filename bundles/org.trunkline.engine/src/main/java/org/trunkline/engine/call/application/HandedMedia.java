package org.trunkline.engine.call.application;

import java.util.ArrayList;
import java.util.Optional;
import java.util.function.Consumer;

import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.cdr.EndedBy;
import org.trunkline.engine.call.core.CallCore;
import org.trunkline.engine.call.dialog.Leg;
import org.trunkline.engine.call.dialog.LegSecurity;
import org.trunkline.engine.call.early.Ringback;
import org.trunkline.engine.call.media.MediaBridge;
import org.trunkline.engine.call.message.HeaderPolicy;
import org.trunkline.engine.call.session.Conversation;
import org.trunkline.engine.port.media.MediaUnavailableException;
import org.trunkline.engine.port.signaling.Body;
import org.trunkline.engine.port.signaling.IncomingRequest;
import org.trunkline.engine.port.signaling.Signaling.ServerTransaction;
import org.trunkline.engine.sdp.SdpSyntaxException;
import org.trunkline.engine.sdp.SessionDescription;

/** The node's own offers and answers to the caller of a call that an application has. */
public final class HandedMedia {
    private final CallCore call;
    private final Ringback ringback;
    private final Conversation conversation;
    private final Leg leg;
    private final HandedCall handed;
    private final CallSound sound;

    HandedMedia(CallCore call, Ringback ringback, Conversation conversation, Leg leg, HandedCall handed,
            CallSound sound) {
        this.call = call;
        this.ringback = ringback;
        this.conversation = conversation;
        this.leg = leg;
        this.handed = handed;
        this.sound = sound;
    }

    // ---- answers

    /** The node's own answer to what the caller offered last. */
    private SessionDescription answerTo(SessionDescription offer) throws MediaUnavailableException {
        return sound.description().answering(offer).orElseThrow(() -> new MediaUnavailableException(CallSound.NO_CODEC));
    }

    void early(String id) {
        if (!call.caller.invite.awaitsAnswer()) {
            handed.failed(id, "the call is already answered");
        } else if (sound.isOpen()) {
            handed.failed(id, "the caller already hears the application");
        } else if (call.media.offer().isEmpty()) {
            handed.failed(id, "the caller has not offered media, so the call can only be answered");
        } else {
            try {
                var answer = answerTo(call.media.offer().get());
                var body = call.media.tell(call.caller, answer);
                ringback.progress(leg, 183, Optional.of(body));
                open(answer, call.media.offer().get());
            } catch (MediaUnavailableException e) {
                handed.failed(id, String.valueOf(e.getMessage()));
            }
        }
    }

    /** @param focus whether the caller is told that it talks to a conference */
    void answer(String id, boolean focus) {
        if (call.over())
            return;
        if (!call.caller.invite.awaitsAnswer()) {
            handed.failed(id, "the call is already answered");
            return;
        }
        if (focus)
            call.caller.dialog.focus(true);
        try {
            var offer = call.media.offer();
            if (offer.isPresent()) {
                var answer = answerTo(offer.get());
                var body = call.media.tell(call.caller, answer);
                open(answer, offer.get());
                answered(body, _ -> handed.answered());
            } else {
                answered(call.media.tell(call.caller, sound.description().offering()), this::answeredBy);
            }
        } catch (MediaUnavailableException e) {
            handed.failed(id, String.valueOf(e.getMessage()));
        }
    }

    private void answered(Body body, Consumer<IncomingRequest> onAck) {
        handed.settled();
        conversation.answering.answeredHere(leg, body, onAck);
    }

    /** The answer to the node's offer came in the ACK. */
    private void answeredBy(IncomingRequest ack) {
        try {
            var answer = MediaBridge.read(conversation.sides.caller(), ack.body())
                    .orElseThrow(() -> new SdpSyntaxException("an ACK without SDP"));
            call.media.relay().orElseThrow().believe(call.caller, answer);
            open(answer, answer);
            handed.answered();
        } catch (SdpSyntaxException | MediaUnavailableException e) {
            call.life.end(Cause.MEDIA_UNAVAILABLE, EndedBy.NODE, 488);
        }
    }

    /** The caller offers something else later; nobody else is there to be asked. */
    public void offered(Leg from, ServerTransaction transaction, IncomingRequest request) {
        try {
            var offer = MediaBridge.read(from, request.body());
            Body body;
            if (offer.isPresent()) {
                var answer = answerTo(offer.get());
                call.media.relay().orElseThrow().believe(from, offer.get());
                body = call.media.tell(from, answer);
                from.media.holds(offer.get());
                open(answer, offer.get());
            } else {
                body = call.media.tell(from, sound.description().offering());
            }
            from.sessionTimer.accept(request);
            var headers = new ArrayList<>(from.sessionTimer.answer());
            headers.add(HeaderPolicy.ALLOW);
            var sent = from.respond(transaction, 200, headers, Optional.of(body));
            if (request.method().equals("INVITE"))
                conversation.acks.await(from, request.cseq(), false, sent,
                        ack -> offer.ifPresentOrElse(_ -> {}, () -> answeredAgain(from, ack)));
            from.sessionTimer.restart();
            conversation.sides.settled();
        } catch (LegSecurity.Refused | MediaUnavailableException e) {
            from.respond(transaction, 488);
        } catch (SdpSyntaxException e) {
            from.respond(transaction, 400);
        }
    }

    private void answeredAgain(Leg from, IncomingRequest ack) {
        try {
            var answer = MediaBridge.read(from, ack.body());
            if (answer.isPresent()) {
                call.media.relay().orElseThrow().believe(from, answer.get());
                open(answer.get(), answer.get());
            }
        } catch (SdpSyntaxException | MediaUnavailableException e) {
            call.life.end(Cause.MEDIA_UNAVAILABLE, EndedBy.NODE, 488);
        }
    }

    private void open(SessionDescription agreed, SessionDescription said) throws MediaUnavailableException {
        sound.open(agreed, said);
        call.caller.media.codec(agreed.codec());
        leg.media.codec(agreed.codec());
        call.media.relay().orElseThrow().decline(agreed);
    }
}
