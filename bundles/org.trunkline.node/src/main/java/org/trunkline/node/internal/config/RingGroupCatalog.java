package org.trunkline.node.internal.config;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import org.trunkline.api.FieldError;
import org.trunkline.api.config.EntryKind;
import org.trunkline.domain.config.Names;
import org.trunkline.domain.config.RingGroup;
import org.trunkline.domain.config.Subscriber;
import org.trunkline.engine.port.config.ConfigChange;
import org.trunkline.engine.port.config.Configuration;
import org.trunkline.node.internal.config.Configurations.Plan;

/** Ring groups by name. */
public final class RingGroupCatalog extends EntryCatalog<RingGroup> {
    public RingGroupCatalog(Configurations configurations) {
        super(configurations, EntryKind.RING_GROUP);
    }

    @Override
    List<RingGroup> entries(Configuration configuration) {
        return configuration.ringGroups();
    }

    @Override
    void references(Configuration configuration, Optional<RingGroup> present, RingGroup draft, List<FieldError> errors) {
        members(configuration, draft, errors);
        if (configuration.subscribers().stream().anyMatch(s -> s.username().equalsIgnoreCase(draft.name())))
            errors.add(new FieldError("name", "taken", List.of(draft.name()),
                    "there is a subscriber \"" + draft.name() + "\""));
        draft.number().map(Names::tidyNumber).flatMap(n -> holder(configuration, present.map(RingGroup::name)
                .orElse(draft.name()), n)).ifPresent(
                holder -> errors.add(new FieldError("number", "taken", List.of(draft.number().orElseThrow(), holder),
                        "number \"" + draft.number().orElseThrow() + "\" belongs to " + holder)));
    }

    private static void members(Configuration configuration, RingGroup draft, List<FieldError> errors) {
        var known = configuration.subscribers().stream().map(Subscriber::username).collect(Collectors.toSet());
        for (int i = 0; i < draft.members().size(); i++) {
            String field = "members[" + i + "]";
            String member = draft.members().get(i);
            if (!known.contains(member) && right(field, errors))
                errors.add(new FieldError(field, "no-such-subscriber", List.of(member),
                        "there is no subscriber \"" + member + "\""));
        }
    }

    /** The entry that a number reaches already. */
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
    Plan.Change<RingGroup> saved(RingGroup entry) {
        return new Plan.Change<>(new ConfigChange.PutRingGroup(entry), entry);
    }

    @Override
    ConfigChange remove(RingGroup entry) {
        return new ConfigChange.RemoveRingGroup(entry.name());
    }
}
