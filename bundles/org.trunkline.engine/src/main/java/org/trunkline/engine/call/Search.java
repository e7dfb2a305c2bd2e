package org.trunkline.engine.call;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.trunkline.domain.call.Party;
import org.trunkline.domain.cdr.Candidate;
import org.trunkline.domain.cdr.Candidate.Origin;
import org.trunkline.domain.cdr.Candidate.Reason;
import org.trunkline.domain.cdr.Candidate.Verdict;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.cdr.EndedBy;
import org.trunkline.domain.config.CallHandling;
import org.trunkline.domain.config.RingGroup;
import org.trunkline.engine.call.Seeker.Failure;
import org.trunkline.engine.call.Stage.Outcome;
import org.trunkline.engine.port.Body;
import org.trunkline.engine.port.Directory.Decision;
import org.trunkline.engine.port.Directory.Decision.ToGroup;
import org.trunkline.engine.port.Directory.Decision.ToSubscriber;
import org.trunkline.engine.port.Directory.RouteRequest;
import org.trunkline.engine.port.Header;
import org.trunkline.engine.port.IncomingResponse;
import org.trunkline.engine.port.MediaUnavailableException;
import org.trunkline.engine.sdp.SdpSyntaxException;

/**
 * Looks for somebody who answers: one destination after another, as forwarding leads from each to the next. No call is
 * sent on for ever: at most {@link #MOST_TURNS} times, and to nobody twice.
 */
final class Search {
    private static final int MOST_TURNS = 5;
    private static final int MOST_REDIRECTS = 5;

    private final Call call;
    private final Seeker seeker;
    private final List<Object> order = new ArrayList<>(2);
    private final Diversions diversions = new Diversions();
    private Set<String> visited = Set.of();
    private Set<String> redirected = Set.of();
    private List<String> contacts = new ArrayList<>(0);
    private @Nullable Stage stage;
    private boolean over;
    private @Nullable Attempt earlyMedia;
    private int lastProvisional;

    Search(Call call, Seeker seeker) {
        this.call = call;
        this.seeker = seeker;
    }

    Call call() {
        return call;
    }

    Seeker seeker() {
        return seeker;
    }

    boolean over() {
        return over || call.over();
    }

    Presentation presentation() {
        return seeker.presentation();
    }

    List<Header> diversionHeaders(String host, String target) {
        return diversions.headers(call.invite, call.caller.trunk.isPresent(), host, target);
    }

    // ---- destinations

    void begin(Decision decision, Lead lead) {
        switch (decision) {
            case ToSubscriber to -> subscriber(to, lead);
            case ToGroup to -> group(to, lead);
            case Decision.ToTrunks to -> start(new TrunkStage(this, to, lead));
            case Decision.PickUp _ -> fail(Failure.of(404, Cause.NOT_FOUND, Statuses.reason(Cause.NOT_FOUND)));
            case Decision.Refused refused -> {
                for (var c : refused.candidates())
                    pass(lead.passedOver(c.target(), c.reason(), c.used(), c.limit()));
                fail(Failure.of(refused.sipStatus(), refused.cause(), Statuses.reason(refused.cause())));
            }
        }
    }

    private void start(Stage next) {
        stage = next;
        next.begin();
    }

    /** @return false where the call was there before */
    private boolean visit(String name) {
        if (visited.isEmpty())
            visited = new HashSet<>(4);
        return visited.add(name);
    }

    private void subscriber(ToSubscriber to, Lead lead) {
        String name = to.username();
        var handling = call.ports().directory().handling(name);
        if (!visit(name)) {
            pass(lead.passedOver(name, Reason.LOOP));
            fail(Failure.of(482, Cause.LOOP, Statuses.reason(Cause.LOOP)));
        } else if (handling.forwardAlways().isPresent()) {
            pass(lead.passedOver(name, Reason.FORWARDED));
            forward(name, to.to(), handling.forwardAlways().get(), Origin.FORWARD_ALWAYS, false);
        } else if (handling.doNotDisturb()) {
            pass(lead.passedOver(name, Reason.DO_NOT_DISTURB));
            busy(to, handling, true);
        } else if (full(name, handling)) {
            pass(lead.passedOver(name, Reason.CALLS_CAP, call.lines().used(name, call), handling.callLimit()));
            busy(to, handling, false);
        } else {
            var time = handling.forwardNoAnswer().isPresent() ? java.time.Duration.ofSeconds(handling.noAnswerSeconds())
                    : call.ports().directory().subscriberRingTime();
            leaving = outcome -> leave(to, handling, outcome);
            start(new PhoneStage(this, new PhoneStage.Ringing(List.of(List.of(name)), time, Optional.empty(), to.from(),
                    to.to(), lead)));
        }
    }

