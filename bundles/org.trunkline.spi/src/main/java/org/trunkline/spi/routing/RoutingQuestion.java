package org.trunkline.spi.routing;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.trunkline.domain.call.CallId;
import org.trunkline.domain.call.Direction;
import org.trunkline.domain.call.Party;
import org.trunkline.spi.number.NumberFacts;

/**
 * A new call that is about to be routed.
 *
 * @param at when its INVITE arrived
 * @param subscriber username of the authenticated caller; empty where the call came in on a trunk
 * @param inboundTrunk the trunk that it came in on; empty where a subscriber calls
 * @param destination what the dial plan, and the policies before this one, propose
 * @param callsOfSubscriber calls that the subscriber has in progress, this one not counted
 * @param facts what is known of the called number by now, from {@link org.trunkline.spi.number.NumberLookup}s
 */
public record RoutingQuestion(CallId call, Instant at, Direction direction, Party from, Party to,
        Optional<String> subscriber, Optional<String> inboundTrunk, Destination destination, int callsOfSubscriber,
        List<NumberFacts> facts) {
    public RoutingQuestion {
        requireNonNull(call);
        requireNonNull(at);
        requireNonNull(direction);
        requireNonNull(from);
        requireNonNull(to);
        requireNonNull(subscriber);
        requireNonNull(inboundTrunk);
        requireNonNull(destination);
        facts = List.copyOf(facts);
    }
}
