package org.trunkline.engine.call.hunt;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

import org.trunkline.domain.call.Party;
import org.trunkline.domain.cdr.Candidate.Origin;
import org.trunkline.domain.cdr.Candidate.Reason;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.config.CallHandling;
import org.trunkline.domain.config.RingGroup;
import org.trunkline.engine.call.core.CallCore;
import org.trunkline.engine.call.hunt.CallOriginator.Failure;
import org.trunkline.engine.call.hunt.TargetSet.Outcome;
import org.trunkline.engine.call.message.RedirectContacts;
import org.trunkline.engine.call.message.SipUri;
import org.trunkline.engine.call.message.Statuses;
import org.trunkline.engine.port.routing.Directory.Decision;
import org.trunkline.engine.port.routing.Directory.Decision.ToGroup;
import org.trunkline.engine.port.routing.Directory.Decision.ToSubscriber;
import org.trunkline.engine.port.routing.Directory.RouteRequest;
import org.trunkline.engine.port.signaling.Header;
import org.trunkline.engine.port.signaling.IncomingResponse;

/**
 * Where a search goes, and from there: call handling, ring groups, redirections. No call is sent on for ever: at most
 * {@link #MOST_TURNS} times, and to nobody twice.
 */
final class CallForwarding {
    static final int MOST_TURNS = 5;
    private static final int MOST_REDIRECTS = 5;

    private final TargetHunt search;
    private final CallCore call;
    private final Diversions diversions = new Diversions();
    /** What was decided about last; empty for a decision that was made before. */
    private Optional<RouteRequest> asked = Optional.empty();
    private Set<String> visited = Set.of();
    private Set<String> redirected = Set.of();
    /** What comes after the present destination. */
    private Consumer<Outcome> leaving;

    CallForwarding(TargetHunt search) {
        this.search = search;
        this.call = search.call();
        this.leaving = outcome -> search.fail(outcome.failure());
    }

    List<Header> headers(String target) {
        return diversions.headers(call.invite, call.caller.isTrunk(), target);
    }

    /** A destination did not answer. */
    void left(Outcome outcome) {
        leaving.accept(outcome);
    }

    void begin(RouteRequest request, Decision planned, TargetOrigin lead, Consumer<Decision> decided) {
        asked = Optional.of(request);
        var decision = search.seeker().emergency() ? planned : ApplicationNumbers.owned(planned, call.ports().applications());
        if (RouteAdviceRequest.isWanted(call, search.seeker().emergency(), decision))
            RouteAdviceRequest.ask(call, search::over, request, decision, advised -> begin(advised, lead, decided));
        else
            begin(decision, lead, decided);
    }

    private void begin(Decision decision, TargetOrigin lead, Consumer<Decision> decided) {
        decided.accept(decision);
        go(decision, lead);
    }

    void go(Decision decision, TargetOrigin lead) {
        switch (decision) {
            case ToSubscriber to -> subscriber(to, lead);
            case ToGroup to -> group(to, lead);
            case Decision.ToTrunks to -> search.start(new TrunkFailover(search, to, lead));
            case Decision.ToApplication to -> {
                if (!search.seeker().handOver(to, lead, this::byPlan))
                    search.fail(Failure.of(503, Cause.FAILED, Statuses.reason(Cause.FAILED)));
            }
            case Decision.PickUp _ -> search.fail(Failure.of(404, Cause.NOT_FOUND, Statuses.reason(Cause.NOT_FOUND)));
            case Decision.Refused refused -> {
                if (announced(refused, lead))
                    return;
                for (var c : refused.candidates())
                    search.pass(lead.passedOver(c.target(), c.reason(), c.used(), c.limit()));
                search.fail(Failure.of(refused.sipStatus(), refused.cause(), Statuses.reason(refused.cause())));
            }
        }
    }

    private Decision byPlan() {
        return call.ports().directory().routeByPlan(asked.or(call::asked).orElseThrow());
    }

    /** A number that belongs to nobody, where an application takes such calls. Only where it was dialled: who sent a call on learns of it. */
    private boolean announced(Decision.Refused refused, TargetOrigin lead) {
        return lead.equals(TargetOrigin.DIALLED) && ApplicationNumbers.unassigned(refused, call.ports().applications())
                .filter(to -> search.seeker().handOver(to, lead, () -> refused)).isPresent();
    }

    /** @return false where the call was there before */
    private boolean visit(String name) {
        if (visited.isEmpty())
            visited = new HashSet<>(4);
        return visited.add(name);
    }

