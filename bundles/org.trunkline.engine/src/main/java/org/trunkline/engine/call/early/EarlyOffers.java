package org.trunkline.engine.call.early;

import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.engine.call.core.CallCore;
import org.trunkline.engine.call.dialog.EarlyDialog;
import org.trunkline.engine.call.dialog.InDialogRequest;
import org.trunkline.engine.call.dialog.Leg;
import org.trunkline.engine.call.dialog.LegSecurity;
import org.trunkline.engine.call.dialog.ResponseTaker;
import org.trunkline.engine.call.media.MediaBridge;
import org.trunkline.engine.call.message.HeaderPolicy;
import org.trunkline.engine.call.scope.CallScope;
import org.trunkline.engine.port.media.MediaUnavailableException;
import org.trunkline.engine.port.signaling.Body;
import org.trunkline.engine.port.signaling.Header;
import org.trunkline.engine.port.signaling.IncomingRequest;
import org.trunkline.engine.port.signaling.IncomingResponse;
import org.trunkline.engine.port.signaling.Signaling.ServerTransaction;
import org.trunkline.engine.sdp.SdpSyntaxException;
import org.trunkline.engine.sdp.SessionDescription;

/**
 * Offers while a call rings after the first has its answer (RFC 6337 §2.2): by UPDATE from either side (RFC 3311 §5), or in
 * the caller's PRACK (RFC 3262 §5). One that the other side can be asked goes there by UPDATE; any other is answered here
 * with what that side said last, since the relay hides where media goes.
 */
public final class EarlyOffers {
    private final CallCore call;
    private final Ringback ringback;
    private @Nullable Passing pending;
    private boolean answeredHere;

    EarlyOffers(CallCore call, Ringback ringback) {
        this.call = call;
        this.ringback = ringback;
    }

    /** Whether an offer is at the other side, so that an answer to the call has to wait. */
    boolean busy() {
        return pending != null;
    }

    /** Whether the callee was not asked what the caller offered last. */
    public boolean answeredHere() {
        return answeredHere;
    }

    // ---- offers of either side

    public void offered(Leg from, ServerTransaction transaction, IncomingRequest request) {
        var dialog = from.dialog.early().filter(early -> early.agreed() && early.tag().equals(request.fromTag()));
        if (pending != null) {
            refuse(from, transaction, pending.to == from ? 491 : 500);
        } else if (from != call.caller && dialog.isEmpty()) {
            refuse(from, transaction, 491); // the INVITE's own offer has no answer yet (RFC 3311 §5.2)
        } else if (from == call.caller && !ringback.agreed()) {
            refuse(from, transaction, call.media.offer().isPresent() ? 500 : 491);
        } else {
            read(from, transaction, request);
        }
    }

    private void read(Leg from, ServerTransaction transaction, IncomingRequest request) {
        try {
            var offer = MediaBridge.read(from, request.body());
            if (offer.isEmpty()) {
                refuse(from, transaction, 415);
                return;
            }
            var passing = new Passing(from, transaction, request, offer.get());
            var to = partner(from);
            if (to.isPresent())
                pass(passing, to.get());
            else
                answerHere(passing);
        } catch (LegSecurity.Refused | MediaUnavailableException e) {
            refuse(from, transaction, 488);
        } catch (SdpSyntaxException e) {
            refuse(from, transaction, 400);
        }
    }

    private void refuse(Leg from, ServerTransaction transaction, int status) {
        var headers = switch (status) {
            case 500 -> List.of(HeaderPolicy.retrySoon());
            case 415 -> List.of(HeaderPolicy.ACCEPT);
            default -> List.<Header>of();
        };
        from.respond(transaction, status, headers, Optional.empty());
    }

    /** The other side, where it can be asked. */
    private Optional<Leg> partner(Leg from) {
        if (from != call.caller)
            return Optional.of(call.caller).filter(caller -> caller.dialog.knowsUpdate() && ringback.agreed() && !ringback.waits());
        return call.legs.all().stream().filter(leg -> leg.invite.client() != null && !leg.invite.isCancelled() && leg.dialog.knowsUpdate())
                .filter(leg -> leg.dialog.early().filter(EarlyDialog::agreed).isPresent()).findFirst();
    }

