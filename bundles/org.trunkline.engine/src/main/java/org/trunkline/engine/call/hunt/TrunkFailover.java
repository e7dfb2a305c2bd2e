package org.trunkline.engine.call.hunt;

import static java.time.Duration.ofSeconds;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import org.trunkline.domain.cdr.Candidate;
import org.trunkline.domain.cdr.Candidate.Origin;
import org.trunkline.domain.cdr.Candidate.Reason;
import org.trunkline.domain.cdr.Candidate.Verdict;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.config.Transport;
import org.trunkline.domain.config.Trunk;
import org.trunkline.engine.call.core.CallCore;
import org.trunkline.engine.call.hunt.CallOriginator.Failure;
import org.trunkline.engine.call.message.SipUri;
import org.trunkline.engine.call.message.Statuses;
import org.trunkline.engine.port.media.MediaUnavailableException;
import org.trunkline.engine.port.routing.Directory.Admission;
import org.trunkline.engine.port.routing.Directory.Decision.ToTrunks;
import org.trunkline.engine.port.routing.Directory.Lease;
import org.trunkline.engine.port.routing.Directory.TrunkTarget;
import org.trunkline.engine.port.signaling.Header;
import org.trunkline.engine.port.signaling.Hop;
import org.trunkline.engine.port.signaling.NameAddress;

/** Tries the trunks of a route one after another, and where a trunk says that the number is elsewhere, there. */
final class TrunkFailover implements TargetSet {
    /** A trunk that says nothing at all to an INVITE for so long is passed over; a working one sends 100 at once. */
    private static final Duration FIRST_RESPONSE = ofSeconds(5);

    private final TargetHunt search;
    private final CallCore call;
    private final TargetOrigin lead;
    /** That is called, before the rules of a trunk. */
    private final String number;
    private final Iterator<TrunkTarget> targets;
    private final List<Attempt> attempts = new ArrayList<>(2);
    /** The target of each attempt, in the same order. */
    private final List<TrunkTarget> targetOf = new ArrayList<>(2);
    private final List<Candidate> passedOver = new ArrayList<>(0);
    private int unresolved;
    private boolean done;

    TrunkFailover(TargetHunt search, ToTrunks decision, TargetOrigin lead) {
        this.search = search;
        this.call = search.call();
        this.lead = lead;
        this.number = decision.to().normalised();
        this.targets = decision.targets().iterator();
        for (var c : decision.passedOver())
            pass(lead.passedOver(c.target(), c.reason(), c.used(), c.limit()));
    }

    private void pass(Candidate candidate) {
        passedOver.add(candidate);
        search.pass(candidate);
    }

    @Override
    public void begin() {
        next();
    }

    private void next() {
        while (targets.hasNext() && !done) {
            var target = targets.next();
            var trunk = target.trunk();
            switch (admission(trunk)) {
                case Admission.Refused(var reason, long used, long limit) ->
                    pass(lead.passedOver(trunk.name(), reason, used, limit));
                case Admission.Granted(var lease) -> {
                    take(target, lease);
                    return;
                }
            }
        }
        settle();
    }

    private Admission admission(Trunk trunk) {
        return search.seeker().emergency() ? new Admission.Granted(call.ports().directory().admitEmergency(trunk.name()))
                : call.ports().directory().admit(trunk.name(), true);
    }

    private void take(TrunkTarget target, Lease lease) {
        var trunk = target.trunk();
        unresolved++;
        String uri = SipUri.of(target.calledUser(), SipUri.host(trunk), call.invite.secure);
        var routes = call.ports().directory().serviceRoute(trunk.name());
        Consumer<Optional<Hop>> found = hop -> dial(target, lease, hop, uri, routes, lead);
        var first = routes.isEmpty() ? Optional.<SipUri>empty() : SipUri.parse(routes.getFirst().replaceAll("[<>]", ""));
        if (first.isPresent())
            resolve(first.get(), trunk, found);
        else if (trunk.peer().port() == 0)
            call.scope.resolve(trunk.peer().host(), trunk.peer().transport(), found);
        else
            call.scope.resolve(trunk.peer().host(), trunk.peer().port(), trunk.peer().transport(), found);
    }

    private void resolve(SipUri uri, Trunk trunk, Consumer<Optional<Hop>> found) {
        var transport = uri.transport().isEmpty() ? trunk.peer().transport() : Transport.of(uri.transport());
        if (uri.transport().isEmpty() && uri.port() == 0)
            call.scope.resolve(uri.host(), transport, found);
        else
            call.scope.resolve(uri.host(), uri.port(), transport, found);
    }

    /** @param routes that the carrier's registrar gave (RFC 3608) */
    private void dial(TrunkTarget target, Lease lease, Optional<Hop> hop, String uri, List<String> routes, TargetOrigin why) {
        unresolved--;
        var trunk = target.trunk();
        if (done || search.over()) {
            lease.release();
            return;
        }
        if (hop.isEmpty()) {
            lease.outcome(0, false);
            lease.release();
            pass(why.unreachable(trunk.name()));
            next();
            return;
        }
        if (!call.invite.allows(hop.get().transport())) {
            lease.release();
            pass(why.passedOver(trunk.name(), Reason.NOT_ENCRYPTED));
            next();
            return;
        }
        var shown = search.presentation().toTrunk(target);
        var leg = call.legs.open(trunk.name(), Optional.of(trunk), shown.from(), new NameAddress("", uri), hop.get(),
                shown.contactUser());
        leg.count(lease);
        var attempt = new Attempt(search, this, leg, trunk.name(), why);
        attempt.limit(call.after(FIRST_RESPONSE, () -> silent(attempt)),
                call.after(ofSeconds(trunk.limits().answerSeconds()), () -> rangTooLong(attempt)));
        call.record.trunk(leg, number);
        attempts.add(attempt);
        targetOf.add(target);
        search.tried(attempt);
        var headers = new ArrayList<Header>(shown.headers());
        headers.addAll(search.diversionHeaders(target.calledUser()));
        try {
            attempt.begin(uri, routes, headers);
        } catch (MediaUnavailableException e) {
            search.noMedia(attempt);
        }
    }

