package org.trunkline.node.internal.config;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.trunkline.api.FieldError;
import org.trunkline.api.config.EntryKind;
import org.trunkline.domain.config.Trunk;
import org.trunkline.engine.port.config.ConfigChange;
import org.trunkline.engine.port.config.ConfigStore.PastSecret;
import org.trunkline.engine.port.config.Configuration;
import org.trunkline.node.internal.config.Configurations.Plan;

/** Trunks by name. */
public final class TrunkCatalog extends EntryCatalog<Trunk> {
    public TrunkCatalog(Configurations configurations) {
        super(configurations, EntryKind.TRUNK);
    }

    @Override
    List<Trunk> entries(Configuration configuration) {
        return configuration.trunks();
    }

    @Override
    Set<String> kept(Configuration configuration, Trunk present) {
        boolean kept = present.registration().isPresent() && configuration.trunkPasswords().containsKey(present.name());
        return kept ? Set.of("registration.password") : Set.of();
    }

    @Override
    void references(Configuration configuration, Optional<Trunk> present, Trunk draft, List<FieldError> errors) {}

    @Override
    Plan.Change<Trunk> saved(Trunk entry) {
        var password = entry.registration().flatMap(r -> r.password().given());
        var open = schema().withoutSecrets(entry);
        return new Plan.Change<>(new ConfigChange.PutTrunk(open, password), open);
    }

    @Override
    Plan.Change<Trunk> moved(Configuration configuration, Trunk present, Trunk entry) {
        var password = entry.registration().flatMap(r -> r.password().given()
                .or(() -> Optional.ofNullable(configuration.trunkPasswords().get(present.name()))));
        var open = schema().withoutSecrets(entry);
        return new Plan.Change<>(new ConfigChange.PutTrunk(open, password), open);
    }

    @Override
    boolean hasSecret(Trunk entry) {
        return entry.registration().isPresent();
    }

    @Override
    ConfigChange restored(Trunk entry, Optional<PastSecret> secret) {
        return new ConfigChange.PutTrunk(entry, entry.registration().flatMap(_ -> secret).flatMap(PastSecret::password));
    }

    @Override
    ConfigChange remove(Trunk entry) {
        return new ConfigChange.RemoveTrunk(entry.name());
    }

    @Override
    List<String> dependents(Configuration configuration, Trunk entry) {
        return configuration.routes().stream().filter(r -> r.trunks().contains(entry.name()))
                .map(r -> EntryKind.ROUTE.subject(r.prefix().isEmpty() ? "default" : r.prefix())).toList(); // as the API names it
    }
}
