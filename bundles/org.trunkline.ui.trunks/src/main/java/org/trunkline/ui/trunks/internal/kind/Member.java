package org.trunkline.ui.trunks.internal.kind;

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
    public record Draft(Subscriber subscriber, List<String> groups) {
        public Draft {
            requireNonNull(subscriber);
            groups = List.copyOf(groups);
        }
    }

    public static Member of(Subscriber subscriber, List<RingGroup> all) {
        return new Member(subscriber, all.stream().filter(g -> g.members().contains(subscriber.username())).toList());
    }

    public String username() {
        return subscriber.username();
    }

    public List<String> groupNames() {
        return groups.stream().map(RingGroup::name).toList();
    }
}
