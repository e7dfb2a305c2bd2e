package org.trunkline.engine.call;

import static java.time.Duration.ofSeconds;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.call.Party;
import org.trunkline.domain.cdr.Candidate;
import org.trunkline.domain.cdr.Candidate.Reason;
import org.trunkline.domain.cdr.Candidate.Verdict;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.cdr.EndedBy;
import org.trunkline.domain.config.Transport;
import org.trunkline.domain.config.Trunk;
import org.trunkline.engine.port.Body;
import org.trunkline.engine.port.Directory.Admission;
import org.trunkline.engine.port.Directory.Contact;
import org.trunkline.engine.port.Directory.Decision.ToSubscriber;
import org.trunkline.engine.port.Directory.Decision.ToTrunks;
import org.trunkline.engine.port.Directory.Lease;
import org.trunkline.engine.port.Directory.TrunkTarget;
import org.trunkline.engine.port.Header;
import org.trunkline.engine.port.Hop;
import org.trunkline.engine.port.IncomingResponse;
import org.trunkline.engine.port.MediaUnavailableException;
import org.trunkline.engine.port.NameAddress;
import org.trunkline.engine.port.OutgoingRequest;
import org.trunkline.engine.port.Scheduler;
import org.trunkline.engine.sdp.SdpSyntaxException;

/** Looks for somebody who answers: all phones of a subscriber at once, or the trunks of a route one after another. */
final class Search {
    /** A trunk that says nothing at all to an INVITE for so long is passed over; a working one sends 100 at once. */
    private static final Duration FIRST_RESPONSE = ofSeconds(5);
    /** How long a cancelled INVITE may go without its 487 (RFC 3261 §9.1: 64*T1). */
    private static final Duration CANCELLED = ofSeconds(32);

    private final Call call;
    private final List<Attempt> attempts = new ArrayList<>(2);
    private final List<Candidate> passedOver = new ArrayList<>(0);
    private final List<Object> order = new ArrayList<>(2);
    private Iterator<TrunkTarget> targets = List.<TrunkTarget>of().iterator();
    private boolean hunting;
    private int unresolved;
    private boolean over;
    private @Nullable Attempt earlyMedia;
    private int lastProvisional;
    private Optional<Scheduler.Timer> ringLimit = Optional.empty();

    Search(Call call) {
        this.call = call;
    }

    void ring(ToSubscriber decision) {
        var contacts = call.ports().directory().contacts(decision.username());
        if (contacts.isEmpty()) {
            call.refuse(480, Cause.NOT_REGISTERED, EndedBy.NODE);
            return;
        }
        unresolved = contacts.size();
        for (var contact : contacts)
            resolve(contact, hop -> ring(decision, contact, hop));
        if (!over && !call.over())
            ringLimit = Optional.of(call.after(call.ports().directory().subscriberRingTime(), this::nobodyAnswered));
    }

    private void resolve(Contact contact, java.util.function.Consumer<Optional<Hop>> found) {
        var transport = Transport.of(contact.transport());
        if (contact.destination().isPresent()) {
            found.accept(Optional.of(new Hop(contact.destination().get(), transport)));
            return;
        }
        var uri = SipUri.parse(contact.uri());
        if (uri.isEmpty())
            found.accept(Optional.empty());
        else
            call.resolve(uri.get().host(), uri.get().port(), transport, found);
    }

    private void ring(ToSubscriber decision, Contact contact, Optional<Hop> hop) {
        unresolved--;
        if (over)
            return;
        if (hop.isEmpty()) {
            pass(new Candidate(contact.uri(), Verdict.FAILED, Reason.TRANSPORT_ERROR, 0, 0, 0));
            settle();
            return;
        }
        String caller = callerUser(decision.from());
        var local = new NameAddress(decision.from().displayName(), uri(caller, call.local(hop.get())));
        // the number dialled: a PBX that registered as one subscriber tells its numbers apart by it
        var remote = new NameAddress("", uri(decision.to().normalised(), call.local(hop.get())));
        var leg = call.newLeg(decision.username(), Optional.empty(), local, remote, hop.get(), caller);
        var attempt = new Attempt(this, leg, hop.get().text());
        begin(attempt, contact.uri(), contact.path(), List.of());
    }

    private String callerUser(Party from) {
        return call.caller.trunk.isPresent() ? from.normalised() : from.dialled();
    }

    void hunt(ToTrunks decision) {
        hunting = true;
        decision.passedOver().forEach(this::pass);
        targets = decision.targets().iterator();
        next();
    }

