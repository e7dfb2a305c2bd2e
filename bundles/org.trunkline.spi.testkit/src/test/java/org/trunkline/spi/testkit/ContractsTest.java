package org.trunkline.spi.testkit;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.spi.number.NumberFacts;
import org.trunkline.spi.number.NumberLookup;
import org.trunkline.spi.routing.Destination;
import org.trunkline.spi.routing.RouteCandidate;
import org.trunkline.spi.routing.RoutingAdvice;
import org.trunkline.spi.routing.RoutingAdvice.TrunkChoice;
import org.trunkline.spi.routing.RoutingPolicy;

/** The examples of the extension points pass their contracts, and what breaks a promise does not. */
class ContractsTest {
    @Nested
    class LeastLoaded extends RoutingPolicyContract {
        @Override
        protected RoutingPolicy policy() {
            return question -> question.destination() instanceof Destination.Trunks trunks
                            ? RoutingAdvice.order(trunks.candidates().stream()
                                    .sorted(Comparator.comparingDouble((RouteCandidate c) -> c.load().share()))
                                    .map(RouteCandidate::trunk).toList(), "least loaded first")
                            : RoutingAdvice.none();
        }
    }

    @Nested
    class OfficeNames extends NumberLookupContract {
        @Override
        protected NumberLookup lookup() {
            return number -> number.startsWith("+4686840") ? NumberFacts.name("Head office", Duration.ofHours(1))
                    : NumberFacts.NONE;
        }

        @Override
        protected String known() {
            return "+46868401234";
        }
    }

    private static RoutingPolicyContract contract(RoutingPolicy policy) {
        return new RoutingPolicyContract() {
            @Override
            protected RoutingPolicy policy() {
                return policy;
            }
        };
    }

    private static RoutingAdvice bad(String kind) {
        return switch (kind) {
            case "null" -> null;
            case "nowhere" -> new RoutingAdvice.TryTrunks(List.of(), "so");
            case "without a reason" -> new RoutingAdvice.Reject(Cause.FORBIDDEN, "");
            case "long reason" -> new RoutingAdvice.Reject(Cause.FORBIDDEN, "x".repeat(201));
            case "twice" -> RoutingAdvice.order(List.of("A", "A"), "so");
            case "letters" -> new RoutingAdvice.TryTrunks(List.of(new TrunkChoice("A", Optional.of("abc"), Optional.empty())), "so");
            case "trunk to trunk" -> RoutingAdvice.order(List.of("A"), "so");
            default -> RoutingAdvice.order(new ArrayList<>(Collections.nCopies(21, "A")), "so");
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "nowhere", "without a reason", "long reason", "twice", "letters", "trunk to trunk", "many"})
    void nonsenseFails(String kind) {
        var contract = contract(_ -> bad(kind));
        assertThrows(AssertionError.class, contract::everyKindOfDestinationHasSoundAdvice);
    }

    @Test
    void aSlowPolicyFails() {
        var contract = contract(_ -> {
            LockSupport.parkNanos(8_000_000);
            return RoutingAdvice.none();
        });
        assertThrows(AssertionError.class, contract::adviceComesWithinTheBudget);
    }
}
