package org.trunkline.domain.call;

/** Where a call came from and went to, seen from the node. */
public enum Direction {
    /** Subscriber to subscriber. */
    INTERNAL,
    /** Trunk to subscriber. */
    INBOUND,
    /** Subscriber to trunk. */
    OUTBOUND,
    /** Trunk to trunk. */
    TRANSIT
}
