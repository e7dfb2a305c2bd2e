package org.trunkline.domain.config;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

import org.trunkline.domain.schema.Default;
import org.trunkline.domain.schema.Format;
import org.trunkline.domain.schema.Group;
import org.trunkline.domain.schema.Help;
import org.trunkline.domain.schema.Is;
import org.trunkline.domain.schema.Key;
import org.trunkline.domain.schema.Length;
import org.trunkline.domain.schema.Range;
import org.trunkline.domain.schema.Required;
import org.trunkline.domain.schema.Unit;

/**
 * Several subscribers who answer one number.
 *
 * @param name unique among ring groups and subscribers, as checked by {@link Names#isUsername}; can be dialled
 * @param number short number or E.164 number that reaches it as well
 * @param members usernames, in the order that {@link Strategy#IN_ORDER} rings them
 * @param ringSeconds all of them together, or each in turn
 * @param fallback target when nobody takes the call: a number, subscriber or ring group
 */
public record RingGroup(
        @Key @Required @Is(Format.USERNAME) @Help("unique among ring groups and subscribers; can be dialled") String name,
        @Is(Format.DIALLED) @Help("short number or E.164 number that also reaches the group") Optional<String> number,
        @Required @Is(Format.SUBSCRIBER) @Length(max = 64) @Help("usernames") List<String> members,
        @Group("ringing") Strategy strategy,
        @Group("ringing") @Range(min = 5, max = 600) @Unit("s") @Default("20")
        @Help("all of them together, or each in turn") int ringSeconds,
        @Group("ringing") @Is(Format.TARGET) @Help("target of an unanswered call: a number, subscriber or ring group")
        Optional<String> fallback) {
    public static final int DEFAULT_RING_SECONDS = 20;

    public enum Strategy {
        /** All at once; the first to answer has the call. */
        ALL,
        /** One after the other, beginning with the first. */
        IN_ORDER,
        /** One after the other, beginning with the member that has gone longest without a call of this group. */
        LEAST_RECENT
    }

    public RingGroup {
        requireNonNull(name);
        requireNonNull(number);
        members = List.copyOf(members);
        requireNonNull(strategy);
        requireNonNull(fallback);
    }
}
