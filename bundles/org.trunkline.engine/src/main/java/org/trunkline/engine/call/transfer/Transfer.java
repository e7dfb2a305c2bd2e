package org.trunkline.engine.call.transfer;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.trunkline.domain.call.CallState;
import org.trunkline.domain.call.Direction;
import org.trunkline.domain.call.Party;
import org.trunkline.domain.cdr.Candidate;
import org.trunkline.domain.cdr.Candidate.Origin;
import org.trunkline.domain.cdr.Candidate.Reason;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.cdr.EndedBy;
import org.trunkline.engine.call.core.CallCore;
import org.trunkline.engine.call.core.TrunkChoice;
import org.trunkline.engine.call.dialog.Leg;
import org.trunkline.engine.call.hunt.CallOriginator;
import org.trunkline.engine.call.hunt.TargetHunt;
import org.trunkline.engine.call.hunt.TargetOrigin;
import org.trunkline.engine.call.media.MediaBridge;
import org.trunkline.engine.call.message.Presentation;
import org.trunkline.engine.call.message.SipUri;
import org.trunkline.engine.call.message.Statuses;
import org.trunkline.engine.call.session.Conversation;
import org.trunkline.engine.call.session.NodeOffer;
import org.trunkline.engine.port.media.MediaUnavailableException;
import org.trunkline.engine.port.routing.Directory.Decision;
import org.trunkline.engine.port.routing.Directory.RouteRequest;
import org.trunkline.engine.port.signaling.Body;
import org.trunkline.engine.port.signaling.Header;
import org.trunkline.engine.port.signaling.IncomingResponse;
import org.trunkline.engine.sdp.SdpSyntaxException;
import org.trunkline.engine.sdp.SessionDescription;

/**
 * One side of an answered call asks the node to connect the other side to somebody else (RFC 3515, RFC 5589): the node
 * rings the target itself, or takes it from the other call of an attended transfer ({@link Consultation}), and leads the
 * media anew by re-INVITE. The phones need not know how.
 */
public final class Transfer implements CallOriginator {
    /** The transferor hangs up after the NOTIFY of success; else the node ends its call. */
    private static final Duration COURTESY = Duration.ofSeconds(2);
    private static final Duration AGAIN = Duration.ofMillis(700);

    private final CallCore call;
    private final Conversation conversation;
    private final Leg transferor;
    private final Leg remaining;
    private final ReferProgress progress;
    private final List<Header> referredBy;
    private final Applications applications;
    private final MediaBridge relay;
    final TargetHunt search;
    private @Nullable Leg target;
    private boolean over;
    /** Of the number that the call is sent to, whatever was dialled first. */
    private boolean emergency;
    /** Whether the remaining side hears the target before it answers. */
    private boolean listens;
    /** How a trunk is offered the test call of an administrator. */
    private Optional<TrunkChoice.Test> test = Optional.empty();
    /** Told what the remaining side agreed on with an application. */
    private Consumer<SessionDescription> agreed = _ -> {};

    /** What a number of an application is transferred to. */
    @FunctionalInterface
    public interface Applications {
        /** @return false where there is no such application */
        boolean take(Transfer transfer, Decision.ToApplication to);
    }

    Transfer(CallCore call, Conversation conversation, Leg transferor, ReferProgress progress, List<Header> referredBy, Applications applications) {
        this.call = call;
        this.conversation = conversation;
        this.transferor = transferor;
        this.remaining = conversation.sides.other(transferor);
        this.progress = progress;
        this.referredBy = referredBy;
        this.applications = applications;
        this.relay = call.media.open();
        this.search = new TargetHunt(call, this);
    }

    public boolean over() {
        return over;
    }

    /** Who has the side transferred, with its own rights or another's. */
    public Leg principal() {
        return transferor.principal();
    }

    /** The side that is transferred. */
    public Leg remaining() {
        return remaining;
    }

    boolean isTransferor(Leg leg) {
        return leg == transferor;
    }

    // ---- to somebody new

    /** Dials as the transferor would. */
    void blind(String dialled) {
        progress.under(100);
        var whose = transferor.principal();
        emergency = !whose.isTrunk() && call.ports().directory().emergency(dialled);
        call.record.emergency(emergency);
        var subscriber = whose.isTrunk() ? Optional.<String>empty() : Optional.of(whose.peer());
        var request = new RouteRequest(subscriber, whose.trunk().map(trunk -> trunk.name()), dialled,
                whose.peer(), "", Optional.of(party()));
        var origin = new TargetOrigin(Origin.TRANSFER, transferor.peer());
        if (transferor.isInside() && call.onlyTrunk().isPresent())
            search.resume(over(call.onlyTrunk().get(), request), origin);
        else
            search.begin(request, call.ports().directory().route(request), origin, call.record::forwarded);
    }

