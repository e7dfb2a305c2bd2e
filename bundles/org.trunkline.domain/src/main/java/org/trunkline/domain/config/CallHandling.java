package org.trunkline.domain.config;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

import org.trunkline.domain.schema.Default;
import org.trunkline.domain.schema.Format;
import org.trunkline.domain.schema.Group;
import org.trunkline.domain.schema.Help;
import org.trunkline.domain.schema.Is;
import org.trunkline.domain.schema.Length;
import org.trunkline.domain.schema.Range;
import org.trunkline.domain.schema.Unit;

/**
 * What becomes of a subscriber's calls before and instead of ringing. Targets are dialled as the subscriber would:
 * a number, another subscriber or a ring group.
 *
 * @param forwardAlways target of every call; the subscriber's own phones do not ring
 * @param forwardBusy target where the subscriber is busy, by the phone's answer, {@code doNotDisturb} or
 *        {@code callLimit}
 * @param forwardNoAnswer target after {@code noAnswerSeconds} of ringing
 * @param noAnswerSeconds counts only with {@code forwardNoAnswer}
 * @param forwardUnreachable target where no phone is registered or none of them responds
 * @param doNotDisturb calls find the subscriber busy
 * @param callLimit calls at once, in and out, beyond which callers find the subscriber busy; 0 for no limit, 1 for no
 *        call waiting
 * @param pickupGroups whose ringing calls this subscriber may take, and who may take this subscriber's
 */
public record CallHandling(
        @Group("forwarding") @Is(Format.TARGET) @Help("target of every call") Optional<String> forwardAlways,
        @Group("forwarding") @Is(Format.TARGET) @Help("target while busy") Optional<String> forwardBusy,
        @Group("forwarding") @Is(Format.TARGET) @Help("target after noAnswerSeconds of ringing") Optional<String> forwardNoAnswer,
        @Group("forwarding") @Range(min = 5, max = 600) @Unit("s") @Default("20") @Help("ringing before forwardNoAnswer")
        int noAnswerSeconds,
        @Group("forwarding") @Is(Format.TARGET) @Help("target where no phone is registered or responds")
        Optional<String> forwardUnreachable,
        @Group("answering") @Help("callers get busy") boolean doNotDisturb,
        @Group("answering") @Range(max = 100) @Help("maximum calls, inbound and outbound together; 0 for no limit, 1 for no call waiting")
        int callLimit,
        @Group("answering") @Is(Format.USERNAME) @Length(max = 16) @Help("members can pick up each other's ringing calls")
        List<String> pickupGroups) {
    public static final int DEFAULT_NO_ANSWER_SECONDS = 20;

    /** Rings, and nothing else. */
    public static final CallHandling PLAIN = new CallHandling(Optional.empty(), Optional.empty(), Optional.empty(),
            DEFAULT_NO_ANSWER_SECONDS, Optional.empty(), false, 0, List.of());

    public CallHandling {
        requireNonNull(forwardAlways);
        requireNonNull(forwardBusy);
        requireNonNull(forwardNoAnswer);
        requireNonNull(forwardUnreachable);
        pickupGroups = List.copyOf(pickupGroups);
    }
}
