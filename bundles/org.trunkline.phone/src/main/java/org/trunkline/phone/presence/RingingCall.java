package org.trunkline.phone.presence;

import static java.util.Objects.requireNonNull;

/**
 * A call that rings at somebody else, and can be answered here.
 *
 * @param peer at whom it rings, as watched
 * @param number of the caller
 * @param name of the caller; empty where none came
 * @param dialog of the ringing phone, as a Replaces header names it (RFC 3891 §6.1)
 */
public record RingingCall(String peer, String number, String name, String dialog) {
    public RingingCall {
        requireNonNull(peer);
        requireNonNull(number);
        requireNonNull(name);
        requireNonNull(dialog);
    }
}