    private void next() {
        while (targets.hasNext()) {
            var target = targets.next();
            var trunk = target.trunk();
            switch (call.ports().directory().admit(trunk.name(), true)) {
                case Admission.Refused(var reason, long used, long limit) ->
                    pass(new Candidate(trunk.name(), Verdict.PASSED_OVER, reason, used, limit, 0));
                case Admission.Granted(var lease) -> {
                    unresolved++;
                    call.resolve(trunk.host(), trunk.port(), trunk.transport(), hop -> dial(target, lease, hop));
                    return;
                }
            }
        }
        settle();
    }

    private void dial(TrunkTarget target, Lease lease, Optional<Hop> hop) {
        unresolved--;
        if (over) {
            lease.release();
            return;
        }
        var trunk = target.trunk();
        if (hop.isEmpty()) {
            lease.outcome(0, false);
            lease.release();
            pass(new Candidate(trunk.name(), Verdict.FAILED, Reason.TRANSPORT_ERROR, 0, 0, 0));
            next();
            return;
        }
        String caller = target.callerUser().isEmpty() ? "anonymous" : target.callerUser();
        var local = new NameAddress(target.callerName(), uri(caller, call.local(hop.get())));
        String to = uri(target.calledUser(), host(trunk));
        var leg = call.newLeg(trunk.name(), Optional.of(trunk), local, new NameAddress("", to), hop.get(), caller);
        leg.lease = Optional.of(lease);
        var attempt = new Attempt(this, leg, trunk.name());
        List<Header> asserted = trunk.assertIdentity() && !target.callerUser().isEmpty()
                ? List.of(new Header("P-Asserted-Identity", local.encode())) : List.of();
        attempt.firstResponse = Optional.of(call.after(FIRST_RESPONSE, () -> silent(attempt)));
        attempt.noAnswer = Optional.of(call.after(ofSeconds(trunk.answerSeconds()), () -> rangTooLong(attempt)));
        call.useTrunk(trunk);
        begin(attempt, to, List.of(), asserted);
    }

    private static String uri(String user, String hostPort) {
        return "sip:" + SipUri.escape(user) + '@' + hostPort;
    }

    private static String host(Trunk trunk) {
        String host = trunk.host().indexOf(':') < 0 ? trunk.host() : '[' + trunk.host() + ']';
        return host + (trunk.port() == 5060 ? "" : ":" + trunk.port())
                + (trunk.transport() == Transport.UDP ? "" : ";transport=" + trunk.transport().token());
    }

    private void begin(Attempt attempt, String requestUri, List<String> path, List<Header> more) {
        attempts.add(attempt);
        order.add(attempt);
        var leg = attempt.leg;
        Optional<Body> offer;
        try {
            offer = call.offerTo(leg);
        } catch (MediaUnavailableException e) {
            attempt.over = true;
            attempt.verdict = Verdict.FAILED;
            attempt.reason = Reason.REFUSED;
            leg.ended(call.now(), 503);
            call.refuse(503, Cause.MEDIA_UNAVAILABLE, EndedBy.NODE, new Header("Retry-After", "10"));
            return;
        }
        var headers = new ArrayList<Header>(8);
        headers.add(HeaderPolicy.ALLOW);
        headers.addAll(leg.sessionTimer.proposal());
        headers.addAll(more);
        HeaderPolicy.pass(call.invite, call.caller.trunk.isPresent(), headers);
        leg.localCseq = 1;
        send(attempt, new OutgoingRequest("INVITE", requestUri, leg.callId, 1, leg.local, leg.localTag, leg.remote, "",
                call.invite.maxForwards() - 1, path.stream().map(p -> p.startsWith("<") ? p : '<' + p + '>').toList(),
                Optional.of(leg.contactUser), leg.hop, headers, offer));
    }

    private void send(Attempt attempt, OutgoingRequest invite) {
        attempt.leg.invite = invite;
        attempt.leg.lingering = true;
        attempt.leg.inviting = call.ports().signaling().send(invite, attempt);
    }

    /** The same INVITE in a new transaction (RFC 3261 §8.1.3.5). */
    private void sendAgain(Attempt attempt, List<Header> replaced) {
        var leg = attempt.leg;
        var old = leg.invite;
        var headers = new ArrayList<>(old.headers());
        for (var header : replaced)
            headers.removeIf(h -> h.name().equals(header.name()));
        headers.addAll(replaced);
        leg.provisional = false;
        send(attempt, new OutgoingRequest("INVITE", old.requestUri(), old.callId(), ++leg.localCseq, old.from(),
                old.fromTag(), old.to(), "", old.maxForwards(), old.routes(), old.contactUser(), old.hop(), headers,
                old.body()));
    }

