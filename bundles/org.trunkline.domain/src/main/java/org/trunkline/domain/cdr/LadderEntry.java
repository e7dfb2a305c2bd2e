package org.trunkline.domain.cdr;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * One SIP message of a call, as it was on the wire.
 *
 * @param leg 0 for the caller's leg, 1 and up for each callee leg in the order opened
 * @param sent true where the node sent it
 * @param remoteAddress address and port of the other side
 * @param label method, or status code and phrase: {@code INVITE}, {@code 180 Ringing}
 * @param retransmissions how often the same message came again
 * @param message the whole message, with the bodies; credentials in Authorization headers blanked
 */
public record LadderEntry(Instant at, int leg, boolean sent, String remoteAddress, String transport, String label,
        int retransmissions, String message) {
    public LadderEntry {
        requireNonNull(at);
        requireNonNull(remoteAddress);
        requireNonNull(transport);
        requireNonNull(label);
        requireNonNull(message);
    }
}
