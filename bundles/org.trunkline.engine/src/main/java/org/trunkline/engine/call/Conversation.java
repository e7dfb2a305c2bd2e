package org.trunkline.engine.call;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.trunkline.domain.call.CallState;
import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.cdr.EndedBy;
import org.trunkline.engine.port.Body;
import org.trunkline.engine.port.Header;
import org.trunkline.engine.port.IncomingRequest;
import org.trunkline.engine.port.IncomingResponse;
import org.trunkline.engine.port.MediaUnavailableException;
import org.trunkline.engine.port.Signaling.ServerTransaction;
import org.trunkline.engine.port.Transmission;
import org.trunkline.engine.sdp.SdpSyntaxException;
import org.trunkline.engine.sdp.SessionDescription;

/** An answered call: requests within its two dialogs pass from one to the other. */
final class Conversation {
    private final Call call;
    /** Who speaks now; others may have been there before. */
    private Leg caller;
    private @Nullable Leg callee;
    /** The one offer that is under way, in either direction (RFC 3264 §4 allows no second). */
    private @Nullable ResponseTaker pending;
    private @Nullable Transfer transfer;

    Conversation(Call call) {
        this.call = call;
        this.caller = call.caller;
    }

    // ---- the answer

    void answered(Leg leg, IncomingResponse success) {
        callee = leg;
        leg.establish(success);
        leg.sessionTimer.accept(success);
        leg.sipStatus = success.status();
        leg.lease.ifPresent(lease -> lease.outcome(success.status(), true));
        try {
            var told = MediaBridge.read(success.body()).or(() -> leg.early); // answered reliably before (RFC 3262 §5)
            if (told.isEmpty())
                throw new SdpSyntaxException("a 200 without SDP");
            if (call.offer().isPresent())
                agree(call.caller, call.offer().get(), told.get());
            answerCaller(leg, success, told.get(), call.tell(call.caller, told.get()));
        } catch (SdpSyntaxException | MediaUnavailableException e) {
            call.acknowledge(leg, success.cseq(), Optional.empty());
            leg.answeredAt = Optional.of(call.now());
            call.hangUp(leg, List.of(Statuses.reason(Cause.MEDIA_UNAVAILABLE)));
            call.refuse(488, Cause.MEDIA_UNAVAILABLE, EndedBy.NODE, Statuses.reason(Cause.MEDIA_UNAVAILABLE));
        }
    }

    private void answerCaller(Leg leg, IncomingResponse success, SessionDescription told, Body body) {
        Consumer<IncomingRequest> onAck = ack -> {};
        if (call.offer().isPresent())
            call.acknowledge(leg, success.cseq(), Optional.empty());
        else
            onAck = ack -> answeredInAck(caller, ack, leg, success.cseq(), told);
        leg.answeredAt = Optional.of(call.now());
        leg.state = CallState.ANSWERED;
        call.record.answeredAt = leg.answeredAt;
        call.record.sipStatus = 200;
        accept(caller, call.invite.cseq(), body, onAck);
        leg.sessionTimer.restart();
        begun();
    }

    /** Answers the INVITE that opened a leg. */
    private void accept(Leg leg, long cseq, Body body, Consumer<IncomingRequest> onAck) {
        var transaction = leg.invitedBy;
        leg.invitedBy = null;
        leg.answeredAt = Optional.of(call.now());
        leg.sipStatus = 200;
        leg.state = CallState.ANSWERED;
        var headers = new ArrayList<Header>(5);
        headers.add(HeaderPolicy.ALLOW);
        headers.addAll(leg.sessionTimer.answer());
        awaitAck(leg, cseq, true, call.respond(transaction, leg, 200, headers, Optional.of(body)), onAck);
        leg.sessionTimer.restart();
    }

    private void begun() {
        call.publish(CallState.ANSWERED);
        call.ports().records().answered(call.record.soFar());
        call.finalStatus(true);
        watchMedia();
    }

    // ---- others come in, and leave

    /** Somebody else takes the ringing call: both have offered, and each is answered with what the other can do. */
    void pickedUp(Leg by, long cseq, Body answer, Body callersAnswer) {
        callee = by;
        call.record.answeredAt = Optional.of(call.now());
        call.record.sipStatus = 200;
        accept(by, cseq, answer, ack -> {});
        accept(caller, call.invite.cseq(), callersAnswer, ack -> {});
        begun();
    }

    /** Somebody else takes the place of one side, whose dialog ends (RFC 3891 §3). */
    void replaced(Leg by, long cseq, Leg old, Body answer) {
        replace(old, by);
        accept(by, cseq, answer, ack -> {});
        call.hangUp(old, List.of(Statuses.reason(Cause.NORMAL)));
        settled();
    }

