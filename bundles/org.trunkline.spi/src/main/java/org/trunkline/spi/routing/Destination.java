package org.trunkline.spi.routing;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

import org.trunkline.domain.cdr.Cause;

/** The destination of a call before routing. */
public sealed interface Destination {
    /**
     * Trunks, tried in this order.
     *
     * @param route prefix of the route that matched; empty where a policy made the list
     */
    record Trunks(Optional<String> route, List<RouteCandidate> candidates) implements Destination {
        public Trunks {
            requireNonNull(route);
            candidates = List.copyOf(candidates);
        }
    }

    /** The phones of a subscriber. */
    record Subscriber(String username) implements Destination {
        public Subscriber {
            requireNonNull(username);
        }
    }

    /** The members of a ring group. */
    record RingGroup(String name) implements Destination {
        public RingGroup {
            requireNonNull(name);
        }
    }

    /** Nowhere: the dial plan refuses the call. */
    record Refused(int sipStatus, Cause cause) implements Destination {
        public Refused {
            requireNonNull(cause);
        }
    }
}
