package org.trunkline.domain.call;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** An immutable snapshot of a call in progress. */
public record LiveCall(CallId id, Direction direction, CallState state, Party from, Party to, Optional<String> trunk,
        Instant startedAt, Optional<Instant> answeredAt, List<LiveLeg> legs) {
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
    }
}
