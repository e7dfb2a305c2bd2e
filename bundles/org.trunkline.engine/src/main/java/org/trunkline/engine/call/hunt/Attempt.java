package org.trunkline.engine.call.hunt;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.trunkline.domain.cdr.Candidate;
import org.trunkline.domain.cdr.Candidate.Reason;
import org.trunkline.domain.cdr.Candidate.Verdict;
import org.trunkline.engine.call.dialog.InDialogRequest;
import org.trunkline.engine.call.dialog.Leg;
import org.trunkline.engine.call.dialog.ResponseTaker;
import org.trunkline.engine.call.message.BodyParts;
import org.trunkline.engine.call.message.HeaderPolicy;
import org.trunkline.engine.call.message.Statuses;
import org.trunkline.engine.call.scope.CallScope;
import org.trunkline.engine.port.Scheduler;
import org.trunkline.engine.port.media.MediaUnavailableException;
import org.trunkline.engine.port.signaling.Body;
import org.trunkline.engine.port.signaling.Header;
import org.trunkline.engine.port.signaling.IncomingResponse;
import org.trunkline.engine.port.signaling.OutgoingRequest;

/** One target that is being rung: its INVITE, sent again where the target wants it otherwise, and its cancelling. */
final class Attempt implements ResponseTaker {
    /** How long a cancelled INVITE may go without its 487 (RFC 3261 §9.1: 64*T1). */
    private static final Duration CANCELLED = Duration.ofSeconds(32);

    final Leg leg;
    final String target;
    private final TargetHunt search;
    private final TargetSet stage;
    private final TargetOrigin lead;
    private Optional<Scheduler.Timer> firstResponse = Optional.empty();
    private Optional<Scheduler.Timer> noAnswer = Optional.empty();
    private Verdict verdict = Verdict.CHOSEN;
    private Reason reason = Reason.NONE;
    private int status;
    private boolean over;
    private Optional<IncomingResponse> last = Optional.empty();
    private boolean authorized;
    private boolean raised;
    private boolean bare;
    private Optional<PrackSender> reliable = Optional.empty();

    Attempt(TargetHunt search, TargetSet stage, Leg leg, String target, TargetOrigin lead) {
        this.search = search;
        this.stage = stage;
        this.leg = leg;
        this.target = target;
        this.lead = lead;
    }

    @Override
    public CallScope scope() {
        return leg.scope();
    }

    /** How long it may take. */
    void limit(Scheduler.Timer untilFirstResponse, Scheduler.Timer untilAnswer) {
        firstResponse = Optional.of(untilFirstResponse);
        noAnswer = Optional.of(untilAnswer);
    }

    boolean over() {
        return over;
    }

    /** The last response; empty before any. */
    Optional<IncomingResponse> last() {
        return last;
    }

    /** Its final status; 0 while it has none, or never had one. */
    int status() {
        return status;
    }

    boolean timedOut() {
        return reason == Reason.TIMEOUT;
    }

    TargetSet stage() {
        return stage;
    }

    // ---- the INVITE

    /** @throws MediaUnavailableException if there is nothing to offer */
    void begin(String requestUri, List<String> path, List<Header> more) throws MediaUnavailableException {
        var attached = search.seeker().attached();
        var offer = attached.with(search.seeker().offerTo(leg), leg.isTrunk(), leg.dialog.localTag);
        var headers = new ArrayList<Header>(8);
        headers.add(HeaderPolicy.ALLOW);
        headers.addAll(leg.sessionTimer.proposal());
        headers.addAll(more);
        headers.addAll(search.seeker().headers());
        headers.addAll(attached.headers());
        send(new OutgoingRequest("INVITE", requestUri, leg.dialog.callId, leg.dialog.nextCseq(), leg.dialog.local, leg.dialog.localTag, leg.dialog.remote, "",
                Math.max(0, search.call().invite.maxForwards - 1),
                path.stream().map(p -> p.startsWith("<") ? p : '<' + p + '>').toList(),
                Optional.of(leg.dialog.contactUser), leg.dialog.hop(), headers, offer));
    }

    private void send(OutgoingRequest invite) {
        leg.invite.sending(invite);
        leg.invite.sent(leg.send(invite, this));
    }

    /** The same INVITE in a new transaction (RFC 3261 §8.1.3.5). */
    private void sendAgain(List<Header> replaced) {
        var old = leg.invite.request();
        var headers = new ArrayList<>(old.headers());
        for (var header : replaced)
            headers.removeIf(h -> h.name().equals(header.name()));
        headers.addAll(replaced);
        sendAgain(headers, old.body());
    }

    /** The target does not read what the INVITE carried beside its description, or will not (RFC 5621 §3.1, RFC 6442 §4.3). */
    private boolean tryBare(int refusal) {
        var attached = search.seeker().attached();
        if (bare || attached.isEmpty(leg.isTrunk()) || !attached.mayBeWhy(refusal))
            return false;
        bare = true;
        var headers = new ArrayList<>(leg.invite.request().headers());
        headers.removeAll(attached.headers());
        sendAgain(headers, offered());
        return true;
    }

    /** The target has none of the codecs offered: perhaps it has one that the node can make of them (RFC 3261 §21.4.26). */
    private boolean tryConverted(int refusal) {
        if (refusal != 488 && refusal != 606 || leg.media.needsMore() || offered().isEmpty())
            return false;
        leg.media.needMore();
        try {
            var offer = search.seeker().offerTo(leg);
            if (offer.isEmpty() || offer.map(Body::text).equals(offered().map(Body::text)))
                return false;
            sendAgain(leg.invite.request().headers(), search.seeker().attached().with(offer, leg.isTrunk(), leg.dialog.localTag));
            return true;
        } catch (MediaUnavailableException e) {
            return false; // it refused what it was offered, which is all that can be had
        }
    }

