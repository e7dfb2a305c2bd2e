package org.trunkline.domain.call;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** An immutable snapshot of a call in progress. @param conference where it is one of several, mixed by the node @param listener subscriber whose phone listens to it */
public record LiveCall(CallId id, Direction direction, CallState state, Party from, Party to, Optional<String> trunk,
        Instant startedAt, Optional<Instant> answeredAt, List<LiveLeg> legs, Optional<ConferenceSeat> conference, Optional<String> listener) {
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
    }

    /** In no conference, and without a listener. */
    public LiveCall(CallId id, Direction direction, CallState state, Party from, Party to, Optional<String> trunk,
            Instant startedAt, Optional<Instant> answeredAt, List<LiveLeg> legs) {
        this(id, direction, state, from, to, trunk, startedAt, answeredAt, legs, Optional.empty(), Optional.empty());
    }

    /** The same in a conference. */
    public LiveCall in(ConferenceSeat seat) {
        return new LiveCall(id, direction, state, from, to, trunk, startedAt, answeredAt, legs, Optional.of(seat), listener);
    }

    /** The same with a listener. */
    public LiveCall heardBy(String subscriber) {
        return new LiveCall(id, direction, state, from, to, trunk, startedAt, answeredAt, legs, conference, Optional.of(subscriber));
    }
}
