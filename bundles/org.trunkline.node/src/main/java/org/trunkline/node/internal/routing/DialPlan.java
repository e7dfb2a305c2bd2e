package org.trunkline.node.internal.routing;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.config.Trunk;
import org.trunkline.engine.port.routing.Directory.Decision;
import org.trunkline.engine.port.routing.Directory.TrunkTarget;
import org.trunkline.engine.port.routing.RouteAdvisor.Question;
import org.trunkline.spi.routing.Destination;
import org.trunkline.spi.routing.RouteCandidate;
import org.trunkline.spi.routing.RoutingAdvice;
import org.trunkline.spi.routing.RoutingAdvice.TrunkChoice;
import org.trunkline.spi.routing.RoutingPolicy;
import org.trunkline.spi.routing.RoutingQuestion;
import org.trunkline.spi.routing.TrunkLoad;

/**
 * The last policy, for one decision: leaves out trunks that are not there, are disabled or cannot be sent the number, and
 * refuses what no trunk is left for. It also writes the numbers that policies leave to the trunks' rules.
 */
final class DialPlan implements RoutingPolicy {
    private static final Pattern SENDABLE = Pattern.compile("\\+?[0-9*#]{1,40}");
    private static final TrunkLoad NO_LOAD = new TrunkLoad(0, 0, false, Double.NaN);
    /** In place of a number that the trunk's rules cannot write. */
    private static final String NONE = "";

    private final TrunkBook trunks;
    private final Question question;

    DialPlan(TrunkBook trunks, Question question) {
        this.trunks = trunks;
        this.question = question;
    }

    @Override
    public RoutingAdvice advise(RoutingQuestion proposed) {
        if (!(proposed.destination() instanceof Destination.Trunks(var _, List<RouteCandidate> candidates)))
            return RoutingAdvice.none();
        var kept = new ArrayList<TrunkChoice>();
        var leftOut = new ArrayList<String>();
        var seen = new HashSet<TrunkChoice>();
        boolean unwritable = false;
        for (var candidate : candidates) {
            var objection = objection(candidate);
            var choice = new TrunkChoice(candidate.trunk(), Optional.of(candidate.calledNumber()),
                    Optional.of(candidate.callerNumber()));
            if (objection.isEmpty() && seen.add(choice))
                kept.add(choice);
            else
                leftOut.add(candidate.trunk() + ' ' + objection.orElse("is listed twice"));
            unwritable |= candidate.calledNumber().equals(NONE);
        }
        String reason = String.join(", ", leftOut);
        if (kept.isEmpty())
            return new RoutingAdvice.Reject(unwritable ? Cause.INVALID_NUMBER : Cause.TRUNK_DOWN, reason);
        return leftOut.isEmpty() ? RoutingAdvice.none() : new RoutingAdvice.TryTrunks(kept, reason);
    }

    private Optional<String> objection(RouteCandidate candidate) {
        var trunk = trunks.trunk(candidate.trunk());
        if (trunk.isEmpty())
            return Optional.of("does not exist");
        if (!trunk.get().enabled())
            return Optional.of("is disabled");
        return candidate.calledNumber().equals(NONE) ? Optional.of("cannot be sent this number") : Optional.empty();
    }

    /** What the directory decided, as candidates. */
    List<RouteCandidate> candidates(Decision.ToTrunks decided) {
        return decided.targets().stream().map(target -> new RouteCandidate(target.trunk().name(), target.calledUser(),
                target.callerUser(), trunks.load(target.trunk()))).toList();
    }

    /** A policy's choice with its numbers: the policy's own, those of the policy before it, or by the trunk's rules. */
    RouteCandidate candidate(TrunkChoice choice, List<RouteCandidate> before) {
        var trunk = trunks.trunk(choice.trunk());
        var earlier = before.stream().filter(c -> c.trunk().equals(choice.trunk())).findFirst();
        Optional<TrunkTarget> ruled = earlier.isPresent() ? Optional.empty() : trunk.flatMap(this::byRules);
        return new RouteCandidate(choice.trunk(),
                choice.calledNumber().or(() -> earlier.map(RouteCandidate::calledNumber))
                        .or(() -> ruled.map(TrunkTarget::calledUser)).orElse(NONE),
                choice.callerNumber().or(() -> earlier.map(RouteCandidate::callerNumber))
                        .or(() -> ruled.map(TrunkTarget::callerUser))
                        .orElseGet(() -> question.decision().from().normalised()),
                trunk.map(trunks::load).orElse(NO_LOAD));
    }

    private Optional<TrunkTarget> byRules(Trunk trunk) {
        return trunks.target(trunk, question.request(), question.decision());
    }

    /** Whether a policy's number can be sent: digits, or what the call had anyway, such as a caller without a number. */
    boolean sendable(TrunkChoice choice, List<RouteCandidate> before) {
        return choice.calledNumber().filter(number -> !SENDABLE.matcher(number).matches()).isEmpty()
                && choice.callerNumber().filter(number -> !SENDABLE.matcher(number).matches()
                        && before.stream().noneMatch(c -> c.callerNumber().equals(number))).isEmpty();
    }

    boolean exists(TrunkChoice choice) {
        return trunks.trunk(choice.trunk()).isPresent();
    }

    /** Where the call goes after all; the trunk may have gone since it was checked. */
    Optional<TrunkTarget> target(RouteCandidate candidate) {
        return trunks.trunk(candidate.trunk()).map(trunk -> new TrunkTarget(trunk, candidate.calledNumber(),
                candidate.callerNumber(), question.decision().from().displayName()));
    }
}
