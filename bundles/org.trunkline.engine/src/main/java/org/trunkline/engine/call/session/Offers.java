package org.trunkline.engine.call.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.cdr.EndedBy;
import org.trunkline.engine.call.core.CallCore;
import org.trunkline.engine.call.dialog.InDialogRequest;
import org.trunkline.engine.call.dialog.Leg;
import org.trunkline.engine.call.dialog.LegSecurity;
import org.trunkline.engine.call.dialog.ResponseTaker;
import org.trunkline.engine.call.dialog.SessionTimer;
import org.trunkline.engine.call.early.EarlyOffers;
import org.trunkline.engine.call.media.MediaBridge;
import org.trunkline.engine.call.message.BodyParts;
import org.trunkline.engine.call.message.HeaderPolicy;
import org.trunkline.engine.port.media.MediaUnavailableException;
import org.trunkline.engine.port.signaling.Body;
import org.trunkline.engine.port.signaling.Header;
import org.trunkline.engine.port.signaling.IncomingRequest;
import org.trunkline.engine.port.signaling.IncomingResponse;
import org.trunkline.engine.port.signaling.Signaling.ServerTransaction;
import org.trunkline.engine.sdp.SdpSyntaxException;
import org.trunkline.engine.sdp.SessionDescription;
import org.trunkline.engine.sdp.UnreachableMediaException;

/**
 * What the sides of an answered call offer each other later: by re-INVITE or UPDATE, passed from one to the other, or on
 * the node's own account. One at a time, in either direction (RFC 3264 §4).
 */
public final class Offers implements RelayedTransaction.Owner {
    private static final Duration LATER = Duration.ofSeconds(2);

    private final CallCore call;
    private final Sides sides;
    private final Acks acks;
    private final EarlyOffers early;
    private final Taker ofNode;
    private @Nullable ResponseTaker pending;

    /** Answers offers of a caller that talks to the node itself. */
    public interface Taker {
        void offered(Leg from, ServerTransaction transaction, IncomingRequest request);
    }

    /** @param early takes offers before the answer */
    Offers(CallCore call, Sides sides, Acks acks, EarlyOffers early, Taker ofNode) {
        this.call = call;
        this.sides = sides;
        this.acks = acks;
        this.early = early;
        this.ofNode = ofNode;
    }

    public boolean busy(Leg leg) {
        return pending != null || leg.invite.awaitsAck();
    }

    /** Offers a leg something new, on the node's own account. */
    public void offer(NodeOffer reoffer, Body body) {
        pending = reoffer;
        reoffer.whenDone(() -> done(reoffer));
        var leg = reoffer.leg();
        InDialogRequest.send(leg, "INVITE", Leg.with(leg.sessionTimer.refreshProposal(), HeaderPolicy.ALLOW), Optional.of(body),
                reoffer);
    }

    /** Offers a leg what the other side said last, where it has not heard of that. */
    public void renew(Leg leg) {
        if (call.over() || !sides.speaks(leg))
            return;
        var other = sides.other(leg);
        if (busy(leg) || busy(other)) {
            call.after(LATER, () -> leg.post(now -> now.renew(leg)));
            return;
        }
        try {
            var described = other.media.described();
            if (described.isPresent())
                offer(new NodeOffer(call, leg, answer -> renewed(leg, described.get(), answer), status -> refused(leg, status)),
                        call.media.offer(leg, described.get()));
        } catch (MediaUnavailableException e) {
            return; // it goes on with what it has
        }
    }

    private void renewed(Leg leg, SessionDescription offer, SessionDescription answer) {
        sides.agree(sides.other(leg), offer, answer);
        sides.settled();
    }

    private void refused(Leg leg, int status) {
        if (status == 491)
            call.after(leg.dialog.glarePause(), () -> leg.post(now -> now.renew(leg))); // glare (RFC 3261 §14.1)
    }

