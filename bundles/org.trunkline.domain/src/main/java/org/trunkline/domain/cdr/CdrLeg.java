package org.trunkline.domain.cdr;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

import org.trunkline.domain.call.LegSide;

/**
 * One leg of a finished call; a call has one caller leg and a callee leg for each target tried.
 *
 * @param peer subscriber or trunk name, else the host
 * @param remoteAddress address and port of the signalling peer
 * @param transport {@code udp}, {@code tcp} or {@code tls}
 * @param sipStatus final status of the leg's INVITE, 487 when cancelled
 */
public record CdrLeg(LegSide side, String peer, String sipCallId, String remoteAddress, String transport,
        Instant startedAt, Optional<Instant> ringingAt, Optional<Instant> answeredAt, Instant endedAt, int sipStatus,
        Optional<String> codec, Optional<String> userAgent) {
    public CdrLeg {
        requireNonNull(side);
        requireNonNull(peer);
        requireNonNull(sipCallId);
        requireNonNull(remoteAddress);
        requireNonNull(transport);
        requireNonNull(startedAt);
        requireNonNull(ringingAt);
        requireNonNull(answeredAt);
        requireNonNull(endedAt);
        requireNonNull(codec);
        requireNonNull(userAgent);
    }
}