    private boolean full(String name, CallHandling handling) {
        return handling.callLimit() > 0 && call.lines().used(name, call) >= handling.callLimit();
    }

    private void busy(ToSubscriber to, CallHandling handling, boolean disturbed) {
        if (handling.forwardBusy().isPresent())
            forward(to.username(), to.to(), handling.forwardBusy().get(), Origin.FORWARD_BUSY, disturbed);
        else
            fail(Failure.of(486, Cause.BUSY, Statuses.reason(Cause.BUSY)));
    }

    /** Where the call goes when this subscriber did not take it. */
    private void leave(ToSubscriber to, CallHandling handling, Outcome outcome) {
        var onward = switch (outcome.kind()) {
            case BUSY -> handling.forwardBusy();
            case NO_ANSWER -> handling.forwardNoAnswer();
            case UNREACHABLE -> handling.forwardUnreachable();
            case OTHER -> Optional.<String>empty();
        };
        var why = switch (outcome.kind()) {
            case BUSY -> Origin.FORWARD_BUSY;
            case NO_ANSWER -> Origin.FORWARD_NO_ANSWER;
            case UNREACHABLE, OTHER -> Origin.FORWARD_UNREACHABLE;
        };
        if (onward.isPresent())
            forward(to.username(), to.to(), onward.get(), why, false);
        else
            fail(outcome.failure());
    }

    /** What comes after the present destination. */
    private java.util.function.Consumer<Outcome> leaving = outcome -> fail(outcome.failure());

    private void group(ToGroup to, Lead lead) {
        var group = to.group();
        if (!visit(group.name())) {
            pass(lead.passedOver(group.name(), Reason.LOOP));
            fail(Failure.of(482, Cause.LOOP, Statuses.reason(Cause.LOOP)));
            return;
        }
        var members = new ArrayList<String>();
        var memberLead = new Lead(Origin.GROUP, group.name());
        for (String member : to.members())
            if (free(member, memberLead))
                members.add(member);
        leaving = outcome -> group.fallback().ifPresentOrElse(
                target -> forward(group.name(), to.to(), target, Origin.GROUP_FALLBACK, false),
                () -> fail(outcome.failure()));
        if (members.isEmpty()) {
            leaving.accept(new Outcome(Stage.Kind.BUSY, Failure.of(486, Cause.BUSY, Statuses.reason(Cause.BUSY))));
            return;
        }
        var rounds = group.strategy() == RingGroup.Strategy.ALL ? List.of(List.copyOf(members))
                : members.stream().map(List::of).toList();
        start(new PhoneStage(this, new PhoneStage.Ringing(rounds, java.time.Duration.ofSeconds(group.ringSeconds()),
                Optional.of(group.name()), to.from(), to.to(), memberLead)));
    }

    /** A member's own forwarding does not count for the group's calls; not wanting any, or no more, does. */
    private boolean free(String member, Lead lead) {
        var handling = call.ports().directory().handling(member);
        if (handling.doNotDisturb())
            pass(lead.passedOver(member, Reason.DO_NOT_DISTURB));
        else if (full(member, handling))
            pass(lead.passedOver(member, Reason.CALLS_CAP, call.lines().used(member, call), handling.callLimit()));
        else
            return true;
        return false;
    }