    public void offered(Leg from, ServerTransaction transaction, IncomingRequest request) {
        boolean update = request.method().equals("UPDATE");
        from.dialog.notePeer(request);
        request.contact().ifPresent(from.dialog::target);
        from.dialog.followRoute(request);
        if (SessionTimer.tooSmall(request)) {
            from.respond(transaction, 422, new Header("Min-SE", Integer.toString(SessionTimer.MIN_SECONDS)));
        } else if (update && isWithoutOffer(request)) { // a refresh concerns this leg only
            from.sessionTimer.accept(request);
            from.respond(transaction, 200, from.sessionTimer.answer(), Optional.empty());
            from.sessionTimer.restart();
        } else if (sides.began() && !sides.speaks(from)) {
            from.respond(transaction, 481); // it was transferred away
        } else if (!sides.began() && update) {
            early.offered(from, transaction, request);
        } else if (pending instanceof RelayedTransaction earlier && earlier.from == from) {
            from.respond(transaction, 500, HeaderPolicy.retrySoon()); // RFC 3261 §14.2, RFC 3311 §5.2
        } else if (!sides.began() || pending != null || from.invite.awaitsAck() || sides.other(from).invite.awaitsAck()) {
            from.respond(transaction, 491);
        } else if (!BodyParts.understood(request)) {
            from.respond(transaction, 415, HeaderPolicy.ACCEPT);
        } else if (sides.other(from).isOfNode()) {
            ofNode.offered(from, transaction, request);
        } else {
            relayOffer(from, transaction, request);
        }
    }

    private static boolean isWithoutOffer(IncomingRequest update) {
        return update.body().flatMap(BodyParts::sdp).isEmpty() && BodyParts.understood(update);
    }

    private void relayOffer(Leg from, ServerTransaction transaction, IncomingRequest request) {
        var to = sides.other(from);
        try {
            var offer = MediaBridge.read(from, request.body());
            Optional<Body> body = offer.isEmpty() ? Optional.empty() : Optional.of(call.media.offer(to, offer.get()));
            if (request.method().equals("INVITE"))
                from.respond(transaction, 100);
            var exchange = new RelayedTransaction(call, this, from, to, transaction, request, offer);
            transaction.own(exchange);
            pending = exchange;
            var headers = new ArrayList<>(HeaderPolicy.within(request));
            headers.add(HeaderPolicy.ALLOW);
            headers.addAll(to.sessionTimer.refreshProposal());
            String method = request.method().equals("UPDATE") && !to.dialog.knowsUpdate() ? "INVITE" : request.method();
            exchange.send(method, headers, body);
        } catch (LegSecurity.Refused | MediaUnavailableException e) {
            from.respond(transaction, 488);
        } catch (UnreachableMediaException e) {
            from.respond(transaction, 488, new Header("Warning", e.warning() + " trunkline \"" + e.getMessage() + '"'));
        } catch (SdpSyntaxException e) {
            from.respond(transaction, 400);
        }
    }

    void done(ResponseTaker taker) {
        if (pending == taker)
            pending = null;
    }

    @Override
    public void finished(RelayedTransaction exchange, IncomingResponse response) {
        boolean invited = response.method().equals("INVITE");
        if (pending != exchange) { // it was answered when the call ended
            if (invited && response.status() < 300)
                exchange.to.acknowledge(response.cseq(), Optional.empty());
            return;
        }
        pending = null;
        if (call.over()) {
            if (invited && response.status() < 300)
                exchange.to.acknowledge(response.cseq(), Optional.empty());
            return;
        }
        if (response.status() >= 300) {
            if (exchange.offer.isPresent())
                exchange.to.media.told.refused();
            exchange.pass(response);
            return;
        }
        try {
            agreed(exchange, response, invited);
        } catch (SdpSyntaxException | MediaUnavailableException e) {
            if (invited)
                exchange.to.acknowledge(response.cseq(), Optional.empty());
            exchange.from.respond(exchange.server, 488);
        }
    }