    private void pass(Passing passing, Leg to) throws MediaUnavailableException {
        var body = call.media.offer(to, passing.offer);
        passing.goesTo(to);
        pending = passing;
        InDialogRequest.send(to, "UPDATE", List.of(HeaderPolicy.ALLOW), Optional.of(body), passing);
    }

    /** An offer on its way to the other side. */
    private final class Passing implements ResponseTaker {
        final Leg from;
        final ServerTransaction transaction;
        final IncomingRequest request;
        final SessionDescription offer;
        private @Nullable Leg to;

        Passing(Leg from, ServerTransaction transaction, IncomingRequest request, SessionDescription offer) {
            this.from = from;
            this.transaction = transaction;
            this.request = request;
            this.offer = offer;
        }

        void goesTo(Leg leg) {
            to = leg;
        }

        /** A PRACK is never refused for its offer (RFC 6337 §2.3). */
        boolean mustBeTaken() {
            return request.method().equals("PRACK");
        }

        @Override
        public CallScope scope() {
            return call.scope;
        }

        @Override
        public void response(IncomingResponse response) {
            if (response.status() < 200 || pending != this)
                return;
            pending = null;
            if (response.status() < 300) {
                taken(this, response);
            } else {
                to.media.told.refused();
                refused(this, response.status());
            }
            ringback.goOn();
        }

        @Override
        public void failed(boolean sent) {
            if (pending != this)
                return;
            pending = null;
            refused(this, 500);
            ringback.goOn();
        }
    }

    private void taken(Passing passing, IncomingResponse success) {
        try {
            var answer = MediaBridge.read(passing.to, success.body());
            if (answer.isEmpty())
                throw new SdpSyntaxException("a 200 without SDP");
            success.contact().ifPresent(passing.to.dialog::target);
            var media = call.media.relay().orElseThrow();
            describe(passing.from, passing.offer);
            describe(passing.to, answer.get());
            media.decline(answer.get());
            passing.from.media.codec(answer.get().codec());
            passing.to.media.codec(answer.get().codec());
            accept(passing, call.media.answer(passing.from, answer.get()));
        } catch (SdpSyntaxException | MediaUnavailableException e) {
            refused(passing, 488);
        }
    }

    private void refused(Passing passing, int status) {
        if (passing.mustBeTaken())
            answerHere(passing);
        else // 481 and 408 would end a dialog that is none of theirs
            refuse(passing.from, passing.transaction, status == 488 || status == 491 ? status : 500);
    }

    /** Answers with what the other side has said of itself; it hears of it, where needed, once the call is answered. */
    private void answerHere(Passing passing) {
        var from = passing.from;
        var other = from == call.caller ? ringback.described() : call.media.offer();
        var answer = other.flatMap(passing.offer::answeredWith);
        try {
            if (answer.isPresent()) {
                describe(from, passing.offer);
                answeredHere |= from == call.caller;
                accept(passing, call.media.answer(from, answer.get()));
            } else if (passing.mustBeTaken()) {
                from.respond(passing.transaction, 200);
                call.life.giveUp(488, Cause.MEDIA_UNAVAILABLE);
            } else {
                refuse(from, passing.transaction, 488);
            }
        } catch (MediaUnavailableException e) {
            refuse(from, passing.transaction, 488);
        }
    }

    private void accept(Passing passing, Body body) {
        passing.from.respond(passing.transaction, 200, List.of(HeaderPolicy.ALLOW), Optional.of(body));
        if (passing.from == call.caller)
            ringback.agreedTo(body.text());
        else if (passing.to != null)
            ringback.agreedTo(passing.to.media.told.text());
    }

    /** What a side says of itself from now on. */
    private void describe(Leg leg, SessionDescription now) {
        call.media.relay().orElseThrow().believe(leg, now);
        leg.media.holds(now);
        if (leg == call.caller) {
            call.media.described(now);
        } else {
            leg.dialog.describeEarly(now);
            ringback.described(now);
        }
    }

    /** The caller's INVITE has its final response. */
    void stop() {
        var passing = pending;
        pending = null;
        if (passing != null)
            passing.from.respond(passing.transaction, 487);
    }
}