    /** The trunk that an administrator chose; it may be deleted while the phone rings. */
    private Decision over(TrunkChoice only, RouteRequest request) {
        test = only.test();
        var directory = call.ports().directory();
        return test.map(it -> directory.routeOver(only.trunk(), request.calledUser(), it.caller(), ""))
                .orElseGet(() -> directory.routeOver(only.trunk(), request)).orElseGet(() -> new Decision.Refused(Direction.OUTBOUND, party(),
                Party.of(request.calledUser()), 503, Cause.NO_ROUTE, Optional.empty(), List.of()));
    }

    /** The other call rings yet (RFC 5589 §7.2), or an application has it: what it called is called for the remaining side instead. */
    void insteadOf(Leg consulted) {
        String dialled = SipUri.parse(consulted.owner().invitation().requestUri).map(SipUri::user).orElse("");
        consulted.post(other -> {
            if (consulted.facts.isAnswered())
                other.end(Cause.NORMAL, EndedBy.CALLER, 200);
            else
                other.end(Cause.CANCELLED, EndedBy.CALLER, 487);
        });
        blind(dialled);
    }

    /** @param consulted the transferor's leg of its other call */
    void attended(Leg consulted) {
        progress.under(100);
        new Consultation(call, this, transferor).join(consulted);
    }

    @Override
    public boolean emergency() {
        return emergency;
    }

    @Override
    public Party party() {
        var party = remaining == call.caller ? call.record.from() : call.callee();
        return transferor.callsAs().isEmpty() ? party : new Party(party.dialled(), party.number(), transferor.callsAs());
    }

    @Override
    public Presentation presentation() {
        return remaining == call.caller ? call.presentation() : Presentation.PLAIN;
    }

    /** What the remaining side said last, without the hold that a transferor may have put it on. */
    @Override
    public Optional<Body> offerTo(Leg leg) throws MediaUnavailableException {
        leg.side(transferor.side());
        test.ifPresent(it -> leg.media.only(it.codecs()));
        var described = remaining.media.described().map(SessionDescription::unheld);
        if (described.isEmpty())
            return Optional.empty();
        relay.believe(remaining, described.get());
        return Optional.of(relay.offer(leg, described.get()));
    }

    @Override
    public List<Header> headers() {
        return test.map(TrunkChoice.Test::headers).orElse(referredBy);
    }

    /** The target's ringing tone or announcement; the node has none of its own. */
    @Override
    public Optional<Body> earlyMedia(Leg leg, IncomingResponse response)
            throws SdpSyntaxException, MediaUnavailableException {
        if (listens)
            return Optional.empty();
        var said = MediaBridge.read(leg, response.body());
        if (said.isEmpty())
            return Optional.empty();
        relay.believe(leg, said.get());
        return Optional.of(relay.offer(remaining, said.get()));
    }

    @Override
    public void progress(Leg leg, int status, Optional<Body> early) {
        leg.facts.state(early.isPresent() ? CallState.EARLY_MEDIA : CallState.RINGING);
        progress.under(status);
        if (early.isPresent()) {
            listens = true;
            listen(early.get());
        }
        call.view.publish();
    }

    /** Leads the remaining side to the target's early media; until then, and without any, it hears what it heard. */
    private void listen(Body early) {
        if (call.over() || over || target != null)
            return;
        if (conversation.offers.busy(remaining)) { // who transfers at once may be ahead of the other side's ACK
            call.after(AGAIN, () -> listen(early));
            return;
        }
        call.media.relay().ifPresent(media -> media.watchSilence(false)); // nothing comes there any more
        conversation.offers.offer(new NodeOffer(call, remaining, answer -> relay.believe(remaining, answer),
                _ -> {
                    listens = false;
                    conversation.sides.watchMedia();
                }), early);
    }

    @Override
    public void answered(Leg leg, IncomingResponse success) {
        leg.establish(success);
        leg.sessionTimer.accept(success);
        leg.facts.answered(call.now(), success.status());
        leg.outcome(success.status(), true);
        leg.acknowledge(success.cseq(), Optional.empty());
        described(leg, success);
    }

