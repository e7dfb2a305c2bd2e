package org.trunkline.node.internal.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import org.trunkline.api.FieldError;
import org.trunkline.api.config.RouteDraft;
import org.trunkline.api.config.RouteRules;
import org.trunkline.domain.config.Route;
import org.trunkline.domain.config.Trunk;
import org.trunkline.engine.port.config.ConfigChange;
import org.trunkline.engine.port.config.Configuration;
import org.trunkline.node.internal.config.Configurations.Plan;

/** Routes by prefix. */
public final class RouteCatalog extends StoredCatalog<Route, RouteDraft> {
    public RouteCatalog(Configurations configurations) {
        super(configurations);
    }

    @Override
    List<Route> entries(Configuration configuration) {
        return configuration.routes();
    }

    @Override
    String key(Route entry) {
        return entry.prefix();
    }

    @Override
    String draftKey(RouteDraft draft) {
        return draft.prefix();
    }

    @Override
    String keyField() {
        return "prefix";
    }

    @Override
    List<FieldError> check(Configuration configuration, Optional<Route> present, RouteDraft draft) {
        var errors = new ArrayList<>(RouteRules.check(draft));
        var known = configuration.trunks().stream().map(Trunk::name).collect(Collectors.toSet());
        for (int i = 0; i < draft.trunks().size(); i++) {
            String field = "trunks[" + i + "]";
            String trunk = draft.trunks().get(i);
            if (!known.contains(trunk) && errors.stream().noneMatch(e -> e.field().equals(field)))
                errors.add(new FieldError(field, "no-such-trunk", List.of(trunk), "there is no trunk \"" + trunk + "\""));
        }
        return errors;
    }

    @Override
    Plan.Change<Route> put(RouteDraft draft) {
        var route = new Route(draft.prefix(), draft.trunks());
        return new Plan.Change<>(new ConfigChange.PutRoute(route), route);
    }

    @Override
    ConfigChange remove(Route entry) {
        return new ConfigChange.RemoveRoute(entry.prefix());
    }

    @Override
    List<String> dependents(Configuration configuration, Route entry) {
        return List.of();
    }
}
