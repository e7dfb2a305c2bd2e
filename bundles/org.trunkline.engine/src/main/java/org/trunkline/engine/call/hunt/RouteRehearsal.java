package org.trunkline.engine.call.hunt;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.ToIntFunction;

import org.trunkline.domain.call.CallId;
import org.trunkline.domain.call.Party;
import org.trunkline.domain.cdr.Candidate.Origin;
import org.trunkline.domain.cdr.Candidate.Reason;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.cdr.PolicyAdvice;
import org.trunkline.domain.cdr.RouteTrial;
import org.trunkline.domain.cdr.RouteTrial.Kind;
import org.trunkline.domain.cdr.RouteTrial.Outcome;
import org.trunkline.domain.cdr.RouteTrial.Policies;
import org.trunkline.domain.cdr.RouteTrial.Refusal;
import org.trunkline.domain.cdr.RouteTrial.Step;
import org.trunkline.domain.config.RingGroup;
import org.trunkline.engine.EnginePorts;
import org.trunkline.engine.port.routing.Directory.Admission;
import org.trunkline.engine.port.routing.Directory.Decision;
import org.trunkline.engine.port.routing.Directory.RouteRequest;
import org.trunkline.engine.port.routing.Directory.TrunkTarget;
import org.trunkline.engine.port.routing.RouteAdvisor;

/**
 * Walks the way of a call without one: the directory's decisions, the subscribers' turns and the trunks' limits that
 * {@link CallForwarding} and {@link TrunkFailover} go by. Counts nothing. One use; blocks while policies are asked.
 */
public final class RouteRehearsal {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final EnginePorts ports;
    private final ToIntFunction<String> callsOf;
    private final CallId id;
    private final Instant at;
    private final boolean askPolicies;
    private final boolean emergency;
    private final List<Step> steps = new ArrayList<>();
    private final List<PolicyAdvice> advice = new ArrayList<>();
    private final Set<String> visited = new HashSet<>();
    private Optional<Refusal> refusal = Optional.empty();
    private Optional<String> prefix = Optional.empty();
    private boolean asked;
    private int turns;

    private RouteRehearsal(EnginePorts ports, ToIntFunction<String> callsOf, CallId id, Instant at, boolean askPolicies,
            boolean emergency) {
        this.ports = ports;
        this.callsOf = callsOf;
        this.id = id;
        this.at = at;
        this.askPolicies = askPolicies;
        this.emergency = emergency;
    }

    /**
     * @param callsOf calls that a subscriber is in
     * @param request whose number is as dialled
     * @param at when the call would arrive
     * @param askPolicies whether policies are asked, which some count or pay for
     */
    public static RouteTrial of(EnginePorts ports, ToIntFunction<String> callsOf, CallId id, RouteRequest request, Instant at,
            boolean askPolicies) {
        var directory = ports.directory();
        String called = directory.inContext(request.calledUser(), Optional.empty());
        var read = new RouteRequest(request.subscriber(), request.trunk(), called, request.callerUser(), request.callerName());
        boolean emergency = request.trunk().isEmpty() && directory.emergency(called);
        return new RouteRehearsal(ports, callsOf, id, at, askPolicies, emergency).run(read);
    }

    private RouteTrial run(RouteRequest request) {
        var directory = ports.directory();
        var decision = emergency ? directory.route(request) : ApplicationNumbers.owned(directory.route(request), ports.applications());
        if (admitted(request))
            decision = follow(request, decision, TargetOrigin.DIALLED);
        var policies = !ports.advisor().listens() ? Policies.NONE : asked ? Policies.ASKED : Policies.NOT_ASKED;
        boolean tried = steps.stream().anyMatch(s -> s.outcome() != Outcome.PASSED_OVER);
        return new RouteTrial(decision.direction(), decision.from(), decision.to(), emergency, directory.revision(), prefix,
                steps, policies, advice, tried ? Optional.empty() : refusal);
    }

    /** A caller that nobody vouches for is asked for a password; a trunk may be at its limits. */
    private boolean admitted(RouteRequest request) {
        if (request.trunk().isEmpty() && request.subscriber().isEmpty()) {
            refusal = Optional.of(new Refusal(407, Cause.FORBIDDEN));
            return false;
        }
        var refused = request.trunk().flatMap(trunk -> ports.directory().refusal(trunk, false));
        refused.ifPresent(why -> {
            pass(TargetOrigin.DIALLED, Kind.TRUNK, request.trunk().get(), why);
            refusal = Optional.of(why.reason() == Reason.DISABLED ? new Refusal(403, Cause.FORBIDDEN)
                    : new Refusal(503, why.reason() == Reason.CPS_CAP ? Cause.CPS_CAP : Cause.CALLS_CAP));
        });
        return refused.isEmpty();
    }

