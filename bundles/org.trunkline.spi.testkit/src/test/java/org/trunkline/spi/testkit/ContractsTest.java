package org.trunkline.spi.testkit;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.spi.routing.RoutingAdvice;
import org.trunkline.spi.routing.RoutingAdvice.TrunkChoice;
import org.trunkline.spi.routing.RoutingPolicy;

/** The contract of policies passes a sound policy and finds what is wrong with others. */
class ContractsTest {
    @Nested
    class ASoundPolicy extends RoutingPolicyContract {
        @Override
        protected RoutingPolicy policy() {
            return question -> new RoutingAdvice.Reject(Cause.FORBIDDEN, "nobody may call");
        }
    }

    @Test
    void lettersInANumberAreFound() {
        assertFound(new RoutingAdvice.TryTrunks(
                List.of(new TrunkChoice("Telia", Optional.of("0800-CALL"), Optional.empty())), "wrong"));
    }

    @Test
    void aTrunkThatIsNamedTwiceIsFound() {
        assertFound(RoutingAdvice.order(List.of("Telia", "Telia"), "twice"));
    }

    @Test
    void aListOfNothingIsFound() {
        assertFound(RoutingAdvice.order(List.of(), "none"));
    }

    @Test
    void aMissingReasonIsFound() {
        assertFound(RoutingAdvice.order(List.of("Telia"), " "));
    }

    private static void assertFound(RoutingAdvice advice) {
        var contract = new RoutingPolicyContract() {
            @Override
            protected RoutingPolicy policy() {
                return question -> advice;
            }
        };
        assertThrows(AssertionFailedError.class, contract::everyKindOfDestinationHasSoundAdvice);
    }
}