    private void sendAgain(List<Header> headers, Optional<Body> body) {
        var old = leg.invite.request();
        send(new OutgoingRequest("INVITE", old.requestUri(), old.callId(), leg.dialog.nextCseq(), old.from(),
                old.fromTag(), old.to(), "", old.maxForwards(), old.routes(), old.contactUser(), old.hop(), headers,
                body));
    }

    // ---- what comes back

    @Override
    public void response(IncomingResponse response) {
        int code = response.status();
        last = Optional.of(response);
        if (code < 200) {
            provisional(response);
            return;
        }
        leg.invite.concluded();
        stopTimers();
        if (code < 300) {
            success(response);
        } else if (leg.invite.isCancelled() || over) {
            leg.facts.ended(leg.scope().now(), 487);
            leg.owner().settle();
        } else if (code == 422 && !raised && leg.sessionTimer.raise(response)) {
            raised = true;
            sendAgain(leg.sessionTimer.interval());
        } else if (authorize(response)) {
            authorized = true;
        } else if (!tryConverted(code) && !tryBare(code)) {
            lost(code, Reason.REFUSED);
        }
    }

    private boolean authorize(IncomingResponse response) {
        var answer = authorized ? Optional.<Header>empty() : InDialogRequest.credentials(leg, leg.invite.request(), response);
        answer.ifPresent(header -> {
            leg.dialog.credentials(List.of(header));
            sendAgain(List.of(header));
        });
        return answer.isPresent();
    }

    private void provisional(IncomingResponse response) {
        boolean first = leg.invite.proceeds();
        firstResponse.ifPresent(Scheduler.Timer::cancel);
        if (leg.invite.isCancelled()) {
            if (first)
                sendCancel();
            return;
        }
        if (response.status() == 100)
            return;
        leg.dialog.noteEarlyTag(response.toTag());
        if (response.lists("Require", "100rel") && !acknowledged(response))
            return;
        if (!over)
            search.rings(this, response);
    }

    /** @return false where it came again, or before its turn */
    private boolean acknowledged(IncomingResponse response) {
        if (reliable.isEmpty())
            reliable = Optional.of(new PrackSender(leg));
        var source = reliable.get();
        if (!source.isNext(response))
            return false;
        leg.dialog.notePeer(response);
        if (offered().isEmpty() && response.body().isPresent() && !over)
            search.seeker().offered(leg, response, answer -> source.acknowledge(response, Optional.of(answer)));
        else
            source.acknowledge(response, Optional.empty());
        return true;
    }

    private void success(IncomingResponse response) {
        if (search.over() || over || leg.invite.isCancelled()) { // it answered while being cancelled
            leg.owner().acknowledgeAndHangUp(leg, response);
            return;
        }
        status = response.status();
        over = true;
        search.answered(this, response);
        leg.invite.forgetRequest();
    }

    @Override
    public void failed(boolean sent) {
        leg.invite.concluded();
        stopTimers();
        if (leg.invite.isCancelled() || over) {
            leg.facts.ended(leg.scope().now(), 487);
            leg.owner().settle();
        } else {
            lost(0, sent ? Reason.TIMEOUT : Reason.TRANSPORT_ERROR);
        }
    }

    private void lost(int code, Reason why) {
        over = true;
        status = code;
        reason = why;
        verdict = Verdict.FAILED;
        leg.facts.ended(leg.scope().now(), code == 0 ? 408 : code);
        leg.outcome(code, false);
        search.call().life.leave(leg);
        stage.lost(this, code, why);
    }

    // ---- the end

    void abandon(Verdict now, Reason why) {
        over = true;
        verdict = now;
        reason = why;
        stopTimers();
        if (leg.invite.client() == null)
            return;
        leg.invite.cancel();
        leg.facts.ended(leg.scope().now(), 487);
        if (leg.invite.hasProvisional())
            sendCancel();
        noAnswer = Optional.of(leg.scope().after(CANCELLED, () -> {
            leg.invite.rest();
            leg.owner().settle();
        }));
    }

    private void sendCancel() {
        var invite = leg.invite.client();
        if (invite != null)
            leg.scope().ports().signaling().cancel(invite, reason == Reason.ANSWERED_ELSEWHERE
                    ? List.of(Statuses.ELSEWHERE) : search.call().life.cancelReasons());
    }

    private void stopTimers() {
        firstResponse.ifPresent(Scheduler.Timer::cancel);
        noAnswer.ifPresent(Scheduler.Timer::cancel);
    }

    /** Its final status, or the one that says best what happened. */
    int effectiveStatus() {
        return status != 0 ? status : reason == Reason.TRANSPORT_ERROR ? 503 : 408;
    }

    Candidate candidate() {
        return new Candidate(target, verdict, reason, 0, 0, status, lead.origin(), lead.by());
    }

    /** Nobody answered in time. */
    void rangTooLong() {
        status = 408;
        abandon(Verdict.FAILED, Reason.TIMEOUT);
    }

    /** Its refusal is the answer of the whole route: no other target is tried. */
    void decides() {
        verdict = Verdict.CHOSEN;
    }

    /** Nothing could be offered to it. */
    void withoutMedia() {
        over = true;
        verdict = Verdict.FAILED;
        reason = Reason.REFUSED;
        leg.facts.ended(leg.scope().now(), 503);
    }

    /** What was offered to the target, for a description that follows. */
    Optional<Body> offered() {
        return Optional.ofNullable(leg.invite.request()).flatMap(OutgoingRequest::body).flatMap(BodyParts::sdp);
    }
}
