package org.trunkline.ui.form;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

import org.trunkline.domain.config.RingGroup;

/** A name that a field offers. @param group what it names, where that is a ring group */
public record Offer(String name, Optional<RingGroup> group) {
    public Offer {
        requireNonNull(name);
        requireNonNull(group);
    }

    public Offer(String name) {
        this(name, Optional.empty());
    }

    public static Offer of(RingGroup group) {
        return new Offer(group.name(), Optional.of(group));
    }
}
