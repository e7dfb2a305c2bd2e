package org.trunkline.ui.trunks.internal.model;

import static java.util.Objects.requireNonNull;

import java.util.List;

import org.trunkline.domain.config.RingGroup;
import org.trunkline.domain.config.Subscriber;

/** A subscriber with the ring groups that ring its phones. */
public record Member(Subscriber subscriber, List<RingGroup> groups) {
    public Member {
        requireNonNull(subscriber);
        groups = List.copyOf(groups);
    }

    /** One to save. @param groups names of all ring groups that it is to be in */
    record Draft(Subscriber subscriber, List<String> groups) {
        Draft {
            requireNonNull(subscriber);
            groups = List.copyOf(groups);
        }
    }

    static Member of(Subscriber subscriber, List<RingGroup> all) {
        return new Member(subscriber, all.stream().filter(g -> g.members().contains(subscriber.username())).toList());
    }

    String username() {
        return subscriber.username();
    }

    public List<String> groupNames() {
        return groups.stream().map(RingGroup::name).toList();
    }
}
