package org.trunkline.node.internal.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.trunkline.domain.call.Direction;
import org.trunkline.domain.cdr.Candidate;
import org.trunkline.domain.cdr.PolicyAdvice;
import org.trunkline.domain.cdr.PolicyAdvice.Verdict;
import org.trunkline.engine.port.routing.Directory.Decision;
import org.trunkline.engine.port.routing.Directory.TrunkTarget;
import org.trunkline.engine.port.routing.RouteAdvisor.Question;
import org.trunkline.spi.ExtensionFailedException;
import org.trunkline.spi.number.NumberFacts;
import org.trunkline.spi.routing.Destination;
import org.trunkline.spi.routing.RouteCandidate;
import org.trunkline.spi.routing.RoutingAdvice;
import org.trunkline.spi.routing.RoutingPolicy;
import org.trunkline.spi.routing.RoutingQuestion;

/** One decision on its way through the policies. One thread. */
final class RouteProposal {
    static final int MOST_TRUNKS = 20;
    private static final Pattern APPLICATION = Pattern.compile("[a-z0-9.-]{1,100}");
    private static final Pattern UNPRINTABLE = Pattern.compile("\\p{Cntrl}+");
    private static final int FORBIDDEN = 403;

    private final Question question;
    private final DialPlan dialPlan;
    private final List<NumberFacts> facts;
    private final LongSupplier nanos;
    private final List<PolicyAdvice> advice = new ArrayList<>(2);
    private Decision decision;
    /** Trunks that a policy wants; null while the directory's decision holds. */
    private @Nullable List<RouteCandidate> chosen;

    RouteProposal(Question question, TrunkBook trunks, List<NumberFacts> facts, LongSupplier nanos) {
        this.question = question;
        this.dialPlan = new DialPlan(trunks, question);
        this.facts = facts;
        this.nanos = nanos;
        this.decision = question.decision();
    }

    List<PolicyAdvice> advice() {
        return advice;
    }

    /** Whether anything is left to advise on: what was refused or handed over stays so. */
    boolean open() {
        return decision == question.decision();
    }

    /** There was no time left to ask. */
    void notAsked(String policy) {
        note(policy, Verdict.LATE, "not asked: the policies before it used all the time", nanos.getAsLong());
    }

    void ask(String name, RoutingPolicy policy) {
        long begun = nanos.getAsLong();
        try {
            take(name, policy.advise(asked()), begun);
        } catch (ExtensionFailedException e) {
            note(name, e.reason() == ExtensionFailedException.Reason.LATE ? Verdict.LATE : Verdict.FAILED, said(e), begun);
        } catch (RuntimeException | LinkageError e) { // a boundary: whatever a policy does is no advice
            note(name, Verdict.FAILED, said(e), begun);
        }
    }

    private static String said(Throwable e) {
        String message = e.getMessage();
        return message == null || message.isBlank() ? e.getClass().getSimpleName() : message;
    }

    private RoutingQuestion asked() {
        var request = question.request();
        return new RoutingQuestion(question.call(), question.at(), decision.direction(), decision.from(), decision.to(),
                request.subscriber(), request.trunk(), destination(), question.callsOfSubscriber(), facts);
    }

    private Destination destination() {
        if (chosen != null)
            return new Destination.Trunks(Optional.empty(), chosen);
        return switch (decision) {
            case Decision.ToTrunks to -> new Destination.Trunks(Optional.of(to.prefix()), dialPlan.candidates(to));
            case Decision.ToSubscriber to -> new Destination.Subscriber(to.username());
            case Decision.ToGroup to -> new Destination.RingGroup(to.group().name());
            case Decision.Refused refused -> new Destination.Refused(refused.sipStatus(), refused.cause());
            case Decision.ToApplication _, Decision.PickUp _ -> throw new IllegalStateException(decision.toString());
        };
    }

