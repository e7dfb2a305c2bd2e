package org.trunkline.engine.directory.trunk;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.trunkline.domain.config.Trunk;
import org.trunkline.domain.part.LocalizableText;

/**
 * How a trunk does at one moment.
 *
 * @param up answered its last OPTIONS; neither up nor down where none is sent, or none was answered or missed yet
 * @param since when it came into this state
 * @param detail why it is down, else empty
 * @param registered state of the outward registration; empty where it has none
 * @param registration why it is not registered, else empty
 * @param calls now, both directions
 * @param callsLastSecond begun in the last second
 * @param rtt of the last OPTIONS answered
 * @param asr of calls out in the last 5 minutes
 * @param serviceRoute of the outward registration (RFC 3608)
 */
public record TrunkFigures(Trunk trunk, boolean up, boolean down, Instant since, LocalizableText detail,
        Optional<Boolean> registered, LocalizableText registration, int calls, int callsLastSecond, Optional<Duration> rtt,
        Optional<Double> asr, List<String> serviceRoute) {
    public TrunkFigures {
        requireNonNull(trunk);
        requireNonNull(since);
        requireNonNull(detail);
        requireNonNull(registered);
        requireNonNull(registration);
        requireNonNull(rtt);
        requireNonNull(asr);
        requireNonNull(serviceRoute);
    }
}