    boolean speaks(Leg leg) {
        return callee != null && (leg == caller || leg == callee);
    }

    Leg partner(Leg leg) {
        return other(leg);
    }

    void replace(Leg old, Leg fresh) {
        old.sessionTimer.stop();
        if (old == caller)
            caller = fresh;
        else
            callee = fresh;
    }

    /** The partner of a leg, for another call to have; empty while it is not at rest. */
    Optional<Leg> release(Leg leg) {
        if (!speaks(leg) || pending != null || leg.ackWait != null || other(leg).ackWait != null || other(leg).closed
                || transferring())
            return Optional.empty();
        return Optional.of(other(leg));
    }

    private boolean transferring() {
        return transfer != null && !transfer.over();
    }

    boolean busy(Leg leg) {
        return pending != null || leg.ackWait != null;
    }

    /** Offers a leg something new, on the node's own account. */
    void offer(Reoffer reoffer, Body body) {
        pending = reoffer;
        var leg = reoffer.leg();
        call.ports().signaling().send(leg.request("INVITE",
                Leg.with(leg.sessionTimer.refreshProposal(), HeaderPolicy.ALLOW), Optional.of(body)), reoffer);
    }

    void reoffered(Reoffer reoffer) {
        if (pending == reoffer)
            pending = null;
    }

    /** Both sides have agreed on media anew. */
    void settled() {
        watchMedia();
        caller.state = state();
        callee.state = state();
        call.publish(state());
    }

    /** The INVITE of somebody about to take a side's place is cancelled. */
    void cancelled(Leg leg) {
        var transaction = leg.invitedBy;
        if (transaction == null)
            return;
        leg.invitedBy = null;
        leg.ended(call.now(), 487);
        call.respond(transaction, leg, 487, List.of(), Optional.empty());
    }

    private void refer(Leg from, ServerTransaction transaction, IncomingRequest refer) {
        var targets = refer.headers("Refer-To");
        if (targets.size() != 1) {
            answer(from, transaction, 400);
        } else if (!speaks(from) || from.ackWait != null) {
            answer(from, transaction, 480);
        } else if (transferring()) {
            answer(from, transaction, 500, new Header("Retry-After", "5"));
        } else if (mayPass(from, other(from)) && Replaces.ofUri(targets.getFirst()).isEmpty()) {
            from.refers = true;
            pass(from, transaction, refer);
        } else {
            refer(from, transaction, refer, Leg.unbracketed(targets.getFirst()));
        }
    }

    /** Never from a trunk to a phone of ours, which would dial at our cost. A dialog named in it would be the node's. */
    private boolean mayPass(Leg from, Leg to) {
        return call.ports().directory().passesTransfers() && to.knowsRefer
                && (from.trunk.isEmpty() || to.trunk.isPresent());
    }

    private void refer(Leg from, ServerTransaction transaction, IncomingRequest refer, String uri) {
        String user = SipUri.parse(uri).map(SipUri::user).orElse("");
        var replaces = Replaces.ofUri(uri);
        var consulted = replaces.flatMap(call::dialog);
        if (replaces.isPresent() && consulted.isEmpty() || replaces.isEmpty() && user.isEmpty()) {
            answer(from, transaction, 404);
        } else if (consulted.isPresent() && !consulted.get().peer.equals(from.peer)) {
            answer(from, transaction, 403); // a dialog of somebody else's
        } else {
            if (ReferProgress.wanted(refer))
                answer(from, transaction, 202);
            else
                answer(from, transaction, 202, new Header("Refer-Sub", "false"));
            var progress = new ReferProgress(from, refer, transfer == null);
            transfer = new Transfer(call, from, other(from), progress, Transfer.referredBy(from, refer));
            call.searches().add(transfer.search);
            if (consulted.isPresent() && consulted.get().answeredAt.isPresent())
                transfer.attended(consulted.get());
            else
                consulted.ifPresentOrElse(transfer::insteadOf, () -> transfer.blind(user));
        }
    }

    private void awaitAck(Leg leg, long cseq, boolean initial, Transmission success, Consumer<IncomingRequest> onAck) {
        leg.ackWait = new AckWait(call, cseq, initial, success, onAck, () -> {
            leg.ackWait = null;
            call.end(Cause.TIMEOUT, EndedBy.NODE, 408);
            byeAfterAck(leg);
        });
    }