    void response(Attempt attempt, IncomingResponse response) {
        int status = response.status();
        var leg = attempt.leg;
        attempt.last = Optional.of(response);
        if (status < 200) {
            provisional(attempt, response);
            return;
        }
        leg.inviting = null;
        leg.lingering = false;
        attempt.stopTimers();
        if (status < 300) {
            success(attempt, response);
        } else if (leg.cancelling || attempt.over) {
            leg.ended(call.now(), 487);
            call.settle();
        } else if (status == 422 && !attempt.raised && leg.sessionTimer.raise(response)) {
            attempt.raised = true;
            sendAgain(attempt, leg.sessionTimer.proposal());
        } else if ((status == 401 || status == 407) && authorize(attempt, response)) {
            attempt.authorized = true;
        } else {
            lost(attempt, status, Reason.REFUSED);
        }
    }

    private boolean authorize(Attempt attempt, IncomingResponse response) {
        if (attempt.authorized || attempt.leg.trunk.isEmpty())
            return false;
        boolean proxy = response.status() == 407;
        var answer = call.ports().directory().credentials(attempt.leg.trunk.get().name(), "INVITE",
                attempt.leg.invite.requestUri(),
                response.headers(proxy ? "Proxy-Authenticate" : "WWW-Authenticate"));
        answer.ifPresent(value -> sendAgain(attempt,
                List.of(new Header(proxy ? "Proxy-Authorization" : "Authorization", value))));
        return answer.isPresent();
    }

    private void provisional(Attempt attempt, IncomingResponse response) {
        var leg = attempt.leg;
        boolean first = !leg.provisional;
        leg.provisional = true;
        attempt.firstResponse.ifPresent(Scheduler.Timer::cancel);
        if (leg.cancelling) {
            if (first)
                sendCancel(leg);
            return;
        }
        if (response.status() == 100 || over || attempt.over)
            return;
        if (leg.ringingAt.isEmpty())
            leg.ringingAt = Optional.of(call.now());
        Optional<Body> early = Optional.empty();
        if (response.body().isPresent() && (earlyMedia == null || earlyMedia == attempt || hunting)) {
            try {
                early = call.earlyMedia(leg, response);
                if (early.isPresent())
                    earlyMedia = attempt;
            } catch (SdpSyntaxException | MediaUnavailableException e) {
                early = Optional.empty(); // ringing without its tone is better than no ringing
            }
        }
        if (response.status() != lastProvisional || early.isPresent()) {
            lastProvisional = response.status();
            call.progress(leg, response.status(), early);
        }
    }

    private void success(Attempt attempt, IncomingResponse response) {
        var leg = attempt.leg;
        if (over || attempt.over || leg.cancelling) { // it answered while being cancelled
            call.acknowledgeAndHangUp(leg, response);
            return;
        }
        attempt.status = response.status();
        stop();
        for (var other : attempts)
            if (other != attempt && !other.over)
                abandon(other, Verdict.LOST, Reason.ANSWERED_ELSEWHERE);
        attempt.over = true;
        passRest();
        call.answered(leg, response);
    }

    /** Tells of those whose turn never came. */
    private void passRest() {
        targets.forEachRemaining(target -> pass(
                new Candidate(target.trunk().name(), Verdict.PASSED_OVER, Reason.NOT_NEEDED, 0, 0, 0)));
    }

    void failed(Attempt attempt, boolean sent) {
        var leg = attempt.leg;
        leg.inviting = null;
        leg.lingering = false;
        attempt.stopTimers();
        if (leg.cancelling || attempt.over) {
            leg.ended(call.now(), 487);
            call.settle();
        } else {
            lost(attempt, 0, sent ? Reason.TIMEOUT : Reason.TRANSPORT_ERROR);
        }
    }

    private void silent(Attempt attempt) {
        if (!attempt.over && !attempt.leg.provisional) {
            abandon(attempt, Verdict.FAILED, Reason.TIMEOUT);
            attempt.leg.ended(call.now(), 408);
            attempt.leg.lease.ifPresent(lease -> lease.outcome(0, false));
            attempt.leg.release();
            next();
        }
    }

    private void rangTooLong(Attempt attempt) {
        if (attempt.over)
            return;
        attempt.status = 408;
        abandon(attempt, Verdict.FAILED, Reason.TIMEOUT);
        attempt.leg.ended(call.now(), 408);
        attempt.leg.lease.ifPresent(lease -> lease.outcome(408, false));
        attempt.leg.release();
        if (targets.hasNext() && attempt.leg.ringingAt.isEmpty())
            next();
        else
            nobodyAnswered();
    }