    private void silent(Attempt attempt) {
        if (attempt.over() || attempt.leg.invite.hasProvisional())
            return;
        attempt.abandon(Verdict.FAILED, Reason.TIMEOUT);
        attempt.leg.facts.ended(call.now(), 408);
        attempt.leg.outcome(0, false);
        attempt.leg.release();
        if (!elsewhere(attempt))
            next();
    }

    /** The trunk's name leads to another target, which is tried before the next trunk (RFC 3263 §4.3). */
    private boolean elsewhere(Attempt attempt) {
        if (!call.ports().signaling().failed(attempt.leg.dialog.hop()))
            return false;
        var target = targetOf.get(attempts.indexOf(attempt));
        if (!(admission(target.trunk()) instanceof Admission.Granted(var lease)))
            return false;
        take(target, lease);
        return true;
    }

    private void rangTooLong(Attempt attempt) {
        if (attempt.over())
            return;
        attempt.rangTooLong();
        attempt.leg.facts.ended(call.now(), 408);
        attempt.leg.outcome(408, false);
        attempt.leg.release();
        if (targets.hasNext() && !attempt.leg.facts.hasRung())
            next();
        else
            end(Kind.NO_ANSWER, Failure.of(408, Cause.NO_ANSWER, Statuses.reason(Cause.NO_ANSWER)));
    }

    @Override
    public void lost(Attempt attempt, int status, Reason reason) {
        if (done || search.over())
            return;
        if (status >= 300 && status < 400 && follow(attempt))
            return;
        if (status == 0 || Statuses.triesNext(status)) {
            if ((status == 0 || status == 503) && elsewhere(attempt))
                return;
            next();
        } else {
            attempt.decides();
            finish(attempt);
        }
    }

    /** A 3xx of a trunk (RFC 3261 §8.1.3.4): its contacts are tried over the same trunk, the best first. */
    private boolean follow(Attempt attempt) {
        var target = targetOf.get(attempts.indexOf(attempt));
        var contact = attempt.last().flatMap(search::nextContact);
        if (contact.isEmpty())
            return false;
        var uri = SipUri.parse(contact.get());
        if (uri.isEmpty() || uri.get().host().isEmpty())
            return false;
        switch (admission(target.trunk())) {
            case Admission.Refused(var reason, long used, long limit) -> {
                pass(lead.passedOver(target.trunk().name(), reason, used, limit));
                return false;
            }
            case Admission.Granted(var lease) -> {
                unresolved++;
                var why = new TargetOrigin(Origin.REDIRECT, target.trunk().name());
                var there = new TrunkTarget(target.trunk(), uri.get().user(), target.callerUser(), target.callerName());
                resolve(uri.get(), target.trunk(), hop -> dial(there, lease, hop, contact.get(), List.of(), why));
                return true;
            }
        }
    }

    /** Decides once nothing is left to wait for. */
    private void settle() {
        if (done || call.over() || unresolved > 0)
            return;
        Attempt best = null;
        for (var attempt : attempts) {
            if (!attempt.over())
                return;
            if (best == null || attempt.last().isPresent()
                    || Statuses.better(attempt.effectiveStatus(), best.effectiveStatus()))
                best = attempt;
        }
        if (best != null)
            finish(best);
        else
            nobodyToAsk();
    }

    private void finish(Attempt best) {
        done = true;
        passRest();
        int status = best.effectiveStatus();
        search.ended(this, new Outcome(status == 486 || status == 600 || status == 603 ? Kind.BUSY : Kind.OTHER,
                search.failure(best)));
    }

    /** Every candidate was passed over before anything was sent. */
    private void nobodyToAsk() {
        var reasons = passedOver.stream().map(Candidate::reason).distinct().toList();
        boolean calls = reasons.contains(Reason.CALLS_CAP);
        if (calls || reasons.contains(Reason.CPS_CAP))
            end(Kind.OTHER, Failure.of(503, calls ? Cause.CALLS_CAP : Cause.CPS_CAP,
                    new Header("Retry-After", calls ? "5" : "1")));
        else if (reasons.contains(Reason.NOT_ENCRYPTED))
            end(Kind.OTHER, Failure.of(480, Cause.FAILED, Statuses.SIPS_NOT_ALLOWED));
        else if (reasons.contains(Reason.TRANSPORT_ERROR))
            end(Kind.OTHER, Failure.of(503, Cause.FAILED));
        else
            end(Kind.OTHER, Failure.of(503, Cause.TRUNK_DOWN, new Header("Retry-After", "30")));
    }

    private void end(Kind kind, Failure failure) {
        done = true;
        passRest();
        search.ended(this, new Outcome(kind, failure));
    }

    /** Tells of those whose turn never came. */
    private void passRest() {
        targets.forEachRemaining(
                target -> search.pass(lead.passedOver(target.trunk().name(), Reason.NOT_NEEDED)));
    }

    @Override
    public void answered(Attempt attempt) {
        done = true;
        passRest();
    }

    @Override
    public void cancel(Reason reason) {
        done = true;
        for (var attempt : attempts)
            if (!attempt.over())
                attempt.abandon(Verdict.CHOSEN, reason);
    }

    @Override
    public boolean oneAfterAnother() {
        return true;
    }
}
