package org.trunkline.spi.routing;

import static java.util.Objects.requireNonNull;

/**
 * A trunk that a call may go out on.
 *
 * @param trunk its name
 * @param calledNumber user part of the Request-URI, as this trunk wants it
 * @param callerNumber user part of From, as this trunk wants it
 * @param load how busy the trunk is now
 */
public record RouteCandidate(String trunk, String calledNumber, String callerNumber, TrunkLoad load) {
    public RouteCandidate {
        requireNonNull(trunk);
        requireNonNull(calledNumber);
        requireNonNull(callerNumber);
        requireNonNull(load);
    }
}
