package org.trunkline.engine.call.early;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.trunkline.domain.call.CallState;
import org.trunkline.domain.call.Party;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.engine.call.core.CallCore;
import org.trunkline.engine.call.dialog.EarlyDialog;
import org.trunkline.engine.call.dialog.Leg;
import org.trunkline.engine.call.hunt.CallOriginator;
import org.trunkline.engine.call.hunt.TargetOrigin;
import org.trunkline.engine.call.media.MediaBridge;
import org.trunkline.engine.call.message.AttachedParts;
import org.trunkline.engine.call.message.BodyParts;
import org.trunkline.engine.call.message.HeaderPolicy;
import org.trunkline.engine.call.message.LocalMessage;
import org.trunkline.engine.call.message.Presentation;
import org.trunkline.engine.port.media.MediaUnavailableException;
import org.trunkline.engine.port.routing.Directory.Decision;
import org.trunkline.engine.port.signaling.Body;
import org.trunkline.engine.port.signaling.Header;
import org.trunkline.engine.port.signaling.IncomingRequest;
import org.trunkline.engine.port.signaling.IncomingResponse;
import org.trunkline.engine.port.signaling.Signaling.ServerTransaction;
import org.trunkline.engine.port.signaling.Transmission;
import org.trunkline.engine.sdp.SdpSyntaxException;
import org.trunkline.engine.sdp.SessionDescription;

/**
 * What the caller hears while nobody has answered: provisional responses, reliable ones (RFC 3262 §3) where the caller
 * requires them or understands them and there is media to tell of.
 */
public final class Ringback implements CallOriginator {
    private static final String RELIABLE = "100rel";

    private final CallCore call;
    private final Answers answers;
    public final EarlyOffers early;
    private final CalleeOffers offers;
    private int rseq;
    private @Nullable PrackWait sent;
    private @Nullable Provisional next;
    private @Nullable Answer answer;
    /** Waits for the caller's PRACK. */
    private Optional<Runnable> whenAgreed = Optional.empty();
    /** The description that the caller was told reliably, and acknowledged. */
    private Optional<String> agreed = Optional.empty();
    /** What those who ring said last of their media. */
    private Optional<SessionDescription> described = Optional.empty();

    private record Provisional(int status, Optional<Body> early) {}

    /** Came before the caller acknowledged the session description that it confirms. */
    private record Answer(Leg leg, IncomingResponse success) {}

    /** What becomes of a call that somebody is to answer. */
    public interface Answers {
        /** The caller can be answered now. */
        void answered(Leg leg, IncomingResponse success);

        /** Gives the call to an application. @return false where one had it already */
        boolean handOver(Decision.ToApplication to, TargetOrigin lead, Supplier<Decision> plan);
    }

