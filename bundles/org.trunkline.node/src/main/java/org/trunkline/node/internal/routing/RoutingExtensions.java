package org.trunkline.node.internal.routing;

import static org.osgi.service.component.annotations.ReferenceCardinality.MULTIPLE;
import static org.osgi.service.component.annotations.ReferencePolicy.DYNAMIC;
import static org.osgi.service.component.annotations.ReferencePolicyOption.GREEDY;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.trunkline.spi.number.NumberLookup;
import org.trunkline.spi.routing.RoutingPolicy;

/**
 * The routing policies and number lookups there are now, by descending ranking. <b>Threads:</b> any; a call reads one
 * volatile list.
 */
@Component(service = RoutingExtensions.class)
public final class RoutingExtensions {
    /** Property of a service: id of its plug-in. */
    private static final String PLUGIN = "trunkline.plugin";
    /** Property of a lookup of ours: its name. */
    static final String NAME = "trunkline.name";
    /** Property of a lookup that is so cheap, or of so little use to routing, that no call is looked up for it alone. */
    static final String ON_DEMAND = "trunkline.lookup.ondemand";

    private volatile List<Named<RoutingPolicy>> policies = List.of();
    private volatile List<Named<NumberLookup>> lookups = List.of();
    private volatile List<NumberLookup> atIntake = List.of();
    private volatile boolean inUse;

    /** Whether a call is put to anything at all. */
    boolean inUse() {
        return inUse;
    }

    List<Named<RoutingPolicy>> policies() {
        return policies;
    }

    List<Named<NumberLookup>> lookups() {
        return lookups;
    }

    @Reference(cardinality = MULTIPLE, policy = DYNAMIC, policyOption = GREEDY)
    synchronized void addPolicy(RoutingPolicy policy, Map<String, Object> properties) {
        policies = with(policies, policy, properties);
        inUse = true;
    }

    synchronized void updatedPolicy(RoutingPolicy policy, Map<String, Object> properties) {
        addPolicy(policy, properties);
    }

    synchronized void removePolicy(RoutingPolicy policy) {
        policies = without(policies, policy);
        inUse = !policies.isEmpty() || !atIntake.isEmpty();
    }

    @Reference(cardinality = MULTIPLE, policy = DYNAMIC, policyOption = GREEDY)
    synchronized void addLookup(NumberLookup lookup, Map<String, Object> properties) {
        lookups = with(lookups, lookup, properties);
        if (!Boolean.TRUE.equals(properties.get(ON_DEMAND)) && !atIntake.contains(lookup)) {
            var more = new ArrayList<>(atIntake);
            more.add(lookup);
            atIntake = List.copyOf(more);
            inUse = true;
        }
    }

    synchronized void updatedLookup(NumberLookup lookup, Map<String, Object> properties) {
        addLookup(lookup, properties);
    }

    synchronized void removeLookup(NumberLookup lookup) {
        lookups = without(lookups, lookup);
        atIntake = atIntake.stream().filter(each -> each != lookup).toList();
        inUse = !policies.isEmpty() || !atIntake.isEmpty();
    }

    private static <T> List<Named<T>> with(List<Named<T>> list, T it, Map<String, Object> properties) {
        var more = new ArrayList<>(without(list, it));
        int ranking = properties.get(Constants.SERVICE_RANKING) instanceof Integer number ? number : 0;
        more.add(new Named<>(it, name(properties), ranking));
        more.sort(Comparator.comparingInt((Named<T> each) -> each.ranking()).reversed()); // stable: the older first
        return List.copyOf(more);
    }

    private static String name(Map<String, Object> properties) {
        return properties.getOrDefault(PLUGIN, properties.getOrDefault(NAME, "node")) instanceof String name ? name : "node";
    }

    private static <T> List<Named<T>> without(List<Named<T>> list, T it) {
        return list.stream().filter(each -> each.it() != it).toList();
    }
}
