package org.trunkline.api.node;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.trunkline.domain.config.TlsCertificate;
import org.trunkline.domain.part.LocalizableText;

/**
 * The state of a trunk.
 *
 * @param since when it entered this state
 * @param detail why it is down: {@code "503 Service Unavailable"}, {@code "no answer to OPTIONS"}; else empty
 * @param registered state of the outward registration; empty where it has none
 * @param rtt of the last OPTIONS answered
 * @param certificate last presented over TLS, accepted or refused
 * @param asr answer-seizure ratio of calls out in the last 5 minutes, 0..1; empty without calls
 * @param serviceRoute proxies that calls to the trunk take, as its registrar names them (RFC 3608); empty if it names none
 */
public record TrunkStatus(String name, State state, Instant since, LocalizableText detail, Optional<Boolean> registered,
        int calls, int maxCalls, double callsPerSecond, int maxCallsPerSecond, Optional<Duration> rtt,
        Optional<Double> asr, Optional<TlsCertificate> certificate, List<String> serviceRoute) {
    public enum State {
        UP, DOWN,
        /** No OPTIONS asked for, or not answered yet. */
        UNKNOWN, DISABLED
    }

    public TrunkStatus {
        requireNonNull(name);
        requireNonNull(state);
        requireNonNull(since);
        requireNonNull(detail);
        requireNonNull(registered);
        requireNonNull(rtt);
        requireNonNull(asr);
        requireNonNull(certificate);
        serviceRoute = List.copyOf(serviceRoute);
    }

    /** A trunk without a certificate and a service route. */
    public TrunkStatus(String name, State state, Instant since, LocalizableText detail, Optional<Boolean> registered,
            int calls, int maxCalls, double callsPerSecond, int maxCallsPerSecond, Optional<Duration> rtt,
            Optional<Double> asr) {
        this(name, state, since, detail, registered, calls, maxCalls, callsPerSecond, maxCallsPerSecond, rtt, asr,
                Optional.empty(), List.of());
    }
}
