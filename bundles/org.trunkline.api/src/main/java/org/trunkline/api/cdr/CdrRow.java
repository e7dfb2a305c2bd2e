package org.trunkline.api.cdr;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;

import org.trunkline.domain.call.CallId;
import org.trunkline.domain.call.Direction;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cost.Cost;

/** The columns of a record in a table. */
public record CdrRow(CallId id, Instant startedAt, Direction direction, String from, String to,
        Optional<String> trunk, Duration duration, Optional<Duration> postDialDelay, int sipStatus, Cause cause,
        OptionalDouble mos, Optional<Cost> cost, CdrDetail detail) {
    public static CdrRow of(Cdr cdr) {
        return new CdrRow(cdr.id(), cdr.startedAt(), cdr.direction(), cdr.from().normalised(), cdr.to().normalised(),
                cdr.trunk(), cdr.duration(), cdr.postDialDelay(), cdr.sipStatus(), cdr.cause(), cdr.mos(), cdr.cost(), CdrDetail.of(cdr));
    }
}