    private Decision follow(RouteRequest request, Decision decision, TargetOrigin lead) {
        var advised = advised(request, decision);
        go(advised, lead);
        return advised;
    }

    private Decision advised(RouteRequest request, Decision decision) {
        if (!askPolicies || !ports.advisor().listens() || emergency || decision instanceof Decision.PickUp)
            return decision;
        int calls = request.subscriber().map(callsOf::applyAsInt).orElse(0);
        var answer = new CompletableFuture<RouteAdvisor.Answer>();
        if (!ports.advisor().advise(new RouteAdvisor.Question(id, at, request, decision, calls), answer::complete))
            return decision;
        asked = true;
        try {
            var said = answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            advice.addAll(said.advice());
            return said.decision();
        } catch (TimeoutException | ExecutionException e) {
            advice.add(new PolicyAdvice("policies", PolicyAdvice.Verdict.LATE, "", PATIENCE.toMillis()));
            return decision;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return decision;
        }
    }

    private void go(Decision decision, TargetOrigin lead) {
        switch (decision) {
            case Decision.ToSubscriber to -> subscriber(to, lead);
            case Decision.ToGroup to -> group(to, lead);
            case Decision.ToTrunks to -> trunks(to, lead);
            case Decision.ToApplication to -> application(to, lead);
            case Decision.PickUp _ -> refuse(404, Cause.NOT_FOUND);
            case Decision.Refused refused -> {
                prefix = prefix.or(refused::prefix);
                var application = ApplicationNumbers.unassigned(refused, ports.applications())
                        .filter(_ -> lead.equals(TargetOrigin.DIALLED));
                if (application.isPresent()) {
                    application(application.get(), lead);
                    return;
                }
                for (var c : refused.candidates())
                    pass(lead, refused.prefix().isPresent() ? Kind.TRUNK : Kind.SUBSCRIBER, c.target(),
                            new Admission.Refused(c.reason(), c.used(), c.limit()));
                refuse(refused.sipStatus(), refused.cause());
            }
        }
    }

    private void application(Decision.ToApplication to, TargetOrigin lead) {
        if (lead.equals(TargetOrigin.DIALLED))
            reach(lead, Kind.APPLICATION, to.application(), to.to().normalised(), to.from().normalised());
        else
            refuse(503, Cause.FAILED);
    }

    private void trunks(Decision.ToTrunks to, TargetOrigin lead) {
        prefix = prefix.or(() -> Optional.of(to.prefix()));
        for (var c : to.passedOver())
            pass(lead, Kind.TRUNK, c.target(), new Admission.Refused(c.reason(), c.used(), c.limit()));
        for (TrunkTarget target : to.targets()) {
            String name = target.trunk().name();
            var refused = emergency ? Optional.<Admission.Refused>empty() : ports.directory().refusal(name, true);
            if (refused.isPresent())
                pass(lead, Kind.TRUNK, name, refused.get());
            else
                reach(lead, Kind.TRUNK, name, target.calledUser(), target.callerUser());
        }
        refuse(503, Cause.TRUNK_DOWN);
    }

    private void subscriber(Decision.ToSubscriber to, TargetOrigin lead) {
        String name = to.username();
        var handling = ports.directory().handling(name);
        if (!visited.add(name)) {
            loop(lead, Kind.SUBSCRIBER, name);
            return;
        }
        switch (SubscriberTurn.of(handling, () -> callsOf.applyAsInt(name), ports.directory().subscriberRingTime())) {
            case SubscriberTurn.Forwarded(String target) -> {
                pass(lead, Kind.SUBSCRIBER, name, new Admission.Refused(Reason.FORWARDED, 0, 0));
                forward(name, to.from(), target, Origin.FORWARD_ALWAYS);
            }
            case SubscriberTurn.Busy(var reason, long used, long limit, var onward) -> {
                pass(lead, Kind.SUBSCRIBER, name, new Admission.Refused(reason, used, limit));
                onward.ifPresentOrElse(target -> forward(name, to.from(), target, Origin.FORWARD_BUSY),
                        () -> refuse(486, Cause.BUSY));
            }
            case SubscriberTurn.Rings _ -> {
                boolean rings = rings(lead, name, to);
                var onward = rings ? handling.forwardNoAnswer() : handling.forwardUnreachable();
                onward.ifPresentOrElse(target -> forward(name, to.from(), target, rings ? Origin.FORWARD_NO_ANSWER
                        : Origin.FORWARD_UNREACHABLE), () -> refuse(480, Cause.NOT_REGISTERED));
            }
        }
    }

