package org.trunkline.engine.call.hunt;

import java.time.Duration;
import java.util.Optional;
import java.util.function.IntSupplier;

import org.trunkline.domain.cdr.Candidate.Reason;
import org.trunkline.domain.config.CallHandling;

/** What a subscriber's call handling makes of a call before any phone rings. */
sealed interface SubscriberTurn {
    record Forwarded(String target) implements SubscriberTurn {}

    /** @param used and {@code limit} of the call limit @param forward where busy calls go */
    record Busy(Reason reason, long used, long limit, Optional<String> forward) implements SubscriberTurn {}

    /** @param time until it counts as not answered */
    record Rings(Duration time) implements SubscriberTurn {}

    /** @param calls that the subscriber is in; only asked where there is a limit @param usual ring time */
    static SubscriberTurn of(CallHandling handling, IntSupplier calls, Duration usual) {
        if (handling.forwardAlways().isPresent())
            return new Forwarded(handling.forwardAlways().get());
        return busy(handling, calls).<SubscriberTurn>map(busy -> busy).orElseGet(() -> new Rings(
                handling.forwardNoAnswer().isPresent() ? Duration.ofSeconds(handling.noAnswerSeconds()) : usual));
    }

    /** Why a subscriber takes no call now; a ring group asks this alone. */
    static Optional<Busy> busy(CallHandling handling, IntSupplier calls) {
        if (handling.doNotDisturb())
            return Optional.of(new Busy(Reason.DO_NOT_DISTURB, 0, 0, handling.forwardBusy()));
        if (handling.callLimit() == 0)
            return Optional.empty();
        int used = calls.getAsInt();
        return used < handling.callLimit() ? Optional.empty()
                : Optional.of(new Busy(Reason.CALLS_CAP, used, handling.callLimit(), handling.forwardBusy()));
    }
}
