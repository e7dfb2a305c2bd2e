package org.trunkline.engine.call.application;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.trunkline.domain.call.CallState;
import org.trunkline.domain.call.Party;
import org.trunkline.domain.cdr.Candidate.Origin;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.cdr.EndedBy;
import org.trunkline.engine.call.core.CallCore;
import org.trunkline.engine.call.dialog.Leg;
import org.trunkline.engine.call.early.Ringback;
import org.trunkline.engine.call.hunt.CallOriginator;
import org.trunkline.engine.call.hunt.TargetHunt;
import org.trunkline.engine.call.hunt.TargetOrigin;
import org.trunkline.engine.call.media.MediaBridge;
import org.trunkline.engine.call.message.Presentation;
import org.trunkline.engine.call.message.Statuses;
import org.trunkline.engine.call.session.Conversation;
import org.trunkline.engine.call.session.NodeOffer;
import org.trunkline.engine.call.transfer.Transfer;
import org.trunkline.engine.port.media.MediaUnavailableException;
import org.trunkline.engine.port.routing.Directory.Decision;
import org.trunkline.engine.port.routing.Directory.RouteRequest;
import org.trunkline.engine.port.signaling.Body;
import org.trunkline.engine.port.signaling.Header;
import org.trunkline.engine.port.signaling.IncomingResponse;
import org.trunkline.engine.sdp.SdpSyntaxException;
import org.trunkline.engine.sdp.SessionDescription;

/**
 * An application has its caller connected to somebody. Before the answer this is a call as any other, led by
 * {@link Ringback}; after it the new leg gets a relay of its own and the caller a re-INVITE, as in a {@link Transfer}.
 */
final class ApplicationBridge implements CallOriginator {
    private static final Duration AGAIN = Duration.ofMillis(700);

    private final CallCore call;
    private final Ringback ringback;
    private final Conversation conversation;
    private final HandedCall handed;
    private final String command;
    private final boolean early;
    private final Optional<MediaBridge> fresh;
    final TargetHunt search;
    private boolean leaves;
    private @Nullable Leg target;

    /** @param leaves whether the application has nothing more to do with the call */
    ApplicationBridge(CallCore call, Ringback ringback, Conversation conversation, HandedCall handed, String command, boolean leaves) {
        this.call = call;
        this.ringback = ringback;
        this.conversation = conversation;
        this.handed = handed;
        this.command = command;
        this.leaves = leaves;
        this.early = !call.caller.facts.isAnswered();
        this.fresh = early ? Optional.empty() : Optional.of(call.media.open());
        this.search = new TargetHunt(call, this);
    }

    /** Policies are asked: an application must not call where its caller may not. */
    void begin(RouteRequest request, Decision decision) {
        search.begin(request, decision, lead(), _ -> {});
    }

    /** To where the dial plan had sent the call, which policies know. */
    void resume(Decision decision) {
        search.resume(decision, lead());
    }

    private TargetOrigin lead() {
        return new TargetOrigin(Origin.TRANSFER, handed.name());
    }

    /** The application is gone: who is being called is called on. */
    void keep() {
        leaves = true;
    }

    private Leg caller() {
        return conversation.sides.caller();
    }

    private MediaBridge relay() {
        return fresh.orElseThrow();
    }

    @Override
    public boolean emergency() {
        return call.record.emergency();
    }

    @Override
    public Party party() {
        return call.record.from();
    }

    @Override
    public Presentation presentation() {
        return call.presentation();
    }

    @Override
    public List<Header> headers() {
        return early ? ringback.headers() : List.of();
    }

    @Override
    public Optional<Body> offerTo(Leg leg) throws MediaUnavailableException {
        if (early)
            return ringback.offerTo(leg);
        var described = caller().media.described().map(SessionDescription::unheld);
        if (described.isEmpty())
            return Optional.empty();
        relay().believe(caller(), described.get());
        return Optional.of(relay().offer(leg, described.get()));
    }

    /** After the answer the caller hears the node's ringing tone, or what the application plays. */
    @Override
    public Optional<Body> earlyMedia(Leg leg, IncomingResponse response)
            throws SdpSyntaxException, MediaUnavailableException {
        if (!early || response.body().isEmpty())
            return Optional.empty();
        handed.sound().close();
        return ringback.earlyMedia(leg, response);
    }

    @Override
    public void offered(Leg leg, IncomingResponse response, Consumer<Body> acknowledge) {
        if (early)
            ringback.offered(leg, response, acknowledge);
    }

    @Override
    public void progress(Leg leg, int status, Optional<Body> body) {
        if (early) {
            ringback.progress(leg, status, body);
        } else {
            leg.facts.state(CallState.RINGING);
            call.view.publish();
        }
    }

    @Override
    public void answered(Leg leg, IncomingResponse success) {
        if (early) {
            handed.sound().close();
            ringback.answered(leg, success);
            handed.bridged(command, leaves);
            return;
        }
        leg.establish(success);
        leg.sessionTimer.accept(success);
        leg.facts.answered(call.now(), success.status());
        leg.outcome(success.status(), true);
        leg.acknowledge(success.cseq(), Optional.empty());
        try {
            var answer = MediaBridge.read(leg, success.body());
            if (answer.isEmpty())
                throw new SdpSyntaxException("a 200 without SDP");
            join(leg, answer.get());
        } catch (SdpSyntaxException e) {
            call.life.hangUp(leg, List.of(Statuses.reason(Cause.MEDIA_UNAVAILABLE)));
            failed(Failure.of(488, Cause.MEDIA_UNAVAILABLE));
        }
    }

    private void join(Leg leg, SessionDescription answer) {
        target = leg;
        relay().believe(leg, answer);
        leg.sessionTimer.restart();
        handed.sound().close();
        caller().dialog.focus(false);
        conversation.sides.replace(handed.leg(), leg);
        call.media.use(relay());
        call.view.publish(conversation.sides.state());
        handed.bridged(command, leaves);
        lead(answer);
    }

    /** Tells the caller of its new partner's media. */
    private void lead(SessionDescription answer) {
        if (call.over())
            return;
        if (conversation.offers.busy(caller())) {
            call.after(AGAIN, () -> lead(answer));
            return;
        }
        try {
            conversation.offers.offer(new NodeOffer(call, caller(), this::agreed, status -> refused(status, answer)),
                    relay().offer(caller(), answer));
        } catch (MediaUnavailableException e) {
            call.life.end(Cause.MEDIA_UNAVAILABLE, EndedBy.NODE, 488);
        }
    }

    private void agreed(SessionDescription answer) {
        relay().believe(caller(), answer);
        relay().decline(answer);
        caller().media.agreed(answer);
        if (target != null)
            target.media.codec(relay().codecOf(target, answer));
        conversation.sides.settled();
    }

    private void refused(int status, SessionDescription answer) {
        if (status == 491)
            call.after(caller().dialog.glarePause(), () -> lead(answer)); // glare (RFC 3261 §14.1)
        else
            call.life.end(Cause.MEDIA_UNAVAILABLE, EndedBy.NODE, 488);
    }

    @Override
    public void failed(Failure failure) {
        fresh.ifPresent(call.media::close);
        if (leaves && early)
            ringback.failed(failure);
        else if (leaves)
            call.life.end(failure.cause(), EndedBy.NODE, failure.status());
        else {
            handed.sound().alone();
            handed.notBridged(command, "nobody answers there: " + failure.status() + ' ' + failure.cause().code());
        }
    }
}