    private void lost(Attempt attempt, int status, Reason reason) {
        attempt.over = true;
        attempt.status = status;
        attempt.reason = reason;
        var leg = attempt.leg;
        leg.ended(call.now(), status == 0 ? 408 : status);
        leg.lease.ifPresent(lease -> lease.outcome(status, false));
        leg.release();
        boolean goesOn = hunting && (status == 0 || Statuses.triesNext(status));
        attempt.verdict = hunting && !goesOn ? Verdict.CHOSEN : Verdict.FAILED;
        if (over)
            return;
        if (goesOn)
            next();
        else if (hunting)
            finish(attempt);
        else if (status >= 600)
            finish(attempt);
        else
            settle();
    }

    /** Decides once nothing is left to wait for. */
    private void settle() {
        if (over || call.over() || unresolved > 0 || targets.hasNext())
            return;
        Attempt best = null;
        for (var attempt : attempts) {
            if (!attempt.over)
                return;
            if (best == null || Statuses.better(statusOf(attempt), statusOf(best))
                    || hunting && attempt.last.isPresent())
                best = attempt;
        }
        if (best != null)
            finish(best);
        else
            nobodyToAsk();
    }

    private static int statusOf(Attempt attempt) {
        return attempt.status != 0 ? attempt.status : attempt.reason == Reason.TRANSPORT_ERROR ? 503 : 408;
    }

    private void finish(Attempt best) {
        int status = statusOf(best);
        Cause cause = best.status != 0 ? Statuses.cause(status)
                : best.reason == Reason.TIMEOUT ? Cause.TIMEOUT : Cause.FAILED;
        cancelAll(Reason.ANSWERED_ELSEWHERE);
        passRest();
        var reason = best.last.flatMap(Statuses::reasonText);
        var answered = best.last.filter(r -> r.status() >= 300);
        call.refuse(Statuses.forCaller(status), cause, best.status != 0 ? EndedBy.CALLEE : EndedBy.NODE,
                reason.or(() -> answered.map(r -> r.status() + " " + r.reason())),
                answered.map(r -> r.headers("Reason").stream().limit(4).map(v -> new Header("Reason", v)).toList())
                        .filter(headers -> !headers.isEmpty()).orElse(List.of(Statuses.reason(cause))));
    }

    /** Every candidate was passed over before anything was sent. */
    private void nobodyToAsk() {
        var reasons = passedOver.stream().map(Candidate::reason).distinct().toList();
        boolean calls = reasons.contains(Reason.CALLS_CAP);
        if (calls || reasons.contains(Reason.CPS_CAP)) {
            call.refuse(503, calls ? Cause.CALLS_CAP : Cause.CPS_CAP, EndedBy.NODE,
                    new Header("Retry-After", calls ? "5" : "1"));
        } else if (reasons.contains(Reason.TRANSPORT_ERROR)) {
            call.refuse(503, hunting ? Cause.FAILED : Cause.NOT_REGISTERED, EndedBy.NODE);
        } else {
            call.refuse(503, Cause.TRUNK_DOWN, EndedBy.NODE, new Header("Retry-After", "30"));
        }
    }

    private void nobodyAnswered() {
        if (over)
            return;
        cancelAll(Reason.TIMEOUT);
        call.refuse(hunting ? 408 : 480, Cause.NO_ANSWER, EndedBy.NODE, Statuses.reason(Cause.NO_ANSWER));
    }

    /** Stops ringing everywhere, for good. */
    void cancelAll(Reason reason) {
        stop();
        for (var attempt : attempts)
            if (!attempt.over)
                abandon(attempt, hunting ? Verdict.CHOSEN : Verdict.FAILED, reason);
    }

    private void stop() {
        over = true;
        ringLimit.ifPresent(Scheduler.Timer::cancel);
    }

    private void abandon(Attempt attempt, Verdict verdict, Reason reason) {
        attempt.over = true;
        attempt.verdict = verdict;
        attempt.reason = reason;
        attempt.stopTimers();
        var leg = attempt.leg;
        if (leg.inviting == null)
            return;
        leg.cancelling = true;
        leg.ended(call.now(), 487);
        if (leg.provisional)
            sendCancel(leg);
        attempt.noAnswer = Optional.of(call.after(CANCELLED, () -> {
            leg.lingering = false;
            call.settle();
        }));
    }

    private void sendCancel(Leg leg) {
        var invite = leg.inviting;
        if (invite != null)
            call.ports().signaling().cancel(invite, List.of());
    }

    private void pass(Candidate candidate) {
        passedOver.add(candidate);
        order.add(candidate);
    }

    /** Everything that was considered, in that order. */
    List<Candidate> candidates() {
        return order.stream().map(item -> item instanceof Attempt attempt ? attempt.candidate() : (Candidate) item)
                .toList();
    }
}
