package org.trunkline.domain.config;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What becomes of a subscriber's calls before and instead of ringing. Targets are dialled as the subscriber would:
 * a number, another subscriber or a ring group.
 *
 * @param forwardAlways target of every call; the subscriber's own phones do not ring
 * @param forwardBusy target where the subscriber is busy, by the phone's answer, {@code doNotDisturb} or
 *        {@code callLimit}
 * @param forwardNoAnswer target after {@code noAnswerSeconds} of ringing
 * @param noAnswerSeconds 5 to 600; counts only with {@code forwardNoAnswer}
 * @param forwardUnreachable target where no phone is registered or none of them responds
 * @param doNotDisturb calls find the subscriber busy
 * @param callLimit calls at once, in and out, beyond which callers find the subscriber busy; 0 for no limit, 1 for no
 *        call waiting
 * @param pickupGroups whose ringing calls this subscriber may take, and who may take this subscriber's
 */
public record CallHandling(Optional<String> forwardAlways, Optional<String> forwardBusy,
        Optional<String> forwardNoAnswer, int noAnswerSeconds, Optional<String> forwardUnreachable,
        boolean doNotDisturb, int callLimit, List<String> pickupGroups) {
    public static final int DEFAULT_NO_ANSWER_SECONDS = 20;
    public static final int MIN_NO_ANSWER_SECONDS = 5;
    public static final int MAX_NO_ANSWER_SECONDS = 600;

    /** Rings, and nothing else. */
    public static final CallHandling PLAIN = new CallHandling(Optional.empty(), Optional.empty(), Optional.empty(),
            DEFAULT_NO_ANSWER_SECONDS, Optional.empty(), false, 0, List.of());

    public CallHandling {
        Stream.of(forwardAlways, forwardBusy, forwardNoAnswer, forwardUnreachable).flatMap(Optional::stream)
                .filter(target -> !Names.isTarget(target)).findFirst().ifPresent(target -> {
                    throw new IllegalArgumentException("target: " + target);
                });
        if (noAnswerSeconds < MIN_NO_ANSWER_SECONDS || noAnswerSeconds > MAX_NO_ANSWER_SECONDS)
            throw new IllegalArgumentException("noAnswerSeconds: " + noAnswerSeconds);
        if (callLimit < 0)
            throw new IllegalArgumentException("callLimit: " + callLimit);
        requireNonNull(pickupGroups);
        pickupGroups = List.copyOf(pickupGroups);
    }
}
