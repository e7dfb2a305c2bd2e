package org.trunkline.node.internal.config;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import org.trunkline.api.FieldError;
import org.trunkline.api.config.Author;
import org.trunkline.api.privacy.HoldDraft;
import org.trunkline.api.privacy.HoldRules;
import org.trunkline.domain.config.LegalHold;
import org.trunkline.engine.port.config.ConfigChange;
import org.trunkline.engine.port.config.Configuration;
import org.trunkline.node.internal.config.Configurations.Plan;

/** Legal holds by name. One that is changed keeps who set it, and when: its relative times mean what they meant. */
public final class HoldCatalog extends StoredCatalog<LegalHold, HoldDraft> {
    private static final String WHO = "admin";

    private final Configurations configurations;
    private final Function<String, Optional<FieldError>> understood;
    private final InstantSource clock;

    /** @param understood what is wrong with a query */
    public HoldCatalog(Configurations configurations, Function<String, Optional<FieldError>> understood, InstantSource clock) {
        super(configurations);
        this.configurations = configurations;
        this.understood = understood;
        this.clock = clock;
    }

    @Override
    List<LegalHold> entries(Configuration configuration) {
        return configuration.keeping().holds();
    }

    @Override
    String key(LegalHold entry) {
        return entry.name();
    }

    @Override
    String draftKey(HoldDraft draft) {
        return draft.name();
    }

    @Override
    String keyField() {
        return "name";
    }

    @Override
    List<FieldError> check(Configuration configuration, Optional<LegalHold> present, HoldDraft draft) {
        var errors = new ArrayList<>(HoldRules.check(draft));
        if (errors.stream().noneMatch(e -> e.field().equals("query")))
            understood.apply(draft.query()).ifPresent(errors::add);
        return errors;
    }

    @Override
    Plan.Change<LegalHold> put(HoldDraft draft) {
        var present = configurations.current().keeping().holds().stream().filter(h -> h.name().equals(draft.name()))
                .findFirst();
        var hold = new LegalHold(draft.name(), draft.query(), draft.reason(),
                present.map(LegalHold::who).orElseGet(() -> Author.current().orElse(WHO)),
                present.map(LegalHold::since).orElseGet(clock::instant));
        return new Plan.Change<>(new ConfigChange.PutHold(hold), hold);
    }

    @Override
    ConfigChange remove(LegalHold entry) {
        return new ConfigChange.RemoveHold(entry.name());
    }

    @Override
    List<String> dependents(Configuration configuration, LegalHold entry) {
        return List.of();
    }
}
