package org.trunkline.examples.leastloaded;

import java.util.Comparator;

import org.osgi.service.component.annotations.Component;
import org.trunkline.spi.routing.Destination;
import org.trunkline.spi.routing.RouteCandidate;
import org.trunkline.spi.routing.RoutingAdvice;
import org.trunkline.spi.routing.RoutingPolicy;
import org.trunkline.spi.routing.RoutingQuestion;

/** Tries the trunk with the lowest load first. */
@Component
public final class LeastLoaded implements RoutingPolicy {
    private static final Comparator<RouteCandidate> BY_LOAD = Comparator.comparingDouble(c -> c.load().share());

    @Override
    public RoutingAdvice advise(RoutingQuestion question) {
        if (!(question.destination() instanceof Destination.Trunks trunks) || trunks.candidates().size() < 2)
            return RoutingAdvice.none();
        var order = trunks.candidates().stream().sorted(BY_LOAD).map(RouteCandidate::trunk).toList();
        return RoutingAdvice.order(order, "least loaded first");
    }
}