    /** The other side did not answer: its dialog is gone (RFC 3261 §12.2.1.2). */
    @Override
    public void unanswered(RelayedTransaction exchange) {
        done(exchange);
        if (call.over())
            return; // it was answered when the call ended
        exchange.from.respond(exchange.server, 408);
        call.life.end(Cause.TIMEOUT, EndedBy.NODE, 408);
    }

    private void agreed(RelayedTransaction exchange, IncomingResponse success, boolean invited)
            throws SdpSyntaxException, MediaUnavailableException {
        var from = exchange.from;
        var to = exchange.to;
        to.dialog.notePeer(success);
        success.contact().ifPresent(to.dialog::target);
        to.dialog.followRoute(success);
        var told = MediaBridge.read(to, success.body());
        if (told.isEmpty())
            throw new SdpSyntaxException("a 200 without SDP");
        if (exchange.offer.isPresent())
            sides.agree(from, exchange.offer.get(), told.get()); // an ICE restart changes what it is answered
        var body = exchange.offer.isPresent() ? call.media.answer(from, told.get()) : call.media.offer(from, told.get());
        Consumer<IncomingRequest> onAck = ack -> {};
        if (exchange.offer.isPresent()) {
            if (invited)
                to.acknowledge(success.cseq(), Optional.empty());
        } else {
            onAck = ack -> acks.answered(from, ack, to, success.cseq(), told.get());
        }
        to.sessionTimer.accept(success);
        from.sessionTimer.accept(exchange.request);
        var headers = Leg.with(from.sessionTimer.answer(), HeaderPolicy.ALLOW);
        var sent = from.respond(exchange.server, 200, headers, Optional.of(body));
        if (exchange.request.method().equals("INVITE"))
            acks.await(from, exchange.request.cseq(), false, sent, onAck);
        to.sessionTimer.restart();
        from.sessionTimer.restart();
        sides.watchMedia();
        from.facts.state(sides.state());
        to.facts.state(sides.state());
        call.view.publish(sides.state());
    }

    @Override
    public void cancelled(RelayedTransaction exchange) {
        if (pending == exchange)
            exchange.cancel();
    }

    /** The call ends while an offer is under way. */
    public void abandon() {
        if (pending instanceof RelayedTransaction exchange)
            exchange.from.respond(exchange.server, 487);
        pending = null;
    }

    // ---- session refresh (RFC 4028 §7.4)

    public void refresh(Leg leg) {
        if (!sides.speaks(leg))
            return;
        if (pending != null || leg.invite.awaitsAck()) {
            call.after(LATER, () -> leg.post(now -> now.refresh(leg)));
            return;
        }
        var headers = Leg.with(leg.sessionTimer.refreshProposal(), HeaderPolicy.ALLOW);
        var refresh = new SessionRefresh(this, leg);
        if (leg.dialog.knowsUpdate()) {
            InDialogRequest.send(leg, "UPDATE", headers, Optional.empty(), refresh);
        } else {
            pending = refresh;
            InDialogRequest.send(leg, "INVITE", headers, MediaBridge.lastTold(leg), refresh);
        }
    }

    void refreshed(SessionRefresh refresh, IncomingResponse response) {
        var leg = refresh.leg();
        if (pending == refresh)
            pending = null;
        int status = response.status();
        if (status < 300 && response.method().equals("INVITE"))
            leg.acknowledge(response.cseq(), Optional.empty());
        if (call.over())
            return;
        if (status == 481 || status == 408) {
            leg.owner().sessionExpired(leg);
        } else if (status == 491) {
            call.after(leg.dialog.glarePause(), () -> leg.post(now -> now.refresh(leg)));
        } else {
            if (status < 300)
                leg.sessionTimer.accept(response);
            else if (status == 422)
                leg.sessionTimer.raise(response);
            leg.sessionTimer.restart();
        }
    }
}
