package org.trunkline.domain.call;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * One leg of a live call.
 *
 * @param peer subscriber or trunk name
 * @param remoteAddress address and port of the signalling peer, {@code 192.0.2.1:5060} or {@code [2001:db8::1]:5060}
 * @param codec name of the audio codec received from this side, {@code PCMA}
 * @param mos MOS of the audio received from this side so far, 1.0 to 4.5
 */
public record LiveLeg(LegSide side, String peer, String remoteAddress, CallState state, Optional<String> codec,
        Optional<Double> mos) {
    public LiveLeg {
        requireNonNull(side);
        requireNonNull(peer);
        requireNonNull(remoteAddress);
        requireNonNull(state);
        requireNonNull(codec);
        requireNonNull(mos);
    }
}