    /** The answer to an offer of the other side came in the ACK (RFC 3264 §4, RFC 3261 §13.2.1). */
    private void answeredInAck(Leg from, IncomingRequest ack, Leg to, long cseq, SessionDescription offer) {
        try {
            var answer = MediaBridge.read(ack.body());
            if (answer.isEmpty())
                throw new SdpSyntaxException("an ACK without SDP");
            agree(to, offer, answer.get());
            call.acknowledge(to, cseq, Optional.of(call.tell(to, answer.get())));
            watchMedia();
            call.publish(state());
        } catch (SdpSyntaxException | MediaUnavailableException e) {
            call.acknowledge(to, cseq, Optional.empty());
            call.end(Cause.MEDIA_UNAVAILABLE, EndedBy.NODE, 488);
        }
    }

    private void agree(Leg offerer, SessionDescription offer, SessionDescription answer) {
        var media = call.media().orElseThrow();
        var other = other(offerer);
        media.believe(offerer, offer);
        media.believe(other, answer);
        media.decline(answer);
        offerer.holds = offer.holds();
        other.holds = answer.holds();
        offerer.codec = answer.codec();
        other.codec = offerer.codec;
    }

    private CallState state() {
        return caller.holds || callee.holds ? CallState.HELD : CallState.ANSWERED;
    }

    private void watchMedia() {
        call.media().ifPresent(media -> media.watchSilence(state() != CallState.HELD));
    }

    // ---- ACK and BYE

    void acknowledged(Leg leg, IncomingRequest ack) {
        var wait = leg.ackWait;
        if (wait == null || wait.cseq != ack.cseq())
            return;
        wait.stop();
        leg.ackWait = null;
        wait.onAck.accept(ack);
        byeAfterAck(leg);
        call.settle();
    }

    private void byeAfterAck(Leg leg) {
        var reasons = leg.byeWhenAcknowledged;
        leg.byeWhenAcknowledged = null;
        if (reasons != null)
            call.hangUp(leg, reasons);
    }

    /** A 2xx that came again: our ACK was lost. */
    void succeededAgain(Leg leg, IncomingResponse success) {
        if (leg.remoteTag.equals(success.toTag()) && leg.answeredAt.isPresent() || leg.closed) {
            var ack = leg.lastAck;
            if (ack != null && leg.lastAckCseq == success.cseq())
                ack.again();
        } else if (leg.side == LegSide.CALLEE && leg.answeredAt.isPresent() || leg.cancelling || call.over()) {
            call.acknowledgeAndHangUp(leg, success);
        }
    }

    private void bye(Leg from, ServerTransaction transaction, IncomingRequest bye) {
        call.respond(transaction, from, 200, List.of(), Optional.empty());
        from.closed = true;
        from.lingering = false;
        if (from.ackWait != null) {
            from.ackWait.stop();
            from.ackWait = null;
        }
        if (call.over()) {
            call.settle();
            return;
        }
        var reason = Statuses.reasonText(bye);
        if (callee == null) {
            if (from == call.caller)
                call.cancelled(bye);
            return;
        }
        from.ended(call.now(), 200);
        if (!speaks(from) || transferring() && transfer.isTransferor(from)) { // the others go on
            from.sessionTimer.stop();
            return;
        }
        for (var leg : List.copyOf(call.legs()))
            if (leg != from && leg.dialog() && leg.answeredAt.isPresent())
                call.hangUp(leg, Statuses.reasons(Optional.of(bye), Cause.NORMAL));
        call.finish(Cause.NORMAL, from.side == LegSide.CALLER ? EndedBy.CALLER : EndedBy.CALLEE, reason);
    }

    private Leg other(Leg leg) {
        return leg == caller ? callee : caller;
    }

    // ---- other requests

    void request(Leg from, ServerTransaction transaction, IncomingRequest request) {
        if (!from.remoteTag.equals(request.fromTag()) && from.dialog()) {
            call.respond(transaction, from, 481, List.of(), Optional.empty());
        } else if (request.method().equals("INVITE") && from.ackWait != null
                && from.ackWait.cseq == request.cseq()) { // came again though its transaction is over
            call.ports().signaling().drop(transaction);
            from.ackWait.repeatNow();
        } else if (request.method().equals("BYE") && from.closed && request.cseq() == from.remoteCseq) {
            answer(from, transaction, 200); // came again before its answer went out
        } else if (request.cseq() <= from.remoteCseq) {
            call.respond(transaction, from, 500, List.of(), Optional.empty()); // RFC 3261 §12.2.2
        } else {
            from.remoteCseq = request.cseq();
            dispatch(from, transaction, request);
        }
    }

