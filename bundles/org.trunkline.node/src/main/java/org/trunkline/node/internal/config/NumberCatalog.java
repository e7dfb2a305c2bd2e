package org.trunkline.node.internal.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.trunkline.api.FieldError;
import org.trunkline.api.config.NumberDraft;
import org.trunkline.api.config.PhoneNumberRules;
import org.trunkline.domain.config.NumberAssignment;
import org.trunkline.engine.port.config.ConfigChange;
import org.trunkline.engine.port.config.Configuration;
import org.trunkline.node.internal.config.Configurations.Plan;

/** Our numbers, by E.164 with the plus. */
public final class NumberCatalog extends StoredCatalog<NumberAssignment, NumberDraft> {
    public NumberCatalog(Configurations configurations) {
        super(configurations);
    }

    @Override
    List<NumberAssignment> entries(Configuration configuration) {
        return configuration.numbers();
    }

    @Override
    String key(NumberAssignment entry) {
        return entry.number();
    }

    @Override
    String draftKey(NumberDraft draft) {
        return draft.number();
    }

    @Override
    String keyField() {
        return "number";
    }

    @Override
    String tidy(String key) {
        return PhoneNumberRules.tidy(key);
    }

    @Override
    List<FieldError> check(Configuration configuration, Optional<NumberAssignment> present, NumberDraft draft) {
        var errors = new ArrayList<>(PhoneNumberRules.check(draft));
        if (errors.stream().noneMatch(e -> e.field().equals("subscriber"))
                && configuration.subscribers().stream().noneMatch(s -> s.username().equals(draft.subscriber())))
            errors.add(new FieldError("subscriber", "no-such-subscriber", List.of(draft.subscriber()),
                    "there is no subscriber \"" + draft.subscriber() + "\""));
        configuration.ringGroups().stream().filter(g -> g.number().equals(Optional.of(tidy(draft.number()))))
                .findFirst().ifPresent(g -> errors.add(new FieldError("number", "taken", List.of(draft.number(), g.name()),
                        "number \"" + draft.number() + "\" belongs to ring group " + g.name())));
        return errors;
    }

    @Override
    Plan.Change<NumberAssignment> put(NumberDraft draft) {
        var number = new NumberAssignment(tidy(draft.number()), draft.subscriber());
        return new Plan.Change<>(new ConfigChange.PutNumber(number), number);
    }

    @Override
    ConfigChange remove(NumberAssignment entry) {
        return new ConfigChange.RemoveNumber(entry.number());
    }

    @Override
    List<String> dependents(Configuration configuration, NumberAssignment entry) {
        return List.of();
    }
}
