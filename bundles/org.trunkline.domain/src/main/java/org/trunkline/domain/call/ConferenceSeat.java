package org.trunkline.domain.call;

import static java.util.Objects.requireNonNull;

/**
 * A call's place in a conference of the node.
 *
 * @param room name of the conference: the number of its room
 * @param listensOnly whether it came to listen, and cannot be heard
 * @param muted whether an administrator has muted it
 * @param speaking whether the others hear something of it now
 */
public record ConferenceSeat(String room, boolean listensOnly, boolean muted, boolean speaking) {
    public ConferenceSeat {
        requireNonNull(room);
    }
}