    private void dispatch(Leg from, ServerTransaction transaction, IncomingRequest request) {
        var required = HeaderPolicy.unsupported(request);
        if (request.method().equals("BYE")) {
            bye(from, transaction, request);
        } else if (call.over()) {
            answer(from, transaction, 481);
        } else if (!required.isEmpty()) {
            answer(from, transaction, 420, new Header("Unsupported", String.join(", ", required)));
        } else {
            switch (request.method()) {
                case "INVITE", "UPDATE" -> offered(from, transaction, request);
                case "INFO", "MESSAGE" -> pass(from, transaction, request);
                case "OPTIONS" -> answer(from, transaction, 200, HeaderPolicy.ALLOW, HeaderPolicy.ACCEPT,
                        HeaderPolicy.SUPPORTED);
                case "PRACK" -> {
                    if (from == call.caller)
                        call.ringback.acknowledged(transaction, request);
                    else
                        answer(from, transaction, 481);
                }
                case "REFER" -> refer(from, transaction, request);
                case "NOTIFY" -> {
                    if (speaks(from) && other(from).refers)
                        pass(from, transaction, request);
                    else
                        answer(from, transaction, 405, HeaderPolicy.ALLOW);
                }
                case "SUBSCRIBE", "PUBLISH" ->
                    answer(from, transaction, 405, HeaderPolicy.ALLOW);
                default -> answer(from, transaction, 501, HeaderPolicy.ALLOW);
            }
        }
    }

    private void answer(Leg leg, ServerTransaction transaction, int status, Header... headers) {
        call.respond(transaction, leg, status, List.of(headers), Optional.empty());
    }

    private void pass(Leg from, ServerTransaction transaction, IncomingRequest request) {
        if (!speaks(from)) {
            answer(from, transaction, callee == null ? 480 : 481);
            return;
        }
        var to = other(from);
        var exchange = new Exchange(this, from, to, transaction, request, Optional.empty());
        exchange.client = call.ports().signaling().send(
                to.request(request.method(), HeaderPolicy.within(request), request.body()), exchange);
    }

    private void offered(Leg from, ServerTransaction transaction, IncomingRequest request) {
        boolean update = request.method().equals("UPDATE");
        from.notePeer(request);
        request.contact().ifPresent(from::target);
        from.followRoute(request);
        if (SessionTimer.tooSmall(request)) {
            answer(from, transaction, 422, new Header("Min-SE", Integer.toString(SessionTimer.MIN_SECONDS)));
        } else if (update && request.body().isEmpty()) { // a refresh concerns this leg only
            from.sessionTimer.accept(request);
            call.respond(transaction, from, 200, from.sessionTimer.answer(), Optional.empty());
            from.sessionTimer.restart();
        } else if (callee != null && !speaks(from)) {
            answer(from, transaction, 481); // it was transferred away
        } else if (callee == null && update) { // the first offer has no answer yet (RFC 3311 §5.2)
            answer(from, transaction, 500, new Header("Retry-After", "2"));
        } else if (callee == null || pending != null || from.ackWait != null || other(from).ackWait != null) {
            answer(from, transaction, 491);
        } else if (request.body().isPresent() && !request.body().get().isSdp()) {
            answer(from, transaction, 415, HeaderPolicy.ACCEPT);
        } else {
            relayOffer(from, transaction, request);
        }
    }

    private void relayOffer(Leg from, ServerTransaction transaction, IncomingRequest request) {
        var to = other(from);
        try {
            var offer = MediaBridge.read(request.body());
            Optional<Body> body = offer.isEmpty() ? Optional.empty() : Optional.of(call.tell(to, offer.get()));
            if (request.method().equals("INVITE"))
                call.respond(transaction, from, 100, List.of(), Optional.empty());
            var exchange = new Exchange(this, from, to, transaction, request, offer);
            transaction.own(exchange);
            pending = exchange;
            var headers = new ArrayList<>(HeaderPolicy.within(request));
            headers.add(HeaderPolicy.ALLOW);
            headers.addAll(to.sessionTimer.refreshProposal());
            String method = request.method().equals("UPDATE") && !to.knowsUpdate ? "INVITE" : request.method();
            exchange.client = call.ports().signaling().send(to.request(method, headers, body), exchange);
        } catch (SdpSyntaxException e) {
            answer(from, transaction, 400);
        } catch (MediaUnavailableException e) {
            answer(from, transaction, 488);
        }
    }

    void finished(Exchange exchange, IncomingResponse response) {
        boolean offer = pending == exchange;
        if (offer)
            pending = null;
        boolean invited = offer && response.method().equals("INVITE");
        if (call.over()) {
            if (invited && response.status() < 300)
                call.acknowledge(exchange.to, response.cseq(), Optional.empty());
            return;
        }
        if (response.status() >= 300 || !offer) {
            passResponse(exchange, response);
            return;
        }
        try {
            agreed(exchange, response, invited);
        } catch (SdpSyntaxException | MediaUnavailableException e) {
            if (invited)
                call.acknowledge(exchange.to, response.cseq(), Optional.empty());
            answer(exchange.from, exchange.server, 488);
        }
    }