    /** @return whether a phone would ring, or be woken to */
    private boolean rings(TargetOrigin lead, String name, Decision.ToSubscriber to) {
        var contacts = ports.directory().contacts(name);
        if (contacts.isEmpty())
            pass(lead, Kind.SUBSCRIBER, name, new Admission.Refused(Reason.NOT_REGISTERED, 0, 0));
        boolean first = steps.stream().allMatch(s -> s.outcome() == Outcome.PASSED_OVER);
        for (var contact : contacts)
            steps.add(new Step(Kind.PHONE, contact.uri(), first ? Outcome.FIRST : Outcome.THEN, name, to.from().normalised(),
                    Reason.NONE, 0, 0, lead.origin(), lead.by()));
        return !contacts.isEmpty() || !ports.directory().pushSubscriptions(name).isEmpty();
    }

    private void group(Decision.ToGroup to, TargetOrigin lead) {
        RingGroup group = to.group();
        if (!visited.add(group.name())) {
            loop(lead, Kind.RING_GROUP, group.name());
            return;
        }
        boolean atOnce = group.strategy() == RingGroup.Strategy.ALL;
        boolean first = steps.stream().allMatch(s -> s.outcome() == Outcome.PASSED_OVER);
        for (String member : to.members()) {
            var busy = SubscriberTurn.busy(ports.directory().handling(member), () -> callsOf.applyAsInt(member));
            var memberLead = new TargetOrigin(Origin.GROUP, group.name());
            if (busy.isPresent()) {
                pass(memberLead, Kind.SUBSCRIBER, member, new Admission.Refused(busy.get().reason(), busy.get().used(),
                        busy.get().limit()));
                continue;
            }
            int begin = steps.size();
            rings(memberLead, member, new Decision.ToSubscriber(to.direction(), member, to.from(), to.to()));
            if (atOnce && first)
                steps.subList(begin, steps.size()).replaceAll(RouteRehearsal::first);
        }
        group.fallback().ifPresentOrElse(target -> forward(group.name(), to.from(), target, Origin.GROUP_FALLBACK),
                () -> refuse(480, Cause.NOT_REGISTERED));
    }

    private static Step first(Step s) {
        return s.outcome() != Outcome.THEN ? s : new Step(s.kind(), s.target(), Outcome.FIRST, s.called(), s.caller(), s.reason(),
                s.used(), s.limit(), s.origin(), s.by());
    }

    private void forward(String by, Party caller, String target, Origin why) {
        var lead = new TargetOrigin(why, by);
        if (turns++ >= CallForwarding.MOST_TURNS) {
            loop(lead, Kind.SUBSCRIBER, target);
            return;
        }
        var request = new RouteRequest(Optional.of(by), Optional.empty(), target, by, "", Optional.of(caller));
        follow(request, ports.directory().route(request), lead);
    }

    private void loop(TargetOrigin lead, Kind kind, String name) {
        pass(lead, kind, name, new Admission.Refused(Reason.LOOP, 0, 0));
        refuse(482, Cause.LOOP);
    }

    private void pass(TargetOrigin lead, Kind kind, String target, Admission.Refused why) {
        steps.add(new Step(kind, target, Outcome.PASSED_OVER, "", "", why.reason(), why.used(), why.limit(), lead.origin(),
                lead.by()));
    }

    private void reach(TargetOrigin lead, Kind kind, String target, String called, String caller) {
        boolean first = steps.stream().allMatch(s -> s.outcome() == Outcome.PASSED_OVER);
        steps.add(new Step(kind, target, first ? Outcome.FIRST : Outcome.THEN, called, caller, Reason.NONE, 0, 0, lead.origin(),
                lead.by()));
    }

    /** What the caller would get in the end, where nothing is tried: the last word counts, as in a call. */
    private void refuse(int status, Cause cause) {
        refusal = Optional.of(new Refusal(status, cause));
    }
}
