package org.trunkline.node.internal.config;

import java.util.List;
import java.util.Optional;

import org.trunkline.api.FieldError;
import org.trunkline.api.config.EntryKind;
import org.trunkline.domain.config.NumberAssignment;
import org.trunkline.engine.port.config.ConfigChange;
import org.trunkline.engine.port.config.Configuration;
import org.trunkline.node.internal.config.Configurations.Plan;

/** Our numbers, by E.164 with the plus. */
public final class NumberCatalog extends EntryCatalog<NumberAssignment> {
    public NumberCatalog(Configurations configurations) {
        super(configurations, EntryKind.NUMBER);
    }

    @Override
    List<NumberAssignment> entries(Configuration configuration) {
        return configuration.numbers();
    }

    @Override
    void references(Configuration configuration, Optional<NumberAssignment> present, NumberAssignment draft,
            List<FieldError> errors) {
        if (right("subscriber", errors)
                && configuration.subscribers().stream().noneMatch(s -> s.username().equals(draft.subscriber())))
            errors.add(new FieldError("subscriber", "no-such-subscriber", List.of(draft.subscriber()),
                    "there is no subscriber \"" + draft.subscriber() + "\""));
        configuration.ringGroups().stream().filter(g -> g.number().equals(Optional.of(tidy(draft.number()))))
                .findFirst().ifPresent(g -> errors.add(new FieldError("number", "taken", List.of(draft.number(), g.name()),
                        "number \"" + draft.number() + "\" belongs to ring group " + g.name())));
    }

    @Override
    Plan.Change<NumberAssignment> saved(NumberAssignment entry) {
        return new Plan.Change<>(new ConfigChange.PutNumber(entry), entry);
    }

    @Override
    ConfigChange remove(NumberAssignment entry) {
        return new ConfigChange.RemoveNumber(entry.number());
    }
}