    private void forward(String by, Party from, String target, Origin why, boolean disturbed) {
        var lead = new Lead(why, by);
        leaving = outcome -> fail(outcome.failure());
        if (diversions.count() >= MOST_TURNS) {
            pass(lead.passedOver(target, Reason.LOOP));
            fail(Failure.of(482, Cause.LOOP, Statuses.reason(Cause.LOOP)));
            return;
        }
        diversions.add(from.normalised(), why, disturbed);
        var decision = call.ports().directory().route(new RouteRequest(Optional.of(by), Optional.empty(), target, by,
                "", Optional.of(seeker.party())));
        call.record.forwarded(decision);
        begin(decision, lead);
    }

    /** A phone that answers 3xx sends the call on itself, to where its subscriber could have forwarded it. */
    boolean redirected(Attempt attempt, Stage from) {
        var target = attempt.last.flatMap(this::nextContact).flatMap(SipUri::parse).map(SipUri::user)
                .filter(user -> !user.isEmpty());
        target.ifPresent(user -> forward(attempt.leg.peer, Party.of(attempt.leg.peer), user, Origin.REDIRECT, false));
        return target.isPresent();
    }

    /** The best contact of a 3xx that was not tried yet; none after {@link #MOST_REDIRECTS} (RFC 3261 §8.1.3.4). */
    Optional<String> nextContact(IncomingResponse response) {
        if (redirected.isEmpty())
            redirected = new HashSet<>(4);
        for (String uri : Contacts.best(response.headers("Contact")))
            if (redirected.size() < MOST_REDIRECTS && redirected.add(uri))
                return Optional.of(uri);
        return Optional.empty();
    }

    // ---- what stages and attempts tell

    void tried(Attempt attempt) {
        order.add(attempt);
    }

    void pass(Candidate candidate) {
        order.add(candidate);
    }

    void noMedia(Attempt attempt) {
        attempt.over = true;
        attempt.verdict = Verdict.FAILED;
        attempt.reason = Reason.REFUSED;
        attempt.leg.ended(call.now(), 503);
        cancelAll(Reason.CANCELLED);
        seeker.failed(Failure.of(503, Cause.MEDIA_UNAVAILABLE, new Header("Retry-After", "10")));
    }

    void rings(Attempt attempt, IncomingResponse response) {
        if (over())
            return;
        var leg = attempt.leg;
        if (leg.ringingAt.isEmpty())
            leg.ringingAt = Optional.of(call.now());
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

    void answered(Attempt attempt, IncomingResponse success) {
        over = true;
        attempt.stage().answered(attempt);
        seeker.answered(attempt.leg, success);
    }

    void ended(Stage which, Outcome outcome) {
        if (!over() && which == stage)
            leaving.accept(outcome);
    }

    private void fail(Failure failure) {
        over = true;
        seeker.failed(failure);
    }

    /** What a refused attempt means to the seeker. */
    Failure failure(Attempt best) {
        int status = best.effectiveStatus();
        var cause = best.status != 0 ? Statuses.cause(status)
                : best.reason == Reason.TIMEOUT ? Cause.TIMEOUT : Cause.FAILED;
        var answered = best.last.filter(r -> r.status() >= 300);
        var reason = best.last.flatMap(Statuses::reasonText)
                .or(() -> answered.map(r -> r.status() + " " + r.reason()));
        return new Failure(Statuses.forCaller(status), cause, best.status != 0 ? EndedBy.CALLEE : EndedBy.NODE, reason,
                answered.map(r -> r.headers("Reason").stream().limit(4).map(v -> new Header("Reason", v)).toList())
                        .filter(headers -> !headers.isEmpty()).orElse(List.of(Statuses.reason(cause))));
    }

    /** Stops ringing everywhere, for good. */
    void cancelAll(Reason reason) {
        over = true;
        if (stage != null)
            stage.cancel(reason);
    }

    /** Everything that was considered, in that order. */
    List<Candidate> candidates() {
        return order.stream().map(item -> item instanceof Attempt attempt ? attempt.candidate() : (Candidate) item)
                .toList();
    }

    /** Usernames whose phones ring now. */
    List<String> ringing() {
        return over ? List.of() : order.stream().filter(Attempt.class::isInstance).map(Attempt.class::cast)
                .filter(a -> !a.over && a.leg.trunk.isEmpty()).map(a -> a.leg.peer).distinct().toList();
    }
}
