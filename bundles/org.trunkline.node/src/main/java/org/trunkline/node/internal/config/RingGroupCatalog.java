package org.trunkline.node.internal.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import org.trunkline.api.FieldError;
import org.trunkline.api.config.PhoneNumberRules;
import org.trunkline.api.config.RingGroupDraft;
import org.trunkline.api.config.RingGroupRules;
import org.trunkline.domain.config.RingGroup;
import org.trunkline.domain.config.Subscriber;
import org.trunkline.engine.port.config.ConfigChange;
import org.trunkline.engine.port.config.Configuration;
import org.trunkline.node.internal.config.Configurations.Plan;

/** Ring groups by name. */
public final class RingGroupCatalog extends StoredCatalog<RingGroup, RingGroupDraft> {
    public RingGroupCatalog(Configurations configurations) {
        super(configurations);
    }

    @Override
    List<RingGroup> entries(Configuration configuration) {
        return configuration.ringGroups();
    }

    @Override
    String key(RingGroup entry) {
        return entry.name();
    }

    @Override
    String draftKey(RingGroupDraft draft) {
        return draft.name();
    }

    @Override
    String keyField() {
        return "name";
    }

    @Override
    List<FieldError> check(Configuration configuration, Optional<RingGroup> present, RingGroupDraft draft) {
        var errors = new ArrayList<>(RingGroupRules.check(draft));
        members(configuration, draft, errors);
        if (configuration.subscribers().stream().anyMatch(s -> s.username().equalsIgnoreCase(draft.name())))
            errors.add(new FieldError("name", "taken", List.of(draft.name()),
                    "there is a subscriber \"" + draft.name() + "\""));
        draft.number().map(PhoneNumberRules::tidy).flatMap(n -> holder(configuration, draft.name(), n)).ifPresent(
                holder -> errors.add(new FieldError("number", "taken", List.of(draft.number().orElseThrow(), holder),
                        "number \"" + draft.number().orElseThrow() + "\" belongs to " + holder)));
        return errors;
    }

    private static void members(Configuration configuration, RingGroupDraft draft, List<FieldError> errors) {
        var known = configuration.subscribers().stream().map(Subscriber::username).collect(Collectors.toSet());
        for (int i = 0; i < draft.members().size(); i++) {
            String field = "members[" + i + "]";
            String member = draft.members().get(i);
            if (!known.contains(member) && errors.stream().noneMatch(e -> e.field().equals(field)))
                errors.add(new FieldError(field, "no-such-subscriber", List.of(member),
                        "there is no subscriber \"" + member + "\""));
        }
    }

    /** Who is reached by a number already. */
    private static Optional<String> holder(Configuration configuration, String own, String number) {
        return configuration.numbers().stream().filter(n -> n.number().equals(number)).map(n -> n.subscriber())
                .findFirst()
                .or(() -> configuration.subscribers().stream().map(Subscriber::username).filter(number::equals)
                        .findFirst())
                .or(() -> configuration.ringGroups().stream().filter(g -> !g.name().equals(own)
                        && (g.number().equals(Optional.of(number)) || g.name().equals(number))).map(RingGroup::name)
                        .findFirst());
    }

    @Override
    Plan.Change<RingGroup> put(RingGroupDraft draft) {
        var group = draft.checked();
        return new Plan.Change<>(new ConfigChange.PutRingGroup(group), group);
    }

    @Override
    ConfigChange remove(RingGroup entry) {
        return new ConfigChange.RemoveRingGroup(entry.name());
    }

    @Override
    List<String> dependents(Configuration configuration, RingGroup entry) {
        return List.of();
    }
}
