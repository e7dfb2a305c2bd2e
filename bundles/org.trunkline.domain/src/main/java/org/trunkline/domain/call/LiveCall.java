package org.trunkline.domain.call;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** An immutable snapshot of a call in progress. @param conference where it is one of several, mixed by the node */
public record LiveCall(CallId id, Direction direction, CallState state, Party from, Party to, Optional<String> trunk,
        Instant startedAt, Optional<Instant> answeredAt, List<LiveLeg> legs, Optional<ConferenceSeat> conference) {
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
    }

    /** In no conference. */
    public LiveCall(CallId id, Direction direction, CallState state, Party from, Party to, Optional<String> trunk,
            Instant startedAt, Optional<Instant> answeredAt, List<LiveLeg> legs) {
        this(id, direction, state, from, to, trunk, startedAt, answeredAt, legs, Optional.empty());
    }

    /** The same in a conference. */
    public LiveCall in(ConferenceSeat seat) {
        return new LiveCall(id, direction, state, from, to, trunk, startedAt, answeredAt, legs, Optional.of(seat));
    }
}
