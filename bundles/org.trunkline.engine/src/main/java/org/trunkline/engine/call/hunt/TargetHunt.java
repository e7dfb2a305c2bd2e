package org.trunkline.engine.call.hunt;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.trunkline.domain.cdr.Candidate;
import org.trunkline.domain.cdr.Candidate.Reason;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.cdr.EndedBy;
import org.trunkline.engine.call.core.CallCore;
import org.trunkline.engine.call.hunt.CallOriginator.Failure;
import org.trunkline.engine.call.hunt.TargetSet.Outcome;
import org.trunkline.engine.call.message.Presentation;
import org.trunkline.engine.call.message.Statuses;
import org.trunkline.engine.port.media.MediaUnavailableException;
import org.trunkline.engine.port.routing.Directory.Decision;
import org.trunkline.engine.port.routing.Directory.RouteRequest;
import org.trunkline.engine.port.signaling.Body;
import org.trunkline.engine.port.signaling.Header;
import org.trunkline.engine.port.signaling.IncomingResponse;
import org.trunkline.engine.sdp.SdpSyntaxException;

/** Looks for somebody who answers: one stage after another, as {@link CallForwarding} leads from each to the next. */
public final class TargetHunt {
    private final CallCore call;
    private final CallOriginator seeker;
    private final List<Object> order = new ArrayList<>(2);
    private final CallForwarding destinations;
    private @Nullable TargetSet stage;
    private boolean over;
    private @Nullable Attempt earlyMedia;
    private int lastProvisional;

    public TargetHunt(CallCore call, CallOriginator seeker) {
        this.call = call;
        this.seeker = seeker;
        this.destinations = new CallForwarding(this);
    }

    CallCore call() {
        return call;
    }

    CallOriginator seeker() {
        return seeker;
    }

    boolean over() {
        return over || call.over();
    }

    Presentation presentation() {
        return seeker.presentation();
    }

    /**
     * @param request what was decided about
     * @param lead why it goes there
     * @param decided told where it goes in the end, once routing policies had their say
     */
    public void begin(RouteRequest request, Decision decision, TargetOrigin lead, Consumer<Decision> decided) {
        destinations.begin(request, decision, lead, decided);
    }

    /** Goes where policies have had their say already. */
    public void resume(Decision decision, TargetOrigin lead) {
        destinations.go(decision, lead);
    }

    void start(TargetSet next) {
        stage = next;
        next.begin();
    }

    void ended(TargetSet which, Outcome outcome) {
        if (!over() && which == stage)
            destinations.left(outcome);
    }

    List<Header> diversionHeaders(String target) {
        return destinations.headers(target);
    }

    boolean redirected(Attempt attempt) {
        return destinations.redirected(attempt);
    }

    Optional<String> nextContact(IncomingResponse response) {
        return destinations.nextContact(response);
    }

    // ---- what stages and attempts tell

    void tried(Attempt attempt) {
        order.add(attempt);
    }

    public void pass(Candidate candidate) {
        order.add(candidate);
    }

    void noMedia(Attempt attempt) {
        attempt.withoutMedia();
        cancelAll(Reason.CANCELLED);
        seeker.failed(Failure.of(503, Cause.MEDIA_UNAVAILABLE, new Header("Retry-After", "10")));
    }

    void rings(Attempt attempt, IncomingResponse response) {
        if (over())
            return;
        var leg = attempt.leg;
        leg.facts.rings(call.now());
        Optional<Body> early = Optional.empty();
        if (response.body().isPresent()
                && (earlyMedia == null || earlyMedia == attempt || attempt.stage().oneAfterAnother())) {
            try {
                early = seeker.earlyMedia(leg, response);
                if (early.isPresent())
                    earlyMedia = attempt;
            } catch (SdpSyntaxException | MediaUnavailableException e) {
                early = Optional.empty(); // ringing without its tone is better than no ringing
            }
        }
        if (response.status() != lastProvisional || early.isPresent()) {
            lastProvisional = response.status();
            seeker.progress(leg, response.status(), early);
        }
    }

    /** A push service took a message for a phone that sleeps. */
    void waking() {
        if (!over())
            seeker.waking();
    }

    void answered(Attempt attempt, IncomingResponse success) {
        over = true;
        attempt.stage().answered(attempt);
        seeker.answered(attempt.leg, success);
        rest();
    }

    /** Keeps of each attempt what the record will say of it: the messages that it holds are large. */
    private void rest() {
        order.replaceAll(item -> item instanceof Attempt attempt ? attempt.candidate() : item);
        stage = null;
        earlyMedia = null;
    }

    void fail(Failure failure) {
        over = true;
        seeker.failed(failure);
    }

    /** What a refused attempt means to the seeker. */
    Failure failure(Attempt best) {
        int status = best.effectiveStatus();
        var cause = best.status() != 0 ? Statuses.cause(status)
                : best.timedOut() ? Cause.TIMEOUT : Cause.FAILED;
        var answered = best.last().filter(r -> r.status() >= 300);
        var reason = best.last().flatMap(Statuses::reasonText)
                .or(() -> answered.map(r -> r.status() + " " + r.reason()));
        return new Failure(Statuses.forCaller(status), cause, best.status() != 0 ? EndedBy.CALLEE : EndedBy.NODE, reason,
                answered.map(r -> r.headers("Reason").stream().limit(4).map(v -> new Header("Reason", v)).toList())
                        .filter(headers -> !headers.isEmpty()).orElse(List.of(Statuses.reason(cause))));
    }

    /** Stops ringing everywhere, for good. */
    public void cancelAll(Reason reason) {
        over = true;
        if (stage != null)
            stage.cancel(reason);
    }

    /** Everything that was considered, in that order. */
    public List<Candidate> candidates() {
        return order.stream().map(item -> item instanceof Attempt attempt ? attempt.candidate() : (Candidate) item)
                .toList();
    }

    /** Usernames whose phones ring now. */
    public List<String> ringing() {
        return over ? List.of() : order.stream().filter(Attempt.class::isInstance).map(Attempt.class::cast)
                .filter(a -> !a.over() && !a.leg.isTrunk()).map(a -> a.leg.peer()).distinct().toList();
    }
}
