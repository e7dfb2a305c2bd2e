package org.trunkline.domain.call;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** An immutable snapshot of a call in progress. @param conference where it is one of several, mixed by the node @param listener subscriber whose phone listens to it @param parkedIn number of the slot where it is parked */
public record LiveCall(CallId id, Direction direction, CallState state, Party from, Party to, Optional<String> trunk,
        Instant startedAt, Optional<Instant> answeredAt, List<LiveLeg> legs, Optional<ConferenceSeat> conference, Optional<String> listener,
        Optional<String> parkedIn) {
    public LiveCall {
        requireNonNull(id);
        requireNonNull(direction);
        requireNonNull(state);
        requireNonNull(from);
        requireNonNull(to);
        requireNonNull(trunk);
        requireNonNull(startedAt);
        requireNonNull(answeredAt);
        legs = List.copyOf(legs);
        requireNonNull(conference);
        requireNonNull(listener);
        requireNonNull(parkedIn);
    }

    /** In no conference, without a listener and not parked. */
    public LiveCall(CallId id, Direction direction, CallState state, Party from, Party to, Optional<String> trunk,
            Instant startedAt, Optional<Instant> answeredAt, List<LiveLeg> legs) {
        this(id, direction, state, from, to, trunk, startedAt, answeredAt, legs, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The same in a conference. */
    public LiveCall in(ConferenceSeat seat) {
        return new LiveCall(id, direction, state, from, to, trunk, startedAt, answeredAt, legs, Optional.of(seat), listener, parkedIn);
    }

    /** The same with a listener. */
    public LiveCall heardBy(String subscriber) {
        return new LiveCall(id, direction, state, from, to, trunk, startedAt, answeredAt, legs, conference, Optional.of(subscriber), parkedIn);
    }

    /** The same with other legs. */
    public LiveCall with(List<LiveLeg> others) {
        return new LiveCall(id, direction, state, from, to, trunk, startedAt, answeredAt, others, conference, listener, parkedIn);
    }

    /** The same, parked. @param slot its number */
    public LiveCall parkedIn(String slot) {
        return new LiveCall(id, direction, state, from, to, trunk, startedAt, answeredAt, legs, conference, listener, Optional.of(slot));
    }
}
