package org.trunkline.examples.leastloaded;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.trunkline.spi.routing.RoutingAdvice;
import org.trunkline.spi.routing.RoutingPolicy;
import org.trunkline.spi.testkit.RoutingPolicyContract;
import org.trunkline.spi.testkit.SpiSamples;

/** The contract of all policies, and what this one is for. */
class LeastLoadedTest extends RoutingPolicyContract {
    @Override
    protected RoutingPolicy policy() {
        return new LeastLoaded();
    }

    @Test
    void theTrunkWithTheLowestLoadIsFirst() {
        var question = SpiSamples.outbound("+46701234567", List.of(SpiSamples.candidate("busy", "+46701234567", 9, 10),
                SpiSamples.candidate("idle", "+46701234567", 1, 10)));
        assertEquals(RoutingAdvice.order(List.of("idle", "busy"), "least loaded first"), policy().advise(question));
    }
}
