package org.trunkline.ui.phone.internal.dial;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.trunkline.domain.cdr.RouteTrial;
import org.trunkline.domain.cdr.RouteTrial.Kind;
import org.trunkline.domain.cdr.RouteTrial.Outcome;
import org.trunkline.domain.config.Trunk;

/**
 * The trunks over which a number can be called.
 *
 * @param names enabled trunks; those that the routes would try come first and in that order, the others by name
 * @param routed how many of them the routes would try
 */
record TrunkChoice(List<String> names, int routed) {
    TrunkChoice {
        names = List.copyOf(names);
    }

    /** @param trial where the subscriber's call would go by the routes; empty where that is not known */
    static TrunkChoice of(List<Trunk> trunks, Optional<RouteTrial> trial) {
        var tried = trial.stream().flatMap(it -> it.steps().stream()).filter(step -> step.kind() == Kind.TRUNK && step.outcome() != Outcome.PASSED_OVER)
                .map(RouteTrial.Step::target).distinct().toList();
        Map<String, Integer> order = IntStream.range(0, tried.size()).boxed().collect(Collectors.toMap(tried::get, i -> i));
        var names = trunks.stream().filter(Trunk::enabled).map(Trunk::name)
                .sorted(Comparator.comparingInt((String name) -> order.getOrDefault(name, tried.size())).thenComparing(String.CASE_INSENSITIVE_ORDER)).toList();
        return new TrunkChoice(names, (int) names.stream().filter(order::containsKey).count());
    }
}