    private void subscriber(ToSubscriber to, TargetOrigin lead) {
        String name = to.username();
        var handling = call.ports().directory().handling(name);
        if (!visit(name)) {
            search.pass(lead.passedOver(name, Reason.LOOP));
            search.fail(Failure.of(482, Cause.LOOP, Statuses.reason(Cause.LOOP)));
            return;
        }
        switch (SubscriberTurn.of(handling, () -> call.scope.otherCallsOf(name), call.ports().directory().subscriberRingTime())) {
            case SubscriberTurn.Forwarded(String target) -> {
                search.pass(lead.passedOver(name, Reason.FORWARDED));
                if (call.isForFirstOnly())
                    search.fail(Failure.of(486, Cause.BUSY, Statuses.reason(Cause.BUSY)));
                else
                    forward(name, to.to(), target, Origin.FORWARD_ALWAYS, false);
            }
            case SubscriberTurn.Busy(var reason, long used, long limit, var forward) -> {
                search.pass(lead.passedOver(name, reason, used, limit));
                busy(to, forward, reason == Reason.DO_NOT_DISTURB);
            }
            case SubscriberTurn.Rings(var time) -> {
                leaving = outcome -> leave(to, handling, outcome);
                search.start(new ContactForking(search, new ContactForking.Ringing(List.of(List.of(name)), time,
                        Optional.empty(), to.from(), to.to(), lead)));
            }
        }
    }

    private void busy(ToSubscriber to, Optional<String> forward, boolean disturbed) {
        if (forward.isPresent() && !call.isForFirstOnly())
            forward(to.username(), to.to(), forward.get(), Origin.FORWARD_BUSY, disturbed);
        else
            search.fail(Failure.of(486, Cause.BUSY, Statuses.reason(Cause.BUSY)));
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
        if (onward.isPresent() && !call.isForFirstOnly())
            forward(to.username(), to.to(), onward.get(), why, false);
        else
            search.fail(outcome.failure());
    }

    private void group(ToGroup to, TargetOrigin lead) {
        var group = to.group();
        if (!visit(group.name())) {
            search.pass(lead.passedOver(group.name(), Reason.LOOP));
            search.fail(Failure.of(482, Cause.LOOP, Statuses.reason(Cause.LOOP)));
            return;
        }
        var members = new ArrayList<String>();
        var memberLead = new TargetOrigin(Origin.GROUP, group.name());
        for (String member : to.members())
            if (free(member, memberLead))
                members.add(member);
        leaving = outcome -> group.fallback().ifPresentOrElse(
                target -> forward(group.name(), to.to(), target, Origin.GROUP_FALLBACK, false),
                () -> search.fail(outcome.failure()));
        if (members.isEmpty()) {
            leaving.accept(new Outcome(TargetSet.Kind.BUSY, Failure.of(486, Cause.BUSY, Statuses.reason(Cause.BUSY))));
            return;
        }
        var rounds = group.strategy() == RingGroup.Strategy.ALL ? List.of(List.copyOf(members))
                : members.stream().map(List::of).toList();
        search.start(new ContactForking(search, new ContactForking.Ringing(rounds, Duration.ofSeconds(group.ringSeconds()),
                Optional.of(group.name()), to.from(), to.to(), memberLead)));
    }

    /** A member's own forwarding does not count for the group's calls; not wanting any, or no more, does. */
    private boolean free(String member, TargetOrigin lead) {
        var busy = SubscriberTurn.busy(call.ports().directory().handling(member), () -> call.scope.otherCallsOf(member));
        busy.ifPresent(why -> search.pass(lead.passedOver(member, why.reason(), why.used(), why.limit())));
        return busy.isEmpty();
    }

    private void forward(String by, Party from, String target, Origin why, boolean disturbed) {
        var lead = new TargetOrigin(why, by);
        leaving = outcome -> search.fail(outcome.failure());
        if (diversions.count() >= MOST_TURNS) {
            search.pass(lead.passedOver(target, Reason.LOOP));
            search.fail(Failure.of(482, Cause.LOOP, Statuses.reason(Cause.LOOP)));
            return;
        }
        diversions.add(from.normalised(), why, disturbed);
        var request = new RouteRequest(Optional.of(by), Optional.empty(), target, by, "",
                Optional.of(search.seeker().party()));
        begin(request, call.ports().directory().route(request), lead, call.record::forwarded);
    }

    /** A phone that answers 3xx sends the call on itself, to where its subscriber could have forwarded it. */
    boolean redirected(Attempt attempt) {
        if (call.isForFirstOnly())
            return false;
        var target = attempt.last().flatMap(this::nextContact).flatMap(SipUri::parse).map(SipUri::user)
                .filter(user -> !user.isEmpty());
        target.ifPresent(user -> forward(attempt.leg.peer(), Party.of(attempt.leg.peer()), user, Origin.REDIRECT, false));
        return target.isPresent();
    }

    /** The best contact of a 3xx that was not tried yet; none after {@link #MOST_REDIRECTS} (RFC 3261 §8.1.3.4). */
    Optional<String> nextContact(IncomingResponse response) {
        if (redirected.isEmpty())
            redirected = new HashSet<>(4);
        for (String uri : RedirectContacts.best(response.headers("Contact")))
            if (redirected.size() < MOST_REDIRECTS && redirected.add(uri))
                return Optional.of(uri);
        return Optional.empty();
    }
}
