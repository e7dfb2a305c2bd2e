package org.trunkline.plugin.internal.link;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

import org.trunkline.domain.call.CallId;
import org.trunkline.domain.call.Direction;
import org.trunkline.domain.call.Party;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.spi.call.CallApplication;
import org.trunkline.spi.call.CallCommand;
import org.trunkline.spi.call.CallEvent;
import org.trunkline.spi.number.NumberFacts;
import org.trunkline.spi.number.NumberLookup;
import org.trunkline.spi.routing.Destination;
import org.trunkline.spi.routing.RouteCandidate;
import org.trunkline.spi.routing.RoutingAdvice;
import org.trunkline.spi.routing.RoutingPolicy;
import org.trunkline.spi.routing.RoutingQuestion;
import org.trunkline.spi.routing.TrunkLoad;

/**
 * A call and its answer that never reach an extension, so that the first real one, which has a caller who waits, finds
 * classes loaded and the way there and back open.
 *
 * @param method its name
 */
public record Rehearsal(String method, List<Object> arguments, Object answer) {
    private static final CallId CALL = new CallId("00000000000000000000");
    private static final Party PARTY = new Party("123", Optional.of("+46123"), "a");
    private static final NumberFacts FACTS = new NumberFacts(Optional.of("a"), Optional.of("a"), Optional.of("SE"),
            Optional.of(NumberFacts.LineType.FIXED), OptionalInt.of(1), Optional.of("a"), Optional.of("a"), Optional.of("a"),
            Duration.ZERO);
    private static final RouteCandidate CANDIDATE = new RouteCandidate("a", "+46123", "+46123",
            new TrunkLoad(1, 2, true, 0.5));

    /** Of the interfaces that a caller waits for. */
    private static final Map<Class<?>, Rehearsal> ALL = Map.of(
            RoutingPolicy.class, new Rehearsal("advise",
                    List.of(new RoutingQuestion(CALL, Instant.EPOCH, Direction.OUTBOUND, PARTY, PARTY, Optional.of("a"),
                            Optional.of("a"), new Destination.Trunks(Optional.of("+46"), List.of(CANDIDATE)), 1, List.of(FACTS))),
                    new RoutingAdvice.TryTrunks(
                            List.of(new RoutingAdvice.TrunkChoice("a", Optional.of("1"), Optional.of("1"))), "a")),
            NumberLookup.class, new Rehearsal("lookup", List.of("+46123"), FACTS),
            CallApplication.class, new Rehearsal("on", List.of(new CallEvent.HungUp(CALL, 1, Optional.of(Cause.NORMAL))),
                    List.of(new CallCommand.Answer("a"))));

    public Rehearsal {
        arguments = List.copyOf(arguments);
    }

    /** Empty for an interface that has time. */
    public static Optional<Rehearsal> of(ExtensionType type) {
        return Optional.ofNullable(ALL.get(type.type()));
    }
}