    /** The target has answered, and was acknowledged. */
    void described(Leg leg, IncomingResponse success) {
        target = leg;
        try {
            var answer = MediaBridge.read(leg, success.body());
            if (answer.isEmpty())
                throw new SdpSyntaxException("a 200 without SDP");
            remaining.dialog.focus(false); // it leaves a conference for this one
            connect(leg, answer.get());
        } catch (SdpSyntaxException e) {
            broken(leg);
        }
    }

    @Override
    public boolean handOver(Decision.ToApplication to, TargetOrigin lead, Supplier<Decision> plan) {
        return applications.take(this, to);
    }

    /**
     * An application answers, on a leg without a wire.
     *
     * @param described its media, as the remaining side is offered it
     * @param slot where the call is parked, for who transferred it
     * @param told what that agreed to, each time
     */
    public void answered(Leg leg, SessionDescription described, Optional<String> slot, Consumer<SessionDescription> told) {
        target = leg;
        agreed = told;
        slot.ifPresent(progress::at);
        leg.side(transferor.side());
        search.pass(new Candidate(leg.peer(), Candidate.Verdict.CHOSEN, Reason.NONE, 0, 0, 200, Origin.TRANSFER, transferor.peer()));
        connect(leg, described);
    }

    /** An application does not answer. @param name as records show it */
    public void refused(String name, int status, Cause cause) {
        search.pass(new Candidate(name, Candidate.Verdict.FAILED, Reason.REFUSED, 0, 0, status, Origin.TRANSFER, transferor.peer()));
        failed(Failure.of(status, cause));
    }

    private void connect(Leg leg, SessionDescription described) {
        relay.believe(leg, described);
        progress.ended(200);
        leg.sessionTimer.restart();
        remaining.sessionTimer.restart();
        conversation.sides.replace(transferor, leg);
        call.media.use(relay);
        if (!transferor.isInside()) // then the call was for both from the start
            call.record.transferredBy(transferor.peer());
        call.after(COURTESY, () -> call.life.hangUp(transferor, List.of(Statuses.reason(Cause.NORMAL))));
        lead(described);
    }

    /** Tells the remaining side of its new partner's media. */
    private void lead(SessionDescription answer) {
        if (call.over())
            return;
        if (conversation.offers.busy(remaining)) {
            call.after(AGAIN, () -> lead(answer));
            return;
        }
        try {
            conversation.offers.offer(new NodeOffer(call, remaining, this::agreed, status -> refused(status, answer)),
                    relay.offer(remaining, answer));
        } catch (MediaUnavailableException e) {
            call.life.end(Cause.MEDIA_UNAVAILABLE, EndedBy.NODE, 488);
        }
    }

    private void agreed(SessionDescription answer) {
        over = true;
        relay.believe(remaining, answer);
        relay.decline(answer);
        remaining.media.agreed(answer);
        target.media.codec(relay.codecOf(target, answer));
        conversation.sides.settled();
        agreed.accept(answer);
    }

    private void refused(int status, SessionDescription answer) {
        if (status == 491)
            call.after(remaining.dialog.glarePause(), () -> lead(answer)); // glare (RFC 3261 §14.1)
        else
            call.life.end(Cause.MEDIA_UNAVAILABLE, EndedBy.NODE, 488);
    }

    /** The target is there, and cannot be talked to. */
    void broken(Leg leg) {
        call.life.hangUp(leg, List.of(Statuses.reason(Cause.MEDIA_UNAVAILABLE)));
        failed(Failure.of(488, Cause.MEDIA_UNAVAILABLE));
    }

    /** The call goes on as it was, where the transferor is still there. */
    @Override
    public void failed(Failure failure) {
        over = true;
        call.media.close(relay);
        progress.ended(failure.status());
        if (transferor.invite.isClosed())
            call.life.end(failure.cause(), EndedBy.NODE, failure.status());
        else if (listens)
            conversation.offers.renew(remaining); // back to the transferor
        else
            call.view.publish();
    }

    /** Whether nobody has answered yet, so that it can be called off. */
    boolean seeks() {
        return !over && target == null;
    }

    /** The remaining side is gone, or the whole call. */
    void cancel() {
        if (over)
            return;
        over = true;
        search.cancelAll(Reason.CANCELLED);
        call.media.close(relay);
        progress.ended(487);
    }
}
