package org.trunkline.node.internal.config;

import java.util.List;
import java.util.Optional;

import org.trunkline.api.FieldError;
import org.trunkline.api.config.PhoneNumberRules;
import org.trunkline.api.config.TariffDraft;
import org.trunkline.api.config.TrunkDraft;
import org.trunkline.api.config.TrunkRules;
import org.trunkline.domain.config.NumberRules;
import org.trunkline.domain.config.Trunk;
import org.trunkline.domain.config.TrunkRegistration;
import org.trunkline.engine.port.config.ConfigChange;
import org.trunkline.engine.port.config.Configuration;
import org.trunkline.node.internal.config.Configurations.Plan;

/** Trunks by name. */
public final class TrunkCatalog extends StoredCatalog<Trunk, TrunkDraft> {
    public TrunkCatalog(Configurations configurations) {
        super(configurations);
    }

    @Override
    List<Trunk> entries(Configuration configuration) {
        return configuration.trunks();
    }

    @Override
    String key(Trunk entry) {
        return entry.name();
    }

    @Override
    String draftKey(TrunkDraft draft) {
        return draft.name();
    }

    @Override
    String keyField() {
        return "name";
    }

    @Override
    List<FieldError> check(Configuration configuration, Optional<Trunk> present, TrunkDraft draft) {
        boolean kept = present.flatMap(Trunk::registration).isPresent()
                && configuration.trunkPasswords().containsKey(draft.name());
        return TrunkRules.check(draft, kept);
    }

    @Override
    Plan.Change<Trunk> put(TrunkDraft draft) {
        var registration = draft.registration().map(r -> new TrunkRegistration(r.username(), r.expiresSeconds()));
        var trunk = new Trunk(draft.name(), draft.host(), draft.port(), draft.transport(), draft.inboundAddresses(),
                registration, draft.maxCalls(), draft.maxCallsPerSecond(), draft.enabled(), draft.region(),
                rules(draft.outbound()), rules(draft.inbound()), draft.callerId().map(PhoneNumberRules::tidy),
                draft.assertIdentity(), draft.optionsSeconds(), draft.answerSeconds(), draft.security(),
                draft.tariff().map(TariffDraft::checked));
        var password = draft.registration().flatMap(TrunkDraft.Registration::password);
        return new Plan.Change<>(new ConfigChange.PutTrunk(trunk, password), trunk);
    }

    private static NumberRules rules(TrunkDraft.Rules rules) {
        return new NumberRules(rules.strip(), rules.prefix(), rules.format());
    }

    @Override
    ConfigChange remove(Trunk entry) {
        return new ConfigChange.RemoveTrunk(entry.name());
    }

    @Override
    List<String> dependents(Configuration configuration, Trunk entry) {
        return configuration.routes().stream().filter(r -> r.trunks().contains(entry.name()))
                .map(r -> "route " + (r.prefix().isEmpty() ? "default" : r.prefix())).toList(); // as the API names it
    }
}