    private void take(String policy, @Nullable RoutingAdvice given, long begun) {
        switch (given) {
            case null -> note(policy, Verdict.INVALID, "the answer was null", begun);
            case RoutingAdvice.NoAdvice _ -> note(policy, Verdict.NONE, "", begun);
            case RoutingAdvice.TryTrunks(var trunks, String reason) -> {
                var objection = objection(trunks);
                if (objection.isPresent()) {
                    note(policy, Verdict.INVALID, objection.get(), begun);
                } else {
                    var before = candidates();
                    chosen = trunks.stream().map(choice -> dialPlan.candidate(choice, before)).toList();
                    note(policy, Verdict.CHANGED, reason, begun);
                }
            }
            case RoutingAdvice.Reject(var cause, String reason) -> {
                decision = new Decision.Refused(decision.direction(), decision.from(), decision.to(), cause.sipStatus(),
                        cause, prefix(), List.of());
                note(policy, Verdict.REJECTED, reason, begun);
            }
            case RoutingAdvice.HandOver(String application, String reason) -> {
                if (APPLICATION.matcher(application).matches()) {
                    decision = new Decision.ToApplication(decision.direction(), application, clean(reason),
                            decision.from(), decision.to());
                    note(policy, Verdict.HANDED_OVER, reason, begun);
                } else {
                    note(policy, Verdict.INVALID, "\"" + application + "\" is not the name of an application", begun);
                }
            }
        }
    }

    private List<RouteCandidate> candidates() {
        return destination() instanceof Destination.Trunks trunks ? trunks.candidates() : List.of();
    }

    private Optional<String> objection(List<RoutingAdvice.TrunkChoice> trunks) {
        if (question.request().subscriber().isEmpty())
            return Optional.of("a call from a trunk is never sent to a trunk");
        if (decision instanceof Decision.Refused refused && refused.sipStatus() == FORBIDDEN)
            return Optional.of("the caller may not call at all");
        if (trunks.isEmpty())
            return Optional.of("no trunk; a call is refused by Reject");
        if (trunks.size() > MOST_TRUNKS)
            return Optional.of(trunks.size() + " trunks; " + MOST_TRUNKS + " is the most");
        var before = candidates();
        for (var choice : trunks)
            if (!dialPlan.sendable(choice, before))
                return Optional.of("a number for trunk " + choice.trunk() + " must be up to 40 characters of 0-9, * and #,"
                        + " optionally starting with +");
        return trunks.stream().anyMatch(dialPlan::exists) ? Optional.empty()
                : Optional.of("none of its trunks exists: " + trunks.getFirst().trunk());
    }

    private Optional<String> prefix() {
        return switch (question.decision()) {
            case Decision.ToTrunks to -> Optional.of(to.prefix());
            case Decision.Refused refused -> refused.prefix();
            case Decision.ToSubscriber _, Decision.ToGroup _, Decision.ToApplication _, Decision.PickUp _ ->
                Optional.empty();
        };
    }

    /** The dial plan's say, and what comes of it all. */
    Decision decide() {
        if (chosen == null || !open())
            return decision;
        long begun = nanos.getAsLong();
        switch (dialPlan.advise(asked())) {
            case RoutingAdvice.TryTrunks left -> {
                var before = chosen;
                chosen = left.trunks().stream().map(choice -> dialPlan.candidate(choice, before)).toList();
                note(PolicyAdvice.DIAL_PLAN, Verdict.CHANGED, "left out: " + left.reason(), begun);
            }
            case RoutingAdvice.Reject refused -> {
                take(PolicyAdvice.DIAL_PLAN, refused, begun);
                return decision;
            }
            case RoutingAdvice.NoAdvice _, RoutingAdvice.HandOver _ -> {}
        }
        var targets = chosen.stream().map(dialPlan::target).flatMap(Optional::stream).toList();
        return new Decision.ToTrunks(Direction.OUTBOUND, prefix().orElse(""), decision.from(), decision.to(), targets,
                passedOver(targets));
    }

    /** What the directory could not use, where no policy brought it back. */
    private List<Candidate> passedOver(List<TrunkTarget> targets) {
        var before = switch (question.decision()) {
            case Decision.ToTrunks to -> to.passedOver();
            case Decision.Refused refused -> refused.candidates();
            case Decision.ToSubscriber _, Decision.ToGroup _, Decision.ToApplication _, Decision.PickUp _ ->
                List.<Candidate>of();
        };
        return before.stream().filter(c -> targets.stream().noneMatch(t -> t.trunk().name().equals(c.target()))).toList();
    }

    private void note(String policy, Verdict verdict, String reason, long begun) {
        advice.add(new PolicyAdvice(policy, verdict, clean(reason), (nanos.getAsLong() - begun) / 1_000_000));
    }

    private static String clean(String reason) {
        String some = reason.length() > PolicyAdvice.LONGEST_REASON ? reason.substring(0, PolicyAdvice.LONGEST_REASON) : reason;
        return UNPRINTABLE.matcher(some).replaceAll(" ");
    }
}
