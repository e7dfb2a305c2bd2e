package org.trunkline.examples.enumlrn;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.trunkline.spi.PluginContext;
import org.trunkline.spi.number.NumberFacts;
import org.trunkline.spi.routing.Destination;
import org.trunkline.spi.routing.RouteCandidate;
import org.trunkline.spi.routing.RoutingAdvice;
import org.trunkline.spi.routing.RoutingAdvice.TrunkChoice;
import org.trunkline.spi.routing.RoutingPolicy;
import org.trunkline.spi.routing.RoutingQuestion;

/** Tries the trunk of the operator that serves the called number first, and the dial plan's trunks after it. */
@Component
public final class OperatorRouting implements RoutingPolicy {
    private static final int MOST_TRUNKS = 20;
    private final Map<String, String> trunkOfOperator;

    @Activate
    public OperatorRouting(@Reference PluginContext context) {
        trunkOfOperator = parse(context.settings().getOrDefault("trunks", ""));
    }

    /** @throws IllegalArgumentException if a pair lacks its operator or its trunk */
    private static Map<String, String> parse(String text) {
        var trunks = new HashMap<String, String>();
        for (var pair : text.split(";")) {
            if (pair.isBlank())
                continue;
            int equals = pair.indexOf('=');
            if (equals < 1 || pair.substring(equals + 1).isBlank())
                throw new IllegalArgumentException("Operators' trunks: \"" + pair.strip()
                        + "\" is not operator=trunk, such as Telia=Telia A");
            trunks.put(pair.substring(0, equals).strip().toLowerCase(Locale.ROOT), pair.substring(equals + 1).strip());
        }
        return Map.copyOf(trunks);
    }

    @Override
    public RoutingAdvice advise(RoutingQuestion question) {
        if (!(question.destination() instanceof Destination.Trunks trunks) || trunks.candidates().isEmpty())
            return RoutingAdvice.none();
        for (var facts : question.facts()) {
            var operator = facts.operator().orElse("");
            var trunk = trunkOfOperator.get(operator.toLowerCase(Locale.ROOT));
            if (trunk != null)
                return first(trunk, operator, facts, trunks);
        }
        return RoutingAdvice.none();
    }

    private static RoutingAdvice first(String trunk, String operator, NumberFacts facts, Destination.Trunks plan) {
        var order = new ArrayList<TrunkChoice>();
        order.add(new TrunkChoice(trunk, facts.routingNumber(), java.util.Optional.empty()));
        plan.candidates().stream().map(RouteCandidate::trunk).filter(name -> !name.equals(trunk)).distinct()
                .limit(MOST_TRUNKS - 1).map(TrunkChoice::of).forEach(order::add);
        var reason = "served by " + operator;
        return new RoutingAdvice.TryTrunks(order, reason.substring(0, Math.min(200, reason.length())));
    }
}