    public Ringback(CallCore call, Answers answers) {
        this.call = call;
        this.answers = answers;
        this.early = new EarlyOffers(call, this);
        this.offers = new CalleeOffers(call);
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
    public Optional<Body> offerTo(Leg leg) throws MediaUnavailableException {
        return call.media.offerTo(leg);
    }

    /** A callee may answer reliably where the caller could: it costs a PRACK. */
    @Override
    public List<Header> headers() {
        var headers = new ArrayList<Header>(2);
        if (understood() || required())
            headers.add(new Header("Supported", RELIABLE));
        if (call.invite.message() instanceof LocalMessage own)
            headers.addAll(own.lines()); // an administrator's
        else
            HeaderPolicy.pass(call.invite.message(), call.caller.isTrunk(), headers);
        return headers;
    }

    @Override
    public AttachedParts attached() {
        return AttachedParts.of(call.invite.message(), emergency(), call.caller.isTrunk());
    }

    private boolean understood() {
        return call.invite.message().lists("Supported", RELIABLE);
    }

    private boolean required() {
        return call.invite.message().lists("Require", RELIABLE);
    }

    @Override
    public Optional<Body> earlyMedia(Leg leg, IncomingResponse response)
            throws SdpSyntaxException, MediaUnavailableException {
        if (response.body().isEmpty())
            return Optional.empty();
        boolean reliable = response.lists("Require", RELIABLE);
        if (call.media.offer().isEmpty() && !(reliable && (understood() || required())))
            return Optional.empty(); // an offer of the callee's comes with its answer
        var said = MediaBridge.read(leg, response.body());
        if (said.isEmpty())
            return Optional.empty();
        if (call.media.offer().isPresent() && leg.dialog.early().filter(EarlyDialog::agreed).filter(d -> d.tag().equals(response.toTag()))
                .isPresent())
            return Optional.empty(); // it has answered, and says it once more
        leg.dialog.begin(response, said.get(), reliable && call.media.offer().isPresent());
        described = said;
        if (call.media.offer().isPresent()) {
            call.media.relay().orElseThrow().believe(leg, said.get());
            leg.media.codec(said.get().codec());
        }
        return Optional.of(call.media.offer().isPresent() ? call.media.answer(call.caller, said.get())
                : call.media.offer(call.caller, said.get()));
    }

    @Override
    public void offered(Leg leg, IncomingResponse response, Consumer<Body> acknowledge) {
        offers.offered(leg, response, acknowledge);
    }

    @Override
    public void progress(Leg leg, int status, Optional<Body> early) {
        if (!call.caller.invite.awaitsAnswer())
            return;
        if (status >= 180)
            call.record.rings(call.now());
        call.record.ringingAt().ifPresent(call.caller.facts::rings);
        tell(new Provisional(status, early));
        leg.facts.state(early.isPresent() ? CallState.EARLY_MEDIA : CallState.RINGING);
        if (call.record.state() != CallState.EARLY_MEDIA)
            call.view.publish(leg.facts.state());
    }

    @Override
    public void waking() {
        if (!call.caller.invite.awaitsAnswer() || call.record.ringingAt().isPresent())
            return;
        call.record.rings(call.now());
        call.record.ringingAt().ifPresent(call.caller.facts::rings);
        tell(new Provisional(180, Optional.empty()));
        call.view.publish(CallState.RINGING);
    }

    private void tell(Provisional provisional) {
        if (agreed.isPresent() && provisional.early().isPresent())
            provisional = new Provisional(provisional.status(), Optional.empty()); // one answer is enough (RFC 6337 §2.4)
        if (!required() && !(understood() && provisional.early().isPresent())) {
            respond(provisional, List.of(HeaderPolicy.ALLOW));
        } else if (call.media.offer().isEmpty() && provisional.early().isEmpty()) {
            return; // a reliable response would have to carry the offer, and there is none yet (RFC 3262 §5)
        } else if (sent != null) {
            next = provisional; // one at a time (RFC 3262 §3)
        } else {
            rseq = rseq == 0 ? ThreadLocalRandom.current().nextInt(1, 1 << 20) : rseq + 1;
            var response = respond(provisional, List.of(HeaderPolicy.ALLOW, new Header("Require", RELIABLE),
                    new Header("RSeq", Integer.toString(rseq))));
            sent = new PrackWait(call.caller, rseq, response, provisional.early().map(Body::text), this::giveUp);
        }
    }

    private Transmission respond(Provisional provisional, List<Header> headers) {
        return call.caller.respond(call.caller.invite.server(), provisional.status(), headers, provisional.early());
    }

    /** The caller never acknowledged (RFC 3262 §3). */
    private void giveUp() {
        call.life.giveUp(504, Cause.TIMEOUT);
    }

    /** The caller's PRACK. */
    public void acknowledged(ServerTransaction transaction, IncomingRequest prack) {
        var waiting = sent;
        if (waiting == null || !prack.header("RAck").map(String::strip)
                .equals(Optional.of(waiting.number + " " + call.invite.cseq + " INVITE"))) {
            call.caller.respond(transaction, 481);
            return;
        }
        waiting.stop();
        sent = null;
        if (waiting.description.isPresent() && call.media.offer().isEmpty()) {
            answered(transaction, prack, waiting.description);
        } else {
            agreed = waiting.description.or(() -> agreed);
            if (agreed.isPresent() && prack.body().flatMap(BodyParts::sdp).isPresent())
                early.offered(call.caller, transaction, prack);
            else
                call.caller.respond(transaction, prack.body().isPresent() ? 488 : 200);
        }
        goOn();
    }

    /** The caller answers the offer that it was told while it rings (RFC 3262 §5). */
    private void answered(ServerTransaction transaction, IncomingRequest prack, Optional<String> description) {
        boolean taken = offers.answered(prack);
        call.caller.respond(transaction, taken ? 200 : 488);
        if (taken) {
            agreed = description;
        } else {
            call.life.giveUp(488, Cause.MEDIA_UNAVAILABLE);
        }
    }

    /** Runs it, or keeps it until the caller has acknowledged the description that it was told reliably. */
    public void whenAgreed(Runnable task) {
        if (sent != null && sent.description.isPresent())
            whenAgreed = Optional.of(task);
        else
            task.run();
    }

    /** What had to wait for the caller's PRACK, or for the answer to a new offer. */
    void goOn() {
        if (waits() || early.busy())
            return;
        var held = answer;
        var following = next;
        var task = whenAgreed;
        answer = null;
        next = null;
        whenAgreed = Optional.empty();
        if (task.isPresent())
            task.get().run();
        else if (held != null)
            answers.answered(held.leg(), held.success());
        else if (following != null && call.caller.invite.awaitsAnswer())
            tell(following);
    }

    /** Whether a reliable response has no PRACK yet. */
    boolean waits() {
        return sent != null;
    }

    /** Whether the caller has offer and answer, so that either side may offer anew. */
    public boolean agreed() {
        return agreed.isPresent();
    }

    public void agreedTo(String description) {
        agreed = Optional.of(description);
    }

    /** Whether the caller has acknowledged exactly this. */
    public boolean agreedTo(Body description) {
        return agreed.equals(Optional.of(description.text()));
    }

    Optional<SessionDescription> described() {
        return described;
    }

    void described(SessionDescription now) {
        described = Optional.of(now);
    }

    @Override
    public void answered(Leg leg, IncomingResponse success) {
        if (early.busy() || sent != null && sent.description.isPresent())
            answer = new Answer(leg, success); // RFC 3262 §3: no 2xx before the PRACK then
        else
            answers.answered(leg, success);
    }

    @Override
    public boolean handOver(Decision.ToApplication to, TargetOrigin lead, Supplier<Decision> plan) {
        return answers.handOver(to, lead, plan);
    }

    @Override
    public void failed(Failure failure) {
        call.life.refuse(failure.status(), failure.cause(), failure.by(), failure.reason(), failure.headers());
    }

    /** The caller's INVITE has its final response. */
    public void stop() {
        if (sent != null)
            sent.stop();
        sent = null;
        next = null;
        whenAgreed = Optional.empty();
        early.stop();
        var held = answer;
        answer = null;
        if (held != null)
            call.life.acknowledgeAndHangUp(held.leg(), held.success());
    }
}
