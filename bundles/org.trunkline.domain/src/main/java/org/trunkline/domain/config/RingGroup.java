package org.trunkline.domain.config;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * Several subscribers who answer one number.
 *
 * @param name unique among ring groups and subscribers, as checked by {@link Names#isUsername}; can be dialled
 * @param number short number or E.164 number that reaches it as well
 * @param members usernames, in the order that {@link Strategy#IN_ORDER} rings them
 * @param ringSeconds 5 to 600: all of them together, or each in turn
 * @param fallback target when nobody takes the call: a number, subscriber or ring group
 */
public record RingGroup(String name, Optional<String> number, Strategy strategy, List<String> members,
        int ringSeconds, Optional<String> fallback) {
    public static final int DEFAULT_RING_SECONDS = 20;
    public static final int MIN_RING_SECONDS = 5;
    public static final int MAX_RING_SECONDS = 600;

    public enum Strategy {
        /** All at once; the first to answer has the call. */
        ALL,
        /** One after the other, beginning with the first. */
        IN_ORDER,
        /** One after the other, beginning with whoever has gone longest without a call of this group. */
        LEAST_RECENT
    }

    public RingGroup {
        if (!Names.isUsername(name))
            throw new IllegalArgumentException("name: " + name);
        if (number.isPresent() && !Names.isDialled(number.get()))
            throw new IllegalArgumentException("number: " + number.get());
        requireNonNull(strategy);
        members = List.copyOf(members);
        if (members.isEmpty())
            throw new IllegalArgumentException("a ring group needs a member");
        if (ringSeconds < MIN_RING_SECONDS || ringSeconds > MAX_RING_SECONDS)
            throw new IllegalArgumentException("ringSeconds: " + ringSeconds);
        if (fallback.isPresent() && !Names.isTarget(fallback.get()))
            throw new IllegalArgumentException("fallback: " + fallback.get());
    }
}
