package org.trunkline.node.internal.config;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import org.trunkline.api.FieldError;
import org.trunkline.api.config.EntryKind;
import org.trunkline.domain.config.Route;
import org.trunkline.domain.config.Trunk;
import org.trunkline.engine.port.config.ConfigChange;
import org.trunkline.engine.port.config.Configuration;
import org.trunkline.node.internal.config.Configurations.Plan;

/** Routes by prefix. */
public final class RouteCatalog extends EntryCatalog<Route> {
    public RouteCatalog(Configurations configurations) {
        super(configurations, EntryKind.ROUTE);
    }

    @Override
    List<Route> entries(Configuration configuration) {
        return configuration.routes();
    }

    @Override
    void references(Configuration configuration, Optional<Route> present, Route draft, List<FieldError> errors) {
        var known = configuration.trunks().stream().map(Trunk::name).collect(Collectors.toSet());
        for (int i = 0; i < draft.trunks().size(); i++) {
            String field = "trunks[" + i + "]";
            String trunk = draft.trunks().get(i);
            if (!known.contains(trunk) && right(field, errors))
                errors.add(new FieldError(field, "no-such-trunk", List.of(trunk), "there is no trunk \"" + trunk + "\""));
        }
    }

    @Override
    Plan.Change<Route> saved(Route entry) {
        return new Plan.Change<>(new ConfigChange.PutRoute(entry), entry);
    }

    @Override
    ConfigChange remove(Route entry) {
        return new ConfigChange.RemoveRoute(entry.prefix());
    }
}
