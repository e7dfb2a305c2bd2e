package org.trunkline.api.config;

import java.util.List;
import java.util.Optional;

import org.trunkline.domain.config.RingGroup;

/** A ring group to save; fields as in {@link RingGroup}. */
public record RingGroupDraft(String name, Optional<String> number, RingGroup.Strategy strategy, List<String> members,
        int ringSeconds, Optional<String> fallback) {
    public RingGroupDraft {
        members = List.copyOf(members);
    }

    /** @throws IllegalArgumentException where {@link RingGroupRules} finds an error */
    public RingGroup checked() {
        return new RingGroup(name, number.map(PhoneNumberRules::tidy), strategy, members, ringSeconds,
                fallback.map(PhoneNumberRules::tidyTarget));
    }
}