    private void passResponse(Exchange exchange, IncomingResponse response) {
        int status = response.status();
        var headers = status == 491 || status >= 500 ? response.headers("Retry-After").stream().limit(1)
                .map(value -> new Header("Retry-After", value)).toList() : List.<Header>of();
        call.respond(exchange.server, exchange.from, status < 300 ? status : Statuses.forCaller(status), headers,
                response.body().filter(body -> status < 300));
        if (status == 481 || status == 408)
            call.end(Cause.FAILED, EndedBy.NODE, status);
    }

    private void agreed(Exchange exchange, IncomingResponse success, boolean invited)
            throws SdpSyntaxException, MediaUnavailableException {
        var from = exchange.from;
        var to = exchange.to;
        to.notePeer(success);
        success.contact().ifPresent(to::target);
        to.followRoute(success);
        var told = MediaBridge.read(success.body());
        if (told.isEmpty())
            throw new SdpSyntaxException("a 200 without SDP");
        var body = call.tell(from, told.get());
        Consumer<IncomingRequest> onAck = ack -> {};
        if (exchange.offer.isPresent()) {
            agree(from, exchange.offer.get(), told.get());
            if (invited)
                call.acknowledge(to, success.cseq(), Optional.empty());
        } else {
            onAck = ack -> answeredInAck(from, ack, to, success.cseq(), told.get());
        }
        to.sessionTimer.accept(success);
        from.sessionTimer.accept(exchange.request);
        var headers = Leg.with(from.sessionTimer.answer(), HeaderPolicy.ALLOW);
        var sent = call.respond(exchange.server, from, 200, headers, Optional.of(body));
        if (exchange.request.method().equals("INVITE"))
            awaitAck(from, exchange.request.cseq(), false, sent, onAck);
        to.sessionTimer.restart();
        from.sessionTimer.restart();
        watchMedia();
        from.state = state();
        to.state = state();
        call.publish(state());
    }

    /** The other side did not answer: its dialog is gone (RFC 3261 §12.2.1.2). */
    void unanswered(Exchange exchange) {
        if (pending == exchange)
            pending = null;
        if (call.over())
            return;
        answer(exchange.from, exchange.server, 408);
        call.end(Cause.TIMEOUT, EndedBy.NODE, 408);
    }

    void cancelled(Exchange exchange) {
        if (pending == exchange && exchange.client != null && exchange.provisional)
            call.ports().signaling().cancel(exchange.client, List.of());
    }

    /** The call ends while an offer is under way. */
    void abandon() {
        if (pending instanceof Exchange exchange)
            answer(exchange.from, exchange.server, 487);
        pending = null;
        if (transfer != null)
            transfer.cancel();
    }

    // ---- session refresh (RFC 4028 §7.4)

    void refresh(Leg leg) {
        if (!speaks(leg))
            return;
        if (pending != null || leg.ackWait != null) {
            call.after(java.time.Duration.ofSeconds(2), () -> leg.post(now -> now.refresh(leg)));
            return;
        }
        var headers = Leg.with(leg.sessionTimer.refreshProposal(), HeaderPolicy.ALLOW);
        var refresh = new Refresh(this, leg);
        if (leg.knowsUpdate) {
            call.ports().signaling().send(leg.request("UPDATE", headers, Optional.empty()), refresh);
        } else {
            pending = refresh;
            call.ports().signaling().send(
                    leg.request("INVITE", headers, MediaBridge.lastTold(leg)), refresh);
        }
    }

    void refreshed(Refresh refresh, IncomingResponse response) {
        var leg = refresh.leg();
        if (pending == refresh)
            pending = null;
        int status = response.status();
        if (status < 300 && response.method().equals("INVITE"))
            call.acknowledge(leg, response.cseq(), Optional.empty());
        if (call.over())
            return;
        if (status == 481 || status == 408) {
            call.sessionExpired(leg);
        } else if (status == 491) { // RFC 3261 §14.1: whoever owns the Call-ID waits longer
            call.after(java.time.Duration.ofMillis(leg.side == LegSide.CALLER ? 1000 : 2500),
                    () -> leg.post(now -> now.refresh(leg)));
        } else {
            if (status < 300)
                leg.sessionTimer.accept(response);
            else if (status == 422)
                leg.sessionTimer.raise(response);
            leg.sessionTimer.restart();
        }
    }
}
