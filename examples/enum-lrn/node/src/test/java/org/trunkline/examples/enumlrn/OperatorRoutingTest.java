package org.trunkline.examples.enumlrn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

import org.junit.jupiter.api.Test;
import org.trunkline.spi.number.NumberFacts;
import org.trunkline.spi.routing.RoutingAdvice;
import org.trunkline.spi.routing.RoutingAdvice.TrunkChoice;
import org.trunkline.spi.routing.RoutingPolicy;
import org.trunkline.spi.routing.RoutingQuestion;
import org.trunkline.spi.testkit.FakePluginContext;
import org.trunkline.spi.testkit.RoutingPolicyContract;
import org.trunkline.spi.testkit.SpiSamples;

class OperatorRoutingTest extends RoutingPolicyContract {
    private static final String NUMBER = "+46701234567";

    @Override
    protected RoutingPolicy policy() {
        return policy("Telia=Telia A; telenor.example = Telenor B");
    }

    private static RoutingPolicy policy(String trunks) {
        return new OperatorRouting(new FakePluginContext(Path.of("."), Map.of("trunks", trunks)));
    }

    private static RoutingQuestion question(String operator, Optional<String> routingNumber) {
        var asked = SpiSamples.outbound(NUMBER, List.of(SpiSamples.candidate("Telia A", NUMBER, 0, 0), SpiSamples.candidate("Telenor B", NUMBER, 0, 0)));
        var facts = new NumberFacts(Optional.empty(), Optional.of(operator), Optional.empty(), Optional.empty(),
                OptionalInt.empty(), Optional.empty(), routingNumber, Optional.empty(), Duration.ofHours(1));
        return new RoutingQuestion(asked.call(), asked.at(), asked.direction(), asked.from(), asked.to(),
                asked.subscriber(), asked.inboundTrunk(), asked.destination(), 0, List.of(facts));
    }

    @Test
    void theServingOperatorsTrunkIsFirst() {
        assertEquals(new RoutingAdvice.TryTrunks(List.of(new TrunkChoice("Telenor B", Optional.of("+46999100"), Optional.empty()),
                TrunkChoice.of("Telia A")), "served by Telenor.example"),
                policy().advise(question("Telenor.example", Optional.of("+46999100"))));
    }

    @Test
    void anOperatorWithoutATrunkChangesNothing() {
        assertEquals(RoutingAdvice.none(), policy().advise(question("Tre", Optional.empty())));
    }

    @Test
    void aPairThatIsWrongIsNamed() {
        var e = assertThrows(IllegalArgumentException.class, () -> policy("Telia"));
        assertEquals("Operators' trunks: \"Telia\" is not operator=trunk, such as Telia=Telia A", e.getMessage());
    }
}
